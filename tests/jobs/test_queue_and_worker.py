"""Background jobs: they exist with their transaction, run once it commits, and are tried again when they fail."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import FailingListenerError
from tests.support.database import Rows

from multiplane.database.session import Database
from multiplane.jobs import worker
from multiplane.jobs.queue import enqueue
from multiplane.jobs.registry import Job, JobContext
from multiplane.jobs.worker import working
from multiplane.settings import load_settings

Body = Callable[[Database], Awaitable[None]]


class Recorder:
    """A job that remembers its payloads and whether a try was the last, and fails as often as told."""

    def __init__(self, name: str, failures: int = 0) -> None:
        self.name = name
        self.failures = failures
        self.seen: list[Any] = []
        self.was_last: list[bool] = []

    async def work(self, context: JobContext, payload: Any) -> None:
        self.seen.append(payload)
        self.was_last.append(context.is_last_attempt)
        if len(self.seen) <= self.failures:
            raise RuntimeError("not yet")

    async def wait_for(self, count: int) -> list[Any]:
        for _ in range(2000):
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

    asyncio.run(asyncio.wait_for(main(), 120))


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


def test_a_job_that_keeps_failing_is_kept_for_an_operator(database_dsn: str, rows: Rows) -> None:
    recorder = Recorder("test_hopeless", failures=10)

    async def body(database: Database) -> None:
        async with database.transaction() as session:
            await enqueue(session, recorder.name)
        await until(lambda: status_of(rows, recorder.name) == "failed")

    run_with_worker(database_dsn, recorder, body, attempts=2)
    assert recorder.was_last == [False, True]


def test_a_job_whose_worker_died_is_given_to_another(database_dsn: str, rows: Rows) -> None:
    recorder = Recorder("test_orphan")
    begun_by_the_dead(rows, recorder.name, times=1)

    async def body(_database: Database) -> None:
        assert await recorder.wait_for(1) == ["x"]

    run_with_worker(database_dsn, recorder, body, attempts=2)
    assert recorder.was_last == [True]


def test_a_job_that_kills_its_workers_is_given_up(database_dsn: str, rows: Rows) -> None:
    recorder = Recorder("test_killer")
    begun_by_the_dead(rows, recorder.name, times=2)

    async def body(_database: Database) -> None:
        await until(lambda: status_of(rows, recorder.name) == "failed")

    run_with_worker(database_dsn, recorder, body, attempts=2)
    assert recorder.seen == []


def test_two_workers_do_each_job_once(database_dsn: str) -> None:
    recorder = Recorder("test_shared")

    async def body(database: Database) -> None:
        context = JobContext(database, load_settings(environment={}))
        jobs = {recorder.name: Job(recorder.name, recorder.work, 3, 0)}
        async with working(context, jobs, database_dsn):
            for start in range(0, 60, 20):
                async with database.transaction() as session:
                    for number in range(start, start + 20):
                        await enqueue(session, recorder.name, number)
            assert sorted(await recorder.wait_for(60)) == list(range(60))

    run_with_worker(database_dsn, recorder, body)
    assert len(recorder.seen) == 60


def test_a_worker_bears_a_database_that_was_slow(database_dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder("test_slow")
    errors = iter([FailingListenerError(), RuntimeError("anything")])
    run = QueueManager.run

    async def failing_first(manager: QueueManager, **options: Any) -> None:
        if error := next(errors, None):
            raise error
        await run(manager, **options)

    monkeypatch.setattr(QueueManager, "run", failing_first)
    monkeypatch.setattr(worker, "RECONNECT_PAUSE", 0.1)

    async def body(database: Database) -> None:
        async with database.transaction() as session:
            await enqueue(session, recorder.name, "x")
        assert await recorder.wait_for(1) == ["x"]

    run_with_worker(database_dsn, recorder, body)


def begun_by_the_dead(rows: Rows, name: str, times: int) -> None:
    """A job that some worker took a minute ago, for so many times, and never finished."""
    job = rows.one(
        "INSERT INTO multiplane.pgqueuer (priority, queue_manager_id, status, entrypoint, payload, heartbeat) "
        "VALUES (0, gen_random_uuid(), 'picked', %s, '\"x\"', now() - interval '1 minute') RETURNING id",
        name,
    )
    for _ in range(times):
        rows.run(
            "INSERT INTO multiplane.pgqueuer_log (job_id, status, priority, entrypoint) VALUES (%s, 'picked', 0, %s)",
            job["id"],
            name,
        )


def status_of(rows: Rows, name: str) -> Any:
    return rows.one("SELECT status::text FROM multiplane.pgqueuer WHERE entrypoint = %s", name)["status"]


async def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < end, "it did not happen in time"
        await asyncio.sleep(0.05)


def test_once_adds_nothing_while_the_first_waits(database_dsn: str) -> None:
    recorder = Recorder("test_once")

    async def body(database: Database) -> None:
        async with database.transaction() as session:
            await enqueue(session, recorder.name, 1, once="the same")
            await enqueue(session, recorder.name, 2, once="the same")
            await enqueue(session, recorder.name, 3, once="another")
        assert sorted(await recorder.wait_for(2)) == [1, 3]

    run_with_worker(database_dsn, recorder, body)
