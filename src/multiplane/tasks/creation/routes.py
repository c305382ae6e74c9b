"""Creation of tasks (04-tasks 4.3)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.entities import criteria
from multiplane.models import Entity
from multiplane.tasks.creation import service
from multiplane.tasks.creation.schemas import TaskTypeSelection
from multiplane.web import query
from multiplane.web.body import AnyRequest, read_body, read_ids
from multiplane.web.parameters import EPISODE, ID, IDS
from multiplane.web.responses import created
from multiplane.web.routing import SIGNED_IN, post

OF_TYPE = "/actions/projects/{project_id:str}/task-types/{task_type_id:str}"


@post(
    OF_TYPE + "/assets/create-tasks",
    access=SIGNED_IN,
    body_schema=IDS,
    query={**criteria.ENTITY_QUERY, "episode_id": EPISODE},
)
async def create_asset_tasks(
    request: AnyRequest, session: Session, project_id: str, task_type_id: str
) -> Response[Any]:
    """Make a task of a type for some assets, or for all."""
    return await _create(request, session, await service.managed(session, project_id), task_type_id, "Asset")


@post(OF_TYPE + "/shots/create-tasks", access=SIGNED_IN, body_schema=IDS, query=criteria.ENTITY_QUERY)
async def create_shot_tasks(request: AnyRequest, session: Session, project_id: str, task_type_id: str) -> Response[Any]:
    """Make a task of a type for some shots, or for all."""
    return await _create(request, session, await service.managed(session, project_id), task_type_id, "Shot")


@post(OF_TYPE + "/edits/create-tasks", access=SIGNED_IN, body_schema=IDS, query=criteria.ENTITY_QUERY)
async def create_edit_tasks(request: AnyRequest, session: Session, project_id: str, task_type_id: str) -> Response[Any]:
    """Make a task of a type for some edits, or for all."""
    return await _create(request, session, await service.managed(session, project_id), task_type_id, "Edit")


@post(OF_TYPE + "/concepts/create-tasks", access=SIGNED_IN, body_schema=IDS, query=criteria.ENTITY_QUERY)
async def create_concept_tasks(
    request: AnyRequest, session: Session, project_id: str, task_type_id: str
) -> Response[Any]:
    """Make a task of a type for some concepts, or for all."""
    allowed = await service.open_to_concepts(session, project_id)
    return await _create(request, session, allowed, task_type_id, "Concept")


async def _create(
    request: AnyRequest, session: Session, project_id: str, task_type_id: str, kind: str
) -> Response[Any]:
    entity_ids = await read_ids(request, optional=True)
    where = criteria.of_entities(request, session.user) if not entity_ids else []
    if kind == "Asset" and query.text(request, "episode_id") not in (None, "all"):
        where.append(service.of_episode(query.text(request, "episode_id") or ""))
    return created(await service.make_for_kind(session, project_id, task_type_id, kind, entity_ids, where))


@post(
    OF_TYPE + "/create-tasks/{entity_type:str}",
    access=SIGNED_IN,
    body_schema=IDS,
    query={**criteria.ENTITY_QUERY, "episode_id": ID},
)
async def create_tasks(
    request: AnyRequest, session: Session, project_id: str, task_type_id: str, entity_type: str
) -> Response[Any]:
    """Make a task of a type for some entities, or for all of an entity type."""
    project_id = await service.managed(session, project_id)
    entity_ids = await read_ids(request, optional=True)
    where = criteria.of_entities(request, session.user) if not entity_ids else []
    episode_id = criteria.identifier(request, "episode_id")
    if episode_id is not None:
        where.append(Entity.parent_id == episode_id)
    return created(await service.make_for_type(session, project_id, task_type_id, entity_type, entity_ids, where))


@post("/data/entities/{entity_id:str}/tasks", access=SIGNED_IN, body=TaskTypeSelection)
async def create_entity_tasks(request: AnyRequest, session: Session, entity_id: str) -> Response[Any]:
    """Make the tasks of an entity: of some types, or of all that suit it."""
    entity = await service.entity_open_to_tasks(session, entity_id)
    body = await read_body(request, TaskTypeSelection)
    return created(await service.make_for_entity(session, entity, body.task_type_ids))
