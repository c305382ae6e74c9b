"""Routes of avatars (06-previews-playlists 9.1, 05-projects-people)."""

from litestar import Response

from multiplane.access.user import CurrentUser
from multiplane.database.session import Session
from multiplane.errors import MethodNotAllowed
from multiplane.previews.avatars import service
from multiplane.previews.avatars.service import ORGANISATIONS, PERSONS, PROJECTS, Owner
from multiplane.previews.downloads.service import Served
from multiplane.previews.workshop import Workshop
from multiplane.web.authentication import database_of
from multiplane.web.body import AnyRequest
from multiplane.web.files import send_file
from multiplane.web.responses import created, deleted
from multiplane.web.routing import ADMIN, PERSON, SIGNED_IN, delete, get, post
from multiplane.web.uploads import received

THUMBNAILS = "/pictures/thumbnails"
TAGS = ["avatars"]


class PngRefused(MethodNotAllowed):
    """405: the avatar of a project is uploaded on the path without extension."""

    def __init__(self) -> None:
        super().__init__()
        self.message = (
            "Upload project thumbnails on the url without extension: /pictures/thumbnails/projects/<project_id>."
        )


@get(THUMBNAILS + "/persons/{picture:str}", access=SIGNED_IN, tags=TAGS)
async def person_avatar(request: AnyRequest, session: Session, picture: str) -> Served:
    return await _send(request, session, PERSONS, picture)


@post(THUMBNAILS + "/persons/{picture:str}", access=SIGNED_IN, tags=TAGS, files=("file",))
async def set_person_avatar(request: AnyRequest, user: CurrentUser, picture: str) -> Response[bytes]:
    return await _receive(request, user, PERSONS, picture.removesuffix(".png"))


@get(THUMBNAILS + "/organisations/{picture:str}", access=SIGNED_IN, tags=TAGS)
async def organisation_avatar(request: AnyRequest, session: Session, picture: str) -> Served:
    return await _send(request, session, ORGANISATIONS, picture)


@post(THUMBNAILS + "/organisations/{picture:str}", access=ADMIN, tags=TAGS, files=("file",))
async def set_organisation_avatar(request: AnyRequest, user: CurrentUser, picture: str) -> Response[bytes]:
    return await _receive(request, user, ORGANISATIONS, picture.removesuffix(".png"))


@get(THUMBNAILS + "/projects/{picture:str}", access=SIGNED_IN, tags=TAGS)
async def project_avatar(request: AnyRequest, session: Session, picture: str) -> Served:
    return await _send(request, session, PROJECTS, picture)


@post(THUMBNAILS + "/projects/{picture:str}", access=SIGNED_IN, tags=TAGS, files=("file",))
async def set_project_avatar(request: AnyRequest, user: CurrentUser, picture: str) -> Response[bytes]:
    if picture.endswith(".png"):
        raise PngRefused
    return await _receive(request, user, PROJECTS, picture)


@delete("/actions/persons/{person_id:str}/clear-avatar", access=ADMIN, tags=TAGS)
async def clear_person_avatar(session: Session, person_id: str) -> Response[None]:
    await service.clear(session, PERSONS, person_id)
    return deleted()


@delete("/actions/user/clear-avatar", access=PERSON, tags=TAGS)
async def clear_own_avatar(session: Session) -> Response[None]:
    await service.clear(session, PERSONS, session.user.id)
    return deleted()


async def _send(request: AnyRequest, session: Session, owner: Owner, picture: str) -> Served:
    return await send_file(request, await service.shown(session, owner, picture.removesuffix(".png")))


async def _receive(request: AnyRequest, user: CurrentUser, owner: Owner, owner_id: str) -> Response[bytes]:
    async with database_of(request).reading(user) as session:
        owner_id = await service.check_change(session, owner, owner_id)
    async with received(request) as form:
        shop = Workshop.of_state(request.app.state)
        return created(await service.receive(shop, user, owner, owner_id, form.file("file")))
