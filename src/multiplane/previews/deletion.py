"""Removing previews, and finding what illustrates their tasks and entities instead (06-previews-playlists 6.2)."""

from collections.abc import Sequence

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.ids import explicit_id
from multiplane.previews import queries
from multiplane.previews.main import illustrate
from multiplane.previews.policy import may_act, may_manage, require
from multiplane.previews.service import find_task, lock_tasks_of
from multiplane.previews.storing import mark_files_deleted

MALFORMED = "Wrong UUID format."


async def remove_previews(session: Session, preview_file_ids: Sequence[str], *, forced: bool = False) -> None:
    """Delete previews with what hangs on them; any number in few statements. Emits no `preview-file:delete`.

    Tasks and entities that showed one fall back to another: `task:update`, `preview-file:set-main` and
    `<kind>:update`. The stored files are marked deleted, and their bytes removed when `forced`.
    """
    if not preview_file_ids:
        return
    await detach(session, preview_file_ids, forced=forced)
    await session.run(queries.UNLINK_COMMENTS, preview_file_ids=list(preview_file_ids))
    await session.run(queries.DELETE, preview_file_ids=list(preview_file_ids))


async def remove_of_comments(session: Session, comment_ids: Sequence[str]) -> None:
    """Delete the previews that comments publish, as `remove_previews` does."""
    found = await session.column(queries.OF_COMMENTS, comment_ids=list(comment_ids))
    await remove_previews(session, found)


async def detach(session: Session, preview_file_ids: Sequence[str], *, forced: bool) -> None:
    """Everything `remove_previews` does but the rows and their links to comments."""
    doomed = list(preview_file_ids)
    await lock_tasks_of(session, doomed)
    rows = await session.all(queries.DOOMED, preview_file_ids=doomed)
    await mark_files_deleted(session, doomed, forced=forced)
    await session.run(queries.FORGET_IN_NEWS, preview_file_ids=doomed)
    for task_id, project_id in {row["task_id"]: row["project_id"] for row in rows if row["is_last_of_task"]}.items():
        newest = await session.value(queries.NEWEST_OF_TASK, task_id=task_id, except_ids=doomed)
        await session.run(queries.SET_LAST_OF_TASK, task_id=task_id, preview_file_id=newest)
        session.emit("task:update", {"task_id": task_id}, project_id)
    for entity in await session.all(queries.ILLUSTRATED, preview_file_ids=doomed):
        await _restore(session, entity, doomed)


async def _restore(session: Session, entity: Row, doomed: list[str]) -> None:
    newest = None
    if entity["is_automated"]:
        newest = await session.one(queries.NEWEST_OF_ENTITY, entity_id=entity["id"], except_ids=doomed)
    await illustrate(session, entity["id"], newest)


async def remove_from_comment(
    session: Session, task_id: str, comment_id: str, preview_file_id: str, *, forced: bool
) -> None:
    """Take a preview away from a comment and delete it.

    Needs TASK-ACT and a comment the caller may read; `forced` also MANAGE. 400 for a malformed id, 404 when the
    three do not belong together.
    """
    task_id, comment_id, preview_file_id = (
        explicit_id(value, MALFORMED) for value in (task_id, comment_id, preview_file_id)
    )
    task = await find_task(session, task_id)
    require(may_act(session.user, task))
    comment = await session.one(queries.COMMENT, comment_id=comment_id, task_id=task_id)
    ids = {"comment_id": comment_id, "task_id": task_id, "preview_file_id": preview_file_id}
    if comment is None or await session.value(queries.IS_ATTACHED, **ids) is None:
        raise NotFound
    require(await session.value(queries.readable_comment(comment_id, session.user)) is not None)
    require(not forced or may_manage(session.user, task))
    await remove_previews(session, [preview_file_id], forced=forced)
