"""A session whose connection is lost says so, whatever it was doing."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import psycopg
import pytest
from sqlalchemy import text

from multiplane.database.errors import DatabaseUnavailable, translate
from multiplane.database.session import Database, Session
from multiplane.database.statements import prepare

ONE = prepare(text("SELECT 1"))
PID = prepare(text("SELECT pg_backend_pid()"))


async def end_connection(session: Session, dsn: str) -> None:
    """As PostgreSQL does when it is killed or restarted; returns when the driver has noticed."""
    noticed = asyncio.Event()
    session.connection.add_termination_listener(lambda _connection: noticed.set())
    pid = await session.value(PID)
    with psycopg.connect(dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    await noticed.wait()


async def lose_connection(database: Database, dsn: str, work: Callable[[Session], Awaitable[None]]) -> None:
    async with database.transaction() as session:
        await end_connection(session, dsn)
        await work(session)


async def ask(session: Session) -> None:
    await session.value(ONE)


async def do_nothing(_session: Session) -> None:
    """Only the commit fails then."""


@pytest.mark.parametrize("work", [ask, do_nothing])
def test_a_lost_connection_is_told_and_replaced(database_dsn: str, work: Callable[[Session], Awaitable[None]]) -> None:
    async def run() -> None:
        database = await Database.connect(database_dsn, size=1)
        try:
            with pytest.raises(DatabaseUnavailable):
                await lose_connection(database, database_dsn, work)
            async with database.transaction() as session:
                assert await session.value(ONE) == 1
        finally:
            await database.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError("the folder of the socket is gone"),
        ConnectionRefusedError(),
        asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
    ],
    ids=repr,
)
def test_whatever_the_driver_says_of_a_lost_connection_it_is_one(error: Exception) -> None:
    assert isinstance(translate(error), DatabaseUnavailable)
