"""Fixtures of every test that talks to the server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.database import Rows
from tests.support.server import SECRET, serving
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
