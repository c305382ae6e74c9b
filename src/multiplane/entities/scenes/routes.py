"""Routes of scenes (03-entities 4.4)."""

from typing import Any

from litestar import Response

from multiplane.access.projects import managed_project
from multiplane.database.session import Session
from multiplane.entities import criteria
from multiplane.entities.boards.fields import SCENES
from multiplane.entities.boards.scope import QUERY
from multiplane.entities.boards.service import answer_board
from multiplane.entities.scenes import service
from multiplane.entities.scenes.schemas import NewScene, ShotOfScene
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import SIGNED_IN, delete, get, post

TAGS = ["scenes"]


@get("/data/scenes/all", access=SIGNED_IN, tags=TAGS, query=criteria.ENTITY_QUERY)
async def list_scenes(request: AnyRequest, session: Session) -> Response[bytes]:
    project_id = criteria.identifier(request, "project_id")
    where = criteria.of_entities(request, session.user)
    return answer(await service.list_scenes(session, where, project_id))


@get("/data/scenes/with-tasks", access=SIGNED_IN, tags=TAGS, query=QUERY)
async def list_scenes_with_tasks(request: AnyRequest) -> Response[Any]:
    return await answer_board(SCENES, request)


@get("/data/scenes/{scene_id:str}", access=SIGNED_IN, tags=TAGS)
async def get_scene(session: Session, scene_id: str) -> Response[bytes]:
    return answer(await service.get_scene(session, scene_id))


@get("/data/scenes/{scene_id:str}/shots", access=SIGNED_IN, tags=TAGS)
async def list_shots_of_scene(session: Session, scene_id: str) -> Response[bytes]:
    return answer(await service.shots_of_scene(session, scene_id))


@post("/data/scenes/{scene_id:str}/shots", access=SIGNED_IN, tags=TAGS, body=ShotOfScene)
async def add_shot_to_scene(request: AnyRequest, session: Session, scene_id: str) -> Response[bytes]:
    scene = await service.changeable_scene(session, scene_id)
    return created(await service.add_shot(session, scene, (await read_body(request, ShotOfScene)).shot_id))


@delete("/data/scenes/{scene_id:str}/shots/{shot_id:str}", access=SIGNED_IN, tags=TAGS)
async def remove_shot_from_scene(session: Session, scene_id: str, shot_id: str) -> Response[None]:
    await service.remove_shot(session, await service.changeable_scene(session, scene_id), shot_id)
    return deleted()


@get("/data/projects/{project_id:str}/scenes", access=SIGNED_IN, tags=TAGS)
async def list_scenes_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.scenes_of_project(session, project_id))


@post("/data/projects/{project_id:str}/scenes", access=SIGNED_IN, tags=TAGS, body=NewScene)
async def create_scene(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = await managed_project(session, project_id)
    return created(await service.create_scene(session, project_id, await read_body(request, NewScene)))
