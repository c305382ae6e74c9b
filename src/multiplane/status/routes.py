"""What the server says of itself to anybody."""

from litestar import Response

from multiplane.version import API_VERSION
from multiplane.web.responses import answer
from multiplane.web.routing import PUBLIC, get


@get("/", access=PUBLIC, tags=["status"])
async def index() -> Response[bytes]:
    return answer({"api": "Multiplane", "version": API_VERSION})
