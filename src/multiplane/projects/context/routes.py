"""The context of the signed-in person."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.projects.context import service
from multiplane.web.responses import answer
from multiplane.web.routing import PERSON, get


@get("/data/user/context", access=PERSON, tags=["context"])
async def user_context(session: Session) -> Response[bytes]:
    return answer(await service.context(session))
