"""The one place where everything is put together."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from multiplane.background import JOBS
from multiplane.database.opening import connected, dsn_of
from multiplane.jobs.registry import JobContext
from multiplane.jobs.worker import working
from multiplane.media.ffmpeg import encoders_stop_after
from multiplane.previews.claims import Claims
from multiplane.realtime.stream import live_stream
from multiplane.routes import ROUTES
from multiplane.settings import Settings, ensure_secret_key, load_settings
from multiplane.storage import open_storage
from multiplane.web.authentication import authorize, provide_session, provide_user
from multiplane.web.errors import handle
from multiplane.web.front import ASGIApp, Front, Receive, Scope, Send
from multiplane.web.openapi import CONFIG
from multiplane.web.routing import allow
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
        methods={route.path_format: allow(route.methods) for route in api.routes},
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
        logging_config=None,  # the program's own stays in force
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
