"""Routes that send the files of previews (06-previews-playlists 6.5)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.previews.downloads import service
from multiplane.previews.downloads.service import SMALL_FIRST, Served, readable
from multiplane.web.body import AnyRequest
from multiplane.web.routing import SIGNED_IN, get

TAGS = ["preview files"]
PICTURES = "/pictures"
MOVIES = "/movies"
FILE = "/preview-files/{file_name:str}"
DOWNLOAD = "/preview-files/{preview_file_id:str}/download"


@get(PICTURES + "/thumbnails" + FILE, access=SIGNED_IN, tags=TAGS)
async def preview_thumbnail(request: AnyRequest, session: Session, file_name: str) -> Served:
    row = await _named(session, file_name, ".png", of_shared_asset=True)
    return await service.send_picture(request, session, row, "thumbnails")


@get(PICTURES + "/thumbnails-square" + FILE, access=SIGNED_IN, tags=TAGS)
async def preview_square_thumbnail(request: AnyRequest, session: Session, file_name: str) -> Served:
    row = await _named(session, file_name, ".png", of_shared_asset=True)
    return await service.send_picture(request, session, row, "thumbnails-square")


@get(PICTURES + "/previews" + FILE, access=SIGNED_IN, tags=TAGS)
async def preview_picture(request: AnyRequest, session: Session, file_name: str) -> Served:
    row = await _named(session, file_name, ".png")
    return await service.send_picture(request, session, row, "previews")


@get(PICTURES + "/originals" + FILE, access=SIGNED_IN, tags=TAGS)
async def preview_original(request: AnyRequest, session: Session, file_name: str) -> Served:
    """`.png` is the picture of any preview; another extension is the uploaded file itself."""
    if file_name.endswith(".png"):
        row = await _named(session, file_name, ".png", of_shared_asset=True)
        return await service.send_picture(request, session, row, "original")
    preview_file_id, _, extension = file_name.rpartition(".")
    row = await readable(session, preview_file_id)
    return await service.send_generic(request, session, row, extension.lower())


@get(PICTURES + "/originals" + DOWNLOAD, access=SIGNED_IN, tags=TAGS)
async def download_preview(request: AnyRequest, session: Session, preview_file_id: str) -> Served:
    return await service.send_download(request, session, await readable(session, preview_file_id))


@get(MOVIES + "/originals" + FILE, access=SIGNED_IN, tags=TAGS)
async def preview_movie(request: AnyRequest, session: Session, file_name: str) -> Served:
    return await service.send_movie(request, session, await _named(session, file_name, ".mp4"))


@get(MOVIES + "/low" + FILE, access=SIGNED_IN, tags=TAGS)
async def preview_low_movie(request: AnyRequest, session: Session, file_name: str) -> Served:
    return await service.send_movie(request, session, await _named(session, file_name, ".mp4"), SMALL_FIRST)


@get(MOVIES + "/source" + FILE, access=SIGNED_IN, tags=TAGS)
async def preview_source_movie(request: AnyRequest, session: Session, file_name: str) -> Served:
    return await service.send_source(request, session, await _named(session, file_name, ".mp4"))


@get(MOVIES + "/tiles" + FILE, access=SIGNED_IN, tags=TAGS)
async def preview_tiles(request: AnyRequest, session: Session, file_name: str) -> Served:
    row = await _named(session, file_name, ".png")
    return await service.send_picture(request, session, row, "tiles")


@get(MOVIES + "/originals" + DOWNLOAD, access=SIGNED_IN, tags=TAGS)
async def download_preview_movie(request: AnyRequest, session: Session, preview_file_id: str) -> Served:
    return await service.send_movie_download(request, session, await readable(session, preview_file_id))


async def _named(session: Session, file_name: str, ending: str, *, of_shared_asset: bool = False) -> Row:
    if not file_name.endswith(ending):
        raise NotFound
    return await readable(session, file_name.removesuffix(ending), of_shared_asset=of_shared_asset)
