"""Every route of the API, at once."""

from types import ModuleType

from litestar.handlers import HTTPRouteHandler

from multiplane.auth import routes as auth
from multiplane.entities.asset_types import routes as asset_types
from multiplane.entities.assets import routes as assets
from multiplane.entities.episodes import routes as episodes
from multiplane.entities.sequences import routes as sequences
from multiplane.entities.shots import routes as shots
from multiplane.realtime import routes as realtime
from multiplane.resources import RESOURCES
from multiplane.status import routes as status
from multiplane.web.crud.routes import handlers

MODULES: tuple[ModuleType, ...] = (
    asset_types,
    assets,
    auth,
    episodes,
    realtime,
    sequences,
    shots,
    status,
)


def routes_of(module: ModuleType) -> list[HTTPRouteHandler]:
    """The route handlers a module defines."""
    return [value for value in vars(module).values() if isinstance(value, HTTPRouteHandler)]


ROUTES: list[HTTPRouteHandler] = [
    *(route for module in MODULES for route in routes_of(module)),
    *(route for resource in RESOURCES for route in handlers(resource)),
]
