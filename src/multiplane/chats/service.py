"""The chat of an entity and its messages (04-tasks 4.10)."""

from collections.abc import Sequence

from multiplane.access.projects import require_entity
from multiplane.attachments import service as attachments
from multiplane.attachments.service import Stored
from multiplane.chats import queries
from multiplane.database.rows import Row, now
from multiplane.database.session import Session
from multiplane.entities.service import find_entity
from multiplane.errors import BadRequest, Forbidden, NotFound
from multiplane.ids import path_id
from multiplane.models import Chat, ChatMessage

NOT_A_PARTICIPANT = "You are not a participant of this chat"


async def chat_of(session: Session, entity_id: str) -> Row:
    """The chat of an entity, made at the first access. 404 for an unknown entity, 403 without access to it."""
    entity = await find_entity(session, entity_id)
    await require_entity(session, entity)
    chat = await session.one(queries.CHAT, entity_id=entity["id"])
    if chat is None:
        await session.run(queries.ONE_AT_A_TIME, entity_id=entity["id"])
        chat = await session.one(queries.CHAT, entity_id=entity["id"])
    if chat is None:
        chat = await session.insert(Chat, {"object_id": entity["id"], "last_message": now()})
    return {**chat, "type": "Chat"}


async def whole_chat(session: Session, entity_id: str) -> Row:
    """The chat with its participants and messages."""
    chat = await chat_of(session, entity_id)
    participants = await session.value(queries.PARTICIPANTS, chat_id=chat["id"])
    return {**chat, "participants": participants, "messages": await _messages(session, chat["id"])}


async def messages(session: Session, entity_id: str) -> list[Row]:
    """Every message of an entity's chat, oldest first."""
    chat = await chat_of(session, entity_id)
    return await _messages(session, chat["id"])


async def message(session: Session, entity_id: str, message_id: str) -> Row:
    """One message of an entity's chat. 404 when unknown, 403 when it is of another chat."""
    row = await _find_message(session, await chat_of(session, entity_id), message_id)
    return (await _complete(session, [row]))[0]


async def writable_chat(session: Session, entity_id: str) -> Row:
    """The chat of an entity the caller takes part in. 400 for the others."""
    chat = await chat_of(session, entity_id)
    if await session.value(queries.IS_PARTICIPANT, chat_id=chat["id"], person_id=session.user.id) is None:
        raise BadRequest(NOT_A_PARTICIPANT)
    return chat


async def post_message(session: Session, chat: Row, text: str, stored: Sequence[Stored]) -> Row:
    """Add a message, with files that are stored already; `attachment_files` is there only when there are some."""
    row = await session.insert(ChatMessage, {"chat_id": chat["id"], "person_id": session.user.id, "text": text})
    files = await attachments.add(session, stored, chat_message_id=row["id"])
    changed = await session.update(Chat, chat["id"], {"last_message": now()})
    assert changed is not None  # noqa: S101 - a chat with participants cannot go
    payload = {"chat_id": chat["id"], "chat_message_id": row["id"], "last_message": changed["last_message"]}
    session.emit("chat:new-message", payload, stored=False)
    answer = {**row, "type": "ChatMessage"}
    return {**answer, "attachment_files": files} if files else answer


async def delete_message(session: Session, entity_id: str, message_id: str) -> None:
    """Remove a message and its attachments: its author or an administrator. 403 for the others."""
    chat = await chat_of(session, entity_id)
    row = await _find_message(session, chat, message_id)
    if not session.user.is_admin and row["person_id"] != session.user.id:
        raise Forbidden
    await attachments.remove_of_message(session, row["id"])
    await session.run(queries.DELETE_MESSAGE, message_id=row["id"])
    payload = {"chat_id": chat["id"], "chat_message_id": row["id"]}
    session.emit("chat:deleted-message", payload, stored=False)


async def join(session: Session, entity_id: str) -> Row:
    """Make the caller a participant; the chat. Joining twice does nothing more."""
    chat = await chat_of(session, entity_id)
    await session.run(queries.JOIN, chat_id=chat["id"], person_id=session.user.id)
    session.emit("chat:joined", {"chat_id": chat["id"], "person_id": session.user.id}, stored=False)
    return chat


async def leave(session: Session, entity_id: str) -> None:
    """End the caller's participation, if any."""
    chat = await chat_of(session, entity_id)
    await session.run(queries.LEAVE, chat_id=chat["id"], person_id=session.user.id)
    session.emit("chat:left", {"chat_id": chat["id"], "person_id": session.user.id}, stored=False)


async def joined_chats(session: Session) -> list[Row]:
    """The chats the caller joined, of entities they see in open projects."""
    user = session.user
    found = []
    for row in await session.all(queries.CHATS_OF_PERSON, person_id=user.id):
        works_on_entity = row.pop("works_on_entity")
        is_vendor = user.role_in(row["project_id"]) == "vendor"
        if user.has_access(row["project_id"]) and (works_on_entity or not is_vendor):
            found.append(row)
    return found


async def _find_message(session: Session, chat: Row, message_id: str) -> Row:
    row = await session.one(queries.MESSAGE, message_id=path_id(message_id))
    if row is None:
        raise NotFound
    if row["chat_id"] != chat["id"]:
        raise Forbidden
    return row


async def _messages(session: Session, chat_id: str) -> list[Row]:
    return await _complete(session, await session.all(queries.MESSAGES, chat_id=chat_id))


async def _complete(session: Session, rows: list[Row]) -> list[Row]:
    files = await attachments.of_messages(session, [row["id"] for row in rows]) if rows else {}
    return [{**row, "type": "ChatMessage", "attachment_files": _shown(files[row["id"]])} for row in rows]


def _shown(files: list[Row]) -> list[Row]:
    return [{key: file[key] for key in ("id", "name", "extension")} for file in files]
