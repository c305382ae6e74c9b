"""Asking for work on previews that is done after the answer; `jobs.py` does it."""

from datetime import timedelta

from multiplane.database.session import Session
from multiplane.jobs.queue import enqueue

FINISH_MOVIE = "finish-movie-preview"
SHOW_FRAME = "show-frame-of-preview"
MAKE_TILES = "make-tiles-of-preview"
COPY_PREVIEW = "copy-preview-file"
MEND_PREVIEWS = "mend-previews"
MEND_AGAIN = timedelta(seconds=60)


async def ask_to_finish(session: Session, preview_file_id: str) -> None:
    """Make the stored forms of a received movie; asked twice, it is done once."""
    await enqueue(session, FINISH_MOVIE, preview_file_id, once=f"{FINISH_MOVIE}:{preview_file_id}")


async def ask_for_frame(session: Session, preview_file_id: str, frame_number: int) -> None:
    """Make a frame of a movie the picture of its preview."""
    await enqueue(session, SHOW_FRAME, {"preview_file_id": preview_file_id, "frame_number": frame_number})


async def ask_for_tiles(session: Session, preview_file_id: str) -> None:
    """Make the tile sheet of a movie that has none."""
    await enqueue(session, MAKE_TILES, preview_file_id, once=f"{MAKE_TILES}:{preview_file_id}")


async def ask_to_copy(session: Session, source_id: str, preview_file_id: str) -> None:
    """Copy the files of a preview to another one that waits for them."""
    payload = {"source_id": source_id, "preview_file_id": preview_file_id}
    await enqueue(session, COPY_PREVIEW, payload, once=f"{COPY_PREVIEW}:{preview_file_id}")


async def ask_to_mend_again(session: Session) -> None:
    """Look once more for abandoned previews, when those that may be alive have had their time."""
    await enqueue(session, MEND_PREVIEWS, after=MEND_AGAIN)
