"""The lists of projects that clients open with."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.projects import service
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.parameters import TEXT
from multiplane.web.responses import answer
from multiplane.web.routing import PERSON, SIGNED_IN, get

TAGS = ["projects"]


@get("/data/projects/open", access=SIGNED_IN, tags=TAGS, query={"name": TEXT})
async def open_projects(request: AnyRequest, session: Session) -> Response[bytes]:
    return answer(await service.open_projects(session, query.text(request, "name"), strict=False))


@get("/data/user/projects/open", access=PERSON, tags=TAGS, query={"name": TEXT})
async def own_open_projects(request: AnyRequest, session: Session) -> Response[bytes]:
    return answer(await service.open_projects(session, query.text(request, "name"), strict=True))


@get("/data/projects/all", access=SIGNED_IN, tags=TAGS, query={"name": TEXT})
async def all_projects(request: AnyRequest, session: Session) -> Response[bytes]:
    return answer(await service.all_projects(session, query.text(request, "name")))
