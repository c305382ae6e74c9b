"""Reads of tasks (04-tasks 4.2)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.tasks.reading import service
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.crud.pages import Page
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get

PAGE = {"page": {"type": "integer"}}
FILTER = {"type": "string", "format": "uuid"}


@get("/data/tasks/{task_id:str}/full", access=SIGNED_IN)
async def get_full_task(session: Session, task_id: str) -> Response[Any]:
    """A task with its entity, project, people and what else surrounds it."""
    return answer(await service.full_task(session, task_id))


@get("/data/entities/{entity_id:str}/task-types/{task_type_id:str}/tasks", access=SIGNED_IN)
async def get_entity_tasks_of_type(session: Session, entity_id: str, task_type_id: str) -> Response[Any]:
    """The tasks of a type on an entity."""
    return answer(await service.tasks_of_type(session, entity_id, task_type_id))


@get(
    "/data/projects/{project_id:str}/tasks",
    access=SIGNED_IN,
    query={**PAGE, "task_type_id": FILTER, "episode_id": FILTER},
)
async def get_project_tasks(request: AnyRequest, session: Session, project_id: str) -> Response[Any]:
    """The tasks of a project; 304 while nothing changed."""
    project_id = await service.readable(session, project_id)
    page = query.integer(request, "page", -1)
    filters = {name: _identifier(request, name) for name in ("task_type_id", "episode_id")}
    tag = await service.validator(session, project_id)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)
    wanted = Page(page, request.app.state.settings.nb_records_per_page) if page > 0 else None
    found = await service.tasks_of_project(
        session, project_id, wanted, task_type_id=filters["task_type_id"], episode_id=filters["episode_id"]
    )
    return answer(found, headers=headers)


def _identifier(request: AnyRequest, name: str) -> str | None:
    """An id of the query string; an empty one is none, a malformed one a 400."""
    value = query.text(request, name)
    return query.identifier(request, name, f"Invalid UUID format for {name}: {value}") if value else None
