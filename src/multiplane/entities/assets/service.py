"""The rules of assets."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.assets.schemas import NewAsset
from multiplane.entities.kinds import ASSET, emit
from multiplane.entities.service import find_parent
from multiplane.models import Entity


async def create_asset(session: Session, project_id: str, asset_type: Row, body: NewAsset) -> Row:
    """A new asset; another of the same name and type may exist (03-entities 1.5)."""
    await find_parent(session, project_id, body.episode_id, "Episode")
    asset = await session.insert(
        Entity,
        {
            **body.model_dump(exclude={"episode_id"}),
            "source_id": body.episode_id,
            "project_id": project_id,
            "entity_type_id": asset_type["id"],
            "created_by": session.user.id,
        },
    )
    emit(session, "new", asset, ASSET, asset_type=asset_type["id"])
    return {**asset, "type": ASSET}
