"""Bringing a database to the schema of this program: everything in one transaction, one process at a time."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from . import baseline
from .baseline import UnknownSchema

__all__ = ["SCHEMA", "VERSION_TABLE", "UnknownSchema", "current_revision", "upgrade"]

SCHEMA = "multiplane"
UPGRADE_LOCK = 4_862_051_997
VERSION_TABLE: dict[str, Any] = {"version_table": "alembic_version", "version_table_schema": SCHEMA}
SCRIPTS = Path(__file__).parent / "migrations"

Progress = Callable[[str], None]


def _silent(_message: str) -> None:
    """The progress of an upgrade that nobody watches."""


async def upgrade(dsn: str, progress: Progress | None = None) -> None:
    """Bring the database at `dsn` (postgresql://...) to the newest revision.

    An empty database gets every table; a database of Kitsu 1.0.97 keeps its tables and rows as they are and
    gets ours beside them. `progress` is told each step. Two calls at once do the work once: the second one
    waits. All or nothing: a failure or a kill leaves the database as it was.
    Raises UnknownSchema when the database belongs to another version.
    """
    async with _connect(dsn) as connection:
        await connection.run_sync(_upgrade, progress or _silent)


async def current_revision(dsn: str) -> str | None:
    """The revision of the database at `dsn`; None before the first upgrade."""
    async with _connect(dsn) as connection:
        return await connection.run_sync(_revision)


@asynccontextmanager
async def _connect(dsn: str) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(dsn), poolclass=NullPool
    )
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, progress: Progress) -> None:
    _take_lock(connection, progress)
    is_kitsu = baseline.is_installed(connection)
    config = _config()
    revision = _revision(connection)
    _refuse_newer(config, revision)
    if is_kitsu and revision is None:
        progress(f"This is a database of Kitsu {baseline.KITSU_VERSION}: its tables stay as they are.")
    if not connection.scalar(text("SELECT to_regnamespace(:name) IS NOT NULL"), {"name": SCHEMA}):
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    config.attributes.update(connection=connection, progress=progress)
    command.upgrade(config, "head")


def _take_lock(connection: Connection, progress: Progress) -> None:
    """Hold the upgrade lock until the transaction ends."""
    lock = {"key": UPGRADE_LOCK}
    if not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), lock):
        progress("Another process is upgrading the database; waiting for it.")
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), lock)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection, opts=VERSION_TABLE).get_current_revision()


def _refuse_newer(config: Config, revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise UnknownSchema(
            f"The database was upgraded by another version of Multiplane, to revision {revision}; this one "
            f"knows up to {max(known)}. Nothing was changed. Start the newer version."
        )
