"""Logging time on a task: rule TIME of 01-auth C.3, effects of 04-tasks 4.11."""

from collections.abc import Iterable

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden, NotFound
from multiplane.ids import is_id, path_id
from multiplane.tasks.blanking import is_blanked
from multiplane.tasks.service import announce_update, find_task, readable_task
from multiplane.timesheets import periods, queries

INVALID_DATE = "Invalid date format."


async def write(session: Session, task_id: str, date: str, person_id: str, duration: float, *, adds: bool) -> Row:
    """Set the minutes of a person's day on a task, or add to them; the time spent.

    404 for the task or the person, 403 by TIME and NOT-BOT, 400 for the date. The task's duration follows.
    """
    task = await _loggable_task(session, task_id, person_id)
    day = _day(date, INVALID_DATE)
    row = await session.one(
        queries.WRITE, task_id=task["id"], person_id=path_id(person_id), date=day, duration=duration, adds=adds
    )
    assert row is not None  # noqa: S101 - an upsert returns its row
    is_new = row.pop("is_new")
    action = "new" if is_new else "update"
    session.emit(f"time-spent:{action}", {"time_spent_id": row["id"]}, task["project_id"])
    if is_new:
        await session.run(queries.REFRESH_PRESENCE, person_id=row["person_id"])
        session.emit("person:update", {"person_id": row["person_id"]})
    await sum_up(session, [task["id"]])
    return typed(row)


async def remove(session: Session, task_id: str, date: str, person_id: str) -> Row:
    """Remove a person's day on a task; the time spent, with nothing left. Rules of `write`; 404 when there is none."""
    task = await _loggable_task(session, task_id, person_id)
    day = _day(date, INVALID_DATE)
    row = await session.one(queries.REMOVE, task_id=task["id"], person_id=path_id(person_id), date=day)
    if row is None:
        raise NotFound
    session.emit("time-spent:delete", {"time_spent_id": row["id"]}, task["project_id"])
    await sum_up(session, [task["id"]])
    return typed({**row, "duration": 0})


async def _loggable_task(session: Session, task_id: str, person_id: str) -> Row:
    """A locked task on which the caller may log the time of a person: one writer sums up at a time."""
    task = await find_task(session, task_id, lock=True)
    worker = await session.one(queries.WORKER, task_id=task["id"], person_id=path_id(person_id))
    if worker is None:
        raise NotFound
    if worker["is_bot"] and not task["is_bot_collaboration_enabled"]:
        raise Forbidden
    require_time(session, task["project_id"], worker["id"], is_assigned=worker["is_assigned"])
    return task


def require_time(session: Session, project_id: str | None, person_id: str | None, *, is_assigned: bool) -> None:
    """TIME: the person is assigned to the task, and is the caller, or the caller manages the project."""
    user = session.user
    if not is_assigned or not (person_id == user.id or user.manages(project_id)):
        raise Forbidden


async def lock_tasks_of(session: Session, time_spent_id: object, task_id: object) -> None:
    """Lock the task of a time spent, and another one, until the transaction ends. What is no id is ignored."""
    await session.run(
        queries.LOCK_TASKS_OF,
        time_spent_id=time_spent_id if is_id(time_spent_id) else None,
        task_id=task_id if is_id(task_id) else None,
    )


async def sum_up(session: Session, task_ids: Iterable[str], *, announces: bool = True) -> list[Row]:
    """Let the durations of locked tasks follow their time spents; the tasks. Emits `task:update` unless told not."""
    tasks = await session.all(queries.SUM_UP, task_ids=list(task_ids))
    for task in tasks if announces else ():
        announce_update(session, task)
    return tasks


def _day(text: str, message: str) -> str:
    try:
        return periods.day(text)
    except ValueError:
        raise BadRequest(message) from None


async def of_task(session: Session, task_id: str, date: str | None = None) -> Row:
    """The time spent on a task, on one day or ever: `total`, and the time spents by person.

    TASK-READ; clients see none of it, as they see no duration.
    """
    task = await readable_task(session, task_id)
    day = _day(date, "Wrong date format.") if date is not None else None
    if is_blanked(session.user, task["project_id"]):
        return {"total": 0}
    rows = await session.all(queries.OF_TASK, task_id=task["id"], date=day)
    found: Row = {"total": sum(row["duration"] for row in rows)}
    for row in rows:
        found.setdefault(row["person_id"], []).append(typed(row))
    return found


def typed(row: Row) -> Row:
    """A row as the served object."""
    return {**row, "type": "TimeSpent"}
