"""Every route of the API, at once."""

from types import ModuleType

from litestar.handlers import HTTPRouteHandler

from multiplane.attachments import routes as attachments
from multiplane.auth import routes as auth
from multiplane.casting import routes as casting
from multiplane.casting.instances import routes as asset_instances
from multiplane.casting.links import routes as entity_links
from multiplane.casting.reading import routes as castings
from multiplane.chats import routes as chats
from multiplane.comments import routes as comments
from multiplane.entities.routes import ENTITY_MODULES
from multiplane.events import routes as events
from multiplane.news import routes as news
from multiplane.notifications import routes as notifications
from multiplane.playlists import routes as playlists
from multiplane.previews import routes as previews
from multiplane.previews.avatars import routes as avatars
from multiplane.previews.backgrounds import routes as preview_backgrounds
from multiplane.previews.downloads import routes as preview_downloads
from multiplane.previews.extraction import routes as preview_extraction
from multiplane.projects import routes as projects
from multiplane.projects.context import routes as context
from multiplane.projects.descriptors import routes as descriptors
from multiplane.projects.links import routes as project_links
from multiplane.projects.team import routes as team
from multiplane.quotas import routes as quotas
from multiplane.realtime import routes as realtime
from multiplane.resources import RESOURCES
from multiplane.status import routes as status
from multiplane.tasks.assignment import routes as assignment
from multiplane.tasks.checks import routes as checks
from multiplane.tasks.creation import routes as task_creation
from multiplane.tasks.deletion import routes as task_deletion
from multiplane.tasks.open_tasks import routes as open_tasks
from multiplane.tasks.planning import routes as planning
from multiplane.tasks.reading import routes as task_reading
from multiplane.tasks.subscriptions import routes as subscriptions
from multiplane.tasks.todos import routes as todos
from multiplane.tasks.types import routes as task_types
from multiplane.timesheets import routes as timesheets
from multiplane.timesheets.persons import routes as person_timesheets
from multiplane.timesheets.productions import routes as production_timesheets
from multiplane.web.crud.routes import handlers

MODULES: tuple[ModuleType, ...] = (
    *ENTITY_MODULES,
    asset_instances,
    assignment,
    attachments,
    auth,
    avatars,
    casting,
    castings,
    chats,
    checks,
    comments,
    context,
    descriptors,
    entity_links,
    events,
    news,
    notifications,
    open_tasks,
    person_timesheets,
    planning,
    playlists,
    preview_backgrounds,
    preview_downloads,
    preview_extraction,
    previews,
    production_timesheets,
    project_links,
    projects,
    quotas,
    realtime,
    status,
    subscriptions,
    task_creation,
    task_deletion,
    task_reading,
    task_types,
    team,
    timesheets,
    todos,
)


def routes_of(module: ModuleType) -> list[HTTPRouteHandler]:
    """The route handlers a module defines."""
    return [value for value in vars(module).values() if isinstance(value, HTTPRouteHandler)]


ROUTES: list[HTTPRouteHandler] = [
    *(route for module in MODULES for route in routes_of(module)),
    *(route for resource in RESOURCES for route in handlers(resource)),
]
