"""The one place where everything is put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from multiplane.database.session import Database
from multiplane.routes import ROUTES
from multiplane.settings import Settings, load_settings
from multiplane.web.authentication import authorize, provide_session, provide_user
from multiplane.web.errors import handle
from multiplane.web.front import ASGIApp, Front
from multiplane.web.openapi import CONFIG


def create_app(settings: Settings | None = None) -> ASGIApp:
    """The product as one ASGI application. Without settings, they are read from the environment."""
    settings = settings or load_settings()
    api = create_api(settings)
    return Front(api, realtime=api, settings=settings)  # type: ignore[arg-type]


def create_api(settings: Settings) -> Litestar:
    """The HTTP API: its routes, guard, dependencies and errors."""
    return Litestar(
        route_handlers=ROUTES,
        guards=[authorize],
        dependencies={
            "session": Provide(provide_session),
            "user": Provide(provide_user),
        },
        exception_handlers={Exception: handle},
        lifespan=[running],
        state=State({"settings": settings}),
        openapi_config=CONFIG,
        request_max_body_size=None,
        debug=False,
    )


@asynccontextmanager
async def running(api: Litestar) -> AsyncIterator[None]:
    """What lives as long as the server: the database pool."""
    settings: Settings = api.state.settings
    dsn = settings.database_dsn
    if dsn is None:
        raise RuntimeError("no database is configured: `multiplane serve` starts the embedded one first")
    api.state.database = await Database.connect(dsn, size=settings.db_pool_size + settings.db_max_overflow)
    try:
        yield
    finally:
        await api.state.database.close()
