"""Routes of assets (03-entities 3)."""

from typing import Any

from litestar import Response

from multiplane.access.projects import managed_project
from multiplane.database.session import Session
from multiplane.entities import criteria
from multiplane.entities.asset_types.service import find_asset_type
from multiplane.entities.assets import service, sharing
from multiplane.entities.assets.schemas import NewAsset, Sharing, SharingOfListed, SharingOfType
from multiplane.entities.boards.fields import ASSETS
from multiplane.entities.boards.scope import FORMS, QUERY
from multiplane.entities.boards.service import answer_board, full_entity
from multiplane.ids import path_id
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.parameters import EPISODE
from multiplane.web.responses import answer, created, raw_json
from multiplane.web.routing import SIGNED_IN, get, post

TAGS = ["assets"]


@get(
    ["/data/assets", "/data/assets/all"],
    access=SIGNED_IN,
    tags=TAGS,
    query={**criteria.ENTITY_QUERY, "episode_id": EPISODE},
)
async def list_assets(request: AnyRequest, session: Session) -> Response[bytes]:
    project_id, episode_id = criteria.identifier(request, "project_id"), criteria.episode(request)
    where = criteria.of_entities(request, session.user)
    return answer(await service.list_assets(session, where, project_id, episode_id))


@get("/data/assets/with-tasks", access=SIGNED_IN, tags=TAGS, query={**QUERY, **FORMS})
async def list_assets_with_tasks(request: AnyRequest) -> Response[Any]:
    return await answer_board(ASSETS, request)


@get("/data/assets/{asset_id:str}", access=SIGNED_IN, tags=TAGS)
async def get_asset(session: Session, asset_id: str) -> Response[bytes]:
    return raw_json(await full_entity(session, ASSETS, asset_id))


@get("/data/assets/{asset_id:str}/assets", access=SIGNED_IN, tags=TAGS)
async def list_assets_cast_in_asset(session: Session, asset_id: str) -> Response[bytes]:
    return answer(await service.assets_cast_in_asset(session, asset_id))


@get("/data/projects/{project_id:str}/assets", access=SIGNED_IN, tags=TAGS, query=criteria.ENTITY_QUERY)
async def list_assets_of_project(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = _project(session, project_id)
    where = criteria.of_entities(request, session.user)
    return answer(await service.assets_of_project(session, project_id, where))


@get(
    "/data/projects/{project_id:str}/asset-types/{asset_type_id:str}/assets",
    access=SIGNED_IN,
    tags=TAGS,
    query=criteria.ENTITY_QUERY,
)
async def list_assets_of_type(
    request: AnyRequest, session: Session, project_id: str, asset_type_id: str
) -> Response[bytes]:
    project_id, asset_type_id = _project(session, project_id), criteria.checked(asset_type_id)
    where = [*criteria.of_entities(request, session.user), criteria.has_type(asset_type_id)]
    return answer(await service.assets_of_project(session, project_id, where))


@post(
    "/data/projects/{project_id:str}/asset-types/{asset_type_id:str}/assets/new",
    access=SIGNED_IN,
    tags=TAGS,
    body=NewAsset,
)
async def create_asset(request: AnyRequest, session: Session, project_id: str, asset_type_id: str) -> Response[bytes]:
    project_id = await managed_project(session, project_id)
    asset_type = await find_asset_type(session, asset_type_id)
    return created(await service.create_asset(session, project_id, asset_type, await read_body(request, NewAsset)))


@post("/actions/projects/{project_id:str}/assets/share", access=SIGNED_IN, tags=TAGS, body=Sharing, status=200)
async def share_assets_of_project(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = await managed_project(session, project_id)
    body = await read_body(request, Sharing)
    shared = await sharing.share(
        session, is_shared=body.is_shared, project_id=project_id, asset_ids=body.asset_ids or None
    )
    return answer(shared)


@post(
    "/actions/projects/{project_id:str}/asset-types/{asset_type_id:str}/assets/share",
    access=SIGNED_IN,
    tags=TAGS,
    body=SharingOfType,
    status=200,
)
async def share_assets_of_type(
    request: AnyRequest, session: Session, project_id: str, asset_type_id: str
) -> Response[bytes]:
    project_id = await managed_project(session, project_id)
    asset_type = await find_asset_type(session, asset_type_id)
    body = await read_body(request, SharingOfType)
    shared = await sharing.share(
        session, is_shared=body.is_shared, project_id=project_id, asset_type_id=asset_type["id"]
    )
    return answer(shared)


@post("/actions/assets/share", access=SIGNED_IN, tags=TAGS, body=SharingOfListed, status=200)
async def share_assets(request: AnyRequest, session: Session) -> Response[bytes]:
    body = await read_body(request, SharingOfListed)
    await sharing.require_manager_of_assets(session, body.asset_ids)
    if not body.asset_ids:
        return answer([])
    return answer(await sharing.share(session, is_shared=body.is_shared, asset_ids=body.asset_ids))


@get("/data/projects/{project_id:str}/assets/shared-used", access=SIGNED_IN, tags=TAGS)
async def list_shared_assets_used(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.shared_assets_used(session, criteria.checked(project_id), None))


@get("/data/projects/{project_id:str}/episodes/{episode_id:str}/assets/shared-used", access=SIGNED_IN, tags=TAGS)
async def list_shared_assets_used_in_episode(session: Session, project_id: str, episode_id: str) -> Response[bytes]:
    narrowed = None if episode_id in (service.MAIN, service.ALL) else criteria.checked(episode_id)
    return answer(await service.shared_assets_used(session, criteria.checked(project_id), narrowed))


def _project(session: Session, project_id: str) -> str:
    """The project of a list; malformed, it is missing, but administrators are told what is wrong."""
    return criteria.checked(project_id) if session.user.is_admin else path_id(project_id)
