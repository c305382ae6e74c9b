"""Background work on previews. Each job may run twice, and finds out by itself what is left to do."""

import logging
from typing import Any

from multiplane.database.rows import Row
from multiplane.jobs.registry import JobContext, job
from multiplane.models import PreviewFile
from multiplane.previews import queries
from multiplane.previews.background import (
    COPY_PREVIEW,
    FINISH_MOVIE,
    MAKE_TILES,
    MEND_PREVIEWS,
    SHOW_FRAME,
    ask_to_finish,
    ask_to_mend_again,
)
from multiplane.previews.copying import copy_files
from multiplane.previews.extraction.service import make_missing_tiles
from multiplane.previews.finishing import finish_movie, mark_broken
from multiplane.previews.frames import show_frame
from multiplane.previews.scratch import remove_leftovers
from multiplane.previews.workshop import Workshop

log = logging.getLogger("multiplane.previews")

ABOUT_AN_HOUR = 12
"""Attempts whose growing pauses outlast a store that is down for a while."""


class InOtherHands(Exception):
    """Another process works on the preview; if it dies, trying again later finishes the work."""


@job(FINISH_MOVIE, attempts=ABOUT_AN_HOUR)
async def finish(context: JobContext, payload: Any) -> None:
    """Make what is stored of a received movie."""
    shop = Workshop.of_job(context)
    async with shop.claims.hold(payload) as is_mine:
        if not is_mine:
            raise InOtherHands(payload)
        try:
            await finish_movie(shop, payload)
        except Exception:
            if context.is_last_attempt:
                await mark_broken(shop, None, payload)
            raise


@job(SHOW_FRAME)
async def show(context: JobContext, payload: Any) -> None:
    """Replace the pictures of a movie."""
    await show_frame(Workshop.of_job(context), payload["preview_file_id"], payload["frame_number"])


@job(MAKE_TILES)
async def make_tiles(context: JobContext, payload: Any) -> None:
    """Make the tile sheet of a movie that has none."""
    await make_missing_tiles(Workshop.of_job(context), payload)


@job(COPY_PREVIEW, attempts=ABOUT_AN_HOUR)
async def copy(context: JobContext, payload: Any) -> None:
    """Copy the files of a preview to another."""
    shop = Workshop.of_job(context)
    try:
        await copy_files(shop, payload["source_id"], payload["preview_file_id"])
    except Exception:
        if context.is_last_attempt:
            await mark_broken(shop, None, payload["preview_file_id"])
        raise


@job(MEND_PREVIEWS, at_start=True)
async def mend(context: JobContext, _payload: Any) -> None:
    """Find previews that a process left in `processing` when it died.

    A movie that was received is finished; an upload that never arrived leaves a `broken` preview, which takes
    another upload. Previews somebody is working on are looked at again later.
    """
    shop = Workshop.of_job(context)
    await remove_leftovers(context.settings.tmp_dir)
    async with context.database.reading() as session:
        rows = await session.all(queries.PROCESSING)
    unsure = [row["id"] for row in rows if not await _mend(shop, row)]
    if unsure:
        async with context.database.transaction() as session:
            await ask_to_mend_again(session)


async def _mend(shop: Workshop, row: Row) -> bool:
    """Whether the preview needs no second look."""
    async with shop.claims.hold(row["id"]) as is_mine:
        if not is_mine or not (row["is_received"] or row["is_old"]):
            return False
        async with shop.database.transaction() as session:
            current = await session.get(PreviewFile, row["id"], lock=True)
            if current is None or current["status"] != "processing":
                return True
            if current["original_name"] is not None:
                await ask_to_finish(session, row["id"])
                return True
        log.warning("the upload of preview %s never arrived", row["id"])
        await mark_broken(shop, None, row["id"])
        return True
