"""The selects of entities of any kind."""

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
TYPE_NAME = prepare(select(EntityType.name).where(EntityType.id == bindparam("type_id")))
MAKE_RESERVED_TYPE = prepare(
    text(
        """
        INSERT INTO entity_type (id, name, archived, created_at, updated_at)
        VALUES (gen_random_uuid(), :name, false, now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc')
        ON CONFLICT DO NOTHING
        """
    )
)

# Names are unique per parent, but the constraint lets twins without parent pass; the lock ends with the transaction.
LOCK_NAME = prepare(
    text(
        """
        SELECT pg_advisory_xact_lock(
            hashtextextended(concat_ws('/', cast(:type_id AS text), cast(:project_id AS text), cast(:name AS text)), 0)
        )
        """
    )
)
SAME_NAME = prepare(
    text(
        """
        SELECT * FROM entity
        WHERE name = :name AND project_id = :project_id AND entity_type_id = :type_id
            AND (:any_parent OR parent_id IS NOT DISTINCT FROM cast(:parent_id AS uuid))
        ORDER BY created_at, id
        LIMIT 1
        """
    )
)
DUPLICATE = prepare(
    text(
        """
        SELECT id FROM entity
        WHERE name = :name AND project_id = :project_id AND entity_type_id = :type_id
            AND parent_id IS NOT DISTINCT FROM cast(:parent_id AS uuid) AND id <> :entity_id
        LIMIT 1
        """
    )
)
CONCEPT_LINKS = prepare(
    text(
        """
        SELECT entity_in_id AS concept_id, array_agg(entity_out_id) AS linked
        FROM entity_concept_link
        WHERE entity_in_id = ANY(cast(:concept_ids AS uuid[]))
        GROUP BY entity_in_id
        """
    )
)
