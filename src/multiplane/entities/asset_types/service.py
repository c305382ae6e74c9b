"""The rules of asset types."""

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import readable_project, require_access
from multiplane.database.errors import FormatRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.asset_types import queries
from multiplane.entities.criteria import MALFORMED
from multiplane.entities.service import find_entity
from multiplane.errors import BadRequest, NotFound
from multiplane.ids import path_id

LABEL = "AssetType"


async def find_asset_type(session: Session, asset_type_id: str) -> Row:
    """An asset type with its `task_types`; 404 when malformed, unknown or reserved."""
    row = await session.one(queries.ASSET_TYPE, asset_type_id=path_id(asset_type_id))
    if row is None:
        raise NotFound
    return {**row, "type": LABEL}


async def list_asset_types(session: Session, criteria: list[ColumnElement[bool]], project_id: str | None) -> list[Row]:
    """Every asset type that matches, archived ones included, with `task_types`; of a project when one is given."""
    where = [*criteria, *([queries.used_in_project(project_id)] if project_id else [])]
    try:
        rows = await session.all(queries.asset_types(*where, workflow=True))
    except FormatRefused:
        raise BadRequest(MALFORMED) from None
    return [{**row, "type": LABEL} for row in rows]


async def types_of_project(session: Session, project_id: str) -> list[Row]:
    """The types of a project's assets (ACCESS)."""
    project_id = await readable_project(session, project_id)
    rows = await session.all(queries.asset_types(queries.used_in_project(project_id)))
    return [{**row, "type": LABEL} for row in rows]


async def types_cast_in_shot(session: Session, shot_id: str) -> list[Row]:
    """The types of the entities cast in a shot (ACCESS)."""
    shot = await find_entity(session, shot_id, "Shot")
    await require_access(session, shot["project_id"])
    rows = await session.all(queries.asset_types(queries.cast_in(shot["id"])))
    return [{**row, "type": LABEL} for row in rows]
