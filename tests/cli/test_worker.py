"""`multiplane worker` does the jobs that transactions leave."""

import asyncio
import time
from collections.abc import Callable
from uuid import uuid4

import psycopg

from multiplane.database.session import Database
from multiplane.jobs.queue import enqueue
from multiplane.models import StoredFile
from multiplane.storage.registry import PURGE
from tests.cli.program import Running


async def mark_deleted(dsn: str, row_id: str) -> None:
    """A stored file that is to be purged, and the job that does it."""
    database = await Database.connect(dsn, size=1)
    async with database.transaction() as session:
        file_id = str(uuid4())
        values = {"id": row_id, "bucket": "pictures", "prefix": "previews", "file_id": file_id, "purge_forced": True}
        await session.insert(StoredFile, {**values, "key": f"previews-{file_id}", "deleted_at": "2026-01-01T00:00:00"})
        await enqueue(session, PURGE, [row_id])
    await database.close()


def test_does_a_job_and_stops(launch: Callable[..., Running], empty_dsn: str) -> None:
    program = launch("worker", DATABASE_URL=empty_dsn, SECRET_KEY="a secret for tests, long enough")
    program.wait_for("Waiting for jobs")
    row_id = str(uuid4())
    asyncio.run(mark_deleted(empty_dsn, row_id))
    deadline = time.monotonic() + 60  # a worker that misses the signal looks again after half a minute
    with psycopg.connect(empty_dsn, autocommit=True) as connection:
        while connection.execute("SELECT purged_at FROM stored_file").fetchone() == (None,):
            assert time.monotonic() < deadline, program.errors
            time.sleep(0.1)
    assert program.stop() == 0
