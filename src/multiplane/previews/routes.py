"""Routes of preview files: publishing, uploading, choosing what is shown, drawing (06-previews-playlists 6, 7)."""

from typing import Any

from litestar import Response

from multiplane.access.user import CurrentUser
from multiplane.database.session import Session
from multiplane.errors import BAD_REQUEST, BadRequest, SimpleBadRequest
from multiplane.previews import annotations, deletion, listing, main, receiving, revisions
from multiplane.previews.background import ask_for_frame
from multiplane.previews.frames import show_frame
from multiplane.previews.receiving import Wishes
from multiplane.previews.schemas import Annotations, MainPreview, NewPosition, NewPreview, TasksToShow
from multiplane.previews.workshop import Workshop
from multiplane.web import query
from multiplane.web.authentication import database_of
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.parameters import FLAG, FORCE, ID, INTEGER, PAGE
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import ADMIN, SIGNED_IN, delete, get, post, put
from multiplane.web.uploads import received

COMMENT = "/actions/tasks/{task_id:str}/comments/{comment_id:str}"
PREVIEW = "/actions/preview-files/{preview_file_id:str}"
TAGS = ["preview files"]
WISHES = {"normalize": FLAG, "no_job": FLAG}

# -- publishing


@post(COMMENT + "/add-preview", access=SIGNED_IN, body=NewPreview, tags=TAGS)
async def add_preview(request: AnyRequest, session: Session, task_id: str, comment_id: str) -> Response[bytes]:
    body = await read_body(request, NewPreview)
    return created(await revisions.add_to_comment(session, task_id, comment_id, body.revision))


@post(COMMENT + "/preview-files/{preview_file_id:str}", access=SIGNED_IN, tags=TAGS)
async def add_extra_preview(session: Session, task_id: str, comment_id: str, preview_file_id: str) -> Response[bytes]:
    return created(await revisions.add_to_preview(session, task_id, comment_id, preview_file_id))


@delete(COMMENT + "/preview-files/{preview_file_id:str}", access=SIGNED_IN, tags=TAGS, query=FORCE)
async def remove_preview(
    request: AnyRequest, session: Session, task_id: str, comment_id: str, preview_file_id: str
) -> Response[None]:
    forced = query.flag(request, "force")
    await deletion.remove_from_comment(session, task_id, comment_id, preview_file_id, forced=forced)
    return deleted()


@post("/pictures/preview-files/{preview_file_id:str}", access=SIGNED_IN, tags=TAGS, files=("file",), query=WISHES)
async def upload_preview(request: AnyRequest, user: CurrentUser, preview_file_id: str) -> Response[bytes]:
    """The rights are checked before the file is taken in; no connection is held meanwhile."""
    shop = Workshop.of_state(request.app.state)
    async with database_of(request).reading(user) as session:
        row, _ = await receiving.check_upload(session, preview_file_id)
    async with shop.claims.hold(row["id"]) as is_mine:
        if not is_mine:
            raise SimpleBadRequest(BAD_REQUEST)
        async with received(request) as form:
            wishes = Wishes(query.flag(request, "normalize", True), query.flag(request, "no_job"))
            return created(await receiving.receive(shop, user, row["id"], form.file("file"), wishes))


# -- what illustrates tasks and entities


@put(PREVIEW + "/set-main-preview", access=SIGNED_IN, body=MainPreview, tags=TAGS, query={"no_job": FLAG})
async def set_main_preview(request: AnyRequest, user: CurrentUser, preview_file_id: str) -> Response[bytes]:
    body = await read_body(request, MainPreview)
    shop = Workshop.of_state(request.app.state)
    is_now = shop.is_inside(no_job=query.flag(request, "no_job"))
    async with database_of(request).transaction(user) as session:
        entity, preview = await main.choose(session, preview_file_id, body.frame_number)
        if body.frame_number is not None and not is_now:
            await ask_for_frame(session, preview["id"], body.frame_number)
    if body.frame_number is not None and is_now:
        await show_frame(shop, preview["id"], body.frame_number, user)
    return answer(entity)


@put("/actions/tasks/{task_id:str}/set-main-preview", access=SIGNED_IN, tags=TAGS)
async def set_main_preview_of_task(session: Session, task_id: str) -> Response[bytes]:
    return answer(await main.choose_of_task(session, task_id))


@put("/actions/tasks/set-main-preview", access=SIGNED_IN, body=TasksToShow, tags=TAGS)
async def set_main_preview_of_tasks(request: AnyRequest, session: Session) -> Response[bytes]:
    body = await read_body(request, TasksToShow)
    return answer(await main.choose_of_tasks(session, body.task_ids))


# -- order and drawings


@put(PREVIEW + "/update-position", access=SIGNED_IN, body=NewPosition, tags=TAGS)
async def update_position(request: AnyRequest, session: Session, preview_file_id: str) -> Response[bytes]:
    body = await read_body(request, NewPosition)
    return answer(await revisions.move(session, preview_file_id, body.position))


@put(PREVIEW + "/update-annotations", access=SIGNED_IN, body=Annotations, tags=TAGS)
async def update_annotations(request: AnyRequest, session: Session, preview_file_id: str) -> Response[bytes]:
    body = await read_body(request, Annotations)
    return answer(await annotations.annotate(session, preview_file_id, body))


# -- lists


@get("/data/tasks/{task_id:str}/previews", access=SIGNED_IN, tags=TAGS)
async def previews_of_task(session: Session, task_id: str) -> Response[bytes]:
    return answer(await listing.of_task(session, task_id))


@get("/data/playlists/entities/{entity_id:str}/preview-files", access=SIGNED_IN, tags=TAGS)
async def previews_of_entity(session: Session, entity_id: str) -> Response[bytes]:
    return answer(await listing.of_entity(session, entity_id))


@get("/data/projects/{project_id:str}/preview-files", access=ADMIN, tags=TAGS, query=PAGE)
async def preview_files_of_project(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    return answer(await listing.of_project(session, project_id, query.integer(request, "page", 0)))


@get(
    "/data/playlists/preview-files/running",
    access=ADMIN,
    tags=TAGS,
    query={"cursor_preview_file_id": ID, "limit": INTEGER},
)
async def running_preview_files(request: AnyRequest, session: Session) -> Response[bytes]:
    malformed = "The cursor_preview_file_id parameter is not a valid id"
    cursor_id = query.identifier(request, "cursor_preview_file_id", malformed)
    return answer(await listing.running(session, cursor_id, _limit(request)))


def _limit(request: AnyRequest) -> int | None:
    value: Any = query.text(request, "limit")
    if value is None:
        return None
    if query.INTEGER.fullmatch(value) is None:
        raise BadRequest("Wrong value for parameter limit.")
    return int(value)
