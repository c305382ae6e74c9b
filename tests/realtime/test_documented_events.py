"""Each generic resource tells its updates and deletions as documented: names, keys, and nothing else (02-models)."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Column
from tests.support.studio import Row, Studio

from multiplane.models import Comment
from multiplane.models.base import Base
from multiplane.resources import RESOURCES
from multiplane.web.crud.resource import Resource

DOCUMENTED: dict[str, list[str]] = json.loads(Path(__file__).with_name("documented_events.json").read_text())
MODELS = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
VALUES: dict[str, Callable[[], Any]] = {
    "UUID": lambda: str(uuid4()),
    "Integer": lambda: 1,
    "DOUBLE_PRECISION": lambda: 1.0,
    "Boolean": lambda: False,
    "Date": lambda: "2026-03-02",
}
NEEDED = {"day-offs": ("end_date", "person_id"), "output-files": ("entity_id",)}
"""Columns without which a row is of no use."""


def told_of(documented: list[str]) -> dict[str, set[str]]:
    """`task-type:update {task_type_id} (when)` -> name and keys; an entity is an asset here."""
    found = (re.fullmatch(r"(\S+) \{(.*?)\}.*", text.replace("<kind>", "asset")) for text in documented)
    return {match[1]: set(match[2].split(",")) for match in found if match}


def a_row(studio: Studio, model: type[Base], *more: str) -> Row:
    """A row of any table, with a row of its own behind every foreign key it must have, and behind those in `more`."""
    values: Row = {}
    if model is Comment:
        studio.task_status(is_default=True)
        values = {"object_id": studio.task(studio.asset(studio.project()))["id"], "object_type": "Task"}
    columns = [
        column
        for column in model.__table__.columns
        if column.name in more or not (column.nullable or column.default is not None or column.name in ("id", *values))
    ]
    return studio.rows.insert(model, **values, **{column.name: a_value(studio, column) for column in columns})


def a_value(studio: Studio, column: "Column[Any]") -> Any:
    for key in column.foreign_keys:
        return a_row(studio, MODELS[key.column.table.name])["id"]
    make = VALUES.get(type(column.type).__name__, lambda: uuid4().hex[: getattr(column.type, "length", None) or 20])
    return make()


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)
def test_a_change_is_told_as_documented(studio: Studio, resource: Resource, method: str) -> None:
    documented = told_of(DOCUMENTED.get(f"{method} /data/{resource.path}/{{instance_id}}", []))
    if not documented:
        pytest.skip("there is no such operation")
    has_project = "project_id" in resource.columns and any("project_id" in keys for keys in documented.values())
    row = a_row(studio, resource.model, *(["project_id"] if has_project else []), *NEEDED.get(resource.path, ()))
    start = studio.now()
    body = {"json": {key: row[key] for key in ("date", "end_date") if key in row}} if method == "PUT" else {}
    answer = studio.admin.request(method, f"/data/{resource.path}/{row['id']}", **body)
    assert answer.status_code in (200, 204), answer.text
    told = {event["name"]: set(event["data"]) for event in studio.events_since(start) if event["user_id"]}
    assert told
    assert told == {name: documented.get(name) for name in told}
