"""Empty databases, and databases as Kitsu leaves them."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

import multiplane.database.migrate
from tests.conftest import administer, database_at

BASELINE = Path(multiplane.database.migrate.__file__).parent / "migrations/versions/0001_kitsu_1_0_97.sql"
numbers = count(1)


@pytest.fixture
def new_database(postgres: str, run_name: str, worker_id: str) -> Iterator[Callable[[], str]]:
    """Creates an empty database and returns its address; dropped after the test."""
    names: list[str] = []

    def create() -> str:
        names.append(f"{run_name}_{worker_id}_{next(numbers)}")
        administer(postgres, f"CREATE DATABASE {names[-1]}")
        return database_at(postgres, names[-1])

    yield create
    administer(postgres, *(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


@pytest.fixture
def empty_dsn(new_database: Callable[[], str]) -> str:
    """The address of an empty database."""
    return new_database()


@pytest.fixture
def kitsu_dsn(empty_dsn: str) -> str:
    """The address of a database that only Kitsu 1.0.97 has used, with a few rows."""
    with psycopg.connect(empty_dsn) as connection:
        connection.execute(BASELINE.read_bytes())
        connection.execute(
            "INSERT INTO person (id, first_name, last_name, email, role) "
            "VALUES (gen_random_uuid(), 'Ada', 'Lovelace', 'ada@studio.test', 'admin')"
        )
        connection.execute("INSERT INTO studio (id, name, color) VALUES (gen_random_uuid(), 'Paris', '#112233')")
    return empty_dsn
