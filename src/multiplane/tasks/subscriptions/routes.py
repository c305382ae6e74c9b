"""Following tasks (04-tasks 4.9)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.tasks.schemas import TaskSelection
from multiplane.tasks.subscriptions import service
from multiplane.tasks.subscriptions.schemas import Unsubscription
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import ADMIN, PERSON, delete, get, post

ACTION = "/actions/user/sequences/{sequence_id:str}/task-types/{task_type_id:str}"


@get("/data/user/tasks/{task_id:str}/subscribed", access=PERSON)
async def is_subscribed(session: Session, task_id: str) -> Response[Any]:
    """Whether the caller follows a task."""
    return answer(await service.is_subscribed(session, task_id))


@post("/actions/user/tasks/{task_id:str}/subscribe", access=PERSON)
async def subscribe(session: Session, task_id: str) -> Response[Any]:
    """Follow a task."""
    return created((await service.subscribe(session, [task_id]))[0])


@delete("/actions/user/tasks/{task_id:str}/unsubscribe", access=PERSON)
async def unsubscribe(session: Session, task_id: str) -> Response[None]:
    """Stop following a task."""
    await service.unsubscribe(session, [task_id])
    return deleted()


@post("/actions/user/tasks/subscribe", access=PERSON, body=TaskSelection)
async def subscribe_to_tasks(request: AnyRequest, session: Session) -> Response[Any]:
    """Follow tasks."""
    body = await read_body(request, TaskSelection)
    return created(await service.subscribe(session, body.task_ids))


@post("/actions/user/tasks/unsubscribe", access=PERSON, status=200, body=Unsubscription)
async def unsubscribe_from_tasks(request: AnyRequest, session: Session) -> Response[Any]:
    """Stop following tasks; the ids sent."""
    body = await read_body(request, Unsubscription)
    await service.unsubscribe(session, body.task_ids)
    return answer(body.task_ids)


@get(
    [
        "/data/user/sequences/{sequence_id:str}/task-types/{task_type_id:str}/subscribed",
        "/data/user/entities/{sequence_id:str}/task-types/{task_type_id:str}/subscribed",
    ],
    access=PERSON,
)
async def is_subscribed_to_type(session: Session, sequence_id: str, task_type_id: str) -> Response[Any]:
    """Whether the caller follows a task type of a sequence."""
    return answer(await service.is_subscribed_to_type(session, sequence_id, task_type_id))


@post(ACTION + "/subscribe", access=PERSON)
async def subscribe_to_type(session: Session, sequence_id: str, task_type_id: str) -> Response[Any]:
    """Follow a task type of a sequence."""
    return created(await service.subscribe_to_type(session, sequence_id, task_type_id))


@delete(ACTION + "/unsubscribe", access=PERSON)
async def unsubscribe_from_type(session: Session, sequence_id: str, task_type_id: str) -> Response[None]:
    """Stop following a task type of a sequence."""
    await service.unsubscribe_from_type(session, sequence_id, task_type_id)
    return deleted()


@get("/data/projects/{project_id:str}/subscriptions", access=ADMIN)
async def get_project_subscriptions(session: Session, project_id: str) -> Response[Any]:
    """The subscriptions to the tasks of a project."""
    return answer(await service.of_project(session, project_id))
