"""Receiving and sending the environments of the 3D viewer."""

import asyncio
from contextlib import suppress
from typing import NoReturn

from multiplane.access.user import CurrentUser
from multiplane.database.errors import ReferenceRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, NotFound, Unavailable
from multiplane.ids import path_id
from multiplane.media.errors import UnreadableMedia
from multiplane.media.pictures import make_background_thumbnail
from multiplane.models import PreviewBackgroundFile
from multiplane.previews.backgrounds import queries
from multiplane.previews.families import split_name
from multiplane.previews.receiving import LONGEST_NAME, NOT_PROVIDED
from multiplane.previews.workshop import PICTURES_AT_ONCE, Workshop
from multiplane.storage import StorageUnavailable
from multiplane.storage.registry import discard, record_stored
from multiplane.web.files import UNREACHABLE, ServedFile
from multiplane.web.uploads import Upload

EXTENSION = "hdr"
HDR_TYPE = "image/vnd.radiance"
FILE = "preview-backgrounds"
THUMBNAIL = "thumbnails"


async def find(session: Session, background_id: str) -> Row:
    """The row of a background. 404 when malformed or unknown."""
    row = await session.get(PreviewBackgroundFile, path_id(background_id))
    if row is None:
        raise NotFound
    return row


async def receive(shop: Workshop, user: CurrentUser, background_id: str, upload: Upload | None) -> Row:
    """Store the file of a background and its thumbnail; the row.

    400 without file; 400 for another format or an unreadable file, and the row goes. Emits
    `preview-background-file:update` and `preview-background-file:add-file`.
    """
    if upload is None:
        raise BadRequest(NOT_PROVIDED)
    name, extension = split_name(upload.name)
    if extension != EXTENSION:
        await _refuse(shop, user, background_id, f"Wrong file format, extension: {extension}")
    thumbnail = upload.path.with_name("thumbnail.png")
    try:
        async with PICTURES_AT_ONCE:
            limit = shop.settings.max_image_pixels
            await asyncio.to_thread(make_background_thumbnail, upload.path, thumbnail, limit)
        sizes = {
            FILE: await shop.storage.put_file("pictures", FILE, background_id, upload.path),
            THUMBNAIL: await shop.storage.put_file("pictures", THUMBNAIL, background_id, thumbnail),
        }
    except UnreadableMedia:
        message = f"Error while saving preview background file and thumbnail: {background_id}"
        await _refuse(shop, user, background_id, message)
    except (StorageUnavailable, OSError) as error:
        raise Unavailable(UNREACHABLE) from error
    values = {"original_name": name[:LONGEST_NAME], "extension": extension, "file_size": upload.size}
    return await _stored(shop, user, background_id, values, sizes)


async def _stored(shop: Workshop, user: CurrentUser, background_id: str, values: Row, sizes: dict[str, int]) -> Row:
    async with shop.database.transaction(user) as session:
        row = await session.update(PreviewBackgroundFile, background_id, values)
        if row is None:
            raise NotFound
        for prefix, size in sizes.items():
            await record_stored(session, "pictures", prefix, background_id, size)
        payload = {"preview_background_file_id": background_id}
        session.emit("preview-background-file:update", payload)
        session.emit("preview-background-file:add-file", {**payload, "extension": EXTENSION})
    return {**row, "type": "PreviewBackgroundFile"}


async def _refuse(shop: Workshop, user: CurrentUser, background_id: str, message: str) -> NoReturn:
    """The row of a refused upload goes, unless a project uses it."""
    with suppress(ReferenceRefused):
        async with shop.database.transaction(user) as session:
            await discard_files(session, background_id)
            await session.run(queries.DELETE, background_id=background_id)
    raise BadRequest(message)


async def discard_files(session: Session, background_id: str) -> None:
    """Mark the stored files of a background deleted."""
    for prefix in (FILE, THUMBNAIL):
        await discard(session, "pictures", prefix, [background_id])


async def original(session: Session, background_id: str, extension: str) -> ServedFile:
    """The uploaded file, shown in place under its name. 404 unless the extension is the row's."""
    row = await find(session, background_id)
    if row["extension"] is None or row["extension"] != extension:
        raise NotFound
    name = f"{row['original_name']}.{row['extension']}"
    return ServedFile("pictures", FILE, row["id"], HDR_TYPE, row["updated_at"], name, is_inline=True)


async def thumbnail(session: Session, background_id: str) -> ServedFile:
    """The small picture of a background."""
    row = await find(session, background_id)
    return ServedFile("pictures", THUMBNAIL, row["id"], "image/png", row["updated_at"])
