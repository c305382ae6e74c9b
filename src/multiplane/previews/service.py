"""Finding previews and what is told about them."""

from collections.abc import Iterable
from dataclasses import fields

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.ids import is_id, path_id
from multiplane.models import PreviewFile
from multiplane.previews import queries
from multiplane.previews.policy import TaskScope

COLUMNS = tuple(column.name for column in PreviewFile.__table__.columns)
SCOPE_FIELDS = tuple(field.name for field in fields(TaskScope))


async def find_preview(session: Session, preview_file_id: str) -> tuple[Row, TaskScope]:
    """A preview's row and the task it belongs to. 404 when malformed or unknown.

    The row also tells whether it is the main preview of a shared asset: `is_shared_main`.
    """
    preview_file_id = path_id(preview_file_id)
    row = await session.one(queries.PREVIEW, preview_file_id=preview_file_id, person_id=session.user_id)
    if row is None:
        raise NotFound
    return row, scope_of(row)


async def find_task(session: Session, task_id: str) -> TaskScope:
    """A task of a path. 404 when malformed or unknown."""
    row = await session.one(queries.TASK, task_id=path_id(task_id), person_id=session.user_id)
    if row is None:
        raise NotFound
    return scope_of(row)


async def find_tasks(session: Session, task_ids: Iterable[str]) -> list[TaskScope]:
    """Tasks of a body, in its order, each once. 404 when one is malformed or unknown."""
    wanted = list(dict.fromkeys(path_id(task_id) for task_id in task_ids))
    rows = await session.all(queries.TASKS, task_ids=wanted, person_id=session.user_id)
    found = {row["scope_task_id"]: scope_of(row) for row in rows}
    if len(found) < len(wanted):
        raise NotFound
    return [found[task_id] for task_id in wanted]


def scope_of(row: Row) -> TaskScope:
    """The part of a row that the rules read."""
    return TaskScope(**{name: row[f"scope_{name}"] for name in SCOPE_FIELDS})


def presented(row: Row, comments: list[str] | None = None) -> Row:
    """The JSON object of a preview; with `comments`, the ids of those it belongs to."""
    relations = {} if comments is None else {"comments": comments}
    return {**{name: row[name] for name in COLUMNS}, **relations, "type": "PreviewFile"}


async def lock_tasks_of(session: Session, preview_file_ids: Iterable[str]) -> None:
    """Keep other writers away from the tasks of some previews; for whoever changes previews and tasks, in this order.

    Ids of no preview are ignored.
    """
    wanted = [preview_file_id for preview_file_id in preview_file_ids if is_id(preview_file_id)]
    await session.run(queries.LOCK_TASKS_OF, preview_file_ids=wanted)


async def locked(session: Session, preview_file_id: str) -> Row:
    """The row of a preview, kept from other writers until the transaction ends. 404 when it is gone."""
    row = await session.get(PreviewFile, preview_file_id, lock=True)
    if row is None:
        raise NotFound
    return row


def emit_update(session: Session, row: Row, project_id: str | None, *, with_status: bool) -> None:
    """`preview-file:update`, with the status when it changed or the work still goes on (06-previews-playlists 3.7)."""
    payload = {"preview_file_id": row["id"]}
    if with_status or row["status"] == "processing":
        payload["status"] = row["status"]
    session.emit("preview-file:update", payload, project_id)


def emit_comment_update(session: Session, comment: Row, project_id: str | None) -> None:
    """`comment:update` of a comment whose previews changed."""
    payload = {
        "comment_id": comment["id"],
        "task_id": comment["task_id"],
        "person_id": comment["person_id"],
        "for_client": bool(comment["for_client"]),
    }
    session.emit("comment:update", payload, project_id)


async def emit_file(session: Session, row: Row, project_id: str | None) -> None:
    """Tell the comments of a preview that its file was received: `comment:update`, `preview-file:add-file`."""
    for comment in await session.all(queries.COMMENTS_OF, preview_file_id=row["id"]):
        emit_comment_update(session, comment, project_id)
        payload = {
            "comment_id": comment["id"],
            "task_id": comment["task_id"],
            "preview_file_id": row["id"],
            "revision": row["revision"],
            "extension": row["extension"],
            "status": row["status"],
        }
        session.emit("preview-file:add-file", payload, project_id)
