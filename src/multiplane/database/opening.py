"""The pool of connections that a process works with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from multiplane.database.session import Database
from multiplane.settings import Settings


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Database]:
    """The pool of database connections."""
    size = settings.db_pool_size + settings.db_max_overflow
    database = await Database.connect(dsn_of(settings), size=size, settings=settings)
    try:
        yield database
    finally:
        await database.close()


def dsn_of(settings: Settings) -> str:
    """The address of the database; `multiplane serve` fills it in when it runs its own."""
    if settings.database_dsn is None:
        raise RuntimeError("no database is configured: `multiplane serve` starts the embedded one first")
    return settings.database_dsn
