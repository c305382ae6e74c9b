"""The task a comment is about."""

from collections.abc import Sequence

from multiplane.comments import queries
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.kinds import kind_of
from multiplane.errors import Forbidden, NotFound
from multiplane.ids import is_id, path_id
from multiplane.tasks.policy import may_read


async def find_task(session: Session, task_id: str) -> Row:
    """A task with what the rules and the side effects of its comments need. 404 when malformed or unknown.

    The session may be without user: guests of a shared playlist comment too.
    """
    row = await session.one(queries.TASK, task_id=path_id(task_id), person_id=session.user_id)
    if row is None:
        raise NotFound
    row["kind"] = kind_of(row["entity_type_name"] or "")
    return row


async def readable_task(session: Session, task_id: str) -> Row:
    """A task whose comments the caller may list (TASK-READ): 404, then 403."""
    task = await find_task(session, task_id)
    if not may_read(session.user, task):
        raise Forbidden
    return task


async def lock_tasks(session: Session, task_ids: Sequence[str]) -> None:
    """Keep other comments away from these tasks, and from the others of their entities, until the transaction ends.

    A comment may reach every task of the entity (hashtags, automations), so all of them are locked, in one order.
    """
    entity_ids = await session.column(queries.ENTITIES_OF_TASKS, task_ids=list(task_ids))
    await session.run(queries.LOCK_TASKS_OF_ENTITIES, entity_ids=[entity for entity in entity_ids if entity])


async def lock_around(session: Session, comment_id: object, target_id: object = None) -> None:
    """`lock_tasks` for the task of a comment, and for one it may be moved to. What is no id is ignored.

    Tasks come before comments in every transaction that locks both.
    """
    if is_id(comment_id):
        target = target_id if is_id(target_id) else None
        await session.run(queries.LOCK_TASKS_AROUND, comment_id=comment_id, target_id=target)


async def locked_task(session: Session, task_id: str) -> Row:
    """A task as it is now that nobody else changes it."""
    await lock_tasks(session, [task_id])
    return await find_task(session, task_id)


async def find_status(session: Session, status_id: str, project_id: str | None) -> Row:
    """A task status, with the project's own word on clients as `project_client_allowed`. 404 when unknown."""
    row = await session.one(queries.STATUS, status_id=path_id(status_id), project_id=project_id)
    if row is None:
        raise NotFound
    return row
