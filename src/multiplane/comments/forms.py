"""How comments, replies and their people are served (04-tasks 1.6, 2, 4.5)."""

from collections.abc import Iterable
from typing import Any

import msgspec

from multiplane.comments import queries
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.people import forms as people

NO_REPLIES = msgspec.Raw(b"[]")
PERSON_KEYS = ("first_name", "last_name", "has_avatar", "role")


async def with_relations(session: Session, comment: Row) -> Row:
    """A comment and the ids of what belongs to it."""
    relations = await session.one(queries.RELATIONS, comment_id=comment["id"])
    return {**comment, "type": "Comment", **(relations or {})}


async def created_comment(session: Session, comment: Row, status: Row, author: Row, files: list[Row]) -> Row:
    """The answer to a new comment: its relations, its status whole, and its author as `author_for` shows them."""
    shown_status = {key: value for key, value in status.items() if key != "project_client_allowed"}
    return {
        **await with_relations(session, comment),
        "attachment_files": files,
        "task_status": {**shown_status, "type": "TaskStatus"},
        "person": author,
    }


def author_for(role: str, person: Row) -> Row:
    """The author of a comment as a role sees them: whole for managers, without salary, or just a name for clients."""
    if role in ("admin", "manager"):
        return person
    if role == "client":
        return {key: person[key] for key in (*people.SHORT, "type")}
    return {key: value for key, value in person.items() if key != "daily_salary"}


def is_empty(value: Any) -> bool:
    """Whether a JSON column of a row holds nothing to look into."""
    return value is None or bytes(value) in (b"[]", b"null")


def replies_of(comment: Row) -> list[dict[str, Any]]:
    """The replies of a comment, oldest first."""
    value = None if is_empty(comment["replies"]) else decoded(comment["replies"])
    return [reply for reply in value if isinstance(reply, dict)] if isinstance(value, list) else []


async def short_persons(session: Session, person_ids: Iterable[str | None]) -> dict[str, Row]:
    """The short forms of persons by id."""
    wanted = list({person_id for person_id in person_ids if person_id})
    if not wanted:
        return {}
    rows = await session.all(queries.PERSONS, person_ids=wanted)
    return {row["id"]: people.pick(row, people.SHORT) for row in rows}


async def add_reply_authors(session: Session, comments: Iterable[Row]) -> None:
    """Complete the replies of comments with their `person`; comments without replies cost nothing."""
    opened = [(comment, replies_of(comment)) for comment in comments]
    persons = await short_persons(
        session, (str(reply.get("person_id")) for _, replies in opened for reply in replies if reply.get("person_id"))
    )
    for comment, replies in opened:
        for reply in replies:
            reply["person"] = persons.get(str(reply.get("person_id")))
        comment["replies"] = replies or NO_REPLIES


async def previews_of(session: Session, comment_ids: list[str], *, with_rejected: bool) -> dict[str, list[Row]]:
    """The previews of comments in order; rejected ones are not for clients."""
    found: dict[str, list[Row]] = {comment_id: [] for comment_id in comment_ids}
    for row in await session.all(queries.PREVIEWS, comment_ids=comment_ids):
        comment_id = row.pop("comment_id")
        if with_rejected or row["validation_status"] != "rejected":
            found[comment_id].append(row)
    return found


async def attachments_of(session: Session, comment_ids: list[str]) -> dict[str, list[Row]]:
    """The short forms of the attachments of comments, with the reply they belong to."""
    found: dict[str, list[Row]] = {comment_id: [] for comment_id in comment_ids}
    for row in await session.all(queries.ATTACHMENTS, comment_ids=comment_ids):
        found[row.pop("comment_id")].append(row)
    return found
