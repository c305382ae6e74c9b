"""Routes of sequences (03-entities 4.2)."""

from typing import Any

from litestar import Response

from multiplane.access.projects import managed_project
from multiplane.database.session import Session
from multiplane.entities import criteria
from multiplane.entities.boards.fields import SEQUENCES
from multiplane.entities.boards.scope import QUERY
from multiplane.entities.boards.service import answer_board
from multiplane.entities.sequences import service
from multiplane.entities.sequences.schemas import NewSequence
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.parameters import ID
from multiplane.web.responses import answer, created
from multiplane.web.routing import SIGNED_IN, get, post

TAGS = ["sequences"]


@get("/data/sequences", access=SIGNED_IN, tags=TAGS, query={**criteria.ENTITY_QUERY, "episode_id": ID})
async def list_sequences(request: AnyRequest, session: Session) -> Response[bytes]:
    project_id, episode_id = (criteria.identifier(request, name) for name in ("project_id", "episode_id"))
    where = criteria.of_entities(request, session.user)
    return answer(await service.list_sequences(session, where, project_id, episode_id))


@get("/data/sequences/with-tasks", access=SIGNED_IN, tags=TAGS, query=QUERY)
async def list_sequences_with_tasks(request: AnyRequest) -> Response[Any]:
    return await answer_board(SEQUENCES, request)


@get("/data/sequences/{sequence_id:str}", access=SIGNED_IN, tags=TAGS)
async def get_sequence(session: Session, sequence_id: str) -> Response[bytes]:
    return answer(await service.get_sequence(session, sequence_id))


@get("/data/sequences/{sequence_id:str}/shots", access=SIGNED_IN, tags=TAGS, query=criteria.ENTITY_QUERY)
async def list_shots_of_sequence(request: AnyRequest, session: Session, sequence_id: str) -> Response[bytes]:
    where = criteria.of_entities(request, session.user)
    return answer(await service.shots_of_sequence(session, sequence_id, where))


@get("/data/sequences/{sequence_id:str}/scenes", access=SIGNED_IN, tags=TAGS)
async def list_scenes_of_sequence(session: Session, sequence_id: str) -> Response[bytes]:
    return answer(await service.scenes_of_sequence(session, sequence_id))


@get("/data/projects/{project_id:str}/sequences", access=SIGNED_IN, tags=TAGS)
async def list_sequences_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.sequences_of_project(session, project_id))


@post("/data/projects/{project_id:str}/sequences", access=SIGNED_IN, tags=TAGS, body=NewSequence)
async def create_sequence(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = await managed_project(session, project_id)
    return created(await service.create_sequence(session, project_id, await read_body(request, NewSequence)))
