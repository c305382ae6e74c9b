"""Background jobs: they exist with their transaction, run once it commits, and are tried again when they fail."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from multiplane.database.session import Database
from multiplane.jobs.queue import enqueue
from multiplane.jobs.registry import Job, JobContext
from multiplane.jobs.worker import working
from multiplane.settings import load_settings

Body = Callable[[Database], Awaitable[None]]


class Recorder:
    """A job that remembers its payloads, and fails as often as told."""

    def __init__(self, name: str, failures: int = 0) -> None:
        self.name = name
        self.failures = failures
        self.seen: list[Any] = []

    async def work(self, _context: JobContext, payload: Any) -> None:
        self.seen.append(payload)
        if len(self.seen) <= self.failures:
            raise RuntimeError("not yet")

    async def wait_for(self, count: int) -> list[Any]:
        for _ in range(500):
            if len(self.seen) >= count:
                break
            await asyncio.sleep(0.02)
        return self.seen


def run_with_worker(dsn: str, recorder: Recorder, body: Body, attempts: int = 3) -> None:
    """Run the body beside a worker that knows one job."""

    async def main() -> None:
        database = await Database.connect(dsn, size=3)
        jobs = {recorder.name: Job(recorder.name, recorder.work, attempts, 0)}
        try:
            async with working(JobContext(database, load_settings(environment={})), jobs, dsn):
                await body(database)
        finally:
            await database.close()

    asyncio.run(asyncio.wait_for(main(), 30))


def test_a_committed_job_runs_with_its_payload(database_dsn: str) -> None:
    recorder = Recorder("test_committed")

    async def body(database: Database) -> None:
        async with database.transaction() as session:
            await enqueue(session, recorder.name, {"ids": ["a", "b"], "name": "é"})
            await asyncio.sleep(0.1)
            assert recorder.seen == []
        assert await recorder.wait_for(1) == [{"ids": ["a", "b"], "name": "é"}]

    run_with_worker(database_dsn, recorder, body)


def test_a_rolled_back_job_never_was(database_dsn: str) -> None:
    recorder = Recorder("test_rolled_back")

    async def body(database: Database) -> None:
        async def fail() -> None:
            async with database.transaction() as session:
                await enqueue(session, recorder.name, 1)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail()
        async with database.transaction() as session:
            await enqueue(session, recorder.name, 2)
        assert await recorder.wait_for(1) == [2]

    run_with_worker(database_dsn, recorder, body)


def test_a_failing_job_is_tried_again(database_dsn: str) -> None:
    recorder = Recorder("test_retried", failures=1)

    async def body(database: Database) -> None:
        async with database.transaction() as session:
            await enqueue(session, recorder.name, "x")
        assert await recorder.wait_for(2) == ["x", "x"]

    run_with_worker(database_dsn, recorder, body)


def test_once_adds_nothing_while_the_first_waits(database_dsn: str) -> None:
    recorder = Recorder("test_once")

    async def body(database: Database) -> None:
        async with database.transaction() as session:
            await enqueue(session, recorder.name, 1, once="the same")
            await enqueue(session, recorder.name, 2, once="the same")
            await enqueue(session, recorder.name, 3, once="another")
        assert sorted(await recorder.wait_for(2)) == [1, 3]

    run_with_worker(database_dsn, recorder, body)
