"""The time spent on a task (04-tasks 4.11)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.timesheets import service
from multiplane.timesheets.schemas import Duration
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import answer, created
from multiplane.web.routing import SIGNED_IN, delete, get, post

OF_TASK = "/actions/tasks/{task_id:str}/time-spents"
OF_DAY = OF_TASK + "/{date:str}/persons/{person_id:str}"


@post(OF_DAY, access=SIGNED_IN, body=Duration)
async def set_time_spent(
    request: AnyRequest, session: Session, task_id: str, date: str, person_id: str
) -> Response[Any]:
    """Set the minutes of a person's day on a task."""
    body = await read_body(request, Duration)
    return created(await service.write(session, task_id, date, person_id, body.duration, adds=False))


@post(OF_DAY + "/add", access=SIGNED_IN, body=Duration)
async def add_time_spent(
    request: AnyRequest, session: Session, task_id: str, date: str, person_id: str
) -> Response[Any]:
    """Add minutes to a person's day on a task."""
    body = await read_body(request, Duration)
    return created(await service.write(session, task_id, date, person_id, body.duration, adds=True))


@delete(OF_DAY, access=SIGNED_IN, status=201)
async def delete_time_spent(session: Session, task_id: str, date: str, person_id: str) -> Response[Any]:
    """Remove a person's day on a task."""
    return created(await service.remove(session, task_id, date, person_id))


@get(OF_TASK, access=SIGNED_IN)
async def get_task_time_spents(session: Session, task_id: str) -> Response[Any]:
    """The time spent on a task, by person."""
    return answer(await service.of_task(session, task_id))


@get(OF_TASK + "/{date:str}", access=SIGNED_IN)
async def get_task_time_spents_of_day(session: Session, task_id: str, date: str) -> Response[Any]:
    """The time spent on a task on one day, by person."""
    return answer(await service.of_task(session, task_id, date))
