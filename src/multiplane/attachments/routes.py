"""Downloads of attachments, and the lists administrators have of them (06-previews-playlists 8)."""

from litestar import Response
from litestar.response import Stream

from multiplane.attachments import service
from multiplane.attachments.listing import attachments_of_project, attachments_of_task
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.web.body import AnyRequest
from multiplane.web.files import ServedFile, send_file, uploaded_file
from multiplane.web.responses import answer
from multiplane.web.routing import ADMIN, SIGNED_IN, get

Served = Response[bytes] | Stream

FILE = "/data/attachment-files/{attachment_file_id:str}/file/{file_name:str}"


@get(FILE, access=SIGNED_IN, tags=["attachment-files"])
async def download_attachment(request: AnyRequest, session: Session, attachment_file_id: str) -> Served:
    row = await service.find_readable(session, attachment_file_id)
    return await send_file(
        request, uploaded_file(row["id"], service.PREFIX, row["mimetype"], row["name"], row["updated_at"])
    )


@get("/pictures/thumbnails/attachment-files/{picture:str}", access=SIGNED_IN, tags=["attachment-files"])
async def attachment_thumbnail(request: AnyRequest, session: Session, picture: str) -> Served:
    row = await service.find_readable(session, picture.removesuffix(".png"))
    if not picture.endswith(".png") or row["chat_message_id"] is None or not service.is_picture(row["mimetype"] or ""):
        raise NotFound
    return await send_file(
        request, ServedFile("pictures", service.THUMBNAILS, row["id"], "image/png", row["updated_at"])
    )


@get("/data/projects/{project_id:str}/attachment-files", access=ADMIN, tags=["attachment-files"])
async def project_attachments(session: Session, project_id: str) -> Response[bytes]:
    return answer(await attachments_of_project(session, project_id))


@get("/data/tasks/{task_id:str}/attachment-files", access=ADMIN, tags=["attachment-files"])
async def task_attachments(session: Session, task_id: str) -> Response[bytes]:
    return answer(await attachments_of_task(session, task_id))
