"""The selects of asset types."""

from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.statements import among, prepare
from multiplane.entities.kinds import RESERVED
from multiplane.models import Entity, EntityLink, EntityType
from multiplane.web.crud.resource import relation_ids, table_of

IS_ASSET_TYPE = ~among(EntityType.name, RESERVED)


def asset_types(*where: ColumnElement[bool], workflow: bool = False) -> Select[Any]:
    """Asset types that match, with the task types of their workflow when asked."""
    picked = (relation_ids(EntityType, "task_types"),) if workflow else ()
    return select(table_of(EntityType), *picked).where(IS_ASSET_TYPE, *where).order_by(EntityType.name)


ASSET_TYPE = prepare(asset_types(EntityType.id == bindparam("asset_type_id"), workflow=True))


def used_in_project(project_id: str) -> ColumnElement[bool]:
    """Types of at least one asset of a project."""
    return exists(select(Entity.id).where(Entity.project_id == project_id, Entity.entity_type_id == EntityType.id))


def cast_in(entity_id: str) -> ColumnElement[bool]:
    """Types of the entities cast in one."""
    return exists(
        select(EntityLink.id)
        .join(Entity, Entity.id == EntityLink.entity_out_id)
        .where(EntityLink.entity_in_id == entity_id, Entity.entity_type_id == EntityType.id)
    )
