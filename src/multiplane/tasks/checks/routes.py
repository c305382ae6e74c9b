"""The tasks to check (04-tasks 4.2)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.tasks.checks import service
from multiplane.tasks.checks.filters import read_filters
from multiplane.tasks.open_tasks.filters import integer
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.responses import answer
from multiplane.web.routing import PERSON, get

ID = {"type": "string", "format": "uuid"}
FILTERS: dict[str, Any] = {
    **dict.fromkeys(("project_id", "task_type_id", "task_status_id", "episode_id"), ID),
    "person_id": {"type": "string"},
    "due_date_since": {"type": "string", "format": "date"},
    "due_date_until": {"type": "string", "format": "date"},
    "order_by": {"type": "string"},
    "page": {"type": "integer"},
    "limit": {"type": "integer", "default": 100},
}


@get("/data/user/tasks-to-check", access=PERSON, query=FILTERS)
async def get_tasks_to_check(request: AnyRequest, session: Session) -> Response[Any]:
    """The tasks that wait for the caller's approval."""
    filters, order_by = read_filters(request), query.text(request, "order_by")
    page, limit = integer(request, "page"), integer(request, "limit")
    if page is None:
        return answer(await service.tasks_to_check(session, filters, order_by))
    return answer(await service.page_to_check(session, filters, order_by, page, 100 if limit is None else limit))


@get("/data/user/tasks-to-check/filter-values", access=PERSON)
async def get_filter_values(session: Session) -> Response[Any]:
    """What the tasks to check may be narrowed by."""
    return answer(await service.filter_values(session))
