"""Large answers that many ask for and that seldom change."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import MediaType, Response

from multiplane.access.user import CurrentUser
from multiplane.database.session import Database, Session
from multiplane.web.body import AnyRequest
from multiplane.web.compression import accepts_gzip, gzipped
from multiplane.web.responses import json_bytes


async def kept_answer(request: AnyRequest, name: str, make: Callable[[Session], Awaitable[Any]]) -> Response[bytes]:
    """The JSON of what `make` reads for the caller; made and compressed once for each state of the database."""
    database: Database = request.app.state.database
    user: CurrentUser = request.scope["user"]

    async def plain() -> bytes:
        async with database.reading(user) as session:
            return json_bytes(await make(session))

    async def compressed() -> bytes:
        return await gzipped(await database.kept.get(user.state, (name, user.id), plain))

    if not accepts_gzip(request.headers.get("accept-encoding", "")):
        return Response(await database.kept.get(user.state, (name, user.id), plain), media_type=MediaType.JSON)
    body = await database.kept.get(user.state, (name, user.id, "gzip"), compressed)
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, media_type=MediaType.JSON, headers=headers)
