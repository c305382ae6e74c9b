"""Entities with everything that may hang on them."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.support.studio import Row, Studio

from multiplane import models


@dataclass
class Site:
    """One project, and builders of what refers to an entity."""

    studio: Studio
    project: Row
    hung: list[tuple[str, str]] = field(default_factory=list)
    """Table and id of every row made by `burden`."""

    def row(self, model: Any, **values: Any) -> Row:
        row = self.studio.rows.insert(model, **values)
        if "id" in row:
            self.hung.append((model.__tablename__, row["id"]))
        return row

    def exists(self, table: str, row_id: str) -> bool:
        return bool(self.studio.rows.all(f"SELECT 1 FROM {table} WHERE id = %s", row_id))

    def left(self) -> list[tuple[str, str]]:
        """Rows made by `burden` that are still there."""
        return [(table, row_id) for table, row_id in self.hung if self.exists(table, row_id)]

    def state(self, entity: Row) -> str:
        """`live`, `canceled` or `gone`."""
        rows = self.studio.rows.all("SELECT canceled FROM entity WHERE id = %s", entity["id"])
        return ("canceled" if rows[0]["canceled"] else "live") if rows else "gone"

    def task(self, entity: Row) -> Row:
        """A task with a comment, a preview that the entity shows, time spent, news and a notification."""
        studio, person = self.studio, self.studio.person()
        task = studio.task(entity, assignees=[person])
        self.hung.append(("task", task["id"]))
        comment = self.row(
            models.Comment,
            object_id=task["id"], object_type="Task", person_id=person["id"],
            task_status_id=studio.task_status()["id"], text="hello",
        )  # fmt: skip
        preview = self.row(models.PreviewFile, name="p", revision=1, task_id=task["id"], person_id=person["id"])
        studio.rows.run("UPDATE entity SET preview_file_id = %s WHERE id = %s", preview["id"], entity["id"])
        self.row(models.TimeSpent, task_id=task["id"], person_id=person["id"], duration=60, date="2026-01-01")
        self.row(models.News, task_id=task["id"], comment_id=comment["id"], author_id=person["id"], change=True)
        self.row(
            models.Notification,
            task_id=task["id"], comment_id=comment["id"], person_id=person["id"], author_id=person["id"],
            read=False, change=False, type="comment",
        )  # fmt: skip
        self.row(models.Subscription, task_id=task["id"], person_id=person["id"])
        self.row(models.WorkingFile, name="w", task_id=task["id"], entity_id=entity["id"], revision=1)
        return task

    def burden(self, entity: Row, *, with_task: bool = True) -> None:
        """Hang one row of every kind on an entity."""
        studio, rows = self.studio, self.studio.rows
        if with_task:
            self.task(entity)
        person, task_type = studio.person(), studio.task_type()
        other, asset = studio.shot(self.project), studio.asset(self.project)
        self.row(models.EntityVersion, name="v", entity_id=entity["id"])
        self.row(models.Subscription, entity_id=entity["id"], person_id=person["id"], task_type_id=task_type["id"])
        self.row(models.EntityLink, entity_in_id=entity["id"], entity_out_id=asset["id"])
        self.row(models.EntityLink, entity_in_id=other["id"], entity_out_id=entity["id"])
        concept = studio.entity(self.project, "Concept")
        self.row(models.EntityConceptLink, entity_in_id=concept["id"], entity_out_id=entity["id"])
        self.row(models.EntityConceptLink, entity_in_id=entity["id"], entity_out_id=asset["id"])
        self.row(
            models.ScheduleItem, project_id=self.project["id"], task_type_id=task_type["id"], object_id=entity["id"]
        )
        for place in ("asset_id", "scene_id", "target_asset_id"):
            instance = self.row(
                models.AssetInstance, **{"asset_id": asset["id"], "number": 1, "name": "i", place: entity["id"]}
            )
            rows.insert(models.AssetInstanceLink, entity_id=other["id"], asset_instance_id=instance["id"])
        playing = studio.rows.insert(models.AssetInstance, asset_id=asset["id"], number=1, entity_id=entity["id"])
        rows.insert(models.AssetInstanceLink, entity_id=entity["id"], asset_instance_id=playing["id"])
        self._files(entity, other)

    def _files(self, entity: Row, other: Row) -> None:
        rows = self.studio.rows
        status = rows.insert(models.FileStatus, name=entity["id"][:30], color="#000000")
        output = self.row(models.OutputFile, name="o", revision=1, file_status_id=status["id"], entity_id=entity["id"])
        kept_task = self.studio.task(other)
        rows.insert(models.PreviewFile, name="k", revision=1, task_id=kept_task["id"], source_file_id=output["id"])
        working = self.row(models.WorkingFile, name="w", entity_id=entity["id"], revision=2)
        rows.insert(
            models.OutputFile,
            name="k", revision=1, file_status_id=status["id"], entity_id=other["id"],
            temporal_entity_id=entity["id"], source_file_id=working["id"],
        )  # fmt: skip


@pytest.fixture
def site(studio: Studio) -> Site:
    return Site(studio, studio.project())
