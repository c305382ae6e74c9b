"""Routes of one's own notifications (04-tasks 4.9)."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.notifications import service
from multiplane.notifications.schemas import QUERY, NotificationQuery, ReadState
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.crud.pages import Page
from multiplane.web.parameters import PAGES
from multiplane.web.responses import answer
from multiplane.web.routing import ADMIN, PERSON, get, post, put

ONE = "/data/user/notifications/{notification_id:str}"


@get("/data/user/notifications", access=PERSON, tags=["notifications"], query=QUERY)
async def my_notifications(request: AnyRequest, session: Session) -> Response[bytes]:
    return answer(await service.mine(session, NotificationQuery.of(request)))


@get(ONE, access=PERSON, tags=["notifications"])
async def my_notification(session: Session, notification_id: str) -> Response[bytes]:
    return answer(await service.my_notification(session, notification_id))


@get("/data/projects/{project_id:str}/notifications", access=ADMIN, tags=["notifications"], query=PAGES)
async def project_notifications(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    page = Page.of(request, request.app.state.settings.nb_records_per_page)
    return answer(await service.of_project(session, project_id, page))


@put(ONE, access=PERSON, body=ReadState, tags=["notifications"])
async def mark_notification(request: AnyRequest, session: Session, notification_id: str) -> Response[bytes]:
    row = await service.find_mine(session, notification_id)
    body = await read_body(request, ReadState)
    return answer(await service.set_read(session, row, read=body.read))


@post("/actions/user/notifications/mark-all-as-read", access=PERSON, status=200, tags=["notifications"])
async def mark_all_as_read(session: Session) -> Response[bytes]:
    await service.mark_all_read(session)
    return answer({"success": True})
