"""The rules of task types (02-models 6.1)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.ids import is_id
from multiplane.tasks.types import queries

TAKEN = "A task type with similar name already exists"


async def refuse_taken_name(session: Session, name: object, except_id: str | None = None) -> None:
    """400 when another task type, whatever it is for, has this name in any case. One writer of names at a time."""
    if not isinstance(name, str):
        return
    await session.run(queries.LOCK_NAMES)
    if await session.value(queries.SAME_NAME, name=name, except_id=except_id) is not None:
        raise BadRequest(TAKEN)


async def detach(session: Session, task_type_id: str, *, force: bool) -> None:
    """Take a task type out of schedules and projects; without `force`, 400 names those that hold it."""
    found = await session.one(queries.BLOCKERS, task_type_id=task_type_id) or {}
    holders = [name.replace("_", " ") for name, holds in found.items() if holds]
    if not holders:
        return
    if not force:
        raise BadRequest(
            f"Task type is attached to {' and '.join(holders)}. Re-issue the request with force=true to detach."
        )
    await session.run(queries.REMOVE_SCHEDULE_ITEMS, task_type_id=task_type_id)
    await session.run(queries.REMOVE_PROJECT_LINKS, task_type_id=task_type_id)


async def reorder(session: Session, data: object) -> list[Row]:
    """Give task types the priorities 1, 2, ... in the order of `{"task_type_ids": [...]}`; those that exist."""
    task_type_ids = data.get("task_type_ids") if isinstance(data, dict) else None
    if not isinstance(task_type_ids, list):
        raise BadRequest("Request body must be a JSON object with a 'task_type_ids' list.")
    if not all(is_id(task_type_id) for task_type_id in task_type_ids):
        raise BadRequest("Request body must only contain valid UUIDs.")
    rows = await session.all(queries.REORDER, task_type_ids=task_type_ids)
    return [{**row, "type": "TaskType"} for row in rows]
