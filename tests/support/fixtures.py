"""Fixtures of every test that talks to the server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from tests.conftest import administer, database_at
from tests.support.database import Rows
from tests.support.server import SECRET, serving
from tests.support.stage import Stage
from tests.support.studio import Studio


@pytest.fixture(scope="session")
def server_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's data folder."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="session")
def server(database_dsn: str, server_data: Path) -> Iterator[str]:
    """The base URL of the worker's server."""
    with serving(database_dsn, server_data) as url:
        yield url


@pytest.fixture(scope="session")
def rows(database_dsn: str) -> Rows:
    return Rows(database_dsn)


@pytest.fixture
def studio(rows: Rows, server: str) -> Studio:
    """A fresh administrator, and builders for everything else."""
    return Studio(rows, server, SECRET)


@pytest.fixture
def fresh_studio(
    postgres: str, template_database: str, run_name: str, tmp_path: Path
) -> Iterator[Callable[..., Studio]]:
    """Makes a studio with one administrator, its own database and server: `fresh_studio(user_limit="3")`."""
    with ExitStack() as stack:

        def make(**settings: str) -> Studio:
            name = f"{run_name}_{uuid4().hex}"
            administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template_database}")
            dsn = database_at(postgres, name)
            rows = Rows(dsn)
            stack.callback(rows.connection.close)
            return Studio(rows, stack.enter_context(serving(dsn, tmp_path, **settings)), SECRET)

        yield make


@pytest.fixture
def stage(studio: Studio) -> Stage:
    """A production in which people comment."""
    return Stage(studio)
