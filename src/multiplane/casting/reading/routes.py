"""Routes that read castings."""

from typing import Any

from litestar import Response

from multiplane.casting.reading import service
from multiplane.database.session import Session
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get


@get("/data/projects/{project_id:str}/entities/{entity_id:str}/casting", access=SIGNED_IN)
async def get_entity_casting(session: Session, project_id: str, entity_id: str) -> Response[Any]:
    """The assets cast in an entity."""
    return answer(await service.casting_of_entity(session, project_id, entity_id))


@get("/data/projects/{project_id:str}/asset-types/{asset_type_id:str}/casting", access=SIGNED_IN)
async def get_asset_type_casting(session: Session, project_id: str, asset_type_id: str) -> Response[Any]:
    """What the assets of a type are made of."""
    return answer(await service.castings_of_type(session, project_id, asset_type_id))


@get("/data/projects/{project_id:str}/episodes/casting", access=SIGNED_IN)
async def get_episodes_casting(session: Session, project_id: str) -> Response[Any]:
    """The assets cast in each episode."""
    return answer(await service.castings_of_episodes(session, project_id))


@get("/data/projects/{project_id:str}/sequences/{sequence_id:str}/casting", access=SIGNED_IN)
async def get_sequence_casting(session: Session, project_id: str, sequence_id: str) -> Response[Any]:
    """The assets cast in each shot of a sequence."""
    return answer(await service.castings_of_sequence(session, project_id, sequence_id))


@get("/data/projects/{project_id:str}/sequences/all/casting", access=SIGNED_IN)
async def get_shots_casting(session: Session, project_id: str) -> Response[Any]:
    """The assets cast in each shot of a project."""
    return answer(await service.castings_of_shots(session, project_id))


@get("/data/projects/{project_id:str}/episodes/{episode_id:str}/sequences/all/casting", access=SIGNED_IN)
async def get_episode_shots_casting(session: Session, project_id: str, episode_id: str) -> Response[Any]:
    """The assets cast in each shot of an episode."""
    return answer(await service.castings_of_episode_shots(session, project_id, episode_id))


@get("/data/assets/{asset_id:str}/casting", access=SIGNED_IN)
async def get_asset_casting(session: Session, asset_id: str) -> Response[Any]:
    """The assets cast in an asset."""
    return answer(await service.casting_of_asset(session, asset_id))


@get("/data/assets/{asset_id:str}/cast-in", access=SIGNED_IN)
async def get_cast_in(session: Session, asset_id: str) -> Response[Any]:
    """Where an asset is cast."""
    return answer(await service.cast_in(session, asset_id))
