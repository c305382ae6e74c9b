"""The program as its users start it: a process of its own, in an environment of its own."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.program import Running, postgres_processes, stop_postgres
from tests.database.conftest import empty_dsn, kitsu_dsn, new_database

__all__ = ["empty_dsn", "kitsu_dsn", "new_database"]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder that PostgreSQL may enter when root starts it; pytest closes its own to other users."""
    with tempfile.TemporaryDirectory(prefix="multiplane-test-") as folder:
        yield Path(folder).resolve()


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
