"""When people are busy (04-tasks 4.2)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.tasks.planning import service
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get


@get("/data/persons/task-dates", access=SIGNED_IN, query={"project_id": {"type": "string", "format": "uuid"}})
async def get_task_dates(request: AnyRequest, session: Session) -> Response[Any]:
    """The planned dates of every assignee."""
    text = (query.text(request, "project_id") or "").strip()
    project_id = query.identifier(request, "project_id", "Invalid project_id.") if text else None
    return answer(await service.task_dates(session, project_id))
