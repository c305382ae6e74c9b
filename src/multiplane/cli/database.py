"""The database a command works on: the configured one, or the one in the data folder."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import TypeVar

import asyncpg

from multiplane.cli.console import Steps, fail
from multiplane.database.embedded import EmbeddedPostgres, EmbeddedPostgresError
from multiplane.database.errors import DatabaseUnavailable
from multiplane.database.migrate import UnknownSchema, upgrade
from multiplane.database.session import Database, Session
from multiplane.settings import Settings

Result = TypeVar("Result")


@contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """The address of the database. The embedded one is started, or joined, kept alive, and stopped by its last user."""
    address = settings.database_dsn
    if address is not None:
        yield address
        return
    server = EmbeddedPostgres()
    try:
        with uninterrupted():
            address = server.start(settings.data)
        with server.kept_running():
            yield address
    except EmbeddedPostgresError as error:
        fail(str(error))
    finally:
        with contextlib.suppress(KeyboardInterrupt), uninterrupted():
            server.stop()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait until the block ends, so that no server is left half started."""
    caught: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        caught.append(number)

    before = {number: signal.signal(number, remember) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if caught:
            raise KeyboardInterrupt


def upgrade_schema(address: str, steps: Steps) -> None:
    """Create or upgrade the schema; a database that is not ours, or out of reach, ends the program."""
    with told_refusals():
        asyncio.run(upgrade(address, steps.detail))


def in_transaction(address: str, work: Callable[[Session], Awaitable[Result]]) -> Result:
    """Do some work in one transaction and return its result."""

    async def run() -> Result:
        async with _connected(address) as database, database.transaction() as session:
            return await work(session)

    with told_refusals():
        return asyncio.run(run())


@contextmanager
def told_refusals() -> Iterator[None]:
    """Turn what a database refuses into a message and the end of the program."""
    try:
        yield
    except UnknownSchema as error:
        fail(str(error))
    except (DatabaseUnavailable, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        fail(
            f"The database cannot be used: {error}\n"
            "Check that PostgreSQL runs, and database_url or the db_ settings (multiplane settings)."
        )


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[Database]:
    database = await Database.connect(address, size=2)
    try:
        yield database
    finally:
        await database.close()
