"""The generic resource of preview files, and what a deletion takes with it (02-models 8.1)."""

from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from tests.previews.conftest import PREVIEW_KEYS, Stage, picture
from tests.support.roles import as_each_role

from multiplane import models
from multiplane.storage.keys import local_name


def path_of(preview: dict[str, Any]) -> str:
    return f"/data/preview-files/{preview['id']}"


@as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
def test_who_may_read_one(stage: Stage, role: str, status: int) -> None:
    stage.team[role].get(path_of(stage.preview()), status)


def test_a_vendor_reads_the_previews_of_their_own_tasks(stage: Stage) -> None:
    preview = stage.preview()
    stage.assign("vendor", stage.studio.task(stage.shot))
    stage.team["vendor"].get(path_of(preview), 403)
    stage.assign("vendor")
    assert stage.team["vendor"].get(path_of(preview)).keys() == PREVIEW_KEYS | {"comments"}
    assert [row["id"] for row in listed(stage, "vendor")] == [preview["id"]]


def listed(stage: Stage, role: str, **filters: str) -> Any:
    return stage.team[role].get("/data/preview-files", params={"project_id": stage.project["id"], **filters})


def test_what_each_role_lists(stage: Stage) -> None:
    preview = stage.preview()
    stage.rows.insert(models.PreviewFile, name="loose")
    for role in ("admin", "manager", "supervisor", "user", "client"):
        assert [row["id"] for row in listed(stage, role)] == [preview["id"]], role
    for role in ("vendor", "outsider"):
        assert listed(stage, role) == [], role
    assert stage.team["outsider"].get("/data/preview-files") == []
    stage.team["anonymous"].get("/data/preview-files", 401)


def test_closed_projects_are_not_listed(stage: Stage) -> None:
    closed = Stage(stage.studio, is_open=False)
    closed.preview()
    assert listed(closed, "manager") == []
    assert len(listed(closed, "admin")) == 1


def test_the_project_filter_is_an_id(stage: Stage) -> None:
    refusal = stage.manager.get("/data/preview-files", 400, params={"project_id": "x"})
    assert refusal["message"] == "Invalid project_id."


@as_each_role(admin=200, manager=200, supervisor=200)
def test_who_may_change_one(stage: Stage, role: str, status: int) -> None:
    preview = stage.preview()
    moment = stage.studio.now()
    answer = stage.team[role].put(path_of(preview), {"validation_status": "validated"}, status)
    if status == 200:
        assert answer["validation_status"] == "validated"
        assert "comments" not in answer
        (event,) = stage.studio.events_since(moment)
        assert (event["name"], event["data"]) == ("preview-file:update", {"preview_file_id": preview["id"]})
        assert event["project_id"] is None


@pytest.mark.parametrize("role", ["user", "vendor"])
def test_assignees_may_change_one(stage: Stage, role: str) -> None:
    stage.assign(role)
    stage.team[role].put(path_of(stage.preview()), {"validation_status": "rejected"})


@pytest.mark.parametrize(("column", "value"), [("status", "done"), ("validation_status", "maybe"), ("status", 1)])
def test_an_unknown_state_is_refused_before_it_is_written(stage: Stage, column: str, value: object) -> None:
    preview = stage.preview()
    refusal = stage.manager.put(path_of(preview), {column: value}, 400)
    assert refusal["message"] == f"Invalid {column}"
    assert stage.stored(preview)[column] == preview[column]


def test_a_preview_stays_where_it_is(stage: Stage) -> None:
    preview = stage.preview()
    other = stage.studio.task(stage.shot)
    body = {"task_id": other["id"], "person_id": stage.people["user"]["id"], "description": "new"}
    answer = stage.manager.put(path_of(preview), body)
    assert (answer["task_id"], answer["person_id"]) == (stage.task["id"], None)
    assert answer["description"] == "new"


def test_only_administrators_hang_a_preview_on_other_comments(stage: Stage) -> None:
    preview, other = stage.preview(), Stage(stage.studio)
    comment = stage.rows.insert(
        models.Comment, object_id=other.task["id"], object_type="Task", person_id=other.people["user"]["id"]
    )
    stage.manager.put(path_of(preview), {"comments": [comment["id"]]})
    assert stage.manager.get(path_of(preview))["comments"] == []
    stage.studio.admin.put(path_of(preview), {"comments": [comment["id"]]})
    assert stage.manager.get(path_of(preview))["comments"] == [comment["id"]]


def test_the_other_files_follow_the_revision_of_the_main_one(stage: Stage) -> None:
    main = stage.preview(name="main", revision=2)
    extra = stage.preview(name="extra", revision=2, position=2)
    stage.preview(name="older", revision=1)
    refusal = stage.manager.put(path_of(main), {"revision": 1}, 400)
    assert refusal == {
        "error": True,
        "message": "Revision 1 already exists for this task. "
        "Choose a different revision number, or omit it to let the revision auto-increment.",
    }
    assert stage.manager.put(path_of(main), {"revision": 5})["revision"] == 5
    assert stage.stored(extra)["revision"] == 5
    stage.manager.put(path_of(extra), {"revision": 1})
    assert stage.stored(main)["revision"] == 5
    assert stage.manager.put(path_of(main), {"revision": "x"}, 400)["message"] == (
        "One of the provided values has an invalid format."
    )


@as_each_role(admin=201)
def test_who_may_insert_a_row(stage: Stage, role: str, status: int) -> None:
    moment = stage.studio.now()
    row = stage.team[role].post("/data/preview-files", {"name": "raw", "task_id": stage.task["id"]}, status)
    if status == 201:
        assert (row["status"], row["comments"]) == ("processing", [])
        (event,) = stage.studio.events_since(moment)
        assert (event["name"], event["data"]) == ("preview-file:new", {"preview_file_id": row["id"]})


# -- deletion


@as_each_role(admin=204, manager=204)
def test_who_may_delete(stage: Stage, role: str, status: int) -> None:
    stage.team[role].delete(path_of(stage.preview()), status)


def test_a_deletion_forgets_the_preview_everywhere(stage: Stage) -> None:
    slot = stage.slot()
    news = stage.rows.insert(
        models.News,
        comment_id=stage.comment["id"],
        task_id=stage.task["id"],
        author_id=stage.people["manager"]["id"],
        preview_file_id=slot["id"],
    )
    moment = stage.studio.now()
    stage.manager.delete(path_of(slot))
    assert stage.rows.one("SELECT preview_file_id FROM news WHERE id = %s", news["id"])["preview_file_id"] is None
    assert stage.rows.all("SELECT 1 FROM comment_preview_link WHERE preview_file = %s", slot["id"]) == []
    (event,) = stage.studio.events_since(moment)
    assert (event["name"], event["data"]) == ("preview-file:delete", {"preview_file_id": slot["id"]})
    assert event["project_id"] is None


@pytest.mark.parametrize("automated", [True, False])
def test_tasks_and_entities_fall_back_to_the_newest_ready_preview(stage: Stage, automated: bool) -> None:
    stage.rows.run("UPDATE project SET is_set_preview_automated = %s WHERE id = %s", automated, stage.project["id"])
    older = stage.preview(name="older", created_at="2024-01-01T00:00:00")
    newer = stage.preview(name="newer", created_at="2024-01-02T00:00:00")
    for name, values in {
        "broken": {"status": "broken"},
        "second": {"position": 2},
        "document": {"extension": "pdf"},
    }.items():
        stage.preview(name=name, created_at="2024-02-01T00:00:00", **values)
    elsewhere = stage.preview(
        stage.studio.task(stage.shot), name="of the entity", created_at="2024-01-03T00:00:00", extension="mp4"
    )
    shown = stage.preview(name="shown")
    stage.rows.run("UPDATE task SET last_preview_file_id = %s WHERE id = %s", shown["id"], stage.task["id"])
    stage.rows.run("UPDATE entity SET preview_file_id = %s WHERE id = %s", shown["id"], stage.shot["id"])
    moment = stage.studio.now()
    stage.manager.delete(path_of(shown))
    task = stage.rows.one("SELECT last_preview_file_id::text AS id FROM task WHERE id = %s", stage.task["id"])
    entity = stage.rows.one("SELECT preview_file_id::text AS id FROM entity WHERE id = %s", stage.shot["id"])
    assert task["id"] == newer["id"] != older["id"]
    assert entity["id"] == (elsewhere["id"] if automated else None)
    main = {"preview_file_id": entity["id"], "preview_file_status": "ready" if automated else None}
    project = {"project_id": stage.project["id"]}
    assert [(event["name"], event["data"]) for event in stage.studio.events_since(moment)] == [
        ("task:update", {"task_id": stage.task["id"]} | project),
        ("preview-file:set-main", {"entity_id": stage.shot["id"]} | main | project),
        ("shot:update", {"shot_id": stage.shot["id"]} | project),
        ("preview-file:delete", {"preview_file_id": shown["id"]}),
    ]


def objects(server_data: Path, preview: dict[str, Any]) -> set[str]:
    found = set()
    for prefix in ("original", "thumbnails", "thumbnails-square", "previews"):
        if (server_data / "previews" / "pictures" / local_name(f"{prefix}-{preview['id']}")).exists():
            found.add(prefix)
    return found


def purged(stage: Stage, preview: dict[str, Any]) -> int:
    """How many of the objects are gone, once the jobs had their time."""
    end = monotonic() + 10
    while True:
        row = stage.rows.one(
            "SELECT count(*) FILTER (WHERE purged_at IS NOT NULL) AS gone, count(*) AS marked "
            "FROM stored_file WHERE file_id = %s AND deleted_at IS NOT NULL",
            preview["id"],
        )
        if row["gone"] == row["marked"] or monotonic() > end:
            return int(row["gone"])
        sleep(0.1)


def test_stored_files_are_marked_and_go_when_forced(stage: Stage, server_data: Path) -> None:
    kept, forced = stage.publish(picture()), stage.publish(picture())
    everything = {"original", "thumbnails", "thumbnails-square", "previews"}
    assert objects(server_data, kept) == objects(server_data, forced) == everything
    stage.manager.delete(path_of(kept))
    stage.manager.delete(path_of(forced) + "?force=true")
    assert purged(stage, forced) == 4
    assert objects(server_data, forced) == set()
    marked = stage.rows.all("SELECT 1 FROM stored_file WHERE file_id = %s AND deleted_at IS NOT NULL", kept["id"])
    assert len(marked) == 4
    assert objects(server_data, kept) == everything


def in_comment(stage: Stage, preview: dict[str, Any]) -> str:
    return f"/actions/tasks/{stage.task['id']}/comments/{stage.comment['id']}/preview-files/{preview['id']}"


def test_a_preview_is_taken_from_its_comment(stage: Stage) -> None:
    slot = stage.slot()
    stage.rows.run("UPDATE task SET last_preview_file_id = %s WHERE id = %s", slot["id"], stage.task["id"])
    moment = stage.studio.now()
    stage.manager.delete(in_comment(stage, slot))
    stage.manager.get(path_of(slot), 404)
    assert [event["name"] for event in stage.studio.events_since(moment)] == ["task:update"]


@as_each_role(admin=204, manager=204, supervisor=204)
def test_who_may_take_one_from_a_comment(stage: Stage, role: str, status: int) -> None:
    """A client acts on the task, but does not read this comment."""
    stage.team[role].delete(in_comment(stage, stage.slot()), status)


def test_a_client_takes_one_from_a_comment_for_clients(stage: Stage) -> None:
    stage.comment = stage.new_comment(for_client=True)
    stage.team["client"].delete(in_comment(stage, stage.slot()))


def test_forcing_needs_a_manager(stage: Stage) -> None:
    slot = stage.slot()
    stage.team["supervisor"].delete(in_comment(stage, slot) + "?force=true", 403)
    stage.manager.get(path_of(slot))
    stage.manager.delete(in_comment(stage, slot) + "?force=true")


def test_task_comment_and_preview_belong_together(stage: Stage) -> None:
    slot, other = stage.slot(), stage.slot(stage.new_comment())
    stage.manager.delete(in_comment(stage, other), 404)
    refusal = stage.manager.delete(in_comment(stage, {"id": "x"}), 400)
    assert refusal["message"] == "Wrong UUID format."
    task = stage.studio.task(stage.shot)
    stage.manager.delete(in_comment(stage, slot).replace(stage.task["id"], task["id"]), 404)
    stage.manager.get(path_of(slot))


def test_deleting_a_comment_takes_its_previews(stage: Stage) -> None:
    preview = stage.publish(picture())
    comment = stage.manager.get(path_of(preview))["comments"][0]
    stage.manager.delete(f"/data/tasks/{stage.task['id']}/comments/{comment}")
    stage.manager.get(path_of(preview), 404)
    marked = stage.rows.all("SELECT 1 FROM stored_file WHERE file_id = %s AND deleted_at IS NOT NULL", preview["id"])
    assert len(marked) == 4
    task = stage.rows.one("SELECT last_preview_file_id FROM task WHERE id = %s", stage.task["id"])
    assert task["last_preview_file_id"] is None
