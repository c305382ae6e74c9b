"""The pool of open tasks (04-tasks 4.2)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.tasks.open_tasks import service
from multiplane.tasks.open_tasks.filters import integer, read_filters
from multiplane.web.body import AnyRequest
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get

ID = {"type": "string", "format": "uuid"}
FILTERS: dict[str, Any] = {
    **dict.fromkeys(("project_id", "task_type_id", "task_status_id", "studio_id", "department_id"), ID),
    "person_id": {"type": "string"},
    "start_date": {"type": "string", "format": "date"},
    "due_date": {"type": "string", "format": "date"},
    "priority": {"type": "integer"},
}
PAGE: dict[str, Any] = {"page": {"type": "integer"}, "limit": {"type": "integer", "default": 100}}


@get("/data/tasks/open-tasks", access=SIGNED_IN, query={**FILTERS, **PAGE, "group_by": {"type": "string"}})
async def get_open_tasks(request: AnyRequest, session: Session) -> Response[Any]:
    """A page of the tasks of open projects, with statistics."""
    filters, page, limit = read_filters(request), integer(request, "page"), integer(request, "limit")
    return answer(await service.page_of_pool(session, filters, page, 100 if limit is None else limit))


@get("/data/tasks/open-tasks/stats", access=SIGNED_IN)
async def get_open_task_stats(session: Session) -> Response[Any]:
    """Statistics of the tasks of open projects, by project."""
    return answer(await service.statistics_by_project(session))


@get("/data/tasks/open-tasks/burndown", access=SIGNED_IN, query=FILTERS)
async def get_burndown(request: AnyRequest, session: Session) -> Response[Any]:
    """What was done when, against what was planned."""
    return answer(await service.burndown(session, read_filters(request)))
