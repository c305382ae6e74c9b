"""Every route of the API, at once."""

from types import ModuleType

from litestar.handlers import HTTPRouteHandler

from multiplane.attachments import routes as attachments
from multiplane.auth import routes as auth
from multiplane.chats import routes as chats
from multiplane.comments import routes as comments
from multiplane.entities.asset_types import routes as asset_types
from multiplane.entities.assets import routes as assets
from multiplane.entities.episodes import routes as episodes
from multiplane.entities.sequences import routes as sequences
from multiplane.entities.shots import routes as shots
from multiplane.events import routes as events
from multiplane.news import routes as news
from multiplane.notifications import routes as notifications
from multiplane.projects import routes as projects
from multiplane.projects.context import routes as context
from multiplane.projects.descriptors import routes as descriptors
from multiplane.projects.links import routes as project_links
from multiplane.projects.team import routes as team
from multiplane.quotas import routes as quotas
from multiplane.realtime import routes as realtime
from multiplane.resources import RESOURCES
from multiplane.status import routes as status
from multiplane.web.crud.routes import handlers

MODULES: tuple[ModuleType, ...] = (
    asset_types,
    assets,
    attachments,
    auth,
    chats,
    comments,
    context,
    descriptors,
    episodes,
    events,
    news,
    notifications,
    project_links,
    projects,
    quotas,
    realtime,
    sequences,
    shots,
    status,
    team,
)


def routes_of(module: ModuleType) -> list[HTTPRouteHandler]:
    """The route handlers a module defines."""
    return [value for value in vars(module).values() if isinstance(value, HTTPRouteHandler)]


ROUTES: list[HTTPRouteHandler] = [
    *(route for module in MODULES for route in routes_of(module)),
    *(route for resource in RESOURCES for route in handlers(resource)),
]
