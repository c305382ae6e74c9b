"""What may be asked of one's notifications."""

from dataclasses import dataclass

from pydantic import BaseModel

from multiplane.errors import BadRequest
from multiplane.ids import is_id
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.parameters import FLAG, ID, MOMENT, TEXT

QUERY = {
    "after": MOMENT,
    "before": MOMENT,
    "task_type_id": ID,
    "task_status_id": ID,
    "type": TEXT,
    "read": FLAG,
    "watching": FLAG,
}
WRONG_DATE = "Wrong date format for after or before."


class ReadState(BaseModel):
    """PUT /data/user/notifications/{id}."""

    read: bool


@dataclass(frozen=True, slots=True)
class NotificationQuery:
    """The filters of one's notifications; None filters nothing."""

    after: str | None
    before: str | None
    task_type_id: str | None
    task_status_id: str | None
    kind: str | None
    read: bool | None
    watching: bool | None

    @classmethod
    def of(cls, request: AnyRequest) -> "NotificationQuery":
        """400 names what cannot be read."""
        return cls(
            after=_date(request, "after"),
            before=_date(request, "before"),
            task_type_id=_identifier(request, "task_type_id"),
            task_status_id=_identifier(request, "task_status_id"),
            kind=query.text(request, "type") or None,
            read=_flag(request, "read"),
            watching=_flag(request, "watching"),
        )


def _date(request: AnyRequest, name: str) -> str | None:
    try:
        return query.date(request, name)
    except BadRequest as error:
        raise BadRequest(WRONG_DATE) from error


def _identifier(request: AnyRequest, name: str) -> str | None:
    value = query.text(request, name)
    if not value:
        return None
    if not is_id(value):
        raise BadRequest(f"Invalid UUID format for {name}: {value}")
    return value.lower()


def _flag(request: AnyRequest, name: str) -> bool | None:
    return query.flag(request, name) if query.text(request, name) else None
