"""Statements on the queue, beside those of its library."""

from sqlalchemy import Integer, bindparam, text

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

COUNTS = prepare(
    text(
        """
        SELECT entrypoint AS name,
            count(*) FILTER (WHERE status = 'queued') AS waiting,
            count(*) FILTER (WHERE status = 'picked') AS running,
            count(*) FILTER (WHERE status = 'failed') AS failed
        FROM multiplane.pgqueuer GROUP BY entrypoint ORDER BY entrypoint
        """
    )
)

FAILED = prepare(
    text(
        """
        SELECT job.id, job.entrypoint AS name, job.updated AS failed_at,
            log.traceback ->> 'exception_type' AS error, log.traceback ->> 'exception_message' AS message
        FROM multiplane.pgqueuer AS job
        LEFT JOIN LATERAL (
            SELECT traceback FROM multiplane.pgqueuer_log
            WHERE job_id = job.id AND status = 'failed' ORDER BY created DESC LIMIT 1
        ) AS log ON true
        WHERE job.status = 'failed' ORDER BY job.updated
        """
    )
)

# A failed job that has been asked for again meanwhile stays failed: its key may be waiting only once.
RETRY_FAILED = prepare(
    text(
        """
        UPDATE multiplane.pgqueuer AS job
        SET status = 'queued', execute_after = now(), updated = now(), attempts = 0, slot = NULL
        WHERE status = 'failed' AND id = (
            SELECT max(id) FROM multiplane.pgqueuer AS same
            WHERE same.status = 'failed' AND coalesce(same.dedupe_key, same.id::text)
                = coalesce(job.dedupe_key, job.id::text)
        ) AND NOT EXISTS (
            SELECT 1 FROM multiplane.pgqueuer AS other
            WHERE other.dedupe_key = job.dedupe_key AND other.status IN ('queued', 'picked')
        )
        """
    )
)

OLD_HISTORY = prepare(
    text(
        """
        DELETE FROM multiplane.pgqueuer_log AS log
        WHERE created < now() - :days * interval '1 day'
            AND NOT EXISTS (SELECT 1 FROM multiplane.pgqueuer AS job WHERE job.id = log.job_id)
        """
    ).bindparams(bindparam("days", type_=Integer))
)

OLD_STATISTICS = prepare(
    text("DELETE FROM multiplane.pgqueuer_statistics WHERE created < now() - :days * interval '1 day'").bindparams(
        bindparam("days", type_=Integer)
    )
)
