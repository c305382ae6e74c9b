"""Routes of shots (03-entities 4.1, 4.5)."""

from typing import Any

from litestar import Response

from multiplane.access.projects import managed_project
from multiplane.database.session import Session
from multiplane.entities import criteria
from multiplane.entities.boards.fields import SHOTS
from multiplane.entities.boards.scope import FORMS, QUERY
from multiplane.entities.boards.service import answer_board, full_entity
from multiplane.entities.shots import service
from multiplane.entities.shots.schemas import NewShot, ShotChanges
from multiplane.ids import explicit_id
from multiplane.web import query
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.parameters import ID
from multiplane.web.responses import answer, created, raw_json
from multiplane.web.routing import SIGNED_IN, get, post, put

TAGS = ["shots"]


@get(
    ["/data/shots", "/data/shots/all"], access=SIGNED_IN, tags=TAGS, query={**criteria.ENTITY_QUERY, "sequence_id": ID}
)
async def list_shots(request: AnyRequest, session: Session) -> Response[bytes]:
    project_id, sequence_id = (criteria.identifier(request, name) for name in ("project_id", "sequence_id"))
    where = criteria.of_entities(request, session.user)
    return answer(await service.list_shots(session, where, project_id, sequence_id))


@get("/data/shots/with-tasks", access=SIGNED_IN, tags=TAGS, query={**QUERY, **FORMS})
async def list_shots_with_tasks(request: AnyRequest) -> Response[Any]:
    return await answer_board(SHOTS, request)


@get("/data/shots/{shot_id:str}", access=SIGNED_IN, tags=TAGS)
async def get_shot(session: Session, shot_id: str) -> Response[bytes]:
    return raw_json(await full_entity(session, SHOTS, shot_id))


@put("/data/shots/{shot_id:str}", access=SIGNED_IN, tags=TAGS, body=ShotChanges)
async def update_shot(request: AnyRequest, session: Session, shot_id: str) -> Response[bytes]:
    shot = await service.manageable_shot(session, shot_id)
    return answer(await service.update_shot(session, shot, await read_body(request, ShotChanges)))


@get("/data/shots/{shot_id:str}/assets", access=SIGNED_IN, tags=TAGS)
async def list_assets_cast_in_shot(session: Session, shot_id: str) -> Response[bytes]:
    return answer(await service.assets_cast_in_shot(session, shot_id))


@get("/data/projects/{project_id:str}/shots", access=SIGNED_IN, tags=TAGS)
async def list_shots_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.shots_of_project(session, project_id))


@post("/data/projects/{project_id:str}/shots", access=SIGNED_IN, tags=TAGS, body=NewShot)
async def create_shot(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = await managed_project(session, project_id)
    return created(await service.create_shot(session, project_id, await read_body(request, NewShot)))


@post(
    "/actions/projects/{project_id:str}/task-types/{task_type_id:str}/set-shot-nb-frames",
    access=SIGNED_IN,
    tags=TAGS,
    status=200,
    query={"episode_id": ID},
)
async def set_shot_nb_frames(
    request: AnyRequest, session: Session, project_id: str, task_type_id: str
) -> Response[bytes]:
    for path_id in (project_id, task_type_id):
        explicit_id(path_id, "Invalid project or task type id")
    episode_id = query.text(request, "episode_id") or None
    if episode_id is not None:
        episode_id = explicit_id(episode_id, "Invalid episode id")
    project_id = await managed_project(session, project_id)
    return answer(await service.set_frames_from_previews(session, project_id, task_type_id, episode_id))
