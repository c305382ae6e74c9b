"""The selects of an entity's previews and versions."""

from sqlalchemy import text

from multiplane.database.statements import prepare

PREVIEWS = prepare(
    text(
        """
        SELECT preview_file.id, preview_file.name, preview_file.original_name, preview_file.extension,
            preview_file.revision, preview_file.position, preview_file.file_size, preview_file.status,
            preview_file.validation_status, preview_file.task_id, preview_file.person_id, preview_file.created_at,
            preview_file.token_in, preview_file.token_out
        FROM preview_file
        JOIN task ON task.id = preview_file.task_id
        JOIN task_type ON task_type.id = task.task_type_id
        WHERE task.entity_id = :entity_id
        ORDER BY task_type.name, preview_file.revision DESC, preview_file.position, preview_file.id
        """
    )
)
VERSIONS = prepare(text("SELECT * FROM entity_version WHERE entity_id = :entity_id ORDER BY created_at DESC, id"))
