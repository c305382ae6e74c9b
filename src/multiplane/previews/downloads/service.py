"""Finding the stored file that answers a download, or saying that it is not there (06-previews-playlists 5)."""

from typing import Any

from litestar import Response
from litestar.response import Stream

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import ApiError, BadRequest, MissingFile, NotFound, Unavailable
from multiplane.previews import queries
from multiplane.previews.background import ask_for_tiles
from multiplane.previews.downloads.names import download_name
from multiplane.previews.families import GENERIC, MOVIE, PICTURE, PICTURES, Place
from multiplane.previews.frames import BEST_FIRST, versions_of
from multiplane.previews.policy import may_read, require
from multiplane.previews.service import find_preview
from multiplane.previews.storing import record_state
from multiplane.storage import NotStored, Storage, StorageUnavailable
from multiplane.web.body import AnyRequest
from multiplane.web.files import UNREACHABLE, ServedFile, send_file

Served = Response[bytes] | Stream

SMALL_FIRST = ("lowdef", "previews", "source")
TILES: Place = ("pictures", "tiles")
PDF = "application/pdf"
ANY_TYPE = "application/octet-stream"
ACTIVE = frozenset({"svg", "swf"})
"""Files a browser could run or render: always downloads, never shown in place."""


class StillProcessing(ApiError):
    """202 for clients that would rather have JSON than a picture."""

    status = 202

    def __init__(self, preview_file_id: str) -> None:
        super().__init__("The preview file is being processed.")
        self.preview_file_id = preview_file_id

    def body(self) -> dict[str, Any]:
        return {"status": "processing", "preview_file_id": self.preview_file_id}

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "5", "Cache-Control": "no-store"}


async def readable(session: Session, preview_file_id: str, *, of_shared_asset: bool = False) -> Row:
    """The preview, when the caller may download it: 404, then TASK-READ.

    With `of_shared_asset`, anybody but vendors also reads the main preview of a shared asset.
    """
    row, task = await find_preview(session, preview_file_id)
    if not (of_shared_asset and row["is_shared_main"] and session.user.role != "vendor"):
        require(may_read(session.user, task))
    return row


def refuse_processing(request: AnyRequest, row: Row) -> None:
    """202 or 404 while the files of a preview are being made."""
    if row["status"] != "processing":
        return
    if prefers_json(request.headers.get("accept", "")):
        raise StillProcessing(row["id"])
    raise MissingFile


def prefers_json(accept: str) -> bool:
    """Whether an `Accept` header ranks JSON strictly above PNG."""
    return _quality(accept, "application", "json") > _quality(accept, "image", "png")


def _quality(accept: str, kind: str, subtype: str) -> float:
    """The weight of a type by the most specific range that matches it; 0 when none does."""
    specific = {f"{kind}/{subtype}": 2, f"{kind}/*": 1, "*/*": 0}
    best = (-1, 0.0)
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media_range in specific:
            best = max(best, (specific[media_range], _weight(parameters)))
    return best[1]


def _weight(parameters: list[str]) -> float:
    text = next((value[2:] for value in parameters if value.startswith("q=")), "1")
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


async def send_picture(request: AnyRequest, session: Session, row: Row, prefix: str) -> Served:
    """One of the pictures of a preview."""
    refuse_processing(request, row)
    return await _send(request, session, row, [("pictures", prefix)], "image/png")


async def send_movie(
    request: AnyRequest, session: Session, row: Row, preferred: tuple[str, ...] = BEST_FIRST
) -> Served:
    """The first stored version of a movie."""
    refuse_processing(request, row)
    return await _send(request, session, row, movie_places(row, preferred), "video/mp4")


async def send_source(request: AnyRequest, session: Session, row: Row) -> Served:
    """The movie as it was uploaded, also while the others are being made."""
    return await _send(request, session, row, [("movies", "source")], "video/mp4")


async def send_generic(request: AnyRequest, session: Session, row: Row, extension: str) -> Served:
    """A file that is kept as it was uploaded. 400 for an extension no preview has."""
    if extension not in GENERIC | PICTURES:
        raise BadRequest(f"Extension not allowed: {extension}")
    refuse_processing(request, row)
    name = await download_name(session, row) if row["extension"] in ACTIVE else None
    return await _send(request, session, row, [("files", "previews")], media_type(row), name)


async def send_download(request: AnyRequest, session: Session, row: Row) -> Served:
    """The best file of a preview, to be saved under its name."""
    refuse_processing(request, row)
    found = {PICTURE: [("pictures", "original")], MOVIE: movie_places(row, BEST_FIRST)}
    places: list[Place] = found.get(row["extension"], [("files", "previews")])  # type: ignore[assignment]
    return await _send(request, session, row, places, media_type(row), await download_name(session, row))


async def send_movie_download(request: AnyRequest, session: Session, row: Row) -> Served:
    """The best version of a movie, to be saved under its name."""
    refuse_processing(request, row)
    name = await download_name(session, row)
    return await _send(request, session, row, movie_places(row, BEST_FIRST), "video/mp4", name)


def movie_places(row: Row, preferred: tuple[str, ...]) -> list[Place]:
    """Where the versions of a movie may be, in the order to look."""
    return [("movies", prefix) for prefix in versions_of(row, preferred)]


def media_type(row: Row) -> str:
    """The type a preview's own file is given."""
    known = {PICTURE: "image/png", MOVIE: "video/mp4", "pdf": PDF}
    return known.get(row["extension"], ANY_TYPE)


async def _send(
    request: AnyRequest, session: Session, row: Row, places: list[Place], served_type: str, name: str | None = None
) -> Served:
    """The first of these files that is stored. One known to be missing is not looked for again for a while."""
    delay = request.app.state.settings.preview_missing_file_recheck_delay
    absent = await session.all(queries.STATES, preview_file_id=row["id"], delay=delay)
    skipped = {(state["bucket"], state["prefix"]) for state in absent}
    for place in places:
        if place in skipped:
            continue
        if await _is_stored(request, session, row, place):
            served = ServedFile(place[0], place[1], row["id"], served_type, row["updated_at"], name)
            try:
                return await send_file(request, served)
            except NotFound:
                continue
    raise MissingFile


async def _is_stored(request: AnyRequest, session: Session, row: Row, place: Place) -> bool:
    """Ask the store; a confirmed absence is noted. 503 when it does not say.

    Where there is a job queue, a missing tile sheet is made for whoever asks again.
    """
    storage: Storage = request.app.state.storage
    try:
        await storage.info(*place, row["id"])
    except NotStored:
        await record_state(session, row["id"], place, "missing")
        if place == TILES and row["extension"] == MOVIE and request.app.state.settings.enable_job_queue:
            await ask_for_tiles(session, row["id"])
        return False
    except StorageUnavailable as error:
        raise Unavailable(UNREACHABLE) from error
    return True
