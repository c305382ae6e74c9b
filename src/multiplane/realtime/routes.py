"""What the live stream answers over plain HTTP (00-conventions 13)."""

from litestar import Response

from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get, post

ROOMS = {"name": "Multiplane review rooms"}


@get("/rooms", access=SIGNED_IN, tags=["realtime"])
async def read_rooms() -> Response[bytes]:
    return answer(ROOMS)


@post("/rooms", access=SIGNED_IN, status=200, tags=["realtime"])
async def rooms() -> Response[bytes]:
    return answer(ROOMS)
