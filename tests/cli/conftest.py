"""The program as its users start it: a process of its own, in an environment of its own."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.program import PASSWORD, Running, postgres_processes, stop_postgres
from tests.database.conftest import empty_dsn, kitsu_dsn, new_database
from tests.support.server import free_port

__all__ = ["empty_dsn", "kitsu_dsn", "new_database"]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder that PostgreSQL may enter when root starts it; pytest closes its own to other users."""
    with tempfile.TemporaryDirectory(prefix="multiplane-test-") as folder:
        yield Path(folder).resolve()


@pytest.fixture
def port() -> str:
    return str(free_port())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a program that is told nothing else; it does not exist yet."""
    return tmp_path / "data"


@pytest.fixture(scope="session")
def first_start() -> Iterator[Path]:
    """The data folder that a first start leaves."""
    with tempfile.TemporaryDirectory(prefix="multiplane-test-") as folder:
        program = Running(Path(folder), ("serve", "--port", str(free_port()), "--admin-password", PASSWORD), {})
        try:
            program.wait_for_url()
        finally:
            program.end()
        yield Path(folder) / "data"


@pytest.fixture
def used_data(data: Path, first_start: Path) -> Path:
    """The data folder of a studio that exists: its administrator is admin@example.com, with PASSWORD."""
    subprocess.run(["cp", "-a", first_start, data], check=True)
    return data


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts `multiplane` with arguments and environment variables; whatever still runs is stopped after."""
    started: list[Running] = []

    def start(*arguments: str, terminal: bool = False, **environment: str) -> Running:
        started.append(Running(tmp_path, arguments, environment, terminal=terminal))
        return started[-1]

    yield start
    for program in started:
        program.end()
    if postgres_processes(tmp_path / "data"):
        stop_postgres(tmp_path / "data")
