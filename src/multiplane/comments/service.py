"""Finding comments, and what is done to one of them (04-tasks 4.5, 4.7)."""

from collections.abc import Sequence

from multiplane.access.visibility import comment_scope
from multiplane.attachments import service as attachments
from multiplane.attachments.service import Stored
from multiplane.comments import forms, policy, queries
from multiplane.comments.posting import emit_comment
from multiplane.comments.tasks import find_task, readable_task
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import Forbidden, NotFound
from multiplane.ids import path_id
from multiplane.models import Comment

DECIDING = ("is_readable", "is_by_client")


async def find_comment(session: Session, comment_id: str) -> Row:
    """A comment, with `is_readable` for the caller and `is_by_client`. 404 when malformed or unknown."""
    row = await session.one(queries.COMMENT, comment_id=path_id(comment_id), **comment_scope(session.user))
    if row is None:
        raise NotFound
    return row


async def require_readable(session: Session, comment_id: str) -> None:
    """COMMENT-READ: 403 unless the caller may read the comment."""
    if not (await find_comment(session, comment_id))["is_readable"]:
        raise Forbidden


async def comment_of_task(session: Session, task: Row, comment_id: str) -> Row:
    """A comment of a task. 404 when it is of another one."""
    comment = await find_comment(session, comment_id)
    if comment["object_id"] != task["id"]:
        raise NotFound
    return comment


async def read_comment(session: Session, task_id: str, comment_id: str) -> Row:
    """One comment of a task, bare. 404, then 403."""
    task = await find_task(session, task_id)
    comment = await comment_of_task(session, task, comment_id)
    if not comment["is_readable"]:
        raise Forbidden
    return bare(comment)


def bare(comment: Row) -> Row:
    """The served object of a row of `find_comment`, without relations."""
    return {**{key: value for key, value in comment.items() if key not in DECIDING}, "type": "Comment"}


async def complete(session: Session, comment: Row, *, with_previews: bool, relations: bool) -> Row:
    """A read comment with its author, the authors of its replies and, with relations, its attachments and previews."""
    await forms.add_reply_authors(session, [comment])
    if relations:
        comment["attachment_files"] = await attachments.of_comment(session, comment["id"])
    if with_previews:
        is_client = await _reads_as_client(session, comment)
        previews = await forms.previews_of(session, [comment["id"]], with_rejected=not is_client)
        comment["previews"] = previews[comment["id"]]
    persons = await forms.short_persons(session, [comment["person_id"]])
    return {**comment, "person": persons.get(comment["person_id"])}


async def _reads_as_client(session: Session, comment: Row) -> bool:
    if session.user.is_admin:
        return False
    task = await find_task(session, comment["object_id"])
    return session.user.role_in(task["project_id"]) == "client"


async def acknowledge(session: Session, task_id: str, comment_id: str) -> Row:
    """Make the caller acknowledge a comment, or take it back; the comment with its relations."""
    task = await readable_task(session, task_id)
    comment = await comment_of_task(session, task, comment_id)
    if not comment["is_readable"]:
        raise Forbidden
    who = {"comment_id": comment["id"], "person_id": session.user.id}
    name = "comment:unacknowledge"
    if await session.get(Comment, comment["id"], lock=True) is None:
        raise NotFound
    if await session.value(queries.UNACKNOWLEDGE, **who) is None:
        await session.run(queries.ACKNOWLEDGE, **who)
        name = "comment:acknowledge"
    session.emit(name, who, task["project_id"], stored=False)
    return await forms.with_relations(session, bare(comment))


async def attachable_comment(session: Session, task_id: str, comment_id: str) -> tuple[Row, Row]:
    """A task and a comment of it whose attachments the caller may change: its author, or a manager. 404, then 403."""
    task = await find_task(session, task_id)
    comment = await find_comment(session, comment_id)
    if comment["object_id"] != task["id"] or not policy.may_remove(session.user, comment, task["project_id"]):
        raise Forbidden
    return task, comment


async def attach(session: Session, task: Row, comment: Row, stored: Sequence[Stored]) -> list[Row]:
    """Add stored files to a comment; their short forms. Emits `comment:update`."""
    files = await attachments.add(session, stored, comment_id=comment["id"])
    if files:
        emit_comment(session, "comment:update", comment, task["project_id"])
    return files


async def detach(session: Session, task_id: str, comment_id: str, attachment_id: str) -> None:
    """Remove an attachment from a comment. 404, then 403, also for one of another comment. Emits `comment:update`."""
    attachment = await attachments.find(session, attachment_id)
    task, comment = await attachable_comment(session, task_id, comment_id)
    if attachment["comment_id"] != comment["id"]:
        raise Forbidden
    await attachments.remove(session, attachment["id"])
    emit_comment(session, "comment:update", comment, task["project_id"])
