"""Every route of the API, at once."""

from types import ModuleType

from litestar.handlers import HTTPRouteHandler

from multiplane.auth import routes as auth
from multiplane.realtime import routes as realtime
from multiplane.resources import RESOURCES
from multiplane.status import routes as status
from multiplane.web.crud.routes import handlers

MODULES: tuple[ModuleType, ...] = (auth, realtime, status)


def routes_of(module: ModuleType) -> list[HTTPRouteHandler]:
    """The route handlers a module defines."""
    return [value for value in vars(module).values() if isinstance(value, HTTPRouteHandler)]


ROUTES: list[HTTPRouteHandler] = [
    *(route for module in MODULES for route in routes_of(module)),
    *(route for resource in RESOURCES for route in handlers(resource)),
]
