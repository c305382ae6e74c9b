"""Removing the bytes of objects marked deleted (06-previews-playlists 2.5)."""

from typing import Any, cast

from sqlalchemy import text

from multiplane.database.statements import prepare
from multiplane.jobs.registry import JobContext, job
from multiplane.storage.keys import Bucket
from multiplane.storage.registry import PURGE
from multiplane.storage.wiring import open_storage

# The rows stay locked until their objects are gone, so that nobody writes the same key meanwhile.
WAITING = prepare(
    text(
        """
        SELECT id, bucket, prefix, file_id FROM stored_file
        WHERE id = ANY(cast(:row_ids AS uuid[])) AND deleted_at IS NOT NULL AND purged_at IS NULL
            AND (purge_forced OR cast(:all AS boolean))
        ORDER BY id
        FOR UPDATE
        """
    )
)
PURGED = prepare(
    text(
        """
        UPDATE stored_file SET
            purged_at = now() AT TIME ZONE 'utc', purge_attempts = purge_attempts + 1, last_error = NULL,
            journal = journal || jsonb_build_array(
                jsonb_build_object('op', 'purge', 'at', date_trunc('second', now() AT TIME ZONE 'utc'))
            )
        WHERE id = ANY(cast(:row_ids AS uuid[]))
        """
    )
)


@job(PURGE)
async def purge(context: JobContext, payload: Any) -> None:
    """Remove the objects of these rows that are still marked deleted. Removing one twice does nothing."""
    storage = open_storage(context.settings)
    async with context.database.transaction() as session:
        rows = await session.all(WAITING, row_ids=payload, all=context.settings.remove_files)
        for row in rows:
            await storage.delete(cast(Bucket, row["bucket"]), row["prefix"], row["file_id"])
        await session.run(PURGED, row_ids=[row["id"] for row in rows])
