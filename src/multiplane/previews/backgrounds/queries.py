"""The selects and changes of preview backgrounds."""

from sqlalchemy import text

from multiplane.database.statements import prepare

SAME_NAME = prepare(
    text(
        """
        SELECT id FROM preview_background_file
        WHERE name = cast(:name AS text) AND id IS DISTINCT FROM cast(:except_id AS uuid)
        LIMIT 1
        """
    )
)
# Names have no constraint in the schema; the lock ends with the transaction.
ONE_AT_A_TIME = prepare(text("SELECT pg_advisory_xact_lock(hashtext('multiplane.preview_background_file'))"))
ONLY_DEFAULT = prepare(
    text(
        """
        UPDATE preview_background_file SET is_default = false, updated_at = now() AT TIME ZONE 'utc'
        WHERE is_default AND id <> :background_id
        """
    )
)
DELETE = prepare(text("DELETE FROM preview_background_file WHERE id = :background_id"))
