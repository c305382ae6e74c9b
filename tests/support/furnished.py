"""A production in which there is one of everything, so that every path leads to an object."""

import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, LargeBinary, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from multiplane import models
from multiplane.models.base import Base
from multiplane.resources import RESOURCES
from tests.support.stage import Stage
from tests.support.studio import Studio, unique

VALUES: tuple[tuple[type[Any], Any], ...] = (
    (JSONB, {}),
    (ARRAY, []),
    (Boolean, False),
    (Integer, 1),
    (Float, 1.0),
    (DateTime, datetime(2026, 5, 5)),  # noqa: DTZ001 - as the database has them
    (Date, date(2026, 5, 5)),
    (LargeBinary, b"x"),
)
ENTITIES = ("episode", "sequence", "shot", "asset", "scene", "edit", "concept", "concept_folder")
TABLE_OF_NAME = {
    "descriptor": "metadata_descriptor",
    "background": "preview_background_file",
    "asset_type": "entity_type",
    **dict.fromkeys(ENTITIES, "entity"),
}
PARTS = {"date": "2026-05-05", "year": "2026", "month": "5", "week": "20", "day": "5"}


class Furnished:
    """`ids` by table, `callers` by role: an administrator, and an artist of the production."""

    def __init__(self, studio: Studio) -> None:
        self.rows = studio.rows
        stage = Stage(studio)
        self.callers = {role: studio.client_of(studio.member(stage.project, role)) for role in ("admin", "user")}
        self.entities = self._entities(studio, stage)
        self.ids: dict[str, str] = {
            "project": stage.project["id"],
            "task": stage.task["id"],
            "person": stage.people["user"]["id"],
            "entity": stage.shot["id"],
            "entity_type": self.entities["asset"]["entity_type_id"],
            "task_type": stage.modeling["id"],
            "task_status": stage.statuses["todo"]["id"],
            "department": stage.department["id"],
        }
        comment = stage.post("@everybody", by=stage.team["user"], checklist=[{"text": "a", "checked": False}])
        self.ids["comment"] = comment["id"]
        self.reply_id = stage.manager.post(
            f"/data/tasks/{stage.task['id']}/comments/{comment['id']}/reply", {"text": "why"}, 200
        )["id"]
        self._make_the_others()
        self.rows.insert(models.CommentPreviewLink, comment=comment["id"], preview_file=self.ids["preview_file"])

    def id_of(self, name: str) -> str | None:
        """A real id for a name of a parameter or a field, such as `task_id` or `shot_ids`."""
        if name == "reply_id":
            return self.reply_id
        stem = re.sub(r"_ids?$", "", name)
        if stem in self.entities:
            return str(self.entities[stem]["id"])
        return self.ids.get(TABLE_OF_NAME.get(stem, stem))

    def path(self, template: str, **given: str) -> str:
        """A path to real objects, but for the parts that are given."""
        return re.sub(r"{(\w+)}", lambda part: given.get(part[1]) or self.part(template, part[1]), template)

    def part(self, template: str, name: str) -> str:
        """The real value of one part of a path."""
        if name in PARTS:
            return PARTS[name]
        collection = template.split(f"/{{{name}}}", maxsplit=1)[0].rsplit("/", 1)[1]
        if name == "instance_id":
            return self._of_collection(collection)
        if name in ("file_name", "picture"):
            return f"{self.id_of(collection[:-1].replace('-', '_')) or uuid4()}.png"
        return self.id_of(name) or str(uuid4())

    def _of_collection(self, path: str) -> str:
        model = next(resource.model for resource in RESOURCES if resource.path == path)
        return self.ids[model.__tablename__]

    @staticmethod
    def _entities(studio: Studio, stage: Stage) -> dict[str, dict[str, Any]]:
        project = stage.project
        episode = studio.episode(project)
        sequence = studio.sequence(project, episode)
        made = {"episode": episode, "sequence": sequence, "shot": stage.shot, "asset": studio.asset(project)}
        made["scene"] = studio.entity(project, "Scene", parent_id=sequence["id"])
        for name, kind in (("edit", "Edit"), ("concept", "Concept"), ("concept_folder", "ConceptFolder")):
            made[name] = studio.entity(project, kind)
        return made

    def _make_the_others(self) -> None:
        """One row of each other table, after those it refers to."""
        pending = [resource.model for resource in RESOURCES if resource.model.__tablename__ not in self.ids]
        while pending:
            model = next(model for model in pending if needed_by(model) <= self.ids.keys())
            self.renew(model)
            pending.remove(model)

    def renew(self, model: type[Base]) -> None:
        """Another row of a table, to which paths lead from now on."""
        values = {column.name: self._value(column) for column in model.__table__.columns if self._is_needed(column)}
        self.ids[model.__tablename__] = self.rows.insert(model, **values)["id"]

    def _is_needed(self, column: Column[Any]) -> bool:
        if column.foreign_keys:
            return target(column) in self.ids
        return not column.nullable and column.default is None and column.name not in ("id", "created_at", "updated_at")

    def _value(self, column: Column[Any]) -> Any:
        if column.foreign_keys:
            return self.ids[target(column)]
        if "choices" in column.info:
            return column.info["choices"][0]
        if isinstance(column.type, Uuid):
            return str(uuid4())
        for kind, value in VALUES:
            if isinstance(column.type, kind):
                return value
        return unique("x")[: column.type.length]  # type: ignore[attr-defined]


def target(column: Column[Any]) -> str:
    """The table a foreign key refers to."""
    name: str = next(iter(column.foreign_keys)).column.table.name
    return name


def needed_by(model: type[Base]) -> set[str]:
    """The tables a row of this one must refer to."""
    return {target(column) for column in model.__table__.columns if column.foreign_keys and not column.nullable}
