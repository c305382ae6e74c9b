"""The forced removal of tasks: any number of them in a constant number of statements (04-tasks 4.1, 02-models 8.1)."""

from collections.abc import Iterable

from multiplane.access.projects import managed_project, require_project
from multiplane.attachments import service as attachments
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.kinds import emit, kind_of
from multiplane.errors import NotFound
from multiplane.ids import path_id
from multiplane.previews.storing import mark_files_deleted
from multiplane.storage.registry import discard
from multiplane.tasks.deletion import queries


async def remove_tasks(session: Session, task_ids: Iterable[str]) -> list[Row]:
    """Remove tasks with their comments, previews, files, time spents, news, notifications and subscriptions.

    Returns id, project_id, entity_id and task_type_id of what was removed; ids of no task are ignored. Stored files
    are marked for purging. Entities that showed one of the previews get another one, or none. Emits `news:delete`,
    then `preview-file:set-main` and `<kind>:update` of those entities, then `task:delete`. Who may is the caller's
    business.
    """
    tasks = await session.all(queries.LOCK, task_ids=list(dict.fromkeys(task_ids)))
    ids = [task["id"] for task in tasks]
    if not ids:
        return []
    await _remove_files(session, ids)
    await _remove_comments(session, ids)
    bare = await _remove_previews(session, ids)
    for statement in queries.OF_TASKS:
        await session.run(statement, task_ids=ids)
    await _restore_main_previews(session, bare)
    for task in tasks:
        announce(session, task)
    return tasks


async def has_comments(session: Session, task_id: str) -> bool:
    """Whether somebody commented on a task: no foreign key says so."""
    return bool(await session.column(queries.COMMENTS, task_ids=[task_id]))


def announce(session: Session, task: Row) -> None:
    """Emit `task:delete`."""
    payload = {"task_id": task["id"], "entity_id": task["entity_id"], "task_type_id": task["task_type_id"]}
    session.emit("task:delete", payload, task["project_id"])


async def remove_of_type(session: Session, project_id: str, task_type_id: str) -> None:
    """Remove every task of a type in a project. 404 for an unknown project or type."""
    project_id, task_type_id = await require_project(session, project_id), path_id(task_type_id)
    if await session.value(queries.TASK_TYPE_EXISTS, task_type_id=task_type_id) is None:
        raise NotFound
    await remove_tasks(session, await session.column(queries.OF_TYPE, project_id=project_id, task_type_id=task_type_id))


async def remove_of_project(session: Session, project_id: str, task_ids: list[str]) -> None:
    """Remove those of the tasks that are in the project. 404 for an unknown project, 403 unless it is managed."""
    project_id = await managed_project(session, project_id)
    await remove_tasks(session, await session.column(queries.OF_PROJECT, project_id=project_id, task_ids=task_ids))


async def _remove_comments(session: Session, task_ids: list[str]) -> None:
    comment_ids = await session.column(queries.COMMENTS, task_ids=task_ids)
    for news in await session.all(queries.REMOVE_NEWS, task_ids=task_ids, comment_ids=comment_ids):
        session.emit("news:delete", {"news_id": news["id"]}, news["project_id"])
    if not comment_ids:
        return
    await attachments.remove_of_comments(session, comment_ids)
    for statement in queries.OF_COMMENTS:
        await session.run(statement, comment_ids=comment_ids)


async def _remove_previews(session: Session, task_ids: list[str]) -> list[str]:
    """Remove the previews; the ids of the entities that showed one."""
    preview_ids = await session.column(queries.PREVIEWS, task_ids=task_ids)
    if not preview_ids:
        return []
    await mark_files_deleted(session, preview_ids)
    bare = await session.column(queries.HIDE_MAIN_PREVIEWS, preview_ids=preview_ids)
    for statement in queries.OF_PREVIEWS:
        await session.run(statement, preview_ids=preview_ids)
    return bare


async def _remove_files(session: Session, task_ids: list[str]) -> None:
    """Working files, and the output files made from them."""
    working_file_ids = await session.column(queries.WORKING_FILES, task_ids=task_ids)
    if not working_file_ids:
        return
    output_file_ids = await session.column(queries.OUTPUT_FILES, working_file_ids=working_file_ids)
    if output_file_ids:
        for statement in queries.OF_OUTPUT_FILES:
            await session.run(statement, output_file_ids=output_file_ids)
    await session.run(queries.REMOVE_WORKING_FILES, working_file_ids=working_file_ids)
    await discard(session, "files", "working", working_file_ids)


async def _restore_main_previews(session: Session, entity_ids: list[str]) -> None:
    """Give entities that lost their main preview another one (02-models 8.1)."""
    if not entity_ids:
        return
    for entity in await session.all(queries.RESTORE_MAIN_PREVIEWS, entity_ids=entity_ids):
        payload = {
            "entity_id": entity["id"],
            "preview_file_id": entity["preview_file_id"],
            "preview_file_status": entity["preview_file_status"],
        }
        session.emit("preview-file:set-main", payload, entity["project_id"])
        emit(session, "update", entity, kind_of(entity["entity_type_name"]))
