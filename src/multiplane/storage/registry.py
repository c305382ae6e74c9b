"""The table of stored objects: what was written, and what waits to be purged (06-previews-playlists 2.5)."""

from collections.abc import Iterable

from sqlalchemy import text

from multiplane.database.session import Session
from multiplane.database.statements import prepare
from multiplane.jobs.queue import enqueue
from multiplane.storage.keys import Bucket, object_key

PURGE = "purge-stored-files"
"""The job that removes the objects of rows marked deleted."""

# A key written again lives again.
RECORD = prepare(
    text(
        """
        INSERT INTO stored_file (
            id, created_at, updated_at, bucket, key, prefix, file_id, size, purge_forced, purge_attempts, journal
        )
        SELECT gen_random_uuid(), moment, moment, cast(:bucket AS text), cast(:key AS text), cast(:prefix AS text),
            cast(:file_id AS text), cast(:size AS bigint), false, 0,
            jsonb_build_array(jsonb_build_object('op', 'create', 'at', moment, 'size', cast(:size AS bigint)))
        FROM (SELECT date_trunc('second', now() AT TIME ZONE 'utc') AS moment) AS clock
        ON CONFLICT (bucket, key) DO UPDATE SET
            size = excluded.size, updated_at = excluded.updated_at, deleted_at = NULL, purged_at = NULL,
            purge_forced = false, purge_attempts = 0, last_error = NULL,
            journal = stored_file.journal || jsonb_set(excluded.journal -> 0, '{op}', '"update"')
        """
    )
)
# Objects stored before there was a registry get their row now.
MARK_DELETED = prepare(
    text(
        """
        INSERT INTO stored_file (
            id, created_at, updated_at, bucket, key, prefix, file_id, deleted_at, purge_forced, purge_attempts, journal
        )
        SELECT gen_random_uuid(), moment, moment, cast(:bucket AS text), cast(:prefix AS text) || '-' || file_id,
            cast(:prefix AS text), file_id, moment, cast(:forced AS boolean), 0,
            jsonb_build_array(jsonb_build_object('op', 'delete', 'at', moment, 'force', cast(:forced AS boolean)))
        FROM (SELECT date_trunc('second', now() AT TIME ZONE 'utc') AS moment) AS clock,
            unnest(cast(:file_ids AS text[])) AS file_id
        ON CONFLICT (bucket, key) DO UPDATE SET
            updated_at = excluded.updated_at, deleted_at = coalesce(stored_file.deleted_at, excluded.deleted_at),
            purge_forced = stored_file.purge_forced OR excluded.purge_forced,
            journal = stored_file.journal || excluded.journal
        RETURNING id
        """
    )
)


async def record_stored(session: Session, bucket: Bucket, prefix: str, object_id: str, size: int) -> None:
    """Note that an object was written; one that was marked deleted lives again."""
    key = object_key(bucket, prefix, object_id)
    await session.run(RECORD, bucket=bucket, key=key, prefix=prefix, file_id=object_id, size=size)


async def discard(
    session: Session, bucket: Bucket, prefix: str, object_ids: Iterable[str], *, forced: bool = False
) -> None:
    """Mark objects deleted. After the commit a job removes their bytes if `forced`, or if `remove_files` is set."""
    file_ids = list(object_ids)
    for file_id in file_ids:
        object_key(bucket, prefix, file_id)
    if not file_ids:
        return
    marked = await session.column(MARK_DELETED, bucket=bucket, prefix=prefix, file_ids=file_ids, forced=forced)
    await enqueue(session, PURGE, marked)
