"""The statements on the queue that the queue's own library has none for."""

from sqlalchemy import text

from multiplane.database.statements import prepare

TRIES = prepare(
    text(
        """
        SELECT count(*) FROM multiplane.pgqueuer_log
        WHERE job_id = :job_id AND status = 'picked'
            AND created > (
                SELECT coalesce(max(created), '-infinity') FROM multiplane.pgqueuer_log
                WHERE job_id = :job_id AND status = 'failed'
            )
        """
    )
)
