"""The rules of absences."""

from collections.abc import Iterable

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.people.day_offs import policy, queries

TAKEN = "Day off already exists for this period"


async def sight(session: Session, person_id: str | None) -> policy.Sight | None:
    """What the caller sees of a person's absences (05-projects-people 2.9)."""
    if session.user.is_admin or session.user.id == person_id:
        return "all"
    place = await session.one(queries.TEAMS_AND_DEPARTMENTS, person_id=person_id)
    return policy.sight(session.user, person_id, place["teams"], place["departments"]) if place else None


async def claim_period(session: Session, period: Row, day_off_id: str | None = None) -> None:
    """Refuse an absence that overlaps another of the same person, days of both ends included.

    `period` holds person_id, date and end_date. Nobody else writes absences of the person until the transaction ends.
    """
    days = {key: period[key] for key in ("person_id", "date", "end_date")}
    await session.run(queries.LOCK_PERSON, person_id=days["person_id"])
    if await session.value(queries.OVERLAPPING, day_off_id=day_off_id, **days):
        raise BadRequest(TAKEN)


async def forget_time_spent(session: Session, day_off: Row) -> None:
    """Who is absent does not work: remove the time of those days and recount the tasks. Emits `task:update`."""
    days = {key: day_off[key] for key in ("person_id", "date", "end_date")}
    await recount_time(session, await session.column(queries.FORGET_TIME_SPENT, **days))


async def recount_time(session: Session, task_ids: Iterable[str | None]) -> None:
    """Make the duration of tasks the sum of the time spent on them. Emits `task:update`."""
    ids = sorted({task_id for task_id in task_ids if task_id is not None})
    for task in await session.all(queries.RECOUNT_DURATIONS, task_ids=ids) if ids else ():
        session.emit("task:update", {"task_id": task["id"]}, task["project_id"])
