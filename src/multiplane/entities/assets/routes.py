"""Routes of assets."""

from litestar import Response

from multiplane.access.projects import managed_project
from multiplane.database.session import Session
from multiplane.entities.asset_types.service import find_asset_type
from multiplane.entities.assets import service
from multiplane.entities.assets.schemas import NewAsset
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import created
from multiplane.web.routing import SIGNED_IN, post


@post("/data/projects/{project_id:str}/asset-types/{asset_type_id:str}/assets/new", access=SIGNED_IN, body=NewAsset)
async def create_asset(request: AnyRequest, session: Session, project_id: str, asset_type_id: str) -> Response[bytes]:
    project_id = await managed_project(session, project_id)
    asset_type = await find_asset_type(session, asset_type_id)
    return created(await service.create_asset(session, project_id, asset_type, await read_body(request, NewAsset)))
