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
from multiplane.realtime.feed import Feed
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
    api = create_api(settings)
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


class Realtime:
    """Socket.IO, once the server runs."""

    def __init__(self, api: Litestar) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._api.state.socket_app(scope, receive, send)


@asynccontextmanager
async def running(api: Litestar) -> AsyncIterator[None]:
    """What lives as long as the server: the database pool, the live stream, the background jobs."""
    settings: Settings = api.state.settings
    dsn = settings.database_dsn
    if dsn is None:
        raise RuntimeError("no database is configured: `multiplane serve` starts the embedded one first")
    async with AsyncExitStack() as stack:
        database = await Database.connect(dsn, size=settings.db_pool_size + settings.db_max_overflow)
        stack.push_async_callback(database.close)
        api.state.database = database
        api.state.storage = open_storage(settings)
        await stack.enter_async_context(streaming(api, database, dsn, settings))
        await stack.enter_async_context(working(JobContext(database, settings), JOBS, dsn))
        yield


@asynccontextmanager
async def streaming(api: Litestar, database: Database, dsn: str, settings: Settings) -> AsyncIterator[None]:
    """The live stream of every change."""
    sockets = Sockets(database, settings.signing_key)
    ReviewRooms(sockets)
    api.state.sockets = sockets
    api.state.socket_app = socketio.ASGIApp(sockets.server)
    feed = Feed(dsn, sockets.fan_out, sockets.close_sessions)
    async with background(feed.run(), sockets.keep_checking()):
        yield


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
