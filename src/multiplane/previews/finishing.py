"""From a received movie to a preview that can be shown, in the request or in a job (06-previews-playlists 3.4).

Everything is derived from the row and the store, so the work can be done again by anybody after a crash.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.media.errors import MediaError
from multiplane.models import PreviewFile
from multiplane.previews import encoding, queries
from multiplane.previews.encoding import Made, json_object
from multiplane.previews.families import MOVIE
from multiplane.previews.main import show_ready
from multiplane.previews.service import emit_file, emit_update, find_preview, lock_tasks_of, locked
from multiplane.previews.storing import Stored, record, record_state, store
from multiplane.previews.workshop import MOVIES_AT_ONCE, Workshop
from multiplane.storage import NotStored
from multiplane.storage.intake import intake
from multiplane.storage.registry import discard

log = logging.getLogger("multiplane.previews")

SOURCE = "source"
VERSIONS = (SOURCE, "previews", "lowdef")
"""The order in which a row lists what is stored of its movie."""


async def finish_movie(
    shop: Workshop, preview_file_id: str, user: CurrentUser | None = None, upload: Path | None = None
) -> Row | None:
    """Make and store the forms of a received movie; the row is `ready`, or `broken` when that cannot be done.

    With `upload`, the request that received it goes on: the file is at hand, and its comments are told.
    None when the preview is gone or somebody finished it. Raises StorageUnavailable: try again.
    """
    async with shop.database.reading() as session:
        formats = await session.one(queries.FORMATS, preview_file_id=preview_file_id)
    if formats is None or formats["status"] != "processing":
        return None
    is_told = upload is not None
    try:
        async with MOVIES_AT_ONCE, shop.scratch() as folder, _source(shop, formats, upload) as source:
            made = await asyncio.to_thread(_make, source, folder, formats, shop)
            return await _store(shop, user, formats, made, is_told=is_told)
    except (MediaError, NotStored) as error:
        log.warning("preview %s is broken: %s", preview_file_id, error)
        return await mark_broken(shop, user, preview_file_id, is_told=is_told)
    except NotFound:
        return None


def kept_as_uploaded(row: Row) -> str | None:
    """The prefix of a movie that is not encoded; None for one that is."""
    prefixes: Any = json_object(row["data"]).get("movie_prefixes")
    return prefixes[0] if isinstance(prefixes, list) and prefixes and prefixes[0] in VERSIONS else None


@asynccontextmanager
async def _source(shop: Workshop, row: Row, upload: Path | None) -> AsyncIterator[Path]:
    if row["extension"] != MOVIE:
        raise NotStored("the upload of this preview was lost")
    if upload is not None:
        yield upload
        return
    prefix = kept_as_uploaded(row) or SOURCE
    async with shop.storage.as_file("movies", prefix, row["id"], shop.settings.tmp_dir) as path:
        yield path


def _make(source: Path, folder: Path, formats: Row, shop: Workshop) -> Made:
    if kept_as_uploaded(formats) is not None:
        return encoding.raw_movie(source, folder, formats, shop.settings)
    return encoding.movie(source, folder, formats, shop.settings)


async def _store(shop: Workshop, user: CurrentUser | None, formats: Row, made: Made, *, is_told: bool) -> Row:
    async with intake(shop.storage) as taken:
        stored = await store(taken, formats["id"], made.files)
        async with shop.database.transaction(user) as session:
            await lock_tasks_of(session, [formats["id"]])
            row = await locked(session, formats["id"])
            if row["status"] == "processing":
                row = await _ready(session, row, made, stored, shop.settings.preview_save_source_file)
                await _tell(session, row, is_told=is_told)
            return row


async def _ready(session: Session, row: Row, made: Made, stored: Stored, keeps_source: bool) -> Row:
    data = {**json_object(row["data"]), **made.original}
    if kept_as_uploaded(row) is None:
        versions = {prefix for bucket, prefix in stored if bucket == "movies"} | ({SOURCE} if keeps_source else set())
        data["movie_prefixes"] = [prefix for prefix in VERSIONS if prefix in versions]
        if not keeps_source:
            await discard(session, "movies", SOURCE, [row["id"]], forced=True)
            await record_state(session, row["id"], ("movies", SOURCE), "missing")
    values = {**made.values, "status": "ready", "data": data}
    await record(session, row["id"], stored)
    return await session.update(PreviewFile, row["id"], values) or row


async def mark_broken(
    shop: Workshop, user: CurrentUser | None, preview_file_id: str, *, is_told: bool = False
) -> Row | None:
    """Nothing can be shown of this preview: `preview-file:update`. None when it is gone or was finished."""
    async with shop.database.transaction(user) as session:
        row = await session.get(PreviewFile, preview_file_id, lock=True)
        if row is None or row["status"] == "ready":
            return None
        row = await session.update(PreviewFile, preview_file_id, {"status": "broken"}) or row
        await _tell(session, row, is_told=is_told)
        return row


async def _tell(session: Session, row: Row, *, is_told: bool) -> None:
    _, task = await find_preview(session, row["id"])
    emit_update(session, row, task.project_id, with_status=True)
    await show_ready(session, row, task)
    if is_told:
        await emit_file(session, row, task.project_id)
