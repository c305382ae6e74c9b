"""Finding tasks with what the rules need."""

from collections.abc import Iterable

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import Forbidden, NotFound
from multiplane.ids import path_id
from multiplane.tasks import policy, queries


async def find_tasks(session: Session, task_ids: Iterable[str], *, lock: bool = False) -> list[Row]:
    """The tasks of some ids, in the order given, with what the rules of `policy` read; unknown ids are left out.

    `lock` keeps other writers out until the transaction ends.
    """
    wanted = list(dict.fromkeys(task_ids))
    statement = queries.LOCKED_SCOPES if lock else queries.SCOPES
    rows = await session.all(statement, task_ids=wanted, person_id=session.user.id)
    found = {row["id"]: row for row in rows}
    return [found[task_id] for task_id in wanted if task_id in found]


async def find_task(session: Session, task_id: str, *, lock: bool = False) -> Row:
    """A task of a path, with what the rules of `policy` read. 404 when malformed or unknown."""
    found = await find_tasks(session, [path_id(task_id)], lock=lock)
    if not found:
        raise NotFound
    return found[0]


async def readable_task(session: Session, task_id: str) -> Row:
    """A task of a path that the caller may read: 404, then TASK-READ."""
    task = await find_task(session, task_id)
    if not policy.may_read(session.user, task):
        raise Forbidden
    return task


async def find_task_type(session: Session, task_type_id: str) -> Row:
    """A task type of a path. 404 when malformed or unknown."""
    row = await session.one(queries.TASK_TYPE, task_type_id=path_id(task_type_id))
    if row is None:
        raise NotFound
    return row


def announce_update(session: Session, task: Row) -> None:
    """Emit `task:update`."""
    session.emit("task:update", {"task_id": task["id"]}, task["project_id"])
