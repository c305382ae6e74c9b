"""The statements of task statuses."""

from sqlalchemy import text

from multiplane.database.statements import prepare

LOCK_DEFAULTS = prepare(text("SELECT pg_advisory_xact_lock(hashtextextended('multiplane.task_status.default', 0))"))
CLEAR_DEFAULT = prepare(
    text(
        """
        UPDATE task_status SET is_default = false, updated_at = now() AT TIME ZONE 'utc'
        WHERE is_default AND coalesce(for_concept, false) = cast(:for_concept AS boolean)
            AND id IS DISTINCT FROM cast(:except_id AS uuid)
        """
    )
)
