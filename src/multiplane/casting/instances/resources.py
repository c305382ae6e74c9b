"""The generic resource of asset instances (02-models 5.3)."""

from multiplane.access.projects import refuse_roles, require_entity
from multiplane.casting import policy
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.service import find_entity
from multiplane.models import AssetInstance
from multiplane.web.crud.operations import relation_id_list
from multiplane.web.crud.resource import Resource
from multiplane.web.crud.values import column_value
from multiplane.web.routing import SIGNED_IN

PLACES = ("asset_id", "scene_id", "target_asset_id", "entity_id")


class AssetInstanceResource(Resource):
    """Asset instances: read and changed by those who see their asset, listed, made and deleted by administrators."""

    model = AssetInstance
    path = "asset-instances"
    reads = updates = SIGNED_IN
    protected = frozenset({"number"})

    async def check_read(self, session: Session, row: Row) -> None:
        await require_entity(session, await find_entity(session, row["asset_id"]))

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        asset = await find_entity(session, row["asset_id"])
        await require_entity(session, asset)
        refuse_roles(session, asset["project_id"], "client")

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        for name in PLACES:
            entity_id = column_value(self.columns[name], data.get(name))
            if entity_id is not None and entity_id != row[name]:
                await require_entity(session, await find_entity(session, entity_id))
        if "shots" in data:
            await policy.require_access_to_all(session, relation_id_list(data["shots"]))
        return data
