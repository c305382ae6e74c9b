"""Routes of asset types (03-entities 3)."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.entities import criteria
from multiplane.entities.asset_types import service
from multiplane.web.body import AnyRequest
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get

TAGS = ["asset types"]


@get("/data/asset-types", access=SIGNED_IN, tags=TAGS, query=criteria.TYPE_QUERY)
async def list_asset_types(request: AnyRequest, session: Session) -> Response[bytes]:
    project_id = criteria.identifier(request, "project_id")
    return answer(await service.list_asset_types(session, criteria.of_types(request), project_id))


@get("/data/asset-types/{asset_type_id:str}", access=SIGNED_IN, tags=TAGS)
async def get_asset_type(session: Session, asset_type_id: str) -> Response[bytes]:
    return answer(await service.find_asset_type(session, asset_type_id))


@get("/data/projects/{project_id:str}/asset-types", access=SIGNED_IN, tags=TAGS)
async def list_asset_types_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.types_of_project(session, project_id))


@get("/data/shots/{shot_id:str}/asset-types", access=SIGNED_IN, tags=TAGS)
async def list_asset_types_of_shot(session: Session, shot_id: str) -> Response[bytes]:
    return answer(await service.types_cast_in_shot(session, shot_id))
