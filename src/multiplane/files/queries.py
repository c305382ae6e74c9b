"""What the rules of working and output files ask the database."""

from sqlalchemy import text

from multiplane.database.statements import prepare

PROJECT_OF_ENTITY = prepare(text("SELECT project_id FROM entity WHERE id = cast(:entity_id AS uuid)"))
DETACH_WORKING_FILE = prepare(
    text("UPDATE output_file SET source_file_id = NULL WHERE source_file_id = cast(:working_file_id AS uuid)")
)
