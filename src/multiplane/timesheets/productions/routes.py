"""The time spent on productions (04-tasks 4.11)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.timesheets.productions import service
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.responses import answer
from multiplane.web.routing import ADMIN, SIGNED_IN, get

RANGE = {name: {"type": "string", "format": "date"} for name in ("start_date", "end_date")}


@get("/data/entities/{entity_id:str}/time-spents", access=SIGNED_IN)
async def get_entity_time_spents(session: Session, entity_id: str) -> Response[Any]:
    """The time spents on an entity."""
    return answer(await service.of_entity(session, entity_id))


@get("/data/projects/{project_id:str}/time-spents", access=SIGNED_IN)
async def get_project_time_spents(session: Session, project_id: str) -> Response[Any]:
    """The time spents on a project."""
    return answer(await service.of_project(session, project_id))


@get("/data/projects/{project_id:str}/task-types/{task_type_id:str}/time-spents", access=SIGNED_IN, query=RANGE)
async def get_task_type_time_spents(
    request: AnyRequest, session: Session, project_id: str, task_type_id: str
) -> Response[Any]:
    """The time spents on a task type in a project, by person."""
    project_id = await service.managed(session, project_id)
    start, end = query.date(request, "start_date"), query.date(request, "end_date")
    return answer(await service.of_task_type(session, project_id, task_type_id, start and start[:10], end and end[:10]))


@get("/data/projects/{project_id:str}/budgets/time-spents", access=ADMIN)
async def get_budgeted_time_spents(session: Session, project_id: str) -> Response[Any]:
    """Minutes in a project by department, person and month."""
    return answer(await service.budgeted(session, project_id))
