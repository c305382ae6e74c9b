"""The query string of the pool (04-tasks 4.2). 400 for whatever cannot be read."""

from dataclasses import dataclass

from multiplane.errors import BadRequest
from multiplane.ids import is_id
from multiplane.web import query
from multiplane.web.body import AnyRequest

WRONG_ID = "Wrong UUID format."
UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows the pool; None where nothing does."""

    project_id: str | None = None
    task_type_id: str | None = None
    task_status_id: str | None = None
    studio_id: str | None = None
    department_id: str | None = None
    unassigned: bool = False
    person_ids: tuple[str, ...] | None = None
    """Assigned to any of these."""
    start_date: str | None = None
    due_date: str | None = None
    priority: int | None = None
    """Of the task type."""


def read_filters(request: AnyRequest) -> Filters:
    """The filters of a request."""
    people = query.text(request, "person_id") or None
    return Filters(
        project_id=identifier(request, "project_id"),
        task_type_id=identifier(request, "task_type_id"),
        task_status_id=identifier(request, "task_status_id"),
        studio_id=identifier(request, "studio_id"),
        department_id=identifier(request, "department_id"),
        unassigned=people == UNASSIGNED,
        person_ids=person_ids(people) if people not in (None, UNASSIGNED) else None,
        start_date=query.date(request, "start_date"),
        due_date=query.date(request, "due_date"),
        priority=integer(request, "priority"),
    )


def identifier(request: AnyRequest, name: str) -> str | None:
    """An id; an empty one is none."""
    return query.identifier(request, name, WRONG_ID) if query.text(request, name) else None


def person_ids(text: str | None) -> tuple[str, ...]:
    """Ids separated by commas."""
    found = [part.strip() for part in (text or "").split(",") if part.strip()]
    if not all(is_id(part) for part in found):
        raise BadRequest(WRONG_ID)
    return tuple(part.lower() for part in found)


def integer(request: AnyRequest, name: str) -> int | None:
    """An integer; an empty one is none."""
    text = query.text(request, name)
    if not text:
        return None
    if query.INTEGER.fullmatch(text) is None or abs(int(text)) >= 2**31:
        raise BadRequest(f"Wrong value for parameter {name}.")
    return int(text)
