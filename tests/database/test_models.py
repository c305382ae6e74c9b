"""The models say what the database holds, and in which form it is served."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

import multiplane.models
from multiplane.database.migrate import VERSION_TABLE
from multiplane.models import Base
from tests.database.catalog import describe
from tests.database.test_schema import KITSU

OBJECTS: dict[str, Any] = json.loads(Path(__file__).with_name("kitsu_objects.json").read_text())
MODELS: dict[str, type[Base]] = {
    name: getattr(multiplane.models, name) for name in multiplane.models.__all__ if name not in {"Base", "Relation"}
}
GENERATED = {"id", "created_at", "updated_at"}
CONFIGURED = {"timezone": "default_timezone", "locale": "default_locale"}
KINDS = {"email", "locale", "timezone", "url", "ip"}


def engine_connection(dsn: str) -> Connection:
    return create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(dsn), poolclass=NullPool).connect()


def ours(name: str | None, kind: str, parents: Any) -> bool:
    """What the models describe: not the version tables, not the job queue, not foreign schemas."""
    if kind == "schema":
        return name in {None, "public", "multiplane"}
    if kind == "table":
        return name != "alembic_version" and not str(name).startswith("pgqueuer")
    return True


def test_models_and_migrated_database_agree(database_dsn: str) -> None:
    options = {"include_schemas": True, "include_name": ours, "compare_server_default": True, **VERSION_TABLE}
    with engine_connection(database_dsn) as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_tables_made_from_the_models_are_those_of_kitsu(empty_dsn: str) -> None:
    """But for unique constraints equal to a primary key, which CREATE TABLE silently leaves out."""
    with engine_connection(empty_dsn) as connection:
        connection.exec_driver_sql("CREATE SCHEMA multiplane")
        Base.metadata.create_all(connection)
        connection.commit()
    made = describe(empty_dsn)
    for name, table in made.items():
        table["unique"] += [key for key in KITSU[name]["unique"] if key["columns"] == table["primary_key"]["columns"]]
    assert set(made) == set(KITSU) - {"alembic_version"}
    assert {name: table for name, table in made.items() if table != KITSU[name]} == {}


def test_every_model_is_exported() -> None:
    assert set(MODELS.values()) == {mapper.class_ for mapper in Base.registry.mappers}


def served_keys(name: str) -> list[dict[str, Any]]:
    """The keys of a served object; without the constant `type`, and what no row holds."""
    return [key for key in OBJECTS[name]["keys"] if key["type"] != "const" and not key.get("computed")]


@pytest.mark.parametrize("name", OBJECTS)
def test_columns_are_in_served_order(name: str) -> None:
    columns = {key.get("column", key["key"]): None for key in served_keys(name)}
    if name == "Notification":
        columns = dict.fromkeys([*list(columns)[:2], "type", *list(columns)[2:-1]])
    table = MODELS[name].__table__
    expected = [key for key in columns if key in table.columns]
    assert [column.name for column in table.columns if column.name in columns] == expected
    assert {column.name for column in table.columns} - set(columns) <= {"password"}


@pytest.mark.parametrize("name", OBJECTS)
def test_relations_and_embedded_objects_are_in_served_order(name: str) -> None:
    keys = served_keys(name)
    relations = [(key["key"], key["of"]) for key in keys if key.get("relations_only")]
    embedded = [(key["key"], key["of"]) for key in keys if key.get("embedded")]
    assert [(key, relation.target) for key, relation in MODELS[name].relations.items()] == relations
    assert [(key, target) for key, (_, target) in MODELS[name].embedded.items()] == embedded


@pytest.mark.parametrize("name", OBJECTS)
def test_columns_know_their_defaults_choices_and_secrets(name: str) -> None:
    columns = MODELS[name].__table__.columns
    for key in served_keys(name):
        if (column := columns.get(key.get("column", key["key"]))) is None:
            continue
        if column.name in GENERATED | set(CONFIGURED):
            assert column.default is None
            assert column.info.get("setting") == CONFIGURED.get(column.name)
        else:
            assert application_default(column) == key.get("default")
        if column.type.__class__.__name__ != "ENUM":
            assert list(column.info.get("choices", ())) == key.get("enum", [])
        assert column.info.get("hidden", False) == key.get("hidden", False)
        assert column.info.get("kind") == (key["type"] if key["type"] in KINDS else None)


def application_default(column: Any) -> Any:
    if column.default is None:
        return None
    return column.default.arg(None) if column.default.is_callable else column.default.arg


def test_a_share_link_never_shows_its_password() -> None:
    assert MODELS["PlaylistShareLink"].__table__.columns["password"].info == {"hidden": True}


@pytest.mark.parametrize("name", MODELS)
def test_relations_follow_foreign_keys(name: str) -> None:
    """`own` references the model, `other` the target; a child table is the target itself."""
    tables = Base.metadata.tables
    for relation in MODELS[name].relations.values():
        table, target = tables[relation.table], MODELS[relation.target].__table__
        assert [key.column.table for key in table.columns[relation.own].foreign_keys] == [MODELS[name].__table__]
        if relation.is_link:
            assert [key.column.table for key in table.columns[relation.other].foreign_keys] == [target]
        else:
            assert table is target
    for column, embedded in MODELS[name].embedded.values():
        keys = MODELS[name].__table__.columns[column].foreign_keys
        assert [key.column.table for key in keys] == [MODELS[embedded].__table__]
