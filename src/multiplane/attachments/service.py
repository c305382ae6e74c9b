"""Keeping, finding and removing attachments. The file is stored before its row, under the row's id."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from multiplane.access.projects import require_entity
from multiplane.access.visibility import comment_scope
from multiplane.attachments import queries
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.service import find_entity
from multiplane.errors import Forbidden, NotFound, Unavailable
from multiplane.ids import path_id
from multiplane.media.errors import MediaError
from multiplane.media.pictures import make_attachment_thumbnail
from multiplane.models import AttachmentFile
from multiplane.storage import StorageUnavailable
from multiplane.storage.intake import Intake
from multiplane.storage.registry import discard, record_stored
from multiplane.web.files import UNREACHABLE
from multiplane.web.uploads import Upload

PREFIX = "attachments"
THUMBNAILS = "thumbnails"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is in the store and waits for its row."""

    id: str
    name: str
    extension: str
    mimetype: str
    size: int
    thumbnail_size: int | None = None


async def store(intake: Intake, uploads: Iterable[Upload], *, thumbnails_within: int | None = None) -> list[Stored]:
    """Put files in the store; 503 when it does not answer.

    With `thumbnails_within` (the largest picture in pixels), pictures get a small one beside them.
    """
    try:
        return [await _store(intake, upload, thumbnails_within) for upload in uploads]
    except StorageUnavailable as error:
        raise Unavailable(UNREACHABLE) from error


async def _store(intake: Intake, upload: Upload, thumbnails_within: int | None) -> Stored:
    file_id = str(uuid4())
    thumbnail_size = None
    if thumbnails_within is not None and is_picture(upload.content_type):
        thumbnail_size = await _store_thumbnail(intake, upload.path, file_id, thumbnails_within)
    size = await intake.put("files", PREFIX, file_id, upload.path)
    return Stored(
        file_id, upload.name[:250], extension_of(upload.name), upload.content_type[:255], size, thumbnail_size
    )


async def _store_thumbnail(intake: Intake, source: Path, file_id: str, max_pixels: int) -> int | None:
    target = source.with_name(f"{file_id}.png")
    try:
        await asyncio.to_thread(make_attachment_thumbnail, source, target, max_pixels)
    except MediaError:
        return None
    return await intake.put("pictures", THUMBNAILS, file_id, target)


def is_picture(mimetype: str) -> bool:
    """Whether a chat shows a thumbnail of this type (06-previews-playlists 8)."""
    return any(name in mimetype for name in ("png", "jpg", "jpeg"))


def extension_of(name: str) -> str:
    """The text after the last dot, or the whole name, in lower case; the column holds six characters."""
    return name.rpartition(".")[2].lower()[:6]


async def add(
    session: Session,
    stored: Sequence[Stored],
    *,
    comment_id: str | None = None,
    reply_id: str | None = None,
    chat_message_id: str | None = None,
) -> list[Row]:
    """Insert the rows of stored files; their short forms."""
    owner = {"comment_id": comment_id, "reply_id": reply_id, "chat_message_id": chat_message_id}
    for file in stored:
        values = {"id": file.id, "name": file.name, "extension": file.extension, "mimetype": file.mimetype}
        await session.insert(AttachmentFile, {**values, "size": file.size, **owner})
        await record_stored(session, "files", PREFIX, file.id, file.size)
        if file.thumbnail_size is not None:
            await record_stored(session, "pictures", THUMBNAILS, file.id, file.thumbnail_size)
    return [{"id": file.id, "name": file.name, "extension": file.extension, "size": file.size} for file in stored]


async def find(session: Session, attachment_id: str) -> Row:
    """An attachment's row. 404 when malformed or unknown."""
    row = await session.one(queries.ATTACHMENT, attachment_id=path_id(attachment_id))
    if row is None:
        raise NotFound
    return row


async def find_readable(session: Session, attachment_id: str) -> Row:
    """An attachment the caller may read: its comment by 04-tasks 1.7, or the chat's entity. 404, then 403."""
    row = await find(session, attachment_id)
    await require_readable(session, row)
    return row


async def require_readable(session: Session, row: Row) -> None:
    """403 unless the caller reads what the attachment belongs to; what belongs to nothing is nobody's."""
    if row["comment_id"] is not None:
        scope = comment_scope(session.user)
        if await session.value(queries.READABLE_COMMENT, comment_id=row["comment_id"], **scope) is None:
            raise Forbidden
    elif row["chat_message_id"] is not None:
        entity_id = await session.value(queries.ENTITY_OF_MESSAGE, message_id=row["chat_message_id"])
        await require_entity(session, await find_entity(session, str(entity_id)))
    else:
        raise Forbidden


async def of_comment(session: Session, comment_id: str) -> list[Row]:
    """The short forms of a comment's attachments, those of its replies included."""
    return await session.all(queries.OF_COMMENT, comment_id=comment_id)


async def of_messages(session: Session, message_ids: Sequence[str]) -> dict[str, list[Row]]:
    """The short forms of the attachments of chat messages, by message."""
    found: dict[str, list[Row]] = {message_id: [] for message_id in message_ids}
    for row in await session.all(queries.OF_MESSAGES, message_ids=list(message_ids)):
        found[row.pop("chat_message_id")].append(row)
    return found


async def remove(session: Session, attachment_id: str) -> None:
    """Remove one attachment of a comment."""
    await _discard(session, await session.column(queries.DELETE, attachment_ids=[attachment_id]))


async def remove_of_comments(session: Session, comment_ids: Sequence[str]) -> None:
    """Remove the attachments of comments and of their replies."""
    await _discard(session, await session.column(queries.DELETE_OF_COMMENTS, comment_ids=list(comment_ids)))


async def remove_of_reply(session: Session, comment_id: str, reply_id: str) -> None:
    """Remove the attachments of one reply."""
    removed = await session.column(queries.DELETE_OF_REPLY, comment_id=comment_id, reply_id=reply_id)
    await _discard(session, removed)


async def remove_of_message(session: Session, message_id: str) -> None:
    """Remove the attachments of a chat message, their bytes at once (04-tasks 4.10)."""
    removed = await session.column(queries.DELETE_OF_MESSAGE, message_id=message_id)
    await _discard(session, removed, forced=True)
    await discard(session, "pictures", THUMBNAILS, removed, forced=True)


async def discard_file(session: Session, attachment_id: str) -> None:
    """Mark the stored file of a row that is being deleted."""
    await _discard(session, [attachment_id])


async def _discard(session: Session, file_ids: list[str], *, forced: bool = False) -> None:
    await discard(session, "files", PREFIX, file_ids, forced=forced)
