"""What the rules of working and output files ask the database."""

from sqlalchemy import text

from multiplane.database.statements import prepare

PROJECT_OF_ENTITY = prepare(text("SELECT project_id FROM entity WHERE id = cast(:entity_id AS uuid)"))
PROJECT_OF_SOURCE = prepare(
    text(
        """
        SELECT coalesce(task.project_id, entity.project_id)
        FROM working_file
        LEFT JOIN task ON task.id = working_file.task_id
        LEFT JOIN entity ON entity.id = working_file.entity_id
        WHERE working_file.id = cast(:working_file_id AS uuid)
        """
    )
)
DETACH_WORKING_FILE = prepare(
    text("UPDATE output_file SET source_file_id = NULL WHERE source_file_id = cast(:working_file_id AS uuid)")
)
