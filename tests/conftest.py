"""One PostgreSQL for the whole run, shared by its workers; one database per worker.

It is the embedded one, or the server named by TEST_POSTGRES_URL (docs/development.md).
"""

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from multiplane.database.embedded import EmbeddedPostgres
from multiplane.database.migrate import upgrade

pytest_plugins = ["tests.support.fixtures"]

TESTS = Path(__file__).parent
SLOW_FIRST = ("cli", "contract", "e2e", "previews", "realtime", "database", "entities")
"""Folders whose files start processes or take long: begun first, so that no worker is left alone with one."""
OTHER_SERVER = "TEST_POSTGRES_URL"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow folders first; within a folder, and for all the others, the order stays."""
    ranks = {name: rank for rank, name in enumerate(SLOW_FIRST)}
    items.sort(key=lambda item: ranks.get(item.path.relative_to(TESTS).parts[0], len(ranks)))


def database_at(dsn: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlsplit(dsn)._replace(path=f"/{name}").geturl()


def administer(dsn: str, *statements: str) -> None:
    """Run statements outside any transaction, as CREATE DATABASE wants it."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def run_name(testrun_uid: str) -> str:
    """What the names of this run's databases begin with."""
    return f"mp_{testrun_uid[:10]}"


@pytest.fixture(scope="session")
def run_folder(run_name: str) -> Path:
    """A folder that the workers of the run share."""
    folder = Path(tempfile.gettempdir()) / f"multiplane-test-{run_name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def postgres(run_name: str, run_folder: Path) -> Iterator[str]:
    """The address of the run's server. The last worker stops it and removes its data."""
    given = os.environ.get(OTHER_SERVER)
    with embedded(run_folder) if given is None else borrowed(given, run_name, run_folder) as dsn:
        yield dsn


@contextmanager
def embedded(folder: Path) -> Iterator[str]:
    """A server of our own in the folder of the run."""
    server = EmbeddedPostgres(FAST)
    yield server.start(folder)
    server.stop()
    if not (folder / "postgres" / "postmaster.pid").exists():
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def borrowed(dsn: str, run_name: str, folder: Path) -> Iterator[str]:
    """Somebody's server, in which the run leaves nothing."""
    with (folder / "workers").open("a") as workers:
        fcntl.flock(workers, fcntl.LOCK_SH)
        yield dsn
        try:
            fcntl.flock(workers, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
    with psycopg.connect(dsn, autocommit=True) as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [run_name])
        for (name,) in names.fetchall():
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template_database(postgres: str, run_name: str, run_folder: Path) -> str:
    """The name of a migrated database, made by the first worker that asks; nobody connects to it."""
    name = f"{run_name}_template"
    with (run_folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(postgres) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            administer(postgres, f"CREATE DATABASE {name}_in_making")
            asyncio.run(upgrade(database_at(postgres, f"{name}_in_making")))
            administer(postgres, f"ALTER DATABASE {name}_in_making RENAME TO {name}")
    return name


@pytest.fixture(scope="session")
def database_dsn(postgres: str, template_database: str, run_name: str, worker_id: str) -> str:
    """The address of the worker's own database, at the newest revision."""
    name = f"{run_name}_{worker_id}"
    administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template_database}")
    return database_at(postgres, name)
