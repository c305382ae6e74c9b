"""PUT, DELETE, move and acknowledge (04-tasks 4.5)."""

from typing import Any, ClassVar
from uuid import uuid4

import pytest
from tests.support.stage import COMMENT_KEYS, Stage
from tests.support.studio import Row, Studio, unique

from multiplane import models


def put(stage: Stage, comment: Row, by: str, status: int = 200, **body: Any) -> Any:
    client = stage.studio.admin if by == "admin" else stage.team[by]
    return client.put(f"/data/comments/{comment['id']}", body, status)


class TestUpdateRights:
    """The matrix of 04-tasks 5.2, on the comment of an assigned artist."""

    CHANGES: ClassVar[dict[str, dict[str, Any]]] = {
        "pinned": {"pinned": True},
        "checklist": {"checklist": [{"text": "a", "checked": True}]},
        "text": {"text": "changed"},
        "for_client": {"for_client": True},
        "links": {"links": ["https://a.b"]},
    }
    ALLOWED: ClassVar[dict[str, set[str]]] = {
        "admin": {"pinned", "checklist", "text", "for_client", "links", "status"},
        "manager": {"pinned", "checklist", "text", "for_client", "links", "status"},
        "supervisor": {"pinned", "checklist"},
        "user": {"checklist", "text", "links", "status"},
        "vendor": {"checklist"},
        "client": set(),
        "outsider": set(),
    }

    @pytest.mark.parametrize("role", ALLOWED)
    def test_matrix(self, stage: Stage, role: str) -> None:
        changes: dict[str, dict[str, Any]] = {**self.CHANGES, "status": {"task_status_id": stage.id_of("wip")}}
        done = set()
        for name, body in changes.items():
            made = stage.post("x", by=stage.team["user"])
            client = stage.studio.admin if role == "admin" else stage.team[role]
            answer = client.request("PUT", f"/data/comments/{made['id']}", json=body)
            assert answer.status_code in (200, 403), answer.text
            stored = stage.manager.get(f"/data/comments/{made['id']}")
            assert (stored["editor_id"] is not None) == (answer.status_code == 200)
            if answer.status_code == 200:
                done.add(name)
        assert done == self.ALLOWED[role]

    def test_an_artist_elsewhere_on_the_project(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"])
        stage.team["other"] = stage.studio.client_of(stage.studio.member(stage.project))
        for body in self.CHANGES.values():
            put(stage, made, "other", 403, **body)

    def test_a_supervisor_of_another_department(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"])
        bound = stage.studio.member(stage.project, "supervisor", departments=[stage.studio.department()])
        stage.team["bound"] = stage.studio.client_of(bound)
        put(stage, made, "bound", 403, pinned=True)

    def test_the_author_never_changes_author_task_or_readers(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"])
        other = stage.new_task(task_type=stage.studio.task_type())
        put(stage, made, "user", 403, person_id=stage.people["manager"]["id"])
        put(stage, made, "user", 403, object_id=other["id"])
        put(stage, made, "user", 200, person_id=made["person_id"], object_id=made["object_id"], for_client=False)

    def test_equal_values_are_no_change(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"], checklist=[{"text": "a", "checked": False}])
        put(stage, made, "user", 200, text="y", pinned=None, checklist=made["checklist"])
        put(stage, made, "user", 403, pinned=False)
        put(stage, made, "supervisor", 403, pinned=True, text="y")

    def test_a_status_needs_action_and_use(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"])
        closed = stage.studio.task_status(is_artist_allowed=False)
        put(stage, made, "user", 403, task_status_id=closed["id"])
        stage.rows.run("DELETE FROM task_person_link WHERE person_id = %s", stage.people["user"]["id"])
        put(stage, made, "user", 403, task_status_id=stage.id_of("wip"))
        put(stage, made, "user", 200, task_status_id=stage.id_of("todo"), text="same status")

    def test_an_author_who_left_or_no_longer_reads_it(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"])
        stage.rows.run("DELETE FROM project_person_link WHERE person_id = %s", stage.people["user"]["id"])
        put(stage, made, "user", 403, text="y")

    def test_nobody_overwrites_what_has_its_own_operations(self, stage: Stage) -> None:
        made = stage.post("x")
        path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/reply"
        answer = stage.manager.post(path, {"text": "kept"}, 200)
        body = {
            "replies": [], "acknowledgements": [stage.people["user"]["id"]], "previews": [], "mentions": [],
            "editor_id": stage.people["user"]["id"], "attachment_files": [], "created_at": "2001-01-01",
        }  # fmt: skip
        changed = put(stage, made, "manager", **body)
        assert [item["id"] for item in changed["replies"]] == [answer["id"]]
        assert changed["editor_id"] == stage.people["manager"]["id"]
        assert changed["created_at"] == made["created_at"]
        assert stage.comments()[0]["acknowledgements"] == []

    def test_a_manager_does_not_move_it_into_a_foreign_project(self, stage: Stage, studio: Studio) -> None:
        foreign = studio.task(studio.shot(studio.project()))
        put(stage, stage.post("x"), "manager", 403, object_id=foreign["id"])


class TestUpdateEffects:
    def test_answer(self, stage: Stage) -> None:
        made = stage.post("x")
        changed = put(stage, made, "manager", text="y")
        assert set(changed) == COMMENT_KEYS
        assert (changed["text"], changed["editor_id"]) == ("y", stage.people["manager"]["id"])

    def test_nulls(self, stage: Stage) -> None:
        changed = put(stage, stage.post("x"), "manager", text=None, checklist=None)
        assert (changed["text"], changed["checklist"]) == ("", [])
        assert stage.comments()[0]["text"] == ""

    def test_a_status_replays_the_task(self, stage: Stage) -> None:
        first, _second = stage.post("one", "wip"), stage.post("two", "wfa")
        start = stage.studio.now()
        put(stage, first, "manager", task_status_id=stage.id_of("retake"))
        events = [row for row in stage.studio.events_since(start) if row["project_id"] == stage.project["id"]]
        assert [row["name"] for row in events] == ["task:update", "task:status-changed", "comment:update"]
        assert events[1]["data"]["new_task_status_id"] == stage.id_of("retake")
        assert events[1]["data"]["person_id"] == first["person_id"]
        task = stage.stored_task()
        assert str(task["task_status_id"]) == stage.id_of("wfa")
        assert (task["retake_count"], task["real_start_date"]) == (1, None)

    def test_other_changes_only_say_so(self, stage: Stage) -> None:
        made = stage.post("x", "wip")
        start = stage.studio.now()
        put(stage, made, "manager", pinned=True, for_client=True)
        events = [row for row in stage.studio.events_since(start) if row["project_id"] == stage.project["id"]]
        assert [(row["name"], row["data"]) for row in events] == [
            (
                "comment:update",
                {
                    "comment_id": made["id"],
                    "task_id": stage.task["id"],
                    "person_id": made["person_id"],
                    "for_client": True,
                    "project_id": stage.project["id"],
                },
            )
        ]

    def test_mentions_are_found_again(self, stage: Stage) -> None:
        ana, bob = (stage.studio.member(stage.project, first_name=unique(name)) for name in ("Ana", "Bob"))
        made = stage.post(f"@{ana['first_name']} Test")
        put(stage, made, "manager", pinned=True)
        assert stage.notified(ana) == ["mention"]
        put(
            stage,
            made,
            "manager",
            text=f"@{bob['first_name']} Test and me @{stage.people['manager']['first_name']} Test",
        )
        listed = stage.comments()[0]
        assert sorted(listed["mentions"]) == sorted([bob["id"], stage.people["manager"]["id"]])
        assert (stage.notified(ana), stage.notified(bob)) == ([], ["mention"])
        assert stage.notified(stage.people["manager"]) == [], "nobody is told of his own mention"
        row = stage.rows.one("SELECT created_at, read FROM notification WHERE person_id = %s", bob["id"])
        assert row["created_at"].isoformat()[:19] == made["created_at"]
        assert "comment" in stage.notified(stage.people["user"], made)

    def test_an_unchanged_mention_stays_read(self, stage: Stage) -> None:
        ana = stage.studio.member(stage.project, first_name=unique("Ana"))
        made = stage.post(f"@{ana['first_name']} Test")
        stage.rows.run("UPDATE notification SET read = true WHERE person_id = %s", ana["id"])
        put(stage, made, "manager", text=f"@{ana['first_name']} Test again")
        assert stage.rows.one("SELECT read FROM notification WHERE person_id = %s", ana["id"]) == {"read": True}

    def test_unknown_and_malformed(self, stage: Stage) -> None:
        stage.manager.put(f"/data/comments/{uuid4()}", {}, 404)
        stage.manager.put("/data/comments/nope", {}, 400)
        stage.manager.delete(f"/data/comments/{uuid4()}", 404)
        stage.manager.delete("/data/comments/nope", 404)
        put(stage, stage.post("x"), "manager", 400, task_status_id=str(uuid4()))
        put(stage, stage.post("x"), "manager", 400, links="x")


class TestDelete:
    @pytest.mark.parametrize(
        ("role", "status"),
        [("admin", 204), ("manager", 204), ("user", 204), ("supervisor", 403), ("vendor", 403), ("client", 403),
         ("outsider", 403), ("anonymous", 401)],
    )  # fmt: skip
    def test_is_for_managers_and_the_author(self, stage: Stage, role: str, status: int) -> None:
        client = stage.studio.admin if role == "admin" else stage.team[role]
        for path in ("/data/comments/{id}", "/data/tasks/{object_id}/comments/{id}"):
            made = stage.post("x", by=stage.team["user"])
            client.delete(path.format(**made), status)
            stage.manager.get(f"/data/comments/{made['id']}", 404 if status == 204 else 200)

    def test_the_author_needs_no_team(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"])
        stage.rows.run("DELETE FROM project_person_link WHERE person_id = %s", stage.people["user"]["id"])
        stage.team["user"].delete(f"/data/comments/{made['id']}")

    def test_leaves_nothing(self, stage: Stage) -> None:
        stage.subscribe(stage.people["supervisor"])
        path = f"/actions/tasks/{stage.task['id']}/comment"
        fields = {"task_status_id": stage.id_of("wip"), "comment": f"@{stage.department['name']}"}
        made = stage.manager.http.post(path, data=fields, files={"a": ("a.txt", b"hello", "text/plain")}).json()
        stage.manager.post(f"/data/tasks/{stage.task['id']}/comments/{made['id']}/ack", status=200)
        stage.manager.post(f"/data/tasks/{stage.task['id']}/comments/{made['id']}/reply", {"text": "x"}, 200)
        stage.manager.delete(f"/data/comments/{made['id']}")
        for query in (
            "SELECT 1 FROM comment WHERE id = %s",
            "SELECT 1 FROM news WHERE comment_id = %s",
            "SELECT 1 FROM notification WHERE comment_id = %s",
            "SELECT 1 FROM attachment_file WHERE comment_id = %s",
            "SELECT 1 FROM comment_mentions WHERE comment = %s",
            "SELECT 1 FROM comment_department_mentions WHERE comment = %s",
            "SELECT 1 FROM comment_acknoledgments WHERE comment = %s",
        ):
            assert stage.rows.all(query, made["id"]) == [], query
        task = stage.stored_task()
        assert (task["last_comment_date"], task["real_start_date"], task["retake_count"]) == (None, None, 0)

    def test_of_the_last_comment_gives_the_default_status(self, stage: Stage) -> None:
        made = stage.post("x", "done")
        stage.manager.delete(f"/data/comments/{made['id']}")
        row = stage.rows.one(
            "SELECT status.is_default FROM task JOIN task_status AS status ON status.id = task.task_status_id "
            "WHERE task.id = %s",
            stage.task["id"],
        )
        assert row == {"is_default": True}

    def test_of_another_task(self, stage: Stage) -> None:
        made = stage.post("x")
        other = stage.new_task(task_type=stage.studio.task_type())
        stage.manager.delete(f"/data/tasks/{other['id']}/comments/{made['id']}", 404)
        stage.manager.delete(f"/data/tasks/{stage.task['id']}/comments/nope", 404)

    def test_of_a_comment_whose_task_is_gone(self, stage: Stage) -> None:
        row = stage.rows.insert(
            models.Comment, object_id=str(uuid4()), object_type="Task", person_id=stage.people["user"]["id"], text="x"
        )
        start = stage.studio.now()
        stage.manager.delete(f"/data/comments/{row['id']}", 403)
        stage.studio.admin.delete(f"/data/comments/{row['id']}")
        told = [event["data"] for event in stage.studio.events_since(start) if event["name"] == "comment:delete"]
        assert {"comment_id": row["id"]} in told


class TestMove:
    def move(self, stage: Stage, comment: Row, target: Row, by: str = "manager", status: int = 200) -> Any:
        path = f"/actions/tasks/{comment['object_id']}/comments/{comment['id']}/move"
        return stage.team[by].post(path, {"target_task_id": target["id"]}, status)

    def test_replays_both_tasks(self, stage: Stage) -> None:
        target = stage.new_task(task_type=stage.studio.task_type())
        stage.assign(stage.people["vendor"], target)
        made = stage.post("x", "wip")
        start = stage.studio.now()
        answer = self.move(stage, made, target)
        assert answer["object_id"] == target["id"]
        assert {"previews", "acknowledgements", "attachment_files"} <= set(answer)
        assert stage.events(start) == [
            "news:delete", "task:update", "task:update", "comment:delete", "comment:new", "news:new",
        ]  # fmt: skip
        assert stage.comments() == []
        assert [comment["id"] for comment in stage.comments(task=target)] == [made["id"]]
        assert stage.stored_task()["real_start_date"] is None
        assert str(stage.stored_task(target)["task_status_id"]) == stage.id_of("wip")
        told = stage.rows.all("SELECT task_id::text, change FROM notification WHERE comment_id = %s", made["id"])
        assert told == [{"task_id": target["id"], "change": False}]
        news = stage.rows.all("SELECT task_id::text, change FROM news WHERE comment_id = %s", made["id"])
        assert news == [{"task_id": target["id"], "change": False}]

    def test_refusals(self, stage: Stage) -> None:
        target = stage.new_task(task_type=stage.studio.task_type())
        elsewhere = stage.new_task(stage.studio.shot(stage.project, stage.sequence))
        made = stage.post("x")
        assert self.move(stage, {**made, "object_id": target["id"]}, elsewhere, status=400)["message"] == (
            "Comment does not belong to the given task."
        )
        assert self.move(stage, made, stage.task, status=400)["message"] == "Source and target tasks must be different."
        assert self.move(stage, made, elsewhere, status=400)["message"] == (
            "A comment can only be moved between tasks of the same entity."
        )
        preview = stage.rows.insert(models.PreviewFile, task_id=stage.task["id"], name=uuid4().hex[:13])
        stage.rows.insert(models.CommentPreviewLink, comment=made["id"], preview_file=preview["id"])
        assert self.move(stage, made, target, status=400)["message"] == (
            "A comment attached to a preview revision cannot be moved."
        )
        self.move(stage, made, {"id": str(uuid4())}, status=404)
        path = f"/actions/tasks/{stage.task['id']}/comments/{made['id']}/move"
        assert stage.manager.post(path, {}, 400)["message"] == "Validation error."

    @pytest.mark.parametrize("role", ["supervisor", "user", "client", "vendor", "outsider"])
    def test_is_for_managers(self, stage: Stage, role: str) -> None:
        target = stage.new_task(task_type=stage.studio.task_type())
        self.move(stage, stage.post("x"), target, role, 403)


class TestAcknowledge:
    def test_toggles(self, stage: Stage) -> None:
        made = stage.post("x")
        path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/ack"
        start = stage.studio.now()
        assert stage.team["user"].post(path, status=200)["acknowledgements"] == [stage.people["user"]["id"]]
        stage.manager.post(path, status=200)
        assert stage.team["user"].post(path, status=200)["acknowledgements"] == [stage.people["manager"]["id"]]
        assert stage.events(start) == [], "live only"

    def test_needs_to_read_the_comment(self, stage: Stage) -> None:
        internal, by_client = stage.post("x"), stage.post("y", by=stage.team["client"])
        path = f"/data/tasks/{stage.task['id']}/comments/{{}}/ack"
        stage.team["client"].post(path.format(internal["id"]), status=403)
        stage.team["user"].post(path.format(by_client["id"]), status=403)
        stage.team["outsider"].post(path.format(internal["id"]), status=403)
        stage.team["client"].post(path.format(by_client["id"]), status=200)
        other = stage.new_task(task_type=stage.studio.task_type())
        stage.manager.post(f"/data/tasks/{other['id']}/comments/{internal['id']}/ack", status=404)
