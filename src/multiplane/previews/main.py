"""What illustrates a task and an entity: the last preview, the main preview (06-previews-playlists 2.2, 6.4)."""

from collections.abc import Iterable

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.kinds import emit
from multiplane.entities.service import find_entity
from multiplane.errors import BadRequest
from multiplane.models import Entity
from multiplane.previews import queries
from multiplane.previews.families import MOVIE, SHOWN
from multiplane.previews.policy import TaskScope, may_set_main, require
from multiplane.previews.service import find_preview, find_task, find_tasks, lock_tasks_of

NONE_TO_SHOW = "This task has no preview file to set as the main preview."
NOT_A_MOVIE = "Can't use a given frame on non movie preview"


async def choose(session: Session, preview_file_id: str, frame_number: int | None) -> tuple[Row, Row]:
    """Let a preview illustrate its entity; the entity with `preview_file_status`, and the preview.

    Needs TASK-READ, not for clients. 400 for a frame of what is no movie.
    """
    preview, task = await find_preview(session, preview_file_id)
    require(may_set_main(session.user, task))
    if frame_number is not None and preview["extension"] != MOVIE:
        raise BadRequest(NOT_A_MOVIE)
    assert task.entity_id is not None  # noqa: S101 - nobody may on a preview without task
    await lock_tasks_of(session, [preview["id"]])
    preview, _ = await find_preview(session, preview["id"])
    return await illustrate(session, task.entity_id, preview), preview


async def choose_of_task(session: Session, task_id: str) -> Row:
    """Let the last preview of a task illustrate its entity. Rule: `choose`; 400 when there is no preview."""
    task = await find_task(session, task_id)
    require(may_set_main(session.user, task))
    shown = await _show_last(session, [task])
    if not shown:
        raise BadRequest(NONE_TO_SHOW)
    return shown[0]


async def choose_of_tasks(session: Session, task_ids: Iterable[str]) -> list[Row]:
    """The same for many tasks; those without preview are passed over. Nothing changes when one is refused."""
    tasks = await find_tasks(session, task_ids)
    for task in tasks:
        require(may_set_main(session.user, task))
    return await _show_last(session, tasks)


async def _show_last(session: Session, tasks: list[TaskScope]) -> list[Row]:
    await session.run(queries.LOCK_TASKS, task_ids=[task.task_id for task in tasks])
    found = await session.all(queries.OLDEST_OF_LAST_REVISION, task_ids=[task.task_id for task in tasks])
    last = {row["task_id"]: row for row in found}
    return [
        await illustrate(session, task.entity_id, last[task.task_id])
        for task in tasks
        if task.task_id in last and task.entity_id is not None
    ]


async def illustrate(session: Session, entity_id: str, preview: Row | None) -> Row:
    """Make a preview (or none) the main one of an entity: `preview-file:set-main`, `<kind>:update`.

    The entity with `preview_file_status`.
    """
    entity = await find_entity(session, entity_id, lock=True)
    shown = None if preview is None else preview["id"]
    status = None if preview is None else preview["status"]
    changed = await session.update(Entity, entity["id"], {"preview_file_id": shown})
    payload = {"entity_id": entity["id"], "preview_file_id": shown, "preview_file_status": status}
    session.emit("preview-file:set-main", payload, entity["project_id"])
    emit(session, "update", entity, entity["kind"])
    return {**(changed or entity), "type": "Entity", "preview_file_status": status}


async def show_ready(session: Session, preview: Row, task: TaskScope) -> None:
    """A picture or movie became ready: the first one of a revision is the last preview of its task.

    Where the project says so, it also illustrates the entity.
    """
    if preview["status"] != "ready" or preview["position"] != 1 or preview["extension"] not in SHOWN:
        return
    if task.task_id is None:
        return
    await session.run(queries.SET_LAST_OF_TASK, task_id=task.task_id, preview_file_id=preview["id"])
    automated = await session.value(queries.IS_AUTOMATED, project_id=task.project_id)
    if automated and task.entity_id is not None:
        await illustrate(session, task.entity_id, preview)
