"""Pages of a list (00-conventions 7.4)."""

from dataclasses import dataclass
from typing import Any

from multiplane.database.rows import Row
from multiplane.errors import BadRequest
from multiplane.web import query
from multiplane.web.body import AnyRequest


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list were asked for."""

    number: int
    limit: int

    @classmethod
    def of(cls, request: AnyRequest, default_limit: int) -> "Page | None":
        """The page asked for, or None for the whole list. 400 when a number is not one, or negative."""
        number = query.integer(request, "page", -1)
        limit = query.integer(request, "limit", 0)
        if number < 0:
            return None
        if limit < 0:
            raise BadRequest("limit must be a positive integer.")
        return cls(number, limit or default_limit)

    @property
    def offset(self) -> int:
        """Rows before the page; negative for page 0, which is empty."""
        return (self.number - 1) * self.limit

    @property
    def is_reachable(self) -> bool:
        """Whether the page can hold rows: pages start at 1 and end where PostgreSQL's integers do."""
        return self.offset >= 0 and self.offset + self.limit < 2**63

    def envelope(self, rows: list[Row], total: int) -> dict[str, Any]:
        """The answer of one page."""
        return {
            "data": rows,
            "total": total,
            "nb_pages": -(-total // self.limit),
            "limit": self.limit,
            "offset": self.offset,
            "page": self.number,
        }
