"""The statements of task types."""

from sqlalchemy import text

from multiplane.database.statements import prepare

# Names are unique whatever their case, which no constraint says; the lock ends with the transaction.
LOCK_NAMES = prepare(text("SELECT pg_advisory_xact_lock(hashtextextended('multiplane.task_type.name', 0))"))
SAME_NAME = prepare(
    text(
        """
        SELECT id FROM task_type
        WHERE lower(name) = lower(cast(:name AS text)) AND id IS DISTINCT FROM cast(:except_id AS uuid)
        LIMIT 1
        """
    )
)
BLOCKERS = prepare(
    text(
        """
        SELECT EXISTS (SELECT 1 FROM schedule_item WHERE task_type_id = cast(:task_type_id AS uuid)) AS schedule_items,
            EXISTS (SELECT 1 FROM project_task_type_link WHERE task_type_id = cast(:task_type_id AS uuid)) AS projects
        """
    )
)
REMOVE_SCHEDULE_ITEMS = prepare(text("DELETE FROM schedule_item WHERE task_type_id = cast(:task_type_id AS uuid)"))
REMOVE_PROJECT_LINKS = prepare(
    text("DELETE FROM project_task_type_link WHERE task_type_id = cast(:task_type_id AS uuid)")
)
# The last place of an id that comes twice counts; rows are locked in the order of their ids.
REORDER = prepare(
    text(
        """
        WITH place AS (
            SELECT id, max(position) AS position
            FROM unnest(cast(:task_type_ids AS uuid[])) WITH ORDINALITY AS wanted (id, position)
            GROUP BY id
        ),
        locked AS (
            SELECT task_type.id, place.position FROM task_type JOIN place USING (id)
            ORDER BY task_type.id FOR UPDATE OF task_type
        ),
        changed AS (
            UPDATE task_type SET priority = locked.position, updated_at = now() AT TIME ZONE 'utc'
            FROM locked WHERE task_type.id = locked.id
            RETURNING task_type.*
        )
        SELECT * FROM changed ORDER BY priority
        """
    )
)
