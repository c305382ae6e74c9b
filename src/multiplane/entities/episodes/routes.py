"""Routes of episodes (03-entities 4.3)."""

from typing import Any

from litestar import Response

from multiplane.access.projects import managed_project
from multiplane.database.session import Session
from multiplane.entities import criteria
from multiplane.entities.boards.fields import EPISODES
from multiplane.entities.boards.scope import QUERY
from multiplane.entities.boards.service import answer_board
from multiplane.entities.episodes import service, statistics
from multiplane.entities.episodes.schemas import NewEpisode
from multiplane.web import query
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.parameters import RELATIONS
from multiplane.web.responses import answer, created
from multiplane.web.routing import SIGNED_IN, get, post

TAGS = ["episodes"]


@get("/data/episodes", access=SIGNED_IN, tags=TAGS, query=criteria.ENTITY_QUERY)
async def list_episodes(request: AnyRequest, session: Session) -> Response[bytes]:
    project_id = criteria.identifier(request, "project_id")
    where = criteria.of_entities(request, session.user)
    return answer(await service.list_episodes(session, where, project_id))


@get("/data/episodes/with-tasks", access=SIGNED_IN, tags=TAGS, query=QUERY)
async def list_episodes_with_tasks(request: AnyRequest) -> Response[Any]:
    return await answer_board(EPISODES, request)


@get("/data/episodes/{episode_id:str}", access=SIGNED_IN, tags=TAGS)
async def get_episode(session: Session, episode_id: str) -> Response[bytes]:
    return answer(await service.get_episode(session, episode_id))


@get("/data/episodes/{episode_id:str}/shots", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_shots_of_episode(request: AnyRequest, session: Session, episode_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    return answer(await service.shots_of_episode(session, episode_id, relations=relations))


@get("/data/episodes/{episode_id:str}/sequences", access=SIGNED_IN, tags=TAGS, query=criteria.ENTITY_QUERY)
async def list_sequences_of_episode(request: AnyRequest, session: Session, episode_id: str) -> Response[bytes]:
    where = criteria.of_entities(request, session.user)
    return answer(await service.sequences_of_episode(session, episode_id, where))


@get("/data/episodes/{episode_id:str}/edits", access=SIGNED_IN, tags=TAGS, query=RELATIONS)
async def list_edits_of_episode(request: AnyRequest, session: Session, episode_id: str) -> Response[bytes]:
    relations = query.flag(request, "relations")
    return answer(await service.edits_of_episode(session, episode_id, relations=relations))


@get("/data/projects/{project_id:str}/episodes", access=SIGNED_IN, tags=TAGS)
async def list_episodes_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.episodes_of_project(session, project_id))


@post("/data/projects/{project_id:str}/episodes", access=SIGNED_IN, tags=TAGS, body=NewEpisode)
async def create_episode(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = await managed_project(session, project_id)
    return created(await service.create_episode(session, project_id, await read_body(request, NewEpisode)))


@get("/data/projects/{project_id:str}/episodes/stats", access=SIGNED_IN, tags=TAGS)
async def get_episode_statistics(session: Session, project_id: str) -> Response[bytes]:
    return answer(await statistics.status_statistics(session, project_id))


@get("/data/projects/{project_id:str}/episodes/retake-stats", access=SIGNED_IN, tags=TAGS)
async def get_retake_statistics(session: Session, project_id: str) -> Response[bytes]:
    return answer(await statistics.retake_statistics(session, project_id))
