"""An automation publishes the last revision of a task on another one (04-tasks 3.5)."""

from typing import Any

import pytest
from tests.previews.conftest import Stage, picture
from tests.support.studio import Row

from multiplane import models


@pytest.fixture
def compositing(stage: Stage) -> Row:
    """A task of the same shot; done on the first one, it is published there too."""
    stage.rows.run("UPDATE project SET is_set_preview_automated = true WHERE id = %s", stage.project["id"])
    task_type = stage.studio.task_type()
    task = stage.studio.task(stage.shot, task_type)
    stage.done, stage.ready = stage.studio.task_status(is_done=True), stage.studio.task_status()  # type: ignore[attr-defined]
    for number, kind in enumerate((stage.task_type, task_type)):
        stage.rows.insert(
            models.ProjectTaskTypeLink, project_id=stage.project["id"], task_type_id=kind["id"], priority=number
        )
    automation = stage.rows.insert(
        models.StatusAutomation,
        entity_type="shot",
        in_task_type_id=stage.task_type["id"],
        in_task_status_id=stage.done["id"],  # type: ignore[attr-defined]
        out_field_type="status",
        out_task_type_id=task_type["id"],
        out_task_status_id=stage.ready["id"],  # type: ignore[attr-defined]
        import_last_revision=True,
    )
    stage.rows.insert(
        models.ProjectStatusAutomationLink, project_id=stage.project["id"], status_automation_id=automation["id"]
    )
    return task


def test_the_files_of_the_last_revision_are_copied(stage: Stage, compositing: Row, movie: bytes) -> None:
    stage.publish(picture(10, 10))
    comment = stage.new_comment()
    stage.upload(stage.slot(comment), picture(64, 36), "beauty.png")
    stage.upload(stage.slot(comment), b"%PDF-1.4", "notes.pdf")
    stage.upload(stage.slot(comment), movie, "clip.mp4", "?no_job=true")
    body = {"comment": "", "task_status_id": stage.done["id"]}  # type: ignore[attr-defined]
    moment = stage.studio.now()
    stage.manager.post(f"/actions/tasks/{stage.task['id']}/comment", body)
    copies: list[Any] = stage.manager.get(f"/data/tasks/{compositing['id']}/previews")
    assert [(row["revision"], row["position"]) for row in copies] == [(1, 1), (1, 2), (1, 3)]
    first, second, third = (stage.wait(row) for row in copies)
    assert (first["original_name"], first["extension"], first["width"]) == ("beauty", "png", 64)
    assert (second["extension"], second["file_size"]) == ("pdf", 8)
    assert (third["duration"], third["data"]["movie_prefixes"]) == (0.4, ["previews", "lowdef"])
    for path in (
        f"/pictures/originals/preview-files/{first['id']}.png",
        f"/pictures/thumbnails/preview-files/{first['id']}.png",
        f"/pictures/originals/preview-files/{second['id']}.pdf",
        f"/movies/low/preview-files/{third['id']}.mp4",
        f"/movies/tiles/preview-files/{third['id']}.png",
    ):
        assert stage.manager.request("GET", path).status_code == 200, path
    task = stage.rows.one("SELECT last_preview_file_id::text AS id FROM task WHERE id = %s", compositing["id"])
    shot = stage.rows.one("SELECT preview_file_id::text AS id FROM entity WHERE id = %s", stage.shot["id"])
    assert (task["id"], shot["id"]) == (first["id"], first["id"])
    names = [
        event["name"]
        for event in stage.studio.events_since(moment)
        if event["data"].get("preview_file_id") == first["id"]
    ]
    assert names == ["preview-file:new", "preview-file:update", "preview-file:set-main", "preview-file:add-file"]


def test_one_file_only_where_the_project_says_so(stage: Stage, compositing: Row) -> None:
    comment = stage.new_comment()
    for _ in range(2):
        stage.upload(stage.slot(comment), picture())
    stage.rows.run("UPDATE project SET is_single_preview_per_revision = true WHERE id = %s", stage.project["id"])
    body = {"comment": "", "task_status_id": stage.done["id"]}  # type: ignore[attr-defined]
    stage.manager.post(f"/actions/tasks/{stage.task['id']}/comment", body)
    (copy,) = stage.manager.get(f"/data/tasks/{compositing['id']}/previews")
    assert stage.wait(copy)["status"] == "ready"
