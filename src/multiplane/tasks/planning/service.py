"""When people are busy (04-tasks 4.2, `task-dates`)."""

from collections.abc import Iterable

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import Forbidden
from multiplane.tasks.planning import queries


async def task_dates(session: Session, project_id: str | None) -> list[Row]:
    """The first start and last due date of every assignee, over the projects of the caller, or one project.

    What others plan for them in other open projects shows as periods without any detail. For supervisors and above;
    403 for another's project.
    """
    user = session.user
    if user.role not in ("admin", "manager", "supervisor"):
        raise Forbidden
    project_ids = None if project_id is None else [project_id]
    if user.is_admin:
        return [{**row, "busy_periods": []} for row in await session.all(queries.DATES, project_ids=project_ids)]
    if project_ids is None:
        project_ids = user.projects("manager", "supervisor", "user", open_only=True)
    elif user.role_in(project_id) in ("client", "vendor") or not user.has_access(project_id):
        raise Forbidden
    people = {
        row["person_id"]: {**row, "busy_periods": []}
        for row in await session.all(queries.DATES, project_ids=project_ids)
    }
    for row in await session.all(queries.BUSY_ELSEWHERE, project_ids=project_ids):
        person_id = row.pop("person_id")
        nowhere = {"person_id": person_id, "min_date": None, "max_date": None, "busy_periods": []}
        people.setdefault(person_id, nowhere)["busy_periods"].append(row)
    return [{**person, "busy_periods": merged(person["busy_periods"])} for person in people.values()]


def merged(periods: Iterable[Row]) -> list[Row]:
    """Periods sorted by their start, overlapping ones as one; dates as `YYYY-MM-DD HH:MM:SS`."""
    found: list[Row] = []
    for period in periods:
        start, end = (period[key].replace("T", " ") for key in ("start_date", "end_date"))
        if found and start <= found[-1]["end_date"]:
            found[-1]["end_date"] = max(found[-1]["end_date"], end)
        else:
            found.append({"start_date": start, "end_date": end})
    return found
