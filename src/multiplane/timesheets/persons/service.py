"""What people did, and who may read it (04-tasks 4.11, the person rule)."""

from typing import Any

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden, NotFound
from multiplane.ids import path_id
from multiplane.models import Person, TaskType, TimeSpent
from multiplane.tasks.service import find_task
from multiplane.timesheets import periods
from multiplane.timesheets.periods import Period
from multiplane.timesheets.persons import queries
from multiplane.timesheets.queries import OF_PERSON_AND_TASK
from multiplane.timesheets.service import typed

BOTH_BOUNDS = "If querying for a range of dates, both a `start_date` and an `end_date` must be given."
WRONG_DATE = "Wrong date format."
WRONG_PERIOD = "Invalid month or year."
NOT_YOUR_DEPARTMENT = "Supervisor not allowed to access this department"


# -- rules


async def _rows_of(session: Session, person_id: str, project_id: str | None = None) -> list[queries.Clause]:
    """The clauses of what the caller may read of a person's time. 404; 403 for bots and for whom it is no business."""
    person = await session.one(queries.PERSON, person_id=path_id(person_id))
    if person is None:
        raise NotFound
    user = session.user
    if person["is_bot"]:
        raise Forbidden
    where: list[queries.Clause] = [TimeSpent.person_id == person["id"]]
    if not (user.is_admin or user.id == person["id"]):
        if user.role not in ("manager", "supervisor"):
            raise Forbidden
        if project_id is not None and not user.has_access(project_id):
            raise Forbidden
        where.append(queries.overseen(user))
    if project_id is not None:
        where.append(queries.of_projects([project_id]))
    return where


def _own(session: Session) -> queries.Clause:
    return TimeSpent.person_id == session.user.id


def period_of(message: str, make: Any, *parts: str) -> Period:
    """A period of `periods` made of parts of a path. 400 with this message for what is none."""
    try:
        period: Period = make(*parts)
    except (ValueError, OverflowError):
        raise BadRequest(message) from None
    return period


def range_of(start: str | None, end: str | None) -> Period | None:
    """The range of a query string, None when there is none. 400 for half of one, and for what is no date."""
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise BadRequest(BOTH_BOUNDS)
    try:
        return Period(periods.day(start), periods.day(end))
    except ValueError:
        raise BadRequest(f"Wrong date format for {start} and/or {end}") from None


def _day(text: str, message: str) -> Period:
    try:
        day = periods.day(text)
    except ValueError:
        raise BadRequest(message) from None
    return Period(day, day)


# -- the caller's


async def mine_in_range(session: Session, period: Period | None) -> list[Row]:
    """The caller's time spents of a range, with project and task type; nothing without a range."""
    return await _in_range(session, [_own(session)], period)


async def mine_of_day(session: Session, date: str) -> list[Row]:
    """The caller's time spents of a day."""
    return await _all(session, queries.plain(_own(session), queries.within(_day(date, WRONG_DATE))))


async def mine_on_task(session: Session, task_id: str, date: str) -> Row | None:
    """The caller's time spent on a task on a day, or None."""
    task = await find_task(session, task_id)
    day = _day(date, WRONG_DATE).start
    row = await session.one(OF_PERSON_AND_TASK, task_id=task["id"], person_id=session.user.id, date=day)
    return None if row is None else typed(row)


async def my_day_off(session: Session, date: str) -> Row:
    """The caller's absence on a day, or an empty object."""
    row = await session.one(queries.OF_DAY, person_id=session.user.id, date=_day(date, WRONG_DATE).start)
    return {} if row is None else {**row, "type": "DayOff"}


# -- anybody's


async def in_range(session: Session, person_id: str, period: Period | None) -> list[Row]:
    """A person's time spents of a range, with project and task type; nothing without a range."""
    return await _in_range(session, await _rows_of(session, person_id), period)


async def of_day(session: Session, person_id: str, date: str) -> list[Row]:
    """A person's time spents of a day."""
    where = await _rows_of(session, person_id)
    return await _all(session, queries.plain(*where, queries.within(_day(date, WRONG_PERIOD))))


async def of_month(session: Session, person_id: str, period: Period) -> list[Row]:
    """A person's time spents of a period: for themselves and administrators."""
    where = await _rows_of(session, person_id)
    if not session.user.is_admin and session.user.id != path_id(person_id):
        raise Forbidden
    return await _all(session, queries.plain(*where, queries.within(period)))


async def by_task(session: Session, person_id: str, period: Period, project_id: str | None) -> list[Row]:
    """A person's minutes by task over a period."""
    where = await _rows_of(session, person_id, project_id)
    return await session.all(queries.by_task(*where, queries.within(period)))


async def _in_range(session: Session, where: list[queries.Clause], period: Period | None) -> list[Row]:
    if period is None:
        return []
    return await _all(session, queries.with_project(*where, queries.within(period)))


async def _all(session: Session, statement: Any) -> list[Row]:
    return [typed(row) for row in await session.all(statement)]


# -- tables


async def table(
    session: Session,
    unit: str,
    period: Period | None,
    *,
    project_id: str | None,
    department_id: str | None,
    studio_id: str | None,
) -> dict[str, dict[str, float]]:
    """Minutes by unit and person: of everybody for administrators, of their projects for managers and supervisors,
    and of themselves for the others. 403 for another's project, 400 for another's department.
    """
    where = _scope(session, project_id, department_id)
    if period is not None:
        where.append(queries.within(period))
    if project_id is not None:
        where.append(queries.of_projects([project_id]))
    if department_id is not None:
        where.append(TaskType.department_id == department_id)
    if studio_id is not None:
        where.append(Person.studio_id == studio_id)
    found: dict[str, dict[str, float]] = {}
    for row in await session.all(queries.table(unit, *where)):
        found.setdefault(str(row["unit"]), {})[row["person_id"]] = row["duration"]
    return found


def _scope(session: Session, project_id: str | None, department_id: str | None) -> list[queries.Clause]:
    user = session.user
    if user.is_admin:
        return []
    if project_id is not None and not user.has_access(project_id):
        raise Forbidden
    if user.role not in ("manager", "supervisor"):
        return [_own(session)]
    if user.role == "supervisor" and user.departments and department_id not in (None, *user.departments):
        raise BadRequest(NOT_YOUR_DEPARTMENT)
    return [queries.overseen(user)]
