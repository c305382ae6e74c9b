"""What may be asked of the news feed."""

from dataclasses import dataclass

from multiplane.errors import BadRequest
from multiplane.ids import is_id
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.parameters import FLAG, ID, MOMENT, PAGES

IDS = ("task_type_id", "task_status_id", "person_id", "episode_id")
QUERY = {
    "only_preview": FLAG,
    "after": MOMENT,
    "before": MOMENT,
    **PAGES,
    **dict.fromkeys(IDS, ID),
}
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class FeedQuery:
    """The filters and the page of a news feed."""

    only_preview: bool
    after: str | None
    before: str | None
    page: int
    limit: int
    task_type_id: str | None = None
    task_status_id: str | None = None
    person_id: str | None = None
    episode_id: str | None = None

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit

    def filters(self) -> dict[str, str | bool]:
        """The filters that are set, by name."""
        names = (*IDS, "after", "before", "only_preview")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    @classmethod
    def of(cls, request: AnyRequest) -> "FeedQuery":
        """400 names the parameter that cannot be read."""
        return cls(
            only_preview=query.strict_flag(request, "only_preview"),
            after=query.date(request, "after"),
            before=query.date(request, "before"),
            page=_positive(request, "page", 1),
            limit=_positive(request, "limit", 50),
            **{name: _identifier(request, name) for name in IDS},
        )


WHOLE_FEED = FeedQuery(only_preview=False, after=None, before=None, page=1, limit=2000)
"""The feed of one entity is one long page (04-tasks 4.8)."""


def project_of(request: AnyRequest) -> str | None:
    """The project asked for, on the route that serves several; 400 when it is no id."""
    return _identifier(request, "project_id")


def _positive(request: AnyRequest, name: str, default: int) -> int:
    value = query.integer(request, name, default)
    if not 1 <= value <= LARGEST:
        raise BadRequest(f"{name} must be a positive integer.")
    return value


def _identifier(request: AnyRequest, name: str) -> str | None:
    """An id filter; the UI sends an empty one for "no filter"."""
    value = query.text(request, name)
    if not value:
        return None
    if not is_id(value):
        raise BadRequest(f"Invalid UUID format for {name}: {value}")
    return value.lower()
