"""Playlists made for a moment (06-previews-playlists 11), and the builds of a project."""

from typing import Any
from uuid import uuid4

from tests.previews.conftest import Stage, stage  # noqa: F401 - the fixture
from tests.support.roles import as_each_role

from multiplane import models

BARE = {
    "id", "name", "preview_file_task_id", "parent_name", "episode_id", "episode_name", "sequence_id", "sequence_name",
    "asset_type_id", "asset_type_name", "preview_files",
}  # fmt: skip
SHOWN = {"id", "extension", "width", "height", "duration", "revision", "status", "annotations", "previews"}


def temp(stage: Stage, query: str = "", status: int = 200, role: str = "manager", **body: Any) -> Any:
    return stage.team[role].post(f"/data/projects/{stage.project['id']}/playlists/temp{query}", body, status)


def test_an_entity_without_preview_is_bare(stage: Stage) -> None:
    (entry,) = temp(stage, task_ids=[stage.task["id"]])
    assert entry == {
        "id": stage.shot["id"], "name": stage.shot["name"], "preview_file_task_id": stage.task["id"],
        "parent_name": stage.sequence["name"], "episode_id": "", "episode_name": "",
        "sequence_id": stage.sequence["id"], "sequence_name": stage.sequence["name"], "asset_type_id": "",
        "asset_type_name": "", "preview_files": {},
    }  # fmt: skip
    assert entry.keys() == BARE
    assert temp(stage) == temp(stage, entity_ids=[stage.shot["id"], str(uuid4())]) == []


def test_a_task_shows_the_latest_of_its_own_type(stage: Stage) -> None:
    stage.preview(name="old", revision=1)
    latest = stage.preview(name="new", revision=2, annotations=[{"time": 0}])
    stage.preview(stage.studio.task(stage.shot, stage.studio.task_type(priority=9)), name="other", revision=9)
    (entry,) = temp(stage, task_ids=[stage.task["id"]])
    assert entry.keys() == BARE | {f"preview_file_{name}" for name in SHOWN}
    assert (entry["preview_file_id"], entry["preview_file_status"]) == (latest["id"], "ready")
    assert entry["preview_file_annotations"] == [{"time": 0}]
    assert len(entry["preview_files"]) == 2


def test_a_task_without_preview_shows_the_first_type_of_the_project(stage: Stage) -> None:
    kinds = [stage.studio.task_type() for _ in range(2)]
    previews = [stage.preview(stage.studio.task(stage.shot, kind), name="one") for kind in kinds]
    for priority, kind in enumerate(kinds):
        stage.rows.insert(
            models.ProjectTaskTypeLink, project_id=stage.project["id"], task_type_id=kind["id"], priority=priority
        )
    (entry,) = temp(stage, task_ids=[stage.task["id"]])
    assert entry["preview_file_id"] == previews[1]["id"]
    assert entry["preview_file_annotations"] == []


def test_an_entity_contributes_its_last_commented_task_with_a_preview(stage: Stage) -> None:
    asset = stage.studio.asset(stage.project)
    quiet = stage.studio.task(asset, last_comment_date="2024-01-01T00:00:00")
    busy = stage.studio.task(asset, last_comment_date="2024-02-01T00:00:00")
    stage.studio.task(asset, last_comment_date="2024-03-01T00:00:00")
    stage.preview(quiet, name="quiet")
    preview = stage.preview(busy, name="busy")
    (entry,) = temp(stage, entity_ids=[asset["id"], stage.shot["id"]])
    assert (entry["preview_file_task_id"], entry["preview_file_id"]) == (busy["id"], preview["id"])
    assert (entry["asset_type_name"], entry["parent_name"]) == ("Character", "Character")


def test_entries_come_in_the_order_asked_or_sorted(stage: Stage) -> None:
    shots = [stage.studio.shot(stage.project, stage.sequence, name=name) for name in ("C", "A", "B")]
    tasks = [stage.studio.task(shot)["id"] for shot in shots]
    assert [entry["name"] for entry in temp(stage, task_ids=tasks)] == ["C", "A", "B"]
    assert [entry["name"] for entry in temp(stage, "?sort=true", task_ids=tasks)] == ["A", "B", "C"]


@as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
def test_who_may_look(stage: Stage, role: str, status: int) -> None:
    temp(stage, role=role, status=status, task_ids=[stage.task["id"]])


def test_a_vendor_looks_at_what_they_work_on(stage: Stage) -> None:
    stage.assign("vendor")
    temp(stage, role="vendor", task_ids=[stage.task["id"]])
    other = stage.studio.task(stage.studio.shot(stage.project, stage.sequence))
    temp(stage, role="vendor", task_ids=[stage.task["id"], other["id"]], status=403)


def test_tasks_are_of_the_project(stage: Stage) -> None:
    other = Stage(stage.studio)
    stage.studio.join(other.project, stage.people["manager"])
    temp(stage, task_ids=[other.task["id"]], status=404)
    temp(stage, task_ids=[str(uuid4())], status=404)
    assert temp(stage, task_ids=["x"], status=400)["message"] == "Validation error."


@as_each_role(admin=200)
def test_who_lists_the_builds_of_a_project(stage: Stage, role: str, status: int) -> None:
    playlist = stage.rows.insert(models.Playlist, name="P", project_id=stage.project["id"])
    job = stage.rows.insert(models.BuildJob, playlist_id=playlist["id"])
    found = stage.team[role].get(f"/data/projects/{stage.project['id']}/build-jobs", status)
    if status == 200:
        (row,) = found
        assert row.keys() == {
            "status", "job_type", "ended_at", "message", "playlist_id", "id", "created_at", "updated_at", "type",
        }  # fmt: skip
        assert (row["id"], row["type"]) == (job["id"], "BuildJob")
