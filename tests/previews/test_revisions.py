"""Revisions and positions: chosen by the server, unique and without gaps (06-previews-playlists 2.2, 6.1)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.previews.conftest import Stage
from tests.support.roles import as_each_role

from multiplane import models

TAKEN = (
    "Revision {} already exists for this task. "
    "Choose a different revision number, or omit it to let the revision auto-increment."
)
SINGLE = "Only one preview file is allowed per revision for this project."


def numbers(preview: dict[str, int]) -> tuple[int, int]:
    return preview["revision"], preview["position"]


def test_each_comment_is_a_revision_and_its_files_are_positions(stage: Stage) -> None:
    assert numbers(stage.slot()) == (1, 1)
    assert numbers(stage.slot()) == (1, 2)
    second = stage.new_comment()
    assert numbers(stage.slot(second)) == (2, 1)
    assert numbers(stage.slot(second)) == (2, 2)
    assert numbers(stage.slot()) == (1, 3)


def test_a_revision_may_be_chosen(stage: Stage) -> None:
    assert numbers(stage.slot(revision=7)) == (7, 1)
    assert numbers(stage.slot(revision=7)) == (7, 2)
    refusal = stage.slot(stage.new_comment(), 400, revision=7)
    assert refusal == {"error": True, "message": TAKEN.format(7)}
    assert numbers(stage.slot(stage.new_comment(), revision=0)) == (0, 1)
    assert numbers(stage.slot(stage.new_comment())) == (8, 1)


@pytest.mark.parametrize("revision", [-1, "x", 2**31, [1]])
def test_a_revision_is_a_number(stage: Stage, revision: object) -> None:
    refusal = stage.slot(status=400, revision=revision)
    assert refusal["message"] == "Validation error."


def test_a_revision_may_come_as_text(stage: Stage) -> None:
    assert numbers(stage.slot(revision="3")) == (3, 1)


def test_extra_files_join_the_revision_of_a_preview(stage: Stage) -> None:
    main = stage.slot()
    path = f"/actions/tasks/{stage.task['id']}/comments/{stage.comment['id']}/preview-files"
    extra = stage.manager.post(f"{path}/{main['id']}", {})
    assert numbers(extra) == (1, 2)
    assert extra["comments"] == [stage.comment["id"]]
    other = stage.slot(stage.new_comment(stage.studio.task(stage.shot)))
    stage.manager.post(f"{path}/{other['id']}", {}, 404)
    stage.manager.post(f"{path}/nothing", {}, 404)


def test_a_project_may_allow_one_file_only(stage: Stage) -> None:
    stage.rows.run("UPDATE project SET is_single_preview_per_revision = true WHERE id = %s", stage.project["id"])
    main = stage.slot()
    assert stage.slot(status=400) == {"error": True, "message": SINGLE}
    path = f"/actions/tasks/{stage.task['id']}/comments/{stage.comment['id']}/preview-files/{main['id']}"
    assert stage.manager.post(path, {}, 400) == {"error": True, "message": SINGLE}
    assert numbers(stage.slot(stage.new_comment())) == (2, 1)


def test_a_comment_of_another_task_is_404(stage: Stage) -> None:
    other = stage.studio.task(stage.shot)
    stage.manager.post(f"/actions/tasks/{other['id']}/comments/{stage.comment['id']}/add-preview", {}, 404)
    stage.manager.post(f"/actions/tasks/{stage.task['id']}/comments/nothing/add-preview", {}, 404)
    stage.manager.post(f"/actions/tasks/nothing/comments/{stage.comment['id']}/add-preview", {}, 404)


def test_adding_is_told_and_shown_in_the_news(stage: Stage) -> None:
    news = stage.rows.insert(
        models.News, comment_id=stage.comment["id"], task_id=stage.task["id"], author_id=stage.people["manager"]["id"]
    )
    moment = stage.studio.now()
    slot = stage.slot(by=stage.team["admin"])
    assert slot["person_id"] == stage.people["admin"]["id"]
    shown = stage.rows.one("SELECT preview_file_id::text FROM news WHERE id = %s", news["id"])
    assert shown["preview_file_id"] == slot["id"]
    project = {"project_id": stage.project["id"]}
    comment = {"comment_id": stage.comment["id"]}
    author = {"task_id": stage.task["id"], "person_id": stage.people["manager"]["id"], "for_client": False}
    assert [(event["name"], event["data"]) for event in stage.studio.events_since(moment)] == [
        ("preview-file:new", {"preview_file_id": slot["id"], **comment, **project}),
        ("comment:update", {**comment, **author, **project}),
    ]


@as_each_role(admin=201, manager=201, supervisor=201, client=201)
def test_who_may_add(stage: Stage, role: str, status: int) -> None:
    stage.slot(status=status, by=stage.team[role])


@pytest.mark.parametrize("role", ["user", "vendor"])
def test_assignees_may_add(stage: Stage, role: str) -> None:
    stage.assign(role)
    stage.slot(by=stage.team[role])


def test_twenty_people_get_twenty_revisions(stage: Stage) -> None:
    comments = [stage.new_comment() for _ in range(20)]
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in comments]
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda pair: stage.slot(pair[0], by=pair[1]), zip(comments, clients, strict=True)))
    assert sorted(numbers(preview) for preview in found) == [(number, 1) for number in range(1, 21)]


def test_twenty_files_of_one_comment_get_twenty_positions(stage: Stage) -> None:
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda client: stage.slot(by=client), clients))
    assert sorted(numbers(preview) for preview in found) == [(1, number) for number in range(1, 21)]


def order(stage: Stage, preview_id: str, position: int, status: int = 200) -> list[tuple[str, int]]:
    path = f"/actions/preview-files/{preview_id}/update-position"
    answer = stage.manager.put(path, {"position": position}, status)
    return [(row["id"], row["position"]) for row in answer] if status == 200 else []


def test_a_file_moves_inside_its_revision(stage: Stage) -> None:
    first, second, third = (stage.slot()["id"] for _ in range(3))
    assert order(stage, third, 1) == [(third, 1), (first, 2), (second, 3)]
    assert order(stage, third, 3) == [(first, 1), (second, 2), (third, 3)]
    for nothing in (0, 4, 99):
        assert order(stage, third, nothing) == [(first, 1), (second, 2), (third, 3)]
    order(stage, third, -1, 400)


@as_each_role(admin=200, manager=200, supervisor=200, client=200)
def test_who_may_move(stage: Stage, role: str, status: int) -> None:
    slot = stage.slot()
    stage.team[role].put(f"/actions/preview-files/{slot['id']}/update-position", {"position": 1}, status)
