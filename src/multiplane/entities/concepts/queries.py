"""The statements of concepts and their folders."""

from sqlalchemy import text

from multiplane.database.statements import prepare

# A folder is locked before the concepts that come or go, and they by id: so nobody waits in a circle.
# In the order of the ids given, each row once.
MOVE = prepare(
    text(
        """
        WITH locked AS (
            SELECT entity.id
            FROM entity JOIN entity_type ON entity_type.id = entity.entity_type_id
            WHERE entity_type.name = 'Concept' AND entity.project_id = :project_id
                AND entity.id = ANY(cast(:concept_ids AS uuid[]))
            ORDER BY entity.id
            FOR UPDATE OF entity
        ), moved AS (
            UPDATE entity
            SET parent_id = cast(:folder_id AS uuid), updated_at = now() AT TIME ZONE 'utc'
            FROM locked
            WHERE entity.id = locked.id
            RETURNING entity.id, entity.project_id
        )
        SELECT * FROM moved ORDER BY array_position(cast(:concept_ids AS uuid[]), id)
        """
    )
)
EMPTY_FOLDER = prepare(
    text(
        """
        WITH locked AS (SELECT id FROM entity WHERE parent_id = :folder_id ORDER BY id FOR UPDATE)
        UPDATE entity
        SET parent_id = NULL, updated_at = now() AT TIME ZONE 'utc'
        FROM locked
        WHERE entity.id = locked.id
        RETURNING entity.id, entity.project_id
        """
    )
)
