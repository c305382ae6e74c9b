"""The query string of the tasks to check. 400 for whatever cannot be read."""

from dataclasses import dataclass

from multiplane.tasks.open_tasks.filters import UNASSIGNED, identifier, person_ids
from multiplane.web import query
from multiplane.web.body import AnyRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFilters:
    """What narrows the list; None where nothing does."""

    project_id: str | None
    task_type_id: str | None
    task_status_id: str | None
    episode_id: str | None
    unassigned: bool
    person_ids: tuple[str, ...] | None
    due_date_since: str | None
    due_date_until: str | None


def read_filters(request: AnyRequest) -> CheckFilters:
    """The filters of a request."""
    people = query.text(request, "person_id") or None
    return CheckFilters(
        project_id=identifier(request, "project_id"),
        task_type_id=identifier(request, "task_type_id"),
        task_status_id=identifier(request, "task_status_id"),
        episode_id=identifier(request, "episode_id"),
        unassigned=people == UNASSIGNED,
        person_ids=person_ids(people) if people not in (None, UNASSIGNED) else None,
        due_date_since=query.date(request, "due_date_since"),
        due_date_until=query.date(request, "due_date_until"),
    )
