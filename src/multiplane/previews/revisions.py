"""Numbering what is published on a task: revisions, and positions inside them (06-previews-playlists 2.2, 6.1)."""

from typing import Any
from uuid import uuid4

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import NotFound, SimpleBadRequest
from multiplane.ids import path_id
from multiplane.models import CommentPreviewLink, PreviewFile
from multiplane.news import service as news
from multiplane.previews import queries
from multiplane.previews.families import MOVIE
from multiplane.previews.policy import may_act, require
from multiplane.previews.service import emit_comment_update, find_preview, find_task, locked, presented

ONLY_ONE = "Only one preview file is allowed per revision for this project."


async def add_to_comment(session: Session, task_id: str, comment_id: str, revision: int | None) -> Row:
    """A new preview of a comment, waiting for its upload. Needs TASK-ACT.

    404 for an unknown task or comment, or one of another task; 400 when the revision is taken, or for a second
    file where a revision has one only. Emits `preview-file:new`, `comment:update`.
    """
    comment = await _writable_comment(session, task_id, comment_id)
    revision = await _revision(session, comment, revision)
    preview = await new_preview(session, comment, revision, session.user.id)
    return presented(preview, [comment["id"]])


async def add_to_preview(session: Session, task_id: str, comment_id: str, preview_file_id: str) -> Row:
    """One more file in the revision of a preview of the same task. Rules, refusals, events: `add_to_comment`."""
    comment = await _writable_comment(session, task_id, comment_id)
    preview, _ = await find_preview(session, preview_file_id)
    if preview["task_id"] != comment["task_id"]:
        raise NotFound
    added = await new_preview(session, comment, preview["revision"], session.user.id)
    return presented(added, [comment["id"]])


async def new_preview(session: Session, comment: Row, revision: int, person_id: str | None) -> Row:
    """A row that waits for its file, at the next position of a revision. The task must be locked.

    400 for a second file where a revision has one only. Emits `preview-file:new`, `comment:update`.
    """
    position = 1 + await session.value(queries.COUNT_OF_REVISION, task_id=comment["task_id"], revision=revision)
    if position > 1 and comment["is_single_preview_per_revision"]:
        raise SimpleBadRequest(ONLY_ONE)
    values: dict[str, Any] = {
        "name": str(uuid4())[:13],
        "revision": revision,
        "position": position,
        "extension": MOVIE,
        "source": "webgui",
        "task_id": comment["task_id"],
        "person_id": person_id,
    }
    preview = await session.insert(PreviewFile, values)
    await session.insert(CommentPreviewLink, {"comment": comment["id"], "preview_file": preview["id"]})
    await news.set_preview(session, comment["id"], preview["id"])
    payload = {"preview_file_id": preview["id"], "comment_id": comment["id"]}
    session.emit("preview-file:new", payload, comment["project_id"])
    emit_comment_update(session, comment, comment["project_id"])
    return preview


async def lock_numbers(session: Session, task_id: str) -> None:
    """Let one transaction at a time number the previews of a task."""
    await session.run(queries.LOCK_TASKS, task_ids=[task_id])


async def next_revision(session: Session, task_id: str) -> int:
    """The revision after the last one of a task, from 1. The task must be locked."""
    last: int = await session.value(queries.LAST_REVISION, task_id=task_id)
    return last + 1


async def refuse_taken(session: Session, task_id: str, revision: int, *, except_id: str | None = None) -> None:
    """400 when the task has a main preview of this revision."""
    taken = await session.value(queries.MAIN_OF_REVISION, task_id=task_id, revision=revision, except_id=except_id)
    if taken is not None:
        raise SimpleBadRequest(
            f"Revision {revision} already exists for this task. "
            "Choose a different revision number, or omit it to let the revision auto-increment."
        )


async def move_siblings(session: Session, preview: Row, revision: int) -> None:
    """The extra files of a revision follow their main preview to another revision."""
    await session.run(
        queries.MOVE_REVISION,
        task_id=preview["task_id"],
        old=preview["revision"],
        new=revision,
        except_id=preview["id"],
    )


async def move(session: Session, preview_file_id: str, position: int) -> list[Row]:
    """Give a preview another place in its revision; the whole revision in order. Needs TASK-ACT.

    0, or a place past the end, changes nothing.
    """
    preview, task = await find_preview(session, preview_file_id)
    require(may_act(session.user, task))
    if task.task_id is None:
        return [presented(await locked(session, preview["id"]))]
    await lock_numbers(session, task.task_id)
    where = {"task_id": task.task_id, "revision": preview["revision"]}
    rows = await session.all(queries.OF_REVISION, **where)
    if 1 <= position <= len(rows):
        order = [row["id"] for row in rows if row["id"] != preview["id"]]
        order.insert(position - 1, preview["id"])
        await session.run(queries.RENUMBER, ids=order)
        rows = await session.all(queries.OF_REVISION, **where)
    return [presented(row) for row in rows]


async def _writable_comment(session: Session, task_id: str, comment_id: str) -> Row:
    """A comment of a task, and the numbers of the task locked: 404, then TASK-ACT."""
    task = await find_task(session, task_id)
    require(may_act(session.user, task))
    comment_id = path_id(comment_id)
    if task.task_id is not None:
        await lock_numbers(session, task.task_id)
    comment = await session.one(queries.COMMENT, comment_id=comment_id, task_id=task.task_id)
    if comment is None:
        raise NotFound
    return comment


async def _revision(session: Session, comment: Row, wanted: int | None) -> int:
    first: int | None = await session.value(queries.FIRST_OF_COMMENT, comment_id=comment["id"])
    if wanted is None:
        return await next_revision(session, comment["task_id"]) if first is None else first
    if first is None:
        await refuse_taken(session, comment["task_id"], wanted)
    return wanted
