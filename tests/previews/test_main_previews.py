"""What illustrates an entity (06-previews-playlists 6.4)."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import pytest
from tests.previews.conftest import Stage, opened
from tests.support.roles import as_each_role

ENTITY_KEYS = {
    "id", "name", "code", "description", "shotgun_id", "canceled", "nb_frames", "nb_entities_out",
    "is_casting_standby", "is_shared", "status", "project_id", "entity_type_id", "parent_id", "source_id",
    "preview_file_id", "data", "ready_for", "created_by", "created_at", "updated_at", "type", "preview_file_status",
}  # fmt: skip
NONE_TO_SHOW = "This task has no preview file to set as the main preview."


def path_of(preview: dict[str, Any]) -> str:
    return f"/actions/preview-files/{preview['id']}/set-main-preview"


@pytest.mark.parametrize("status", ["ready", "processing", "broken"])
def test_a_preview_is_chosen(stage: Stage, status: str) -> None:
    preview = stage.preview(status=status)
    moment = stage.studio.now()
    answer = stage.manager.put(path_of(preview), {})
    assert answer.keys() == ENTITY_KEYS
    assert (answer["id"], answer["type"]) == (stage.shot["id"], "Entity")
    assert (answer["preview_file_id"], answer["preview_file_status"]) == (preview["id"], status)
    main = {"entity_id": stage.shot["id"], "preview_file_id": preview["id"], "preview_file_status": status}
    project = {"project_id": stage.project["id"]}
    assert [(event["name"], event["data"]) for event in stage.studio.events_since(moment)] == [
        ("preview-file:set-main", main | project),
        ("shot:update", {"shot_id": stage.shot["id"]} | project),
    ]


@as_each_role(admin=200, manager=200, supervisor=200, user=200)
def test_who_may_choose(stage: Stage, role: str, status: int) -> None:
    preview = stage.preview()
    stage.team[role].put(path_of(preview), {}, status)
    stage.team[role].put(f"/actions/tasks/{stage.task['id']}/set-main-preview", {}, status)
    stage.team[role].put("/actions/tasks/set-main-preview", {"task_ids": [stage.task["id"]]}, status)


def test_a_vendor_may_choose_where_they_work(stage: Stage) -> None:
    preview = stage.preview()
    stage.assign("vendor", stage.studio.task(stage.shot))
    stage.team["vendor"].put(path_of(preview), {})


def test_the_last_preview_of_a_task_is_chosen(stage: Stage) -> None:
    stage.preview(name="a", revision=3, created_at="2024-01-01T00:00:00")
    wanted = stage.preview(name="b", revision=4, created_at="2024-01-02T00:00:00")
    stage.preview(name="c", revision=4, position=2, created_at="2024-01-03T00:00:00")
    answer = stage.manager.put(f"/actions/tasks/{stage.task['id']}/set-main-preview", {})
    assert answer["preview_file_id"] == wanted["id"]


def test_a_task_without_preview_has_none_to_choose(stage: Stage) -> None:
    refusal = stage.manager.put(f"/actions/tasks/{stage.task['id']}/set-main-preview", {}, 400)
    assert refusal == {"error": True, "message": NONE_TO_SHOW, "data": None}
    stage.manager.put("/actions/tasks/nothing/set-main-preview", {}, 404)


def test_many_tasks_at_once(stage: Stage) -> None:
    other = stage.studio.task(stage.studio.asset(stage.project))
    preview, second = stage.preview(), stage.preview(other)
    empty = stage.studio.task(stage.shot)
    task_ids = [other["id"], empty["id"], stage.task["id"]]
    answer = stage.manager.put("/actions/tasks/set-main-preview", {"task_ids": task_ids})
    assert [entity["preview_file_id"] for entity in answer] == [second["id"], preview["id"]]
    stage.manager.put("/actions/tasks/set-main-preview", {"task_ids": []}, 400)
    stage.manager.put("/actions/tasks/set-main-preview", {"task_ids": ["nothing"]}, 404)


def test_one_refusal_leaves_everything_as_it_was(stage: Stage) -> None:
    stage.preview()
    foreign = stage.studio.task(stage.studio.shot(stage.studio.project()))
    task_ids = [stage.task["id"], foreign["id"]]
    stage.manager.put("/actions/tasks/set-main-preview", {"task_ids": task_ids}, 403)
    shot = stage.rows.one("SELECT preview_file_id FROM entity WHERE id = %s", stage.shot["id"])
    assert shot["preview_file_id"] is None


def test_a_frame_is_for_movies(stage: Stage) -> None:
    preview = stage.preview()
    refusal = stage.manager.put(path_of(preview), {"frame_number": 3}, 400)
    assert refusal["message"] == "Can't use a given frame on non movie preview"
    shot = stage.rows.one("SELECT preview_file_id FROM entity WHERE id = %s", stage.shot["id"])
    assert shot["preview_file_id"] is None
    assert stage.manager.put(path_of(preview), {"frame_number": "x"}, 400)["message"] == "Validation error."


@pytest.mark.parametrize("how", ["?no_job=true", ""])
def test_a_frame_replaces_the_pictures(stage: Stage, movie_file: Callable[..., bytes], how: str) -> None:
    preview = stage.publish(movie_file("clip.mp4", "160x90", 25, 1), "clip.mp4", "?no_job=true")
    path = f"/pictures/originals/preview-files/{preview['id']}.png"
    before = stage.manager.request("GET", path)
    stage.manager.put(path_of(preview) + how, {"frame_number": 20})
    after = before
    end = monotonic() + 30
    while after.content == before.content and monotonic() < end:
        sleep(0 if how else 0.2)
        after = stage.manager.request("GET", path)
    assert after.content != before.content
    assert after.headers["etag"] != before.headers["etag"]
    assert opened(after.content).size == (160, 90)


def test_a_frame_past_the_end_leaves_the_pictures(stage: Stage, movie: bytes) -> None:
    preview = stage.publish(movie, "clip.mp4", "?no_job=true")
    path = f"/pictures/originals/preview-files/{preview['id']}.png"
    before = stage.manager.request("GET", path).content
    answer = stage.manager.put(path_of(preview) + "?no_job=true", {"frame_number": 5000})
    assert answer["preview_file_id"] == preview["id"]
    assert stage.manager.request("GET", path).content == before
