"""The context of the signed-in person."""

from litestar import Response

from multiplane.projects.context import service
from multiplane.web.body import AnyRequest
from multiplane.web.kept import kept_answer
from multiplane.web.routing import PERSON, get


@get("/data/user/context", access=PERSON, tags=["context"])
async def user_context(request: AnyRequest) -> Response[bytes]:
    return await kept_answer(request, "context", service.context)
