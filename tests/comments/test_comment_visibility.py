"""Who reads which comments: lists, single reads, attachments, the comments of a project (04-tasks 1.7)."""

from typing import Any

import pytest
from tests.support.roles import as_each_role
from tests.support.stage import Stage
from tests.support.studio import Row, Studio

from multiplane import models

TEXTS = (
    "by the studio",
    "with a preview",
    "with a rejected preview",
    "for clients",
    "by a client",
    "by another client",
)


class Wall(Stage):
    """One comment of every kind, each named by its text."""

    def __init__(self, studio: Studio, **project: Any) -> None:
        super().__init__(studio, **project)
        self.other_client = studio.member(self.project, "client")
        # An artist of the studio, but a client of this project.
        self.team["project client"] = studio.client_of(self.other_client)
        self.ids = {
            "by the studio": self.post("by the studio")["id"],
            "with a preview": self.post("with a preview", checklist=[{"text": "secret", "checked": False}])["id"],
            "with a rejected preview": self.post("with a rejected preview")["id"],
            "for clients": self.post("for clients", for_client=True)["id"],
            "by a client": self.post("by a client", by=self.team["client"])["id"],
            "by another client": self.post("by another client", by=self.team["project client"])["id"],
        }
        self.previews = {
            "with a preview": self.preview("with a preview", "neutral"),
            "with a rejected preview": self.preview("with a rejected preview", "rejected"),
            "for clients": self.preview("for clients", "rejected"),
        }

    def preview(self, text: str, validation_status: str) -> Row:
        row = self.rows.insert(
            models.PreviewFile,
            task_id=self.task["id"],
            name=self.ids[text][:13],
            status="ready",
            validation_status=validation_status,
            extension="mp4",
        )
        self.rows.insert(models.CommentPreviewLink, comment=self.ids[text], preview_file=row["id"])
        return row

    def listed(self, role: str) -> set[str]:
        by_id = {identifier: text for text, identifier in self.ids.items()}
        return {by_id[comment["id"]] for comment in self.comments(self.team[role])}

    def readable(self, role: str) -> set[str]:
        """What the role reads one by one, by both routes; they must agree."""
        found = set()
        for text, identifier in self.ids.items():
            first = self.team[role].request("GET", f"/data/comments/{identifier}").status_code
            second = self.team[role].request("GET", f"/data/tasks/{self.task['id']}/comments/{identifier}").status_code
            assert first == second, text
            assert first in (200, 403)
            if first == 200:
                found.add(text)
        return found


STAFF = {"by the studio", "with a preview", "with a rejected preview", "for clients"}


@pytest.fixture
def wall(studio: Studio) -> Wall:
    return Wall(studio)


class TestList:
    @pytest.mark.parametrize("role", ["manager", "supervisor"])
    def test_managers_and_supervisors_see_everything(self, wall: Wall, role: str) -> None:
        assert wall.listed(role) == set(TEXTS)
        assert wall.readable(role) == set(TEXTS)

    @pytest.mark.parametrize("role", ["user", "vendor"])
    def test_artists_and_vendors_never_see_clients(self, wall: Wall, role: str) -> None:
        assert wall.listed(role) == STAFF
        assert wall.readable(role) == STAFF

    def test_clients(self, wall: Wall) -> None:
        assert wall.listed("client") == {"with a preview", "for clients", "by a client", "by another client"}
        assert wall.readable("client") == {"for clients", "by a client", "by another client"}

    def test_isolated_clients(self, studio: Studio) -> None:
        wall = Wall(studio, is_clients_isolated=True)
        assert wall.listed("client") == {"with a preview", "for clients", "by a client"}
        assert wall.readable("client") == {"for clients", "by a client"}
        assert wall.listed("project client") == {"with a preview", "for clients", "by another client"}

    def test_the_role_on_the_project_makes_the_client(self, studio: Studio) -> None:
        wall = Wall(studio)
        for role, global_role, project_role in (("hired", "user", "client"), ("host", "client", "user")):
            wall.team[role] = studio.client_of(studio.member(wall.project, global_role, project_role))
        wall.ids["by the hired"] = wall.post("by the hired", by=wall.team["hired"])["id"]
        assert wall.listed("hired") == wall.listed("client")
        assert wall.listed("host") == STAFF
        assert "by the hired" not in wall.listed("user")

    def test_a_shell_shows_nothing_but_its_previews(self, wall: Wall) -> None:
        shell = next(c for c in wall.comments(wall.team["client"]) if c["id"] == wall.ids["with a preview"])
        assert (shell["text"], shell["checklist"], shell["replies"], shell["attachment_files"]) == ("", [], [], [])
        assert [preview["id"] for preview in shell["previews"]] == [wall.previews["with a preview"]["id"]]
        assert shell["person"]["id"] == wall.people["manager"]["id"]

    def test_clients_never_see_a_rejected_preview(self, wall: Wall) -> None:
        for comment in wall.comments(wall.team["client"]):
            assert "rejected" not in [preview["validation_status"] for preview in comment["previews"]]
        one = wall.team["client"].get(f"/data/comments/{wall.ids['for clients']}", params={"with_previews": "true"})
        assert one["previews"] == []
        staff = wall.manager.get(f"/data/comments/{wall.ids['for clients']}", params={"with_previews": "true"})
        assert [preview["id"] for preview in staff["previews"]] == [wall.previews["for clients"]["id"]]

    @as_each_role(default=200, outsider=403)
    def test_who_may_list(self, wall: Wall, role: str, status: int) -> None:
        client = wall.studio.admin if role == "admin" else wall.team[role]
        client.get(f"/data/tasks/{wall.task['id']}/comments", status)

    def test_a_vendor_reads_the_entities_he_works_on(self, wall: Wall) -> None:
        sibling = wall.new_task(task_type=wall.studio.task_type())
        elsewhere = wall.new_task(wall.studio.shot(wall.project, wall.sequence))
        wall.comments(wall.team["vendor"], sibling)
        wall.team["vendor"].get(f"/data/tasks/{elsewhere['id']}/comments", 403)
        foreign = wall.post("elsewhere", task=elsewhere)
        wall.team["vendor"].get(f"/data/comments/{foreign['id']}", 403)

    def test_project_comments_follow_the_same_rule(self, wall: Wall) -> None:
        by_id = {identifier: text for text, identifier in wall.ids.items()}
        path = f"/data/projects/{wall.project['id']}/comments"
        for role, expected in (("manager", set(TEXTS)), ("user", STAFF)):
            found = wall.team[role].get(path)
            assert {by_id[comment["id"]] for comment in found} == expected
            page = wall.team[role].get(path, params={"page": 1, "limit": 2})
            assert (len(page["data"]), page["total"]) == (2, len(expected))
            assert wall.team[role].get(path, params={"page": 9})["data"] == []
        assert {"previews", "mentions", "acknowledgements"} <= found[0].keys()
        for role in ("client", "vendor", "outsider"):
            wall.team[role].get(path, 403)


class TestForms:
    def test_a_listed_comment(self, stage: Stage) -> None:
        """Compared key by key with the example of the contract."""
        made = stage.post("x", "wip")
        stage.manager.put(f"/data/comments/{made['id']}", {"text": "y"})
        listed = stage.comments()[0]
        assert set(listed) == {
            "shotgun_id", "object_id", "object_type", "text", "data", "replies", "checklist", "pinned", "for_client",
            "links", "task_status_id", "person_id", "editor_id", "preview_file_id", "id", "created_at", "updated_at",
            "type", "person", "task_status", "acknowledgements", "previews", "mentions", "department_mentions",
            "attachment_files", "editor",
        }  # fmt: skip
        person = stage.people["manager"]
        assert listed["person"] == {
            "first_name": person["first_name"],
            "last_name": "Test",
            "full_name": f"{person['first_name']} Test",
            "has_avatar": False,
            "role": "manager",
            "id": person["id"],
        }
        assert set(listed["editor"]) == {"first_name", "last_name", "has_avatar", "role", "id"}
        status = stage.statuses["wip"]
        assert listed["task_status"] == {
            "name": status["name"], "short_name": status["short_name"], "color": "#123456", "id": status["id"],
        }  # fmt: skip

    def test_newest_first_and_no_editor_unless_edited(self, stage: Stage) -> None:
        for text in ("one", "two", "three"):
            stage.post(text)
        listed = stage.comments()
        assert [comment["text"] for comment in listed] == ["three", "two", "one"]
        assert "editor" not in listed[0]

    def test_one(self, stage: Stage) -> None:
        made = stage.post("x")
        one = stage.manager.get(f"/data/comments/{made['id']}")
        bare = {key: value for key, value in made.items() if key not in ("task_status", "person")}
        short = {"id", "first_name", "last_name", "full_name", "has_avatar", "role"}
        assert one == {**bare, "person": {key: value for key, value in one["person"].items() if key in short}}
        without = stage.manager.get(f"/data/comments/{made['id']}", params={"relations": "false"})
        assert without.keys() == one.keys() - {
            "previews", "mentions", "department_mentions", "acknowledgements", "attachment_files",
        }  # fmt: skip
        of_task = stage.manager.get(f"/data/tasks/{stage.task['id']}/comments/{made['id']}")
        assert of_task == {key: value for key, value in without.items() if key != "person"}

    def test_unknown_malformed_or_of_another_task(self, stage: Stage) -> None:
        made = stage.post("x")
        other = stage.new_task(task_type=stage.studio.task_type())
        stage.manager.get(f"/data/tasks/{other['id']}/comments/{made['id']}", 404)
        for identifier in ("nope", stage.task["id"]):
            stage.manager.get(f"/data/comments/{identifier}", 404)
            stage.manager.get(f"/data/tasks/{stage.task['id']}/comments/{identifier}", 404)
            stage.manager.get(f"/data/tasks/{identifier}x/comments", 404)

    def test_replies_show_their_authors(self, stage: Stage) -> None:
        for number in range(3):
            made = stage.post(str(number))
            path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/reply"
            for role in ("manager", "user"):
                stage.team[role].post(path, {"text": role}, 200)
        for comment in stage.comments():
            names = [reply["person"]["id"] for reply in comment["replies"]]
            assert names == [stage.people["manager"]["id"], stage.people["user"]["id"]]


class TestRawRows:
    def test_are_for_administrators(self, stage: Stage) -> None:
        made = stage.post("x")
        found = stage.studio.admin.get("/data/comments", params={"object_id": stage.task["id"]})
        assert [comment["id"] for comment in found] == [made["id"]]
        for role in ("manager", "user", "client", "vendor"):
            stage.team[role].get("/data/comments", 403)
            stage.team[role].post("/data/comments", {"object_id": stage.task["id"]}, 403)

    def test_a_raw_insert_has_no_side_effects(self, stage: Stage) -> None:
        start = stage.studio.now()
        body = {
            "object_id": stage.task["id"],
            "object_type": "Task",
            "person_id": stage.people["user"]["id"],
            "task_status_id": stage.id_of("done"),
            "text": "raw",
            "checklist": None,
        }
        made = stage.studio.admin.post("/data/comments", body)
        assert made["checklist"] == []
        told = [event for event in stage.studio.events_since(start) if event["data"].get("comment_id") == made["id"]]
        assert [(event["name"], event["project_id"]) for event in told] == [("comment:new", None)]
        assert set(told[0]["data"]) == {"comment_id", "task_id", "person_id", "for_client"}
        assert str(stage.stored_task()["task_status_id"]) == stage.id_of("todo")
        stage.studio.admin.post("/data/comments", {**body, "zzz": 1}, 400)
        stage.studio.admin.post("/data/comments", {"text": "x"}, 400)
