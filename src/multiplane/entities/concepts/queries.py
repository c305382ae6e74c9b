"""The statements of concepts and their folders."""

from sqlalchemy import text

from multiplane.database.statements import prepare

# In the order of the ids given, each row once.
MOVE = prepare(
    text(
        """
        WITH moved AS (
            UPDATE entity
            SET parent_id = cast(:folder_id AS uuid), updated_at = now() AT TIME ZONE 'utc'
            FROM entity_type
            WHERE entity_type.id = entity.entity_type_id AND entity_type.name = 'Concept'
                AND entity.project_id = :project_id AND entity.id = ANY(cast(:concept_ids AS uuid[]))
            RETURNING entity.id, entity.project_id
        )
        SELECT * FROM moved ORDER BY array_position(cast(:concept_ids AS uuid[]), id)
        """
    )
)
EMPTY_FOLDER = prepare(
    text(
        """
        UPDATE entity
        SET parent_id = NULL, updated_at = now() AT TIME ZONE 'utc'
        WHERE parent_id = :folder_id
        RETURNING id, project_id
        """
    )
)
