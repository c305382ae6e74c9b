"""The to-do lists of people (04-tasks 4.2)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.tasks.todos import service
from multiplane.web.responses import answer
from multiplane.web.routing import PERSON, SIGNED_IN, get


@get("/data/user/tasks", access=PERSON)
async def get_my_tasks(session: Session) -> Response[Any]:
    """The caller's tasks to do."""
    return answer(await service.my_tasks(session, done=False))


@get("/data/user/done-tasks", access=PERSON)
async def get_my_done_tasks(session: Session) -> Response[Any]:
    """The caller's tasks that are done."""
    return answer(await service.my_tasks(session, done=True))


@get("/data/persons/{person_id:str}/tasks", access=SIGNED_IN)
async def get_person_tasks(session: Session, person_id: str) -> Response[Any]:
    """A person's tasks to do."""
    return answer(await service.tasks_of(session, person_id, done=False))


@get("/data/persons/{person_id:str}/done-tasks", access=SIGNED_IN)
async def get_person_done_tasks(session: Session, person_id: str) -> Response[Any]:
    """A person's tasks that are done."""
    return answer(await service.tasks_of(session, person_id, done=True))


@get("/data/persons/{person_id:str}/related-tasks/{task_type_id:str}", access=SIGNED_IN)
async def get_related_tasks(session: Session, person_id: str, task_type_id: str) -> Response[Any]:
    """The tasks of a type on the entities a person works on."""
    return answer(await service.related_tasks(session, person_id, task_type_id))


@get("/data/user/assets/{asset_id:str}/tasks", access=PERSON)
async def get_my_asset_tasks(session: Session, asset_id: str) -> Response[Any]:
    """The caller's tasks on an asset."""
    return answer(await service.my_tasks_on(session, asset_id, "Asset"))


@get("/data/user/shots/{shot_id:str}/tasks", access=PERSON)
async def get_my_shot_tasks(session: Session, shot_id: str) -> Response[Any]:
    """The caller's tasks on a shot."""
    return answer(await service.my_tasks_on(session, shot_id, "Shot"))


@get("/data/user/scenes/{scene_id:str}/tasks", access=PERSON)
async def get_my_scene_tasks(session: Session, scene_id: str) -> Response[Any]:
    """The caller's tasks on a scene."""
    return answer(await service.my_tasks_on(session, scene_id, "Scene"))


@get("/data/user/sequences/{sequence_id:str}/tasks", access=PERSON)
async def get_my_sequence_tasks(session: Session, sequence_id: str) -> Response[Any]:
    """The caller's tasks on a sequence."""
    return answer(await service.my_tasks_on(session, sequence_id, "Sequence"))


@get("/data/user/assets/{asset_id:str}/task-types", access=PERSON)
async def get_my_asset_task_types(session: Session, asset_id: str) -> Response[Any]:
    """The types of the caller's tasks on an asset."""
    return answer(await service.my_task_types_on(session, asset_id, "Asset"))


@get("/data/user/shots/{shot_id:str}/task-types", access=PERSON)
async def get_my_shot_task_types(session: Session, shot_id: str) -> Response[Any]:
    """The types of the caller's tasks on a shot."""
    return answer(await service.my_task_types_on(session, shot_id, "Shot"))


@get("/data/user/scenes/{scene_id:str}/task-types", access=PERSON)
async def get_my_scene_task_types(session: Session, scene_id: str) -> Response[Any]:
    """The types of the caller's tasks on a scene."""
    return answer(await service.my_task_types_on(session, scene_id, "Scene"))


@get("/data/user/sequences/{sequence_id:str}/task-types", access=PERSON)
async def get_my_sequence_task_types(session: Session, sequence_id: str) -> Response[Any]:
    """The types of the caller's tasks on a sequence."""
    return answer(await service.my_task_types_on(session, sequence_id, "Sequence"))
