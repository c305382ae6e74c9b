"""Telling people, and what they read of it (04-tasks 3.1, 4.9)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Literal

from multiplane.access.projects import require_project
from multiplane.access.visibility import comment_scope
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.ids import explicit_id
from multiplane.models import Notification
from multiplane.notifications import queries
from multiplane.notifications.schemas import NotificationQuery
from multiplane.web.crud.pages import Page

Kind = Literal["comment", "mention", "assignation", "reply", "reply-mention", "playlist-ready"]

WRONG_ID = "Wrong UUID format."


async def tell(
    session: Session,
    kind: Kind,
    person_ids: Iterable[str],
    *,
    author_id: str,
    project_id: str | None,
    task_id: str | None = None,
    comment_id: str | None = None,
    reply_id: str | None = None,
    playlist_id: str | None = None,
    change: bool = False,
    created_at: str | None = None,
) -> list[Row]:
    """One notification for each person, the author excepted; who may be told is the caller's business.

    Emits `notification:new` for each, live only.
    """
    shared = {
        "type": kind,
        "author_id": author_id,
        "task_id": task_id,
        "comment_id": comment_id,
        "reply_id": reply_id,
        "playlist_id": playlist_id,
        "change": change,
    }
    if created_at is not None:
        shared["created_at"] = created_at
    told = dict.fromkeys(person_id for person_id in person_ids if person_id != author_id)
    rows = await session.insert_many(Notification, [{**shared, "person_id": person_id} for person_id in told])
    for row in rows:
        announce(session, row, project_id)
    return rows


def announce(session: Session, row: Row, project_id: str | None) -> None:
    """Called once for each new notification, in its transaction: the place from which every channel is served."""
    payload = {"notification_id": row["id"], "person_id": row["person_id"]}
    session.emit("notification:new", payload, project_id, stored=False)


async def tell_assignations(session: Session, tasks: Iterable[Row], person_ids: Iterable[str], author_id: str) -> None:
    """Tell people that tasks are theirs now; nobody is told of what they did themselves. One statement."""
    told = [person_id for person_id in dict.fromkeys(person_ids) if person_id != author_id]
    projects = {task["id"]: task["project_id"] for task in tasks}
    rows = await session.insert_many(
        Notification,
        [
            {"type": "assignation", "author_id": author_id, "task_id": task_id, "person_id": person_id}
            for task_id in projects
            for person_id in told
        ],
    )
    for row in rows:
        announce(session, row, projects[row["task_id"]])


async def forget_comments(session: Session, comment_ids: Sequence[str]) -> None:
    """Remove the notifications about comments and their replies."""
    await session.run(queries.DELETE_OF_COMMENTS, comment_ids=list(comment_ids))


async def forget_reply(session: Session, reply_id: str) -> None:
    """Remove the notifications about a reply."""
    await session.run(queries.DELETE_OF_REPLY, reply_id=reply_id)


async def forget_mentions(session: Session, comment_id: str) -> None:
    """Remove the notifications of the mentions of a comment."""
    await session.run(queries.DELETE_MENTIONS, comment_id=comment_id)


async def mine(session: Session, wanted: NotificationQuery) -> list[Row]:
    """The caller's newest notifications, 100 at most."""
    filters = {name: value for name, value in asdict(wanted).items() if value is not None}
    statement = queries.notifications(frozenset(filters))
    rows = await session.all(statement, **filters, **comment_scope(session.user))
    return [_presented(row) for row in rows]


async def my_notification(session: Session, notification_id: str) -> Row:
    """One of the caller's notifications. 400 for a malformed id, 404 for another's."""
    row_id = explicit_id(notification_id, WRONG_ID)
    statement = queries.notifications(frozenset({"notification_id"}))
    row = await session.one(statement, notification_id=row_id, **comment_scope(session.user))
    if row is None:
        raise NotFound
    return _presented(row)


async def of_project(session: Session, project_id: str, page: Page | None) -> list[Row] | Row:
    """The notifications about the tasks of a project, last changed first. 404 for an unknown project."""
    project_id = await require_project(session, project_id)
    if page is None or page.number < 1:
        rows = await session.all(queries.OF_PROJECT, project_id=project_id, limit=None, offset=0)
        return [stored_object(row) for row in rows]
    total = await session.value(queries.COUNT_OF_PROJECT, project_id=project_id)
    rows = []
    if page.is_reachable:
        rows = await session.all(queries.OF_PROJECT, project_id=project_id, limit=page.limit, offset=page.offset)
    return page.envelope([stored_object(row) for row in rows], total)


async def find_mine(session: Session, notification_id: str) -> Row:
    """The row of one of the caller's notifications, locked. 400 for a malformed id, 404 for another's."""
    row_id = explicit_id(notification_id, WRONG_ID)
    row = await session.one(queries.OWN, notification_id=row_id, person_id=session.user.id)
    if row is None:
        raise NotFound
    return row


async def set_read(session: Session, row: Row, *, read: bool) -> Row:
    """Mark a notification read or unread; the stored object. Emits `notification:read` or `:unread`."""
    changed = await session.update(Notification, row["id"], {"read": read})
    assert changed is not None  # noqa: S101 - the row is locked
    payload = {"person_id": session.user.id, "notification_id": row["id"]}
    session.emit("notification:read" if read else "notification:unread", payload)
    return stored_object(changed)


async def mark_all_read(session: Session) -> None:
    """Mark all of the caller's notifications read. Emits `notification:all-read`."""
    await session.run(queries.MARK_ALL_READ, person_id=session.user.id)
    session.emit("notification:all-read", {"person_id": session.user.id})


def stored_object(row: Row) -> Row:
    """The served object of a row, its `type` under another name (02-models 7.4)."""
    return {**row, "type": "Notification", "notification_type": row["type"]}


def _presented(row: Row) -> Row:
    """The served form of a row of `queries.notifications`."""
    replies, reply_id = row.pop("replies"), row.pop("reply_id")
    reply = _find_reply(decoded(replies), reply_id) if reply_id else {}
    readable = row.pop("texts_are_readable")
    return {
        "id": row["id"],
        "type": "Notification",
        **row,
        "comment_text": row["comment_text"] if readable or row["comment_text"] is None else "",
        "reply_text": (reply.get("text") or "") if readable else "",
        "reply_mentions": reply.get("mentions") or [],
        "reply_department_mentions": reply.get("department_mentions") or [],
    }


def _find_reply(replies: Any, reply_id: str) -> dict[str, Any]:
    """The reply of a comment with this id; an empty one when it is gone."""
    for reply in replies if isinstance(replies, list) else []:
        if isinstance(reply, dict) and reply.get("id") == reply_id:
            return reply
    return {}
