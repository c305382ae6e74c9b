"""A chosen frame of a movie as the picture of its preview (06-previews-playlists 6.4)."""

import asyncio
import logging
from pathlib import Path

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.media.errors import MediaError
from multiplane.media.formats import frame_rate
from multiplane.media.movies import probe_movie
from multiplane.models import PreviewFile
from multiplane.previews import encoding, queries
from multiplane.previews.encoding import json_object
from multiplane.previews.families import Place
from multiplane.previews.service import emit_update, find_preview
from multiplane.previews.storing import record
from multiplane.previews.workshop import MOVIES_AT_ONCE, Workshop
from multiplane.storage import NotStored

log = logging.getLogger("multiplane.previews")

BEST_FIRST = ("previews", "lowdef", "source")


def versions_of(row: Row, preferred: tuple[str, ...]) -> list[str]:
    """The versions of a movie to try, those its row lists first (06-previews-playlists 5.7)."""
    listed = json_object(row["data"]).get("movie_prefixes")
    known = listed if isinstance(listed, list) else []
    return sorted(preferred, key=lambda prefix: prefix not in known)


async def show_frame(shop: Workshop, preview_file_id: str, frame_number: int, user: CurrentUser | None = None) -> None:
    """Replace the four pictures of a movie by those of a frame; on failure the old ones stay. Moves `updated_at`."""
    async with shop.database.reading() as session:
        formats = await session.one(queries.FORMATS, preview_file_id=preview_file_id)
    if formats is None:
        return
    try:
        stored = await _replaced(shop, formats, frame_number)
    except (MediaError, NotStored) as error:
        log.warning("no frame %s of preview %s: %s", frame_number, preview_file_id, error)
        return
    async with shop.database.transaction(user) as session:
        row = await session.update(PreviewFile, preview_file_id, {})
        if row is None:
            return
        await record(session, preview_file_id, stored)
        _, task = await find_preview(session, preview_file_id)
        emit_update(session, row, task.project_id, with_status=False)


async def _replaced(shop: Workshop, formats: Row, frame_number: int) -> dict[Place, int]:
    prefix = await stored_version(shop, formats)
    storage = shop.storage
    async with (
        MOVIES_AT_ONCE,
        shop.scratch() as folder,
        storage.as_file("movies", prefix, formats["id"], shop.settings.tmp_dir) as movie,
    ):
        files = await asyncio.to_thread(_pictures, movie, folder, formats, shop, frame_number)
        return {
            (bucket, name): await storage.put_file(bucket, name, formats["id"], path)
            for (bucket, name), path in files.items()
        }


async def stored_version(shop: Workshop, row: Row) -> str:
    """The best version of a movie that is in the store. Raises NotStored, StorageUnavailable."""
    for prefix in versions_of(row, BEST_FIRST):
        if await shop.storage.exists("movies", prefix, row["id"]):
            return prefix
    raise NotStored("no version of the movie is stored")


def _pictures(movie: Path, folder: Path, formats: Row, shop: Workshop, frame_number: int) -> dict[Place, Path]:
    fps = frame_rate(json_object(formats["entity_data"]).get("fps"), formats["fps"])
    return encoding.frame(probe_movie(movie), folder, fps, shop.settings, frame_number)
