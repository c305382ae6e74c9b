"""Doing the work: inside the server by default, or `multiplane worker` on any machine."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import FailingListenerError
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as QueuedJob
from pgqueuer.queries import Queries

from multiplane.database.errors import DatabaseUnavailable
from multiplane.jobs import queries
from multiplane.jobs.queue import SETTINGS, enqueue
from multiplane.jobs.registry import Job, JobContext

log = logging.getLogger("multiplane.jobs")

RECONNECT_PAUSE = 2.0
"""Seconds before a worker that lost PostgreSQL tries again."""
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, DatabaseUnavailable, FailingListenerError)
HEARTBEAT = timedelta(seconds=30)
"""A job whose worker shows no sign of life for so long is given to another one."""
LOOK_AGAIN = timedelta(seconds=5)
"""How long a worker waits for a message; a try put off just before it began to wait is not told by one."""


class WorkersDied(Exception):
    """A job whose workers died over it as often as it may be tried is not given to another one."""


async def work(context: JobContext, jobs: Mapping[str, Job], dsn: str, stop: asyncio.Event) -> None:
    """Do jobs until `stop` is set; finishes those begun.

    A lost connection is made again, and so is one that took too long to answer: a busy machine ends no worker.
    """
    while not stop.is_set():
        try:
            await _work_connected(context, jobs, dsn, stop)
        except LOST as error:
            log.warning("the job worker lost the database, trying again: %s", error or type(error).__name__)
        except Exception:
            log.exception("the job worker failed, trying again")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RECONNECT_PAUSE)


@asynccontextmanager
async def working(context: JobContext, jobs: Mapping[str, Job], dsn: str) -> AsyncIterator[None]:
    """A worker beside whatever the block does."""
    stop = asyncio.Event()
    task = asyncio.create_task(work(context, jobs, dsn, stop))
    try:
        yield
    finally:
        stop.set()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _work_connected(context: JobContext, jobs: Mapping[str, Job], dsn: str, stop: asyncio.Event) -> None:
    connection = await asyncpg.connect(dsn, server_settings={"application_name": "multiplane worker"})
    try:
        await _ask_for_first_jobs(context, jobs)
        manager = _manager(connection, jobs, context)
        connection.add_termination_listener(lambda _connection: manager.shutdown.set())
        watch = asyncio.create_task(_forward(stop, manager.shutdown))
        try:
            await manager.run(
                dequeue_timeout=LOOK_AGAIN, heartbeat_timeout=HEARTBEAT, shutdown_on_listener_failure=True
            )
        finally:
            watch.cancel()
    finally:
        await connection.close(timeout=5)


async def _ask_for_first_jobs(context: JobContext, jobs: Mapping[str, Job]) -> None:
    async with context.database.transaction() as session:
        for declared in jobs.values():
            if declared.at_start:
                await enqueue(session, declared.name, once=declared.name)


def _manager(connection: asyncpg.Connection, jobs: Mapping[str, Job], context: JobContext) -> QueueManager:
    queries = Queries(AsyncpgDriver(connection), qbe=QueryBuilderEnvironment(SETTINGS), qbq=QueryQueueBuilder(SETTINGS))
    manager = QueueManager(queries, channel=SETTINGS.channel)
    for declared in jobs.values():
        _register(manager, declared, context)
    return manager


def _register(manager: QueueManager, declared: Job, context: JobContext) -> None:
    @manager.entrypoint(declared.name, concurrency_limit=declared.at_once, on_failure="hold")
    async def run(queued: QueuedJob) -> None:
        tries = await _tries(context, queued)
        if tries > declared.attempts:
            raise WorkersDied(f"{declared.name} was begun {declared.attempts} times, the last time without an end")
        is_last = tries == declared.attempts
        try:
            await declared.work(replace(context, is_last_attempt=is_last), json.loads(queued.payload or b"null"))
        except Exception as error:
            if is_last:
                raise
            pause = timedelta(seconds=2**tries)
            log.warning("job %s failed, trying again in %s", declared.name, pause, exc_info=error)
            raise RetryRequested(pause, reason=str(error)[:200]) from error


async def _tries(context: JobContext, queued: QueuedJob) -> int:
    """How often the job was begun, now included; also by workers that died over it."""
    try:
        async with context.database.reading() as session:
            return int(await session.value(queries.TRIES, job_id=queued.id))
    except DatabaseUnavailable as error:
        raise RetryRequested(timedelta(seconds=RECONNECT_PAUSE), reason="no database") from error


async def _forward(source: asyncio.Event, target: asyncio.Event) -> None:
    await source.wait()
    target.set()
