"""Routes of the task lists of one entity (03-entities 3 to 5)."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.entities.tasks import queries, service
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.parameters import RELATIONS
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get

TAGS = ["tasks of entities"]


@get("/data/assets/{asset_id:str}/tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_tasks_of_asset(request: AnyRequest, session: Session, asset_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    return answer(await service.tasks_of(session, asset_id, "Asset", relations=relations))


@get("/data/assets/{asset_id:str}/task-types", access=SIGNED_IN, tags=TAGS)
async def list_task_types_of_asset(session: Session, asset_id: str) -> Response[bytes]:
    return answer(await service.task_types(session, asset_id, "Asset"))


@get("/data/shots/{shot_id:str}/tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_tasks_of_shot(request: AnyRequest, session: Session, shot_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    return answer(await service.tasks_of(session, shot_id, "Shot", relations=relations))


@get("/data/shots/{shot_id:str}/task-types", access=SIGNED_IN, tags=TAGS)
async def list_task_types_of_shot(session: Session, shot_id: str) -> Response[bytes]:
    return answer(await service.task_types(session, shot_id, "Shot"))


@get("/data/scenes/{scene_id:str}/tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_tasks_of_scene(request: AnyRequest, session: Session, scene_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    return answer(await service.tasks_of(session, scene_id, "Scene", relations=relations))


@get("/data/scenes/{scene_id:str}/task-types", access=SIGNED_IN, tags=TAGS)
async def list_task_types_of_scene(session: Session, scene_id: str) -> Response[bytes]:
    return answer(await service.task_types(session, scene_id, "Scene"))


@get("/data/edits/{edit_id:str}/tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_tasks_of_edit(request: AnyRequest, session: Session, edit_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    return answer(await service.tasks_of(session, edit_id, "Edit", relations=relations))


@get("/data/edits/{edit_id:str}/task-types", access=SIGNED_IN, tags=TAGS)
async def list_task_types_of_edit(session: Session, edit_id: str) -> Response[bytes]:
    return answer(await service.task_types(session, edit_id, "Edit"))


@get("/data/concepts/{concept_id:str}/tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_tasks_of_concept(request: AnyRequest, session: Session, concept_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    return answer(await service.tasks_of(session, concept_id, "Concept", relations=relations))


@get("/data/concepts/{concept_id:str}/task-types", access=SIGNED_IN, tags=TAGS)
async def list_task_types_of_concept(session: Session, concept_id: str) -> Response[bytes]:
    return answer(await service.task_types(session, concept_id, "Concept"))


@get("/data/sequences/{sequence_id:str}/tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_tasks_of_sequence(request: AnyRequest, session: Session, sequence_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    return answer(await service.tasks_of(session, sequence_id, "Sequence", relations=relations))


@get("/data/sequences/{sequence_id:str}/task-types", access=SIGNED_IN, tags=TAGS)
async def list_task_types_of_sequence(session: Session, sequence_id: str) -> Response[bytes]:
    return answer(await service.task_types(session, sequence_id, "Sequence", queries.below_sequence))


@get("/data/episodes/{episode_id:str}/tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_tasks_of_episode(request: AnyRequest, session: Session, episode_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    return answer(await service.tasks_of(session, episode_id, "Episode", relations=relations))


@get("/data/episodes/{episode_id:str}/task-types", access=SIGNED_IN, tags=TAGS)
async def list_task_types_of_episode(session: Session, episode_id: str) -> Response[bytes]:
    return answer(await service.task_types(session, episode_id, "Episode", queries.below_episode))


@get("/data/sequences/{sequence_id:str}/shot-tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_shot_tasks_of_sequence(request: AnyRequest, session: Session, sequence_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    tasks = await service.tasks_below(session, sequence_id, "Sequence", queries.below_sequence, relations=relations)
    return answer(tasks)


@get("/data/episodes/{episode_id:str}/shot-tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_shot_tasks_of_episode(request: AnyRequest, session: Session, episode_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    tasks = await service.tasks_below(session, episode_id, "Episode", queries.below_episode, relations=relations)
    return answer(tasks)


@get("/data/episodes/{episode_id:str}/asset-tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_asset_tasks_of_episode(request: AnyRequest, session: Session, episode_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    tasks = await service.tasks_below(session, episode_id, "Episode", queries.of_assets_of_episode, relations=relations)
    return answer(tasks)


@get("/data/episodes/{episode_id:str}/edit-tasks", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_edit_tasks_of_episode(request: AnyRequest, session: Session, episode_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    tasks = await service.tasks_below(session, episode_id, "Episode", queries.of_edits_of_episode, relations=relations)
    return answer(tasks)
