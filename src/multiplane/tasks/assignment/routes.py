"""Assignments and priorities (04-tasks 4.3)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.tasks.assignment import service
from multiplane.tasks.assignment.schemas import Assignee, PriorityChange, Unassignment
from multiplane.tasks.schemas import TaskSelection
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, put


@put("/actions/tasks/{task_id:str}/assign", access=SIGNED_IN, body=Assignee)
async def assign_task(request: AnyRequest, session: Session, task_id: str) -> Response[Any]:
    """Give a task to a person."""
    body = await read_body(request, Assignee)
    return answer(await service.assign_task(session, task_id, body.person_id))


@put("/actions/persons/{person_id:str}/assign", access=SIGNED_IN, body=TaskSelection)
async def assign_tasks(request: AnyRequest, session: Session, person_id: str) -> Response[Any]:
    """Give tasks to a person; those done."""
    body = await read_body(request, TaskSelection)
    return answer(await service.assign_tasks(session, person_id, body.task_ids))


@put("/actions/tasks/clear-assignation", access=SIGNED_IN, body=Unassignment)
async def clear_assignation(request: AnyRequest, session: Session) -> Response[Any]:
    """Take tasks from a person, or from everybody; the ids of those done."""
    body = await read_body(request, Unassignment)
    return answer(await service.clear_assignation(session, body.task_ids, body.person_id))


@put("/actions/tasks/set-priority", access=SIGNED_IN, body=PriorityChange)
async def set_priority(request: AnyRequest, session: Session) -> Response[Any]:
    """Give tasks a priority; those done."""
    body = await read_body(request, PriorityChange)
    return answer(await service.set_priority(session, body.task_ids, body.priority))
