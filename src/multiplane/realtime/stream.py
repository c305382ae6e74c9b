"""The live stream as an application: inside the server, or in a process of its own when several workers share it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import socketio

from multiplane.database.opening import connected, dsn_of
from multiplane.database.session import Database
from multiplane.realtime.feed import Feed
from multiplane.realtime.relay import Relay
from multiplane.realtime.rooms import ReviewRooms
from multiplane.realtime.sockets import Sockets
from multiplane.settings import Settings, ensure_secret_key
from multiplane.web.front import ASGIApp, Receive, Scope, Send


def create_live_stream(settings: Settings) -> ASGIApp:
    """The live stream alone, for several workers that relay to it."""
    return LiveStream(ensure_secret_key(settings))


class LiveStream:
    """Socket.IO as an ASGI application with a life of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        own = self._settings.model_copy(update={"realtime_socket": None})
        async with connected(own) as database, live_stream(database, own) as self._app:
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


@asynccontextmanager
async def live_stream(database: Database, settings: Settings) -> AsyncIterator[ASGIApp]:
    """Socket.IO: here, or relayed to the process that speaks it for several workers.

    It is open once it listens: a client that connects misses nothing that happens later.
    """
    if settings.realtime_socket is not None:
        relay = Relay(settings.realtime_socket)
        try:
            yield relay
        finally:
            await relay.close()
        return
    sockets = Sockets(database, settings.signing_key, settings.domain_name)
    ReviewRooms(sockets)
    feed = Feed(dsn_of(settings), sockets.fan_out, sockets.close_sessions)
    async with background(feed.run(), sockets.keep_checking()):
        await feed.listening.wait()
        yield socketio.ASGIApp(sockets.server)


@asynccontextmanager
async def background(*coroutines: Any) -> AsyncIterator[None]:
    """Tasks that run beside the block and end with it."""
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
