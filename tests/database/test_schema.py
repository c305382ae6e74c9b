"""A migrated database has exactly the schema of Kitsu 1.0.97 in `public`."""

import json
from pathlib import Path

import psycopg
import pytest

from multiplane.database.baseline import KITSU_REVISION
from tests.database.catalog import Description, describe, enum_types

KITSU: Description = json.loads(Path(__file__).with_name("kitsu_schema.json").read_text())
META = KITSU.pop("_meta")


@pytest.fixture(scope="module")
def tables(database_dsn: str) -> Description:
    return describe(database_dsn)


def test_the_tables_are_those_of_kitsu(tables: Description) -> None:
    assert len(tables) == META["table_count"]
    assert set(tables) == set(KITSU)


@pytest.mark.parametrize("table", KITSU)
def test_a_table_is_that_of_kitsu(tables: Description, table: str) -> None:
    assert tables[table] == KITSU[table]


@pytest.mark.parametrize("table", KITSU)
def test_columns_have_the_same_order(tables: Description, table: str) -> None:
    assert list(tables[table]["columns"]) == list(KITSU[table]["columns"])


def test_the_enum_types_are_those_of_kitsu(database_dsn: str) -> None:
    assert enum_types(database_dsn) == META["enum_types"]


def test_kitsu_recognises_the_revision(database_dsn: str) -> None:
    with psycopg.connect(database_dsn) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(KITSU_REVISION,)]
    assert META["alembic_revision"] == KITSU_REVISION


def test_nothing_else_lives_in_public(database_dsn: str) -> None:
    query = """
        SELECT relname FROM pg_class
                  WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('r', 'i', 't')
        UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
                  WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace
    """
    with psycopg.connect(database_dsn) as connection:
        assert connection.execute(query).fetchall() == []
