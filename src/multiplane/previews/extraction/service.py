"""One frame of a movie, or its sheet of small frames, made now."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.errors import ApiError, BadRequest, NotFound, Unavailable
from multiplane.media.errors import EncoderMissing, EncoderStopped, FrameNotFound, MediaError
from multiplane.media.formats import frame_rate
from multiplane.media.frames import extract_frame, make_tile_sheet
from multiplane.media.movies import probe_movie
from multiplane.previews import queries
from multiplane.previews.encoding import json_object
from multiplane.previews.families import MOVIE
from multiplane.previews.frames import stored_version
from multiplane.previews.policy import TaskScope, may_manage, may_read, require
from multiplane.previews.service import find_preview
from multiplane.previews.storing import record
from multiplane.previews.workshop import MOVIES_AT_ONCE, Workshop
from multiplane.storage import NotStored, StorageUnavailable
from multiplane.web.files import UNREACHABLE

NO_FRAME = "The movie has no such frame."
NO_ENCODER = "Movies cannot be read on this server right now."
Make = Callable[[Path, Path, Row], None]


class NotAvailable(ApiError):
    """404 of a preview whose file was never here (shape E5)."""

    status = 404

    def __init__(self) -> None:
        super().__init__("preview file binary is not available")

    def body(self) -> dict[str, Any]:
        return {"error": self.message}


async def frame(shop: Workshop, user: CurrentUser, preview_file_id: str, number: int) -> bytes:
    """A frame of a stored movie as PNG; numbers begin at 1. Needs MANAGE.

    404 for what is no movie or is not stored, 400 past the end.
    """
    row = await _movie(shop, user, preview_file_id, may_manage)
    if row["extension"] != MOVIE:
        raise NotFound

    def make(movie: Path, target: Path, formats: Row) -> None:
        fps = frame_rate(json_object(formats["entity_data"]).get("fps"), formats["fps"])
        extract_frame(probe_movie(movie), number, fps, target)

    return await _made(shop, row, make)


async def tiles(shop: Workshop, user: CurrentUser, preview_file_id: str) -> bytes:
    """The sheet of small frames of a stored movie as PNG; it is stored too. Needs TASK-READ.

    400 for what is no movie, 404 when it is not stored.
    """
    row = await _movie(shop, user, preview_file_id, may_read)
    if row["extension"] != MOVIE:
        raise BadRequest("Preview file is not a movie")
    return await _sheet(shop, row, user)


async def make_missing_tiles(shop: Workshop, preview_file_id: str) -> None:
    """Store the sheet of a movie that somebody asked for in vain; nothing when there is no movie to make it of."""
    async with shop.database.reading() as session:
        row = await session.one(queries.FORMATS, preview_file_id=preview_file_id)
    if row is not None:
        with suppress(NotFound, BadRequest):
            await _sheet(shop, row, None)


async def _sheet(shop: Workshop, row: Row, user: CurrentUser | None) -> bytes:
    def make(movie: Path, target: Path, _formats: Row) -> None:
        make_tile_sheet(probe_movie(movie), target)

    async def keep(sheet: Path) -> None:
        size = await shop.storage.put_file("pictures", "tiles", row["id"], sheet)
        async with shop.database.transaction(user) as session:
            await record(session, row["id"], {("pictures", "tiles"): size})

    return await _made(shop, row, make, keep)


async def _movie(
    shop: Workshop, user: CurrentUser, preview_file_id: str, rule: Callable[[CurrentUser, TaskScope], bool]
) -> Row:
    """The row of a preview with the formats of its production. No connection is held while ffmpeg works."""
    async with shop.database.reading(user) as session:
        preview, task = await find_preview(session, preview_file_id)
        require(rule(user, task))
        row = await session.one(queries.FORMATS, preview_file_id=preview["id"])
    if row is None:
        raise NotFound
    if json_object(row["data"]).get("imported_only"):
        raise NotAvailable
    return row


async def _made(shop: Workshop, row: Row, make: Make, keep: Callable[[Path], Awaitable[None]] | None = None) -> bytes:
    try:
        async with MOVIES_AT_ONCE, shop.scratch() as folder:
            prefix = await stored_version(shop, row)
            target = folder / "made.png"
            async with shop.storage.as_file("movies", prefix, row["id"], shop.settings.tmp_dir) as movie:
                await asyncio.to_thread(make, movie, target, row)
            if keep is not None:
                await keep(target)
            return await asyncio.to_thread(target.read_bytes)
    except NotStored as error:
        raise NotFound(f"No stored movie for preview file {row['id']}.") from error
    except FrameNotFound as error:
        raise BadRequest(NO_FRAME) from error
    except (EncoderMissing, EncoderStopped) as error:
        raise Unavailable(NO_ENCODER) from error
    except MediaError as error:
        raise BadRequest("The movie cannot be read.") from error
    except (StorageUnavailable, OSError) as error:
        raise Unavailable(UNREACHABLE) from error
