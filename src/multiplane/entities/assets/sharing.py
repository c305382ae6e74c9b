"""Offering assets to other projects (03-entities 3)."""

from multiplane.access.projects import require_manager
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.assets import queries
from multiplane.entities.kinds import ASSET, RESERVED
from multiplane.errors import NotFound


async def share(
    session: Session,
    *,
    is_shared: bool,
    project_id: str | None = None,
    asset_type_id: str | None = None,
    asset_ids: list[str] | None = None,
) -> list[Row]:
    """Share, or stop sharing, the assets that meet every condition given; returns them. No event."""
    rows = await session.all(
        queries.SHARE,
        is_shared=is_shared,
        project_id=project_id,
        asset_type_id=asset_type_id,
        asset_ids=asset_ids,
        reserved=list(RESERVED),
    )
    return [{**row, "type": ASSET} for row in rows]


async def require_manager_of_assets(session: Session, asset_ids: list[str]) -> None:
    """MANAGE of the project of each asset; 404 when one of them is unknown."""
    rows = await session.all(queries.PROJECTS_OF_ASSETS, asset_ids=asset_ids, reserved=list(RESERVED))
    if {row["id"] for row in rows} != set(asset_ids):
        raise NotFound
    for project_id in {row["project_id"] for row in rows}:
        await require_manager(session, project_id)
