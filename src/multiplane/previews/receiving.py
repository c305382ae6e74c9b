"""Receiving the file of a preview (06-previews-playlists 3, 6.1).

The row says `processing` until its files are stored; then one transaction makes it `ready`. Whenever the server
dies before, the row is as it was: nothing a client can see is half made, and the upload may be sent again.
"""

import asyncio
from dataclasses import dataclass
from typing import NoReturn

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BAD_REQUEST, BadRequest, NotFound, SimpleBadRequest, Unavailable
from multiplane.media.errors import EncoderStopped, UnreadableMedia
from multiplane.models import PreviewFile
from multiplane.previews import encoding, families
from multiplane.previews.background import ask_to_finish
from multiplane.previews.deletion import remove_previews
from multiplane.previews.families import Place
from multiplane.previews.finishing import finish_movie, mark_broken
from multiplane.previews.main import show_ready
from multiplane.previews.policy import TaskScope, may_act, require
from multiplane.previews.service import emit_file, emit_update, find_preview, lock_tasks_of, locked, presented
from multiplane.previews.storing import Stored, record, store
from multiplane.previews.workshop import PICTURES_AT_ONCE, Workshop
from multiplane.storage import StorageUnavailable
from multiplane.storage.intake import intake
from multiplane.web.files import UNREACHABLE
from multiplane.web.uploads import Upload

NOT_PROVIDED = "File not provided."
NOT_A_PICTURE = "Uploaded file is not a readable picture."
NOT_A_MOVIE = (
    "Uploaded movie could not be written to temporary storage or is empty; aborting before dispatching normalization."
)
LONGEST_NAME = 250


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a movie is to be handled: encoded or kept as it is, in the request or after the answer."""

    normalize: bool = True
    no_job: bool = False


async def check_upload(session: Session, preview_file_id: str) -> tuple[Row, TaskScope]:
    """The preview an upload is for: 404, then TASK-ACT, then 400 when it has its file already."""
    row, task = await find_preview(session, preview_file_id)
    require(may_act(session.user, task))
    refuse_second(row)
    return row, task


def refuse_second(row: Row) -> None:
    """An id keeps its bytes: a second upload is refused (06-previews-playlists 6.1)."""
    if row["original_name"] is not None:
        raise SimpleBadRequest(BAD_REQUEST)


async def receive(
    shop: Workshop, user: CurrentUser, preview_file_id: str, upload: Upload | None, wishes: Wishes
) -> Row:
    """Make and store everything of an upload; the preview. The caller holds the claim and checked the rights.

    400 without file, for a refused extension or an empty movie (the row goes), and for what is no picture
    (the row is `broken` and may be uploaded again). 503 when the store does not answer; nothing changes then.
    """
    if upload is None:
        raise BadRequest(NOT_PROVIDED)
    try:
        return await _received(shop, user, preview_file_id, upload, wishes)
    except (StorageUnavailable, OSError) as error:
        raise Unavailable(UNREACHABLE) from error


async def _received(shop: Workshop, user: CurrentUser, preview_file_id: str, upload: Upload, wishes: Wishes) -> Row:
    name, extension = families.split_name(upload.name)
    named = {"original_name": name[:LONGEST_NAME]}
    if extension in families.PICTURES:
        return await _picture(shop, user, preview_file_id, upload, named)
    if extension in families.MOVIES:
        return await _movie(shop, user, preview_file_id, upload, named, wishes)
    if extension not in families.GENERIC:
        await _refuse(shop, user, preview_file_id, f"Wrong file format, extension: {extension}")
    return await _generic(shop, user, preview_file_id, upload, {**named, "extension": extension})


async def _refuse(shop: Workshop, user: CurrentUser, preview_file_id: str, message: str) -> NoReturn:
    """The row of a refused upload goes."""
    async with shop.database.transaction(user) as session:
        await remove_previews(session, [preview_file_id])
    raise BadRequest(message)


async def _picture(shop: Workshop, user: CurrentUser, preview_file_id: str, upload: Upload, named: Row) -> Row:
    try:
        async with PICTURES_AT_ONCE:
            made = await asyncio.to_thread(encoding.picture, upload.path, upload.path.parent, shop.settings)
    except UnreadableMedia as error:
        await mark_broken(shop, user, preview_file_id)
        raise BadRequest(NOT_A_PICTURE) from error
    async with intake(shop.storage) as taken:
        stored = await store(taken, preview_file_id, made.files)
        async with shop.database.transaction(user) as session:
            values = {**named, **made.values, "extension": families.PICTURE, "status": "ready"}
            row, task = await _stored(session, preview_file_id, values, stored)
            emit_update(session, row, task.project_id, with_status=True)
            await show_ready(session, row, task)
            await emit_file(session, row, task.project_id)
    return presented(row)


async def _generic(shop: Workshop, user: CurrentUser, preview_file_id: str, upload: Upload, named: Row) -> Row:
    async with intake(shop.storage) as taken:
        stored = await store(taken, preview_file_id, {("files", "previews"): upload.path})
        async with shop.database.transaction(user) as session:
            values = {**named, "file_size": upload.size, "status": "ready"}
            row, task = await _stored(session, preview_file_id, values, stored)
            emit_update(session, row, task.project_id, with_status=True)
            await emit_file(session, row, task.project_id)
    return presented(row)


async def _movie(
    shop: Workshop, user: CurrentUser, preview_file_id: str, upload: Upload, named: Row, wishes: Wishes
) -> Row:
    """The upload itself is stored first: whoever finishes the movie, here or in a job, starts from it."""
    if upload.size == 0:
        await _refuse(shop, user, preview_file_id, NOT_A_MOVIE)
    raw = not wishes.normalize or shop.settings.skip_normalization_full
    place: Place = ("movies", "previews" if raw and not shop.settings.preview_save_source_file else "source")
    values = {**named, "extension": families.MOVIE, "file_size": upload.size, "status": "processing"}
    if raw:
        values["data"] = {"movie_prefixes": [place[1]]}
    is_inside = raw or shop.is_inside(no_job=wishes.no_job)
    async with intake(shop.storage) as taken:
        stored = await store(taken, preview_file_id, {place: upload.path})
        async with shop.database.transaction(user) as session:
            row, task = await _stored(session, preview_file_id, values, stored)
            if not is_inside:
                await _finish_later(session, row, task)
    if is_inside:
        row = await _finished(shop, user, row, upload)
    return presented(row)


async def _finished(shop: Workshop, user: CurrentUser, row: Row, upload: Upload) -> Row:
    """Finish a movie in its request; when the store fails now, or the server stops, a job will."""
    try:
        return await finish_movie(shop, row["id"], user, upload.path) or row
    except (StorageUnavailable, EncoderStopped, OSError):
        async with shop.database.transaction(user) as session:
            _, task = await find_preview(session, row["id"])
            await _finish_later(session, row, task)
        return row


async def _finish_later(session: Session, row: Row, task: TaskScope) -> None:
    await ask_to_finish(session, row["id"])
    emit_update(session, row, task.project_id, with_status=True)
    await emit_file(session, row, task.project_id)


async def _stored(session: Session, preview_file_id: str, values: Row, stored: Stored) -> tuple[Row, TaskScope]:
    """Write what was stored into the row. 404 when it was deleted meanwhile, 400 when it has its file already."""
    await lock_tasks_of(session, [preview_file_id])
    row = await locked(session, preview_file_id)
    refuse_second(row)
    if "data" in values:
        values = {**values, "data": {**encoding.json_object(row["data"]), **values["data"]}}
    after = await session.update(PreviewFile, preview_file_id, values)
    if after is None:
        raise NotFound
    await record(session, preview_file_id, stored)
    _, task = await find_preview(session, preview_file_id)
    return after, task
