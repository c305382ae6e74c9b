"""Several comments at once (04-tasks 4.4)."""

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from tests.support.stage import Stage
from tests.support.studio import Row

from multiplane import models


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(stream, "PNG")
    return stream.getvalue()


def second_task(stage: Stage) -> Row:
    return stage.new_task(task_type=stage.studio.task_type(department=stage.department))


class TestBatchOfATask:
    def post(self, stage: Stage, comments: Any, by: str = "manager", status: int = 201) -> Any:
        return stage.team[by].post(f"/actions/tasks/{stage.task['id']}/batch-comment", {"comments": comments}, status)

    def test_posts_in_order(self, stage: Stage) -> None:
        items = [{"task_status_id": stage.id_of(status), "text": status} for status in ("wip", "wfa")]
        made = self.post(stage, items)
        assert [comment["text"] for comment in made] == ["wip", "wfa"]
        assert made[0].keys() == stage.post("x").keys() | {"preview_files"}
        assert [comment["text"] for comment in stage.comments()][1:] == ["wfa", "wip"]
        assert str(stage.stored_task()["task_status_id"]) == stage.id_of("todo")

    def test_one_object(self, stage: Stage) -> None:
        assert len(self.post(stage, {"task_status_id": stage.id_of("wip"), "text": "one"})) == 1

    def test_managers_name_author_and_date(self, stage: Stage) -> None:
        item = {
            "task_status_id": stage.id_of("wip"), "text": "x", "person_id": stage.people["user"]["id"],
            "created_at": "2020-01-02T03:04:05", "for_client": True,
        }  # fmt: skip
        made = self.post(stage, [item])[0]
        assert (made["person_id"], made["created_at"]) == (stage.people["user"]["id"], "2020-01-02T03:04:05")
        assert made["for_client"] is False
        made = self.post(stage, [{**item, "person_id": stage.people["manager"]["id"]}], "user")[0]
        assert made["person_id"] == stage.people["user"]["id"]
        assert not made["created_at"].startswith("2020")

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ({}, "Missing required parameter: comments"),
            ({"comments": "{"}, "Wrong value for parameter comments."),
            ({"comments": [{"text": "x"}]}, "Validation error."),
            ({"comments": [{"task_status_id": "x"}]}, "Validation error."),
            ({"comments": ["x"]}, "Validation error."),
        ],
    )
    def test_refuses(self, stage: Stage, body: dict[str, Any], message: str) -> None:
        path = f"/actions/tasks/{stage.task['id']}/batch-comment"
        assert stage.manager.post(path, body, 400)["message"] == message

    def test_all_or_nothing(self, stage: Stage) -> None:
        closed = stage.studio.task_status(is_artist_allowed=False)
        items = [{"task_status_id": identifier, "text": "x"} for identifier in (stage.id_of("wip"), closed["id"])]
        start = stage.studio.now()
        self.post(stage, items, "user", 403)
        assert stage.comments() == []
        assert stage.events(start) == []

    @pytest.mark.parametrize("role", ["outsider", "anonymous"])
    def test_needs_action(self, stage: Stage, role: str) -> None:
        status = 401 if role == "anonymous" else 403
        self.post(stage, [{"task_status_id": stage.id_of("wip"), "text": "x"}], role, status)

    def test_a_mention_is_not_enough(self, stage: Stage) -> None:
        guest = stage.studio.member(stage.project, first_name=f"G{uuid4().hex[:6]}")
        stage.post(f"@{guest['first_name']} Test")
        stage.team["guest"] = stage.studio.client_of(guest)
        self.post(stage, [{"task_status_id": stage.id_of("todo"), "text": "x"}], "guest", 403)


class TestBatchOfTasks:
    PATH = "/actions/tasks/batch-comment"

    def test_posts_on_each_task(self, stage: Stage) -> None:
        other = second_task(stage)
        items = [
            {"task_id": task["id"], "task_status_id": stage.id_of("wip"), "text": "x"} for task in (stage.task, other)
        ]
        made = stage.manager.post(self.PATH, {"comments": items})
        assert [comment["object_id"] for comment in made] == [stage.task["id"], other["id"]]
        stage.team["user"].post(self.PATH, {"comments": items}, 403)
        assert len(stage.comments()) == 1

    def test_needs_the_task(self, stage: Stage) -> None:
        item = {"task_status_id": stage.id_of("wip"), "text": "x"}
        answer = stage.manager.post(self.PATH, {"comments": [item]}, 400)
        assert answer["data"]["errors"] == [{"field": "task_id", "message": "Field required"}]
        stage.manager.post(self.PATH, {"comments": [{**item, "task_id": str(uuid4())}]}, 404)
        stage.manager.post(self.PATH, {"comments": [{**item, "task_id": "nope"}]}, 404)

    def test_files_go_to_their_comment(self, stage: Stage) -> None:
        """The index is exact: comment 1 does not get the files of comment 10."""
        items = [
            {"task_id": stage.task["id"], "task_status_id": stage.id_of("wip"), "text": str(place)}
            for place in range(11)
        ]
        files = {
            "attachment_file-1-0": ("one.txt", b"1", "text/plain"),
            "attachment_file-10-0": ("ten.txt", b"10", "text/plain"),
            "attachment_file-10-1": ("ten more.txt", b"10", "text/plain"),
            "attachment_file-99-0": ("nobody's.txt", b"99", "text/plain"),
        }
        answer = stage.manager.http.post(self.PATH, data={"comments": json.dumps(items)}, files=files)
        assert answer.status_code == 201, answer.text
        names = {comment["text"]: [file["name"] for file in comment["attachment_files"]] for comment in answer.json()}
        assert names == {str(place): [] for place in range(11)} | {"1": ["one.txt"], "10": ["ten.txt", "ten more.txt"]}

    def test_previews_are_published(self, stage: Stage) -> None:
        item = {"task_id": stage.task["id"], "task_status_id": stage.id_of("wfa"), "text": "v1"}
        files = {
            "preview_file-0-0": ("shot.png", picture(), "image/png"),
            "preview_file-0-1": ("more.png", picture(), "image/png"),
            "preview_file-0-2": ("notes.xyz", b"nothing to see", "text/plain"),
            "preview_file-0-3": ("broken.png", b"no picture", "image/png"),
        }
        answer = stage.manager.http.post(self.PATH, data={"comments": json.dumps([item])}, files=files)
        assert answer.status_code == 201, answer.text
        made = answer.json()[0]
        previews = made["preview_files"]
        assert [(row["revision"], row["position"], row["status"], row["original_name"]) for row in previews] == [
            (1, 1, "ready", "shot"), (1, 2, "ready", "more"),
        ]  # fmt: skip
        assert made["previews"] == [row["id"] for row in previews]
        listed = stage.comments()[0]
        assert [row["id"] for row in listed["previews"]] == made["previews"]
        rows = stage.rows.all("SELECT id::text FROM preview_file WHERE task_id = %s", stage.task["id"])
        assert sorted(row["id"] for row in rows) == sorted(made["previews"])
        news = stage.rows.one("SELECT preview_file_id::text AS id FROM news WHERE comment_id = %s", made["id"])
        assert news["id"] in made["previews"]


class TestCommentMany:
    def post(self, stage: Stage, items: Any, by: str = "manager", status: int = 201, **project: str) -> Any:
        path = f"/actions/projects/{project.get('project_id', stage.project['id'])}/tasks/comment-many"
        return stage.team[by].post(path, items, status)

    def items(self, stage: Stage, *tasks: Row) -> list[dict[str, Any]]:
        return [{"object_id": task["id"], "task_status_id": stage.id_of("wip"), "comment": "x"} for task in tasks]

    def test_skips_incomplete_items(self, stage: Stage) -> None:
        whole = self.items(stage, stage.task)[0]
        incomplete = [{key: None if key == name else value for key, value in whole.items()} for name in whole]
        made = self.post(stage, [*incomplete, {}, "x", {**whole, "comment": ""}])
        assert [comment["text"] for comment in made] == [""]

    def test_the_author_is_told_with_their_departments(self, stage: Stage) -> None:
        (made,) = self.post(stage, self.items(stage, stage.task))
        assert (made["person"]["id"], made["person"]["departments"]) == (stage.people["manager"]["id"], [])

    def test_others_comment_only_what_is_theirs(self, stage: Stage) -> None:
        other = second_task(stage)
        bound = stage.studio.member(stage.project, "supervisor", departments=[stage.studio.department()])
        stage.team["bound"] = stage.studio.client_of(bound)
        expected = {
            "manager": 2, "supervisor": 2, "user": 1, "vendor": 1, "client": 0, "outsider": 0, "bound": 0,
        }  # fmt: skip
        found = {role: len(self.post(stage, self.items(stage, stage.task, other), role)) for role in expected}
        assert found == expected

    def test_leaves_other_projects_alone(self, stage: Stage) -> None:
        foreign = stage.studio.task(stage.studio.shot(stage.studio.project()))
        assert self.post(stage, self.items(stage, foreign)) == []
        assert stage.comments(stage.studio.admin, foreign) == []

    def test_status_rules_and_unknown_tasks(self, stage: Stage) -> None:
        closed = stage.studio.task_status(is_artist_allowed=False)
        item = {**self.items(stage, stage.task)[0], "task_status_id": closed["id"]}
        self.post(stage, [*self.items(stage, stage.task), item], "user", 403)
        self.post(stage, self.items(stage, {"id": str(uuid4())}), status=404)
        assert stage.comments() == []
        self.post(stage, {}, status=400)
        self.post(stage, [], project_id=str(uuid4()), status=404)
        assert self.post(stage, [{**item, "comment": 3}], status=400)["message"] == "Validation error."


class TestCopyClientComments:
    def copy(self, stage: Stage, tasks: list[Row], status: int = 201, by: str = "manager", **body: Any) -> Any:
        path = f"/actions/projects/{stage.project['id']}/tasks/copy-client-comments"
        return stage.team[by].post(path, {"task_ids": [task["id"] for task in tasks], **body}, status)

    def test_posts_the_newest_one_again(self, stage: Stage) -> None:
        hired = stage.studio.client_of(stage.studio.member(stage.project, "user", "client"))
        stage.post("older", by=stage.team["client"])
        stage.post("newest", by=hired)
        stage.post("internal", "wip")
        foreign = stage.studio.task(stage.studio.shot(stage.studio.project()))
        made = self.copy(stage, [stage.task, second_task(stage), foreign], prefix="Client:")
        assert [(comment["text"], comment["task_status_id"]) for comment in made] == [
            ("Client:\n\nnewest", stage.id_of("wip"))
        ]
        assert made[0]["person_id"] == stage.people["manager"]["id"]
        assert self.copy(stage, [stage.task])[0]["text"] == "newest"

    def test_is_for_managers(self, stage: Stage) -> None:
        for role in ("supervisor", "user", "client", "vendor", "outsider"):
            self.copy(stage, [stage.task], 403, role)
        assert self.copy(stage, [], 400)["message"] == "Validation error."
        self.copy(stage, [{"id": "nope"}], 400)


def test_an_automation_publishes_the_last_revision(stage: Stage) -> None:
    """`import_last_revision` (04-tasks 3.5): the previews of the source task appear on the comment it posts."""
    target = second_task(stage)
    automation = stage.rows.insert(
        models.StatusAutomation,
        entity_type="shot",
        in_task_type_id=stage.task["task_type_id"],
        in_task_status_id=stage.id_of("done"),
        out_field_type="status",
        out_task_type_id=target["task_type_id"],
        out_task_status_id=stage.id_of("wip"),
        import_last_revision=True,
    )
    stage.rows.insert(
        models.ProjectStatusAutomationLink, project_id=stage.project["id"], status_automation_id=automation["id"]
    )
    item = {"task_status_id": stage.id_of("wfa"), "text": "v1"}
    files = {"preview_file-0-0": ("shot.png", picture(), "image/png")}
    path = f"/actions/tasks/{stage.task['id']}/batch-comment"
    assert stage.manager.http.post(path, data={"comments": json.dumps([item])}, files=files).status_code == 201
    stage.post("approved", "done")
    copied = stage.comments(task=target)[0]
    assert [(row["task_id"], row["revision"], row["position"]) for row in copied["previews"]] == [(target["id"], 1, 1)]
