"""The statements of assets."""

from typing import Any

from sqlalchemy import Select, and_, exists, or_, select, text
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.statements import prepare
from multiplane.entities.queries import by_name, of_kind
from multiplane.models import Entity, EntityLink
from multiplane.web.crud.resource import table_of

Clause = ColumnElement[bool]


def of_episode(episode_id: str) -> Clause:
    """Assets whose main episode it is, or that are cast in it."""
    cast = exists(
        select(EntityLink.id).where(EntityLink.entity_out_id == Entity.id, EntityLink.entity_in_id == episode_id)
    )
    return or_(Entity.source_id == episode_id, cast)


def shared_used(project_id: str, episode_id: str | None) -> Select[Any]:
    """Live shared assets of other projects that are cast in a child of this one, or of one of its episodes."""
    container, parent = aliased(Entity), aliased(Entity)
    used = (
        select(EntityLink.id)
        .join(container, container.id == EntityLink.entity_in_id)
        .join(parent, parent.id == container.parent_id)
        .where(EntityLink.entity_out_id == Entity.id, container.project_id == project_id)
    )
    if episode_id is not None:
        used = used.where(parent.parent_id == episode_id)
    offered = and_(Entity.project_id != project_id, Entity.is_shared.is_(True), Entity.canceled.is_not(True))
    return by_name(select(table_of(Entity)).where(of_kind("Asset"), offered, exists(used)))


# Every named part of the condition may be null: then it does not narrow.
SHARE = prepare(
    text(
        """
        WITH picked AS (
            SELECT entity.id
            FROM entity JOIN entity_type ON entity_type.id = entity.entity_type_id
            WHERE entity_type.name <> ALL(cast(:reserved AS text[]))
                AND coalesce(entity.project_id = cast(:project_id AS uuid), true)
                AND coalesce(entity.entity_type_id = cast(:asset_type_id AS uuid), true)
                AND coalesce(entity.id = ANY(cast(:asset_ids AS uuid[])), true)
            ORDER BY entity.id
            FOR NO KEY UPDATE OF entity
        )
        UPDATE entity
        SET is_shared = :is_shared, updated_at = now() AT TIME ZONE 'utc'
        FROM picked WHERE entity.id = picked.id
        RETURNING entity.*
        """
    )
)
PROJECTS_OF_ASSETS = prepare(
    text(
        """
        SELECT entity.id, entity.project_id
        FROM entity
        JOIN entity_type ON entity_type.id = entity.entity_type_id
        WHERE entity.id = ANY(cast(:asset_ids AS uuid[])) AND entity_type.name <> ALL(cast(:reserved AS text[]))
        """
    )
)
