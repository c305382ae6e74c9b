"""Lists of previews (06-previews-playlists 6.3)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.previews.conftest import PREVIEW_KEYS, Stage
from tests.support.roles import as_each_role

REVISION_KEYS = {
    "id", "revision", "original_name", "extension", "width", "height", "duration", "status", "annotations", "previews",
    "created_at", "task_id", "original_width", "original_height", "original_duration", "original_file_size",
}  # fmt: skip


def of_entity(stage: Stage, role: str = "manager", status: int = 200) -> Any:
    return stage.team[role].get(f"/data/playlists/entities/{stage.shot['id']}/preview-files", status)


def test_the_previews_of_a_task_come_last_revision_first(stage: Stage) -> None:
    previews = [stage.preview(name=str(number), revision=number) for number in (1, 3, 2)]
    rejected = stage.preview(name="rejected", revision=4, validation_status="rejected")
    found = stage.manager.get(f"/data/tasks/{stage.task['id']}/previews")
    assert [row["revision"] for row in found] == [4, 3, 2, 1]
    assert found[0].keys() == PREVIEW_KEYS
    seen = stage.team["client"].get(f"/data/tasks/{stage.task['id']}/previews")
    assert {row["id"] for row in seen} == {row["id"] for row in previews}
    assert rejected["id"] not in str(seen)
    stage.manager.get("/data/tasks/nothing/previews", 404)


@as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
def test_who_reads_the_previews_of_a_task_and_an_entity(stage: Stage, role: str, status: int) -> None:
    stage.team[role].get(f"/data/tasks/{stage.task['id']}/previews", status)
    of_entity(stage, role, status)


def test_a_vendor_reads_those_of_entities_they_work_on(stage: Stage) -> None:
    stage.assign("vendor", stage.studio.task(stage.shot))
    stage.team["vendor"].get(f"/data/tasks/{stage.task['id']}/previews")
    of_entity(stage, "vendor")


def test_concepts_are_not_for_clients(stage: Stage) -> None:
    concept = stage.studio.entity(stage.project, "Concept")
    preview = stage.preview(stage.studio.task(concept))
    for path in (
        f"/data/playlists/entities/{concept['id']}/preview-files",
        f"/data/tasks/{preview['task_id']}/previews",
        f"/data/preview-files/{preview['id']}",
        f"/pictures/originals/preview-files/{preview['id']}.png",
    ):
        stage.team["client"].get(path, 403)


def test_the_previews_of_an_entity_by_task_type(stage: Stage) -> None:
    assert of_entity(stage) == {}
    main = stage.preview(
        name="main", revision=2, created_at="2024-01-01T00:00:00", annotations=[{"time": 0}], duration=2.5,
        data={"original_width": 640, "original_height": 480, "original_duration": 1.5, "original_file_size": 99},
    )  # fmt: skip
    extra = stage.preview(name="extra", revision=2, position=2, created_at="2024-01-02T00:00:00")
    older = stage.preview(name="older", revision=1, data=[1])
    first_type = stage.studio.task_type(priority=9)
    other = stage.preview(stage.studio.task(stage.shot, first_type))
    found = of_entity(stage)
    assert list(found) == [first_type["id"], stage.task_type["id"]]
    assert [row["id"] for row in found[first_type["id"]]] == [other["id"]]
    newest, oldest = found[stage.task_type["id"]]
    assert newest.keys() == REVISION_KEYS
    assert (newest["id"], oldest["id"]) == (main["id"], older["id"])
    assert (newest["status"], newest["duration"], newest["annotations"]) == ("ready", 2.5, [{"time": 0}])
    originals = ("original_width", "original_height", "original_duration", "original_file_size")
    assert [newest[name] for name in originals] == [640, 480, 1.5, 99]
    assert [oldest[name] for name in originals] == [None] * 4
    (nested,) = newest["previews"]
    assert nested["id"] == extra["id"]
    assert nested.keys() == REVISION_KEYS - {"previews"} | {"position", "task_type_id"}


@pytest.mark.parametrize("entity_id", ["nothing", "7d9f1c62-0b51-4f0e-9c7e-2f1d5a8b3e46"])
def test_an_unknown_entity_is_404(stage: Stage, entity_id: str) -> None:
    stage.manager.get(f"/data/playlists/entities/{entity_id}/preview-files", 404)


@as_each_role(admin=200)
def test_who_reads_the_previews_of_a_project(stage: Stage, role: str, status: int) -> None:
    stage.team[role].get(f"/data/projects/{stage.project['id']}/preview-files", status)
    stage.team[role].get("/data/playlists/preview-files/running", status)


def test_the_previews_of_a_project_come_in_pages(stage: Stage) -> None:
    previews = [
        stage.preview(name=str(number), revision=number, updated_at=f"2024-01-0{number}T00:00:00")
        for number in (1, 2, 3)
    ]
    admin, path = stage.studio.admin, f"/data/projects/{stage.project['id']}/preview-files"
    expected = [row["id"] for row in reversed(previews)]
    assert [row["id"] for row in admin.get(path)] == expected
    page = admin.get(path + "?page=1")
    assert [row["id"] for row in page.pop("data")] == expected
    assert page == {"total": 3, "nb_pages": 1, "limit": 100, "offset": 0, "page": 1}
    assert admin.get(path + "?page=99999999999999999")["data"] == []
    assert admin.get(path + "?page=x", 400)["message"] == "page must be an integer."
    admin.get(f"/data/projects/{uuid4()}/preview-files", 404)


def test_what_is_not_ready(stage: Stage) -> None:
    admin, path = stage.studio.admin, "/data/playlists/preview-files/running"
    waiting = [
        stage.preview(
            name=status, status=status, revision=number, created_at=f"2034-01-0{number}T00:00:00.00000{number}"
        )
        for number, status in enumerate(("broken", "missing", "processing"), 1)
    ]
    stage.preview(name="ready", created_at="2034-01-09T00:00:00")
    closed = Stage(stage.studio, is_open=False)
    closed.preview(status="broken", created_at="2034-01-09T00:00:00")
    found = admin.get(path + "?limit=3")
    assert [row["id"] for row in found] == [row["id"] for row in reversed(waiting)]
    assert found[0].keys() == PREVIEW_KEYS | {"project_id", "task_type_id", "full_entity_name"}
    assert found[0]["full_entity_name"] == f"{stage.sequence['name']} / {stage.shot['name']}"
    older = admin.get(path, params={"cursor_preview_file_id": waiting[2]["id"], "limit": "2"})
    assert [row["id"] for row in older] == [waiting[1]["id"], waiting[0]["id"]]
    unknown = str(uuid4())
    for query, message in {
        "?cursor_preview_file_id=x": "The cursor_preview_file_id parameter is not a valid id",
        f"?cursor_preview_file_id={unknown}": f"No preview file found with id: {unknown}",
        "?limit=x": "Wrong value for parameter limit.",
    }.items():
        assert admin.get(path + query, 400)["message"] == message
    stage.rows.run("DELETE FROM preview_file WHERE created_at > '2033-01-01'")
