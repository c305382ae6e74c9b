"""One PostgreSQL for the whole run, shared by its workers; one database per worker."""

import asyncio
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from multiplane.database.embedded import EmbeddedPostgres
from multiplane.database.migrate import upgrade

pytest_plugins = ["tests.support.fixtures"]

TESTS = Path(__file__).parent
TEMPLATE = "multiplane_template"
SLOW_FIRST = ("cli", "contract", "e2e", "previews", "realtime", "database", "entities")
"""Folders whose files start processes or take long: begun first, so that no worker is left alone with one."""
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow folders first; within a folder, and for all the others, the order stays."""
    ranks = {name: rank for rank, name in enumerate(SLOW_FIRST)}
    items.sort(key=lambda item: ranks.get(item.path.relative_to(TESTS).parts[0], len(ranks)))


def database_at(dsn: str, name: str) -> str:
    """The address of another database of the same server."""
    return dsn.replace("/multiplane?", f"/{name}?")


def administer(dsn: str, *statements: str) -> None:
    """Run statements outside any transaction, as CREATE DATABASE wants it."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[str]:
    """The address of the run's server. The last worker stops it and removes its data."""
    folder = Path(tempfile.gettempdir()) / f"multiplane-test-{testrun_uid[:12]}"
    server = EmbeddedPostgres(FAST)
    dsn = server.start(folder)
    yield dsn
    server.stop()
    if not (folder / "postgres" / "postmaster.pid").exists():
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template_database(postgres: str, testrun_uid: str) -> str:
    """The name of a migrated database, made by the first worker that asks; nobody connects to it."""
    with (Path(tempfile.gettempdir()) / f"multiplane-test-{testrun_uid[:12]}" / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(postgres) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone()
        if found is None:
            administer(postgres, "CREATE DATABASE template_in_making")
            asyncio.run(upgrade(database_at(postgres, "template_in_making")))
            administer(postgres, f"ALTER DATABASE template_in_making RENAME TO {TEMPLATE}")
    return TEMPLATE


@pytest.fixture(scope="session")
def database_dsn(postgres: str, template_database: str, worker_id: str) -> str:
    """The address of the worker's own database, at the newest revision."""
    name = f"multiplane_{worker_id}"
    administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template_database}")
    return database_at(postgres, name)
