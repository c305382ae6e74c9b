"""The caller's subscriptions (04-tasks 4.9). Nothing subscribes anybody by itself."""

from multiplane.access.projects import require_project
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.service import readable_entity
from multiplane.errors import Forbidden, NotFound
from multiplane.ids import is_id, path_id
from multiplane.tasks import policy
from multiplane.tasks.service import find_task_type, find_tasks
from multiplane.tasks.subscriptions import queries


async def is_subscribed(session: Session, task_id: str) -> bool:
    """Whether the caller follows a task; false for what is no task."""
    if not is_id(task_id):
        return False
    found: bool = await session.value(queries.IS_SUBSCRIBED, person_id=session.user.id, task_id=task_id)
    return found


async def subscribe(session: Session, task_ids: list[str]) -> list[Row]:
    """Follow tasks; the subscriptions, in their order. 404 or 403 for any of them leaves all as it was."""
    wanted = list(dict.fromkeys(path_id(task_id) for task_id in task_ids))
    tasks = await find_tasks(session, wanted)
    if len(tasks) < len(wanted):
        raise NotFound
    if not all(policy.may_read(session.user, task) for task in tasks):
        raise Forbidden
    await session.run(queries.SUBSCRIBE, person_id=session.user.id, task_ids=wanted)
    rows = await session.all(queries.OF_TASKS, person_id=session.user.id, task_ids=wanted)
    by_task = {row["task_id"]: typed(row) for row in rows}
    return [by_task[task_id] for task_id in wanted if task_id in by_task]


async def unsubscribe(session: Session, task_ids: list[str]) -> None:
    """Stop following tasks; ids of no followed task are ignored."""
    known = [task_id for task_id in task_ids if is_id(task_id)]
    await session.run(queries.UNSUBSCRIBE, person_id=session.user.id, task_ids=known)


async def is_subscribed_to_type(session: Session, sequence_id: str, task_type_id: str) -> bool:
    """Whether the caller follows a task type of a sequence; false for what is neither."""
    if not (is_id(sequence_id) and is_id(task_type_id)):
        return False
    key = {"person_id": session.user.id, "entity_id": sequence_id, "task_type_id": task_type_id}
    found: bool = await session.value(queries.IS_SUBSCRIBED_TO_TYPE, **key)
    return found


async def subscribe_to_type(session: Session, sequence_id: str, task_type_id: str) -> Row:
    """Follow a task type of a sequence; the subscription. 404 for either, ACCESS and ENTITY."""
    sequence = await readable_entity(session, sequence_id, "Sequence")
    task_type = await find_task_type(session, task_type_id)
    key = {"person_id": session.user.id, "entity_id": sequence["id"], "task_type_id": task_type["id"]}
    await session.run(queries.SUBSCRIBE_TO_TYPE, **key)
    row = await session.one(queries.OF_TYPE, **key)
    if row is None:
        raise NotFound
    return typed(row)


async def unsubscribe_from_type(session: Session, sequence_id: str, task_type_id: str) -> None:
    """Stop following a task type of a sequence."""
    if is_id(sequence_id) and is_id(task_type_id):
        key = {"person_id": session.user.id, "entity_id": sequence_id, "task_type_id": task_type_id}
        await session.run(queries.UNSUBSCRIBE_FROM_TYPE, **key)


async def of_project(session: Session, project_id: str) -> list[Row]:
    """All subscriptions to the tasks of a project. 404."""
    project_id = await require_project(session, project_id)
    return [typed(row) for row in await session.all(queries.OF_PROJECT, project_id=project_id)]


def typed(row: Row) -> Row:
    """A row as the served object."""
    return {**row, "type": "Subscription"}
