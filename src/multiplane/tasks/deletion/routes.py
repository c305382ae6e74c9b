"""Removal of many tasks (04-tasks 4.3)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.tasks.deletion import service
from multiplane.web.body import AnyRequest, read_ids
from multiplane.web.parameters import IDS
from multiplane.web.responses import answer, deleted
from multiplane.web.routing import ADMIN, SIGNED_IN, delete, post


@delete("/actions/projects/{project_id:str}/task-types/{task_type_id:str}/delete-tasks", access=ADMIN)
async def delete_tasks_of_type(session: Session, project_id: str, task_type_id: str) -> Response[None]:
    """Remove every task of a type in a project."""
    await service.remove_of_type(session, project_id, task_type_id)
    return deleted()


@post("/actions/projects/{project_id:str}/delete-tasks", access=SIGNED_IN, status=200, body_schema=IDS)
async def delete_tasks(request: AnyRequest, session: Session, project_id: str) -> Response[Any]:
    """Remove some tasks of a project; the ids sent, whatever became of them."""
    task_ids = await read_ids(request)
    await service.remove_of_project(session, project_id, task_ids)
    return answer(task_ids)
