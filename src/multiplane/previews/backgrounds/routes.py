"""Routes of the files of preview backgrounds (06-previews-playlists 9.2)."""

from litestar import Response

from multiplane.access.user import CurrentUser
from multiplane.database.session import Session
from multiplane.errors import MethodNotAllowed, NotFound
from multiplane.previews.backgrounds import service
from multiplane.previews.downloads.service import Served
from multiplane.previews.workshop import Workshop
from multiplane.web.authentication import database_of
from multiplane.web.body import AnyRequest
from multiplane.web.files import send_file
from multiplane.web.responses import created
from multiplane.web.routing import ADMIN, SIGNED_IN, get, post
from multiplane.web.uploads import received

FILES = "/pictures/preview-background-files/{file_name:str}"
THUMBNAILS = "/pictures/thumbnails/preview-background-files/{picture:str}"
TAGS = ["preview backgrounds"]


class ThumbnailRefused(MethodNotAllowed):
    """405: thumbnails are made from the uploaded file."""

    def __init__(self) -> None:
        super().__init__()
        self.message = (
            "Preview backgrounds are uploaded through /pictures/preview-background-files/<preview_background_file_id>."
        )


@post(FILES, access=ADMIN, tags=TAGS, files=("file",))
async def upload_background(request: AnyRequest, user: CurrentUser, file_name: str) -> Response[bytes]:
    async with database_of(request).reading(user) as session:
        row = await service.find(session, file_name)
    async with received(request) as form:
        shop = Workshop.of_state(request.app.state)
        return created(await service.receive(shop, user, row["id"], form.file("file")))


@get(FILES, access=SIGNED_IN, tags=TAGS)
async def background_file(request: AnyRequest, session: Session, file_name: str) -> Served:
    background_id, _, extension = file_name.rpartition(".")
    return await send_file(request, await service.original(session, background_id, extension))


@get(THUMBNAILS, access=SIGNED_IN, tags=TAGS)
async def background_thumbnail(request: AnyRequest, session: Session, picture: str) -> Served:
    if not picture.endswith(".png"):
        raise NotFound
    return await send_file(request, await service.thumbnail(session, picture.removesuffix(".png")))


@post(THUMBNAILS, access=SIGNED_IN, tags=TAGS)
async def refuse_thumbnail(picture: str) -> Response[bytes]:  # noqa: ARG001 - the path names it
    raise ThumbnailRefused
