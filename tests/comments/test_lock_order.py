"""Tasks are locked before their comments, and these before previews and entities: nobody waits in a circle.

While somebody else has the task, a request that needs it must not hold anything that comes after it.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image
from tests.support.stage import Row, Stage
from tests.support.together import held_back

TASK = "SELECT id FROM task WHERE id = %s FOR NO KEY UPDATE"
Act = Callable[[Stage, Row, Row], httpx.Response]


def send(method: str, path: str, **options: Any) -> Act:
    """A request whose path names what it is about: `{task}`, `{comment}`, `{preview}`, `{other}`."""

    def act(stage: Stage, comment: Row, preview: Row) -> httpx.Response:
        ids = {"task": stage.task["id"], "comment": comment["id"], "preview": preview["id"]}
        return stage.manager.request(method, path.format(**ids), **options)

    return act


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (16, 9)).save(file, "PNG")
    return file.getvalue()


ACTS: dict[str, tuple[Act, int]] = {
    "edit": (send("PUT", "/data/comments/{comment}", json={"text": "better"}), 200),
    "delete": (send("DELETE", "/data/comments/{comment}"), 204),
    "delete from the task": (send("DELETE", "/data/tasks/{task}/comments/{comment}"), 204),
    "reply": (send("POST", "/data/tasks/{task}/comments/{comment}/reply", json={"text": "yes"}), 200),
    "upload": (send("POST", "/pictures/preview-files/{preview}", files={"file": ("a.png", picture())}), 201),
    "show": (send("PUT", "/actions/preview-files/{preview}/set-main-preview", json={}), 200),
    "validate": (send("PUT", "/data/preview-files/{preview}", json={"validation_status": "validated"}), 200),
    "remove": (send("DELETE", "/data/preview-files/{preview}"), 204),
}


@pytest.mark.parametrize("name", ACTS)
def test_whoever_waits_for_the_task_holds_nothing_else(stage: Stage, name: str) -> None:
    stage.rows.run("UPDATE project SET is_set_preview_automated = true WHERE id = %s", stage.project["id"])
    comment = stage.post("x")
    preview = stage.manager.post(f"/actions/tasks/{stage.task['id']}/comments/{comment['id']}/add-preview", {})
    act, status = ACTS[name]
    with held_back(stage.rows, lambda: act(stage, comment, preview), TASK, stage.task["id"]) as answer:
        for table, row in (("comment", comment), ("preview_file", preview), ("entity", stage.shot)):
            stage.rows.run(f"SELECT id FROM {table} WHERE id = %s FOR UPDATE NOWAIT", row["id"])
    assert answer.result().status_code == status


def test_a_move_holds_nothing_either(stage: Stage) -> None:
    comment, other = stage.post("x"), stage.new_task(task_type=stage.studio.task_type())
    path = f"/actions/tasks/{stage.task['id']}/comments/{comment['id']}/move"
    with held_back(
        stage.rows,
        lambda: stage.manager.request("POST", path, json={"target_task_id": other["id"]}),
        TASK,
        stage.task["id"],
    ) as answer:
        stage.rows.run("SELECT id FROM comment WHERE id = %s FOR UPDATE NOWAIT", comment["id"])
    assert answer.result().status_code == 200


def test_a_comment_moves_once(stage: Stage) -> None:
    """Who comes second finds it gone, and no task keeps a status it never had."""
    comment = stage.post("x", "wip")
    targets = [stage.new_task(task_type=stage.studio.task_type()) for _ in range(2)]
    path = f"/actions/tasks/{stage.task['id']}/comments/{comment['id']}/move"

    def move() -> httpx.Response:
        return stage.manager.request("POST", path, json={"target_task_id": targets[0]["id"]})

    with held_back(stage.rows, move, TASK, stage.task["id"]) as answer:
        stage.rows.run("UPDATE comment SET object_id = %s WHERE id = %s", targets[1]["id"], comment["id"])
    assert answer.result().status_code == 400
    assert answer.result().json()["message"] == "Comment does not belong to the given task."


def test_a_comment_goes_while_its_preview_is_asked_for(stage: Stage) -> None:
    comment = stage.post("x")
    path = f"/actions/tasks/{stage.task['id']}/comments/{comment['id']}/add-preview"
    with held_back(stage.rows, lambda: stage.manager.request("POST", path, json={}), TASK, stage.task["id"]) as answer:
        stage.rows.run("DELETE FROM news WHERE comment_id = %s", comment["id"])
        stage.rows.run("DELETE FROM notification WHERE comment_id = %s", comment["id"])
        stage.rows.run("DELETE FROM comment WHERE id = %s", comment["id"])
    assert answer.result().status_code == 404
