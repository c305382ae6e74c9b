"""Routes of the event log (00-conventions 14)."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.events import service
from multiplane.events.schemas import LOG_QUERY, LOGIN_LOG_QUERY, LoginLogQuery, LogQuery
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.responses import answer
from multiplane.web.routing import MANAGER, SIGNED_IN, get


@get("/data/events/last", access=SIGNED_IN, tags=["events"], query=LOG_QUERY)
async def last_events(request: AnyRequest, session: Session) -> Response[bytes]:
    project_id = query.identifier(request, "project_id", "The project_id parameter is not a valid id")
    projects = service.readable_projects(session, project_id)
    return answer(await service.last_events(session, LogQuery.of(request), projects))


@get("/data/events/names", access=MANAGER, tags=["events"])
async def event_names(session: Session) -> Response[bytes]:
    return answer(await service.names(session))


@get("/data/events/login-logs/last", access=SIGNED_IN, tags=["events"], query=LOGIN_LOG_QUERY)
async def last_login_logs(request: AnyRequest, session: Session) -> Response[bytes]:
    return answer(await service.last_logins(session, LoginLogQuery.of(request)))
