"""Replies: elements of a JSON column of their comment (04-tasks 1.6, 4.5)."""

from collections.abc import Sequence
from uuid import uuid4

from multiplane.attachments import service as attachments
from multiplane.attachments.service import Stored
from multiplane.comments import forms, queries
from multiplane.comments.authorization import require_thread
from multiplane.comments.mentions import find_mentions
from multiplane.comments.recipients import tell_of_reply
from multiplane.comments.service import bare, comment_of_task, find_comment
from multiplane.comments.tasks import find_task, lock_tasks
from multiplane.database.rows import Row, now
from multiplane.database.session import Session
from multiplane.errors import Forbidden, NotFound
from multiplane.models import Comment
from multiplane.notifications import service as notifications


async def answerable_comment(session: Session, task_id: str, comment_id: str) -> tuple[Row, Row]:
    """A task and a comment of it the caller may reply to. 404, then 403, also for a comment of another task."""
    task = await find_task(session, task_id)
    comment = await find_comment(session, comment_id)
    if comment["object_id"] != task["id"]:
        raise Forbidden
    await require_thread(session, task, comment)
    return task, comment


async def reply(session: Session, task: Row, comment: Row, text: str, stored: Sequence[Stored]) -> Row:
    """Append a reply, with files that are stored already, and tell people. Emits `comment:reply`."""
    await lock_tasks(session, [task["id"]])
    mentions = await find_mentions(session, text, task["project_id"])
    moment = now()[:19]
    added: Row = {
        "id": str(uuid4()),
        "date": moment,
        "created_at": moment,
        "person_id": session.user.id,
        "text": text,
        "mentions": mentions.persons,
        "department_mentions": mentions.departments,
    }
    row = await session.one(queries.APPEND_REPLY, comment_id=comment["id"], reply=added)
    if row is None:
        raise NotFound
    files = await attachments.add(session, stored, comment_id=comment["id"], reply_id=added["id"])
    payload = {"task_id": task["id"], "comment_id": comment["id"], "reply_id": added["id"]}
    session.emit("comment:reply", payload, task["project_id"])
    repliers = [str(earlier["person_id"]) for earlier in forms.replies_of(row) if earlier.get("person_id")]
    await tell_of_reply(session, comment, task, added, mentions, repliers)
    persons = await forms.short_persons(session, [session.user.id])
    answer = {**added, "person": persons[session.user.id]}
    return {**answer, "attachment_files": [{**file, "reply_id": added["id"]} for file in files]} if files else answer


async def remove_reply(session: Session, task_id: str, comment_id: str, reply_id: str) -> Row:
    """Remove a reply with its attachments and notifications: its author or an administrator. The comment, bare.

    404 for a comment of another task or an unknown reply. Emits `comment:delete-reply`, live only.
    """
    task = await find_task(session, task_id)
    comment = await comment_of_task(session, task, comment_id)
    await lock_tasks(session, [task["id"]])
    locked = await session.get(Comment, comment["id"], lock=True)
    if locked is None:
        raise NotFound
    found = [item for item in forms.replies_of(locked) if str(item.get("id")).lower() == reply_id.lower()]
    if not found:
        raise NotFound
    if not session.user.is_admin and found[0].get("person_id") != session.user.id:
        raise Forbidden
    stored_id = str(found[0]["id"])
    await attachments.remove_of_reply(session, comment["id"], stored_id)
    await notifications.forget_reply(session, stored_id)
    changed = await session.one(queries.REMOVE_REPLY, comment_id=comment["id"], reply_id=stored_id)
    payload = {"task_id": task["id"], "comment_id": comment["id"], "reply_id": stored_id}
    session.emit("comment:delete-reply", payload, task["project_id"], stored=False)
    return bare(changed or comment)
