"""The one place where everything is put together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import socketio
from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from multiplane.background import JOBS
from multiplane.database.session import Database
from multiplane.jobs.registry import JobContext
from multiplane.jobs.worker import working
from multiplane.media.ffmpeg import encoders_stop_after
from multiplane.previews.claims import Claims
from multiplane.realtime.feed import Feed
from multiplane.realtime.relay import Relay
from multiplane.realtime.rooms import ReviewRooms
from multiplane.realtime.sockets import Sockets
from multiplane.routes import ROUTES
from multiplane.settings import Settings, ensure_secret_key, load_settings
from multiplane.storage import open_storage
from multiplane.web.authentication import authorize, provide_session, provide_user
from multiplane.web.errors import handle
from multiplane.web.front import ASGIApp, Front, Receive, Scope, Send
from multiplane.web.openapi import CONFIG
from multiplane.web.ui import WebInterface


def create_app(settings: Settings | None = None) -> ASGIApp:
    """The product as one ASGI application. Without settings, they are read from the environment."""
    settings = ensure_secret_key(settings or load_settings())
    return front(create_api(settings), settings)


def front(api: Litestar, settings: Settings) -> ASGIApp:
    """The API behind its outermost layer, beside the live stream and the web UI."""
    return Front(
        api,  # type: ignore[arg-type]
        realtime=Realtime(api),
        settings=settings,
        methods={route.path_format: ", ".join(sorted(route.methods)) for route in api.routes},
        ui=WebInterface(settings.ui) if settings.ui else None,
    )


def create_api(settings: Settings) -> Litestar:
    """The HTTP API: its routes, guard, dependencies and errors."""
    return Litestar(
        route_handlers=ROUTES,
        guards=[authorize],
        dependencies={"session": Provide(provide_session), "user": Provide(provide_user)},
        exception_handlers={Exception: handle},
        lifespan=[running],
        state=State({"settings": settings}),
        openapi_config=CONFIG,
        request_max_body_size=None,
        debug=False,
    )


def create_live_stream(settings: Settings | None = None) -> ASGIApp:
    """The live stream alone, for several workers that relay to it."""
    return LiveStream(ensure_secret_key(settings or load_settings()))


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


class Realtime:
    """Socket.IO, once the server runs."""

    def __init__(self, api: Litestar) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._api.state.socket_app(scope, receive, send)


@asynccontextmanager
async def running(api: Litestar) -> AsyncIterator[None]:
    """What lives as long as the server: the database pool, the files, the live stream, the background jobs."""
    settings: Settings = api.state.settings
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(connected(settings))
        api.state.database = database
        api.state.storage = open_storage(settings)
        api.state.preview_claims = Claims(database)
        api.state.socket_app = await stack.enter_async_context(live_stream(database, settings))
        await stack.enter_async_context(working(JobContext(database, settings), JOBS, dsn_of(settings)))
        stack.enter_context(encoders_stop_after())
        yield


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Database]:
    """The pool of database connections."""
    size = settings.db_pool_size + settings.db_max_overflow
    database = await Database.connect(dsn_of(settings), size=size, settings=settings)
    try:
        yield database
    finally:
        await database.close()


def dsn_of(settings: Settings) -> str:
    """The address of the database; `multiplane serve` fills it in when it runs its own."""
    if settings.database_dsn is None:
        raise RuntimeError("no database is configured: `multiplane serve` starts the embedded one first")
    return settings.database_dsn


@asynccontextmanager
async def live_stream(database: Database, settings: Settings) -> AsyncIterator[ASGIApp]:
    """Socket.IO: here, or relayed to the process that speaks it for several workers."""
    if settings.realtime_socket is not None:
        relay = Relay(settings.realtime_socket)
        try:
            yield relay
        finally:
            await relay.close()
        return
    sockets = Sockets(database, settings.signing_key)
    ReviewRooms(sockets)
    feed = Feed(dsn_of(settings), sockets.fan_out, sockets.close_sessions)
    async with background(feed.run(), sockets.keep_checking()):
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
