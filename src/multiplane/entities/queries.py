"""The selects of entities."""

from sqlalchemy import bindparam, select, text

from multiplane.database.statements import prepare
from multiplane.models import Entity, EntityType

ENTITY = prepare(
    select(Entity.__table__, EntityType.name.label("entity_type_name"))
    .join(EntityType, EntityType.id == Entity.entity_type_id)
    .where(Entity.id == bindparam("entity_id"))
)
LOCK_ENTITY = prepare(text("SELECT id FROM entity WHERE id = :entity_id FOR UPDATE"))
RESERVED_TYPE = prepare(select(EntityType.id).where(EntityType.name == bindparam("name")))
MAKE_RESERVED_TYPE = prepare(
    text(
        """
        INSERT INTO entity_type (id, name, archived, created_at, updated_at)
        VALUES (gen_random_uuid(), :name, false, now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc')
        ON CONFLICT DO NOTHING
        """
    )
)
