"""Who is told what, and what they read of it (04-tasks 3.1, 4.9)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.support.roles import as_each_role
from tests.support.stage import Stage
from tests.support.studio import Row, Studio, unique

from multiplane import models


def mine(stage: Stage, role: str, **params: Any) -> Any:
    return stage.team[role].get("/data/user/notifications", params=params)


class TestRecipients:
    def test_followers_but_not_the_author(self, stage: Stage) -> None:
        subscriber, watcher, stranger = (stage.studio.member(stage.project) for _ in range(3))
        stage.subscribe(subscriber)
        stage.rows.insert(
            models.Subscription,
            person_id=watcher["id"],
            entity_id=stage.sequence["id"],
            task_type_id=stage.task["task_type_id"],
        )
        made = stage.post("x", "wip", by=stage.team["user"])
        told = stage.rows.all(
            "SELECT person_id::text, type, change FROM notification WHERE comment_id = %s", made["id"]
        )
        assert {row["person_id"] for row in told} == {subscriber["id"], watcher["id"], stage.people["vendor"]["id"]}
        assert {(row["type"], row["change"]) for row in told} == {("comment", True)}
        assert stage.notified(stranger) == []
        again = stage.post("x", "wip", by=stage.team["user"])
        told = stage.rows.all("SELECT change FROM notification WHERE comment_id = %s", again["id"])
        assert {row["change"] for row in told} == {False}

    def test_mentions_come_on_top_and_once(self, stage: Stage) -> None:
        artist = stage.people["user"]
        member = stage.studio.member(stage.project, first_name=unique("M"), departments=[stage.department])
        outsider = stage.studio.person(departments=[stage.department])
        text = f"@{artist['first_name']} Test @{member['first_name']} Test @{stage.department['name']}"
        made = stage.post(text)
        assert stage.notified(artist, made) == ["comment", "mention"]
        assert stage.notified(member, made) == ["mention"]
        assert stage.notified(outsider) == []

    def test_nobody_is_told_what_he_may_not_read(self, stage: Stage) -> None:
        client, hired = stage.people["client"], stage.studio.member(stage.project, "user", "client")
        gone = stage.studio.person()
        for person in (client, hired, gone):
            stage.subscribe(person)
        internal = stage.post(f"for us, @{client['first_name']} Test")
        for person in (client, hired, gone):
            assert stage.notified(person, internal) == []
        shared = stage.post("for you", for_client=True)
        by_client = stage.post("from me", by=stage.team["client"])
        assert stage.notified(client, shared) == ["comment"]
        assert stage.notified(hired, by_client) == ["comment"]
        for role in ("user", "vendor"):
            assert stage.notified(stage.people[role], by_client) == []

    def test_isolated_clients(self, studio: Studio) -> None:
        stage = Stage(studio, is_clients_isolated=True)
        other = studio.member(stage.project, "client")
        stage.subscribe(other)
        assert stage.notified(other, stage.post("mine", by=stage.team["client"])) == []
        assert stage.notified(other, stage.post("ours", for_client=True)) == ["comment"]

    def test_the_rule_agrees_with_what_can_be_read(self, stage: Stage) -> None:
        """Everybody follows everything; a notification exists exactly where the comment can be read."""
        people = dict(stage.people)
        for global_role, project_role in (("user", "client"), ("client", "user"), ("manager", "vendor")):
            name = f"{global_role} as {project_role}"
            people[name] = stage.studio.member(stage.project, global_role, project_role)
            stage.team[name] = stage.studio.client_of(people[name])
        for person in people.values():
            stage.subscribe(person)
        author = stage.studio.client_of(stage.studio.member(stage.project, "manager"))
        comments = [
            stage.post("internal", by=author),
            stage.post("shared", by=author, for_client=True),
            stage.post("client", by=stage.studio.client_of(stage.studio.member(stage.project, "client"))),
        ]
        for name, person in people.items():
            for comment in comments:
                read = stage.team[name].request("GET", f"/data/comments/{comment['id']}").status_code == 200
                assert stage.notified(person, comment) == (["comment"] if read else []), (name, comment["text"])


class TestMine:
    def test_item(self, stage: Stage) -> None:
        """Compared key by key with the example of the contract."""
        stage.subscribe(stage.people["user"])
        made = stage.post(f"hello @{stage.people['user']['first_name']} Test", "wip")
        stage.post("later", "wfa")
        note = next(n for n in mine(stage, "user", type="comment") if n["comment_id"] == made["id"])
        subscription = stage.rows.one(
            "SELECT id::text FROM subscription WHERE person_id = %s", stage.people["user"]["id"]
        )
        assert note == {
            "id": note["id"],
            "type": "Notification",
            "notification_type": "comment",
            "author_id": stage.people["manager"]["id"],
            "comment_id": made["id"],
            "task_id": stage.task["id"],
            "task_type_id": stage.task["task_type_id"],
            "task_status_id": stage.id_of("wip"),
            "mentions": [stage.people["user"]["id"]],
            "department_mentions": [],
            "reply_mentions": [],
            "reply_department_mentions": [],
            "preview_file_id": None,
            "project_id": stage.project["id"],
            "project_name": stage.project["name"],
            "comment_text": made["text"],
            "reply_text": "",
            "created_at": note["created_at"],
            "read": False,
            "change": True,
            "full_entity_name": f"{stage.sequence['name']} / {stage.shot['name']}",
            "episode_id": None,
            "entity_preview_file_id": None,
            "subscription_id": subscription["id"],
            "playlist_id": None,
            "playlist_name": "",
            "playlist_for_entity": "",
            "playlist_is_for_all": False,
        }
        assert stage.team["user"].get(f"/data/user/notifications/{note['id']}") == note

    def test_of_a_reply(self, stage: Stage) -> None:
        made = stage.post("x")
        path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/reply"
        stage.manager.post(path, {"text": f"@{stage.department['name']}"}, 200)
        note = mine(stage, "user", type="reply")[0]
        assert note["comment_text"] == "x"
        assert note["reply_text"] == f"@{stage.department['name']}"
        assert note["reply_department_mentions"] == [stage.department["id"]]

    def test_of_a_playlist(self, stage: Stage) -> None:
        episode = stage.studio.episode(stage.project)
        playlist = stage.rows.insert(
            models.Playlist, name=unique("P"), project_id=stage.project["id"], episode_id=episode["id"], shots=[]
        )
        stage.rows.insert(
            models.Notification,
            type="playlist-ready",
            person_id=stage.people["user"]["id"],
            author_id=stage.people["manager"]["id"],
            playlist_id=playlist["id"],
        )
        note = mine(stage, "user")[0]
        assert (note["playlist_name"], note["playlist_for_entity"], note["project_id"], note["episode_id"]) == (
            playlist["name"], "shot", stage.project["id"], episode["id"],
        )  # fmt: skip
        assert (note["task_id"], note["full_entity_name"], note["comment_text"]) == (None, "", None)

    def test_filters(self, stage: Stage) -> None:
        other = stage.new_task(task_type=stage.studio.task_type())
        stage.assign(stage.people["user"], other)
        stage.subscribe(stage.people["user"])
        first = stage.post("one", "wip")
        second = stage.post("two", "done", task=other)
        name = stage.people["user"]["first_name"]
        mention = stage.post(f"@{name} Test", "wfa", task=other)

        def found(**params: Any) -> list[str]:
            return [note["comment_id"] for note in mine(stage, "user", **params)]

        assert sorted(found()) == sorted([first["id"], second["id"], mention["id"], mention["id"]])
        assert found(type="mention") == [mention["id"]]
        assert found(type="zzz") == []
        assert found(watching="true") == [first["id"]]
        assert set(found(watching="false")) == {second["id"], mention["id"]}
        assert found(task_type_id=stage.task["task_type_id"]) == [first["id"]]
        assert set(found(task_status_id=stage.id_of("wfa"))) == {second["id"], mention["id"]}, "the task's, now"
        stage.rows.run("UPDATE notification SET read = true WHERE comment_id = %s", first["id"])
        assert found(read="true") == [first["id"]]
        assert first["id"] not in found(read="false")
        for place, identifier in enumerate((first["id"], second["id"])):
            stage.rows.run(
                "UPDATE notification SET created_at = %s WHERE comment_id = %s", f"2020-01-0{place + 1}", identifier
            )
        assert found(before="2020-01-02") == [first["id"]]
        assert found(after="2020-01-01T00:00:00", before="2020-01-03") == [second["id"]]

    @pytest.mark.parametrize(
        ("params", "message"),
        [
            ({"task_type_id": "x"}, "Invalid UUID format for task_type_id: x"),
            ({"task_status_id": "x"}, "Invalid UUID format for task_status_id: x"),
            ({"after": "yesterday"}, "Wrong date format for after or before."),
            ({"before": "2020-13-01"}, "Wrong date format for after or before."),
        ],
    )
    def test_refuses(self, stage: Stage, params: dict[str, str], message: str) -> None:
        answer = stage.manager.get("/data/user/notifications", 400, params=params)
        assert answer["message"] == message

    def test_newest_first_and_a_hundred_at_most(self, stage: Stage) -> None:
        person = stage.people["supervisor"]
        for place in range(101):
            stage.rows.insert(
                models.Notification,
                type="assignation",
                person_id=person["id"],
                author_id=stage.people["manager"]["id"],
                task_id=stage.task["id"],
                created_at=f"2020-01-01T{place // 60:02}:{place % 60:02}:00",
            )
        dates = [note["created_at"] for note in mine(stage, "supervisor")]
        assert len(dates) == 100
        assert dates == sorted(dates, reverse=True)
        assert dates[-1] == "2020-01-01T00:01:00"

    def test_a_text_that_may_no_longer_be_read_is_empty(self, stage: Stage) -> None:
        made = stage.post("secret")
        assert mine(stage, "user")[0]["comment_text"] == "secret"
        stage.rows.run(
            "UPDATE project_person_link SET role = 'client' WHERE person_id = %s", stage.people["user"]["id"]
        )
        note = mine(stage, "user")[0]
        assert (note["comment_id"], note["comment_text"]) == (made["id"], "")
        stage.rows.run("DELETE FROM project_person_link WHERE person_id = %s", stage.people["user"]["id"])
        assert mine(stage, "user")[0]["comment_text"] == ""

    def test_artists_do_not_read_clients(self, stage: Stage) -> None:
        by_client = stage.post("from a client", by=stage.team["client"])
        for role in ("user", "supervisor"):
            stage.rows.insert(
                models.Notification,
                type="comment",
                person_id=stage.people[role]["id"],
                author_id=stage.people["client"]["id"],
                comment_id=by_client["id"],
                task_id=stage.task["id"],
            )
        assert mine(stage, "user")[0]["comment_text"] == ""
        assert mine(stage, "supervisor")[0]["comment_text"] == "from a client"


class TestReading:
    def note(self, stage: Stage) -> Row:
        made = stage.post("x")
        found: Row = next(note for note in mine(stage, "user") if note["comment_id"] == made["id"])
        return found

    def test_read_and_unread(self, stage: Stage) -> None:
        note = self.note(stage)
        path = f"/data/user/notifications/{note['id']}"
        start = stage.studio.now()
        answer = stage.team["user"].put(path, {"read": True})
        assert set(answer) == {
            "read", "change", "type", "person_id", "author_id", "comment_id", "task_id", "playlist_id", "reply_id",
            "id", "created_at", "updated_at", "notification_type",
        }  # fmt: skip
        assert (answer["read"], answer["type"], answer["notification_type"]) == (True, "Notification", "comment")
        assert stage.team["user"].put(path, {"read": "false"})["read"] is False
        payload = {"person_id": stage.people["user"]["id"], "notification_id": note["id"]}
        told = [(row["name"], row["data"]) for row in stage.studio.events_since(start) if row["data"] == payload]
        assert told == [("notification:read", payload), ("notification:unread", payload)]

    def test_only_ones_own(self, stage: Stage) -> None:
        path = f"/data/user/notifications/{self.note(stage)['id']}"
        for client in (stage.manager, stage.studio.admin):
            client.get(path, 404)
            client.put(path, {"read": True}, 404)
        for identifier, status in ((str(uuid4()), 404), ("nope", 400)):
            stage.team["user"].get(f"/data/user/notifications/{identifier}", status)
            stage.team["user"].put(f"/data/user/notifications/{identifier}", {"read": True}, status)
        for body in ({}, {"read": None}, {"read": "perhaps"}):
            assert stage.team["user"].put(path, body, 400)["message"] == "Validation error."

    def test_all(self, stage: Stage) -> None:
        self.note(stage), self.note(stage)
        start = stage.studio.now()
        assert stage.team["user"].post("/actions/user/notifications/mark-all-as-read", status=200) == {"success": True}
        assert {note["read"] for note in mine(stage, "user")} == {True}
        assert False in {note["read"] for note in mine(stage, "vendor")}
        told = [row["data"] for row in stage.studio.events_since(start) if row["name"] == "notification:all-read"]
        assert {"person_id": stage.people["user"]["id"]} in told

    def test_is_for_persons(self, stage: Stage) -> None:
        stage.team["anonymous"].get("/data/user/notifications", 401)


class TestGenericResource:
    def test_the_stored_type_has_another_name(self, stage: Stage) -> None:
        admin = stage.studio.admin
        body = {
            "type": "assignation",
            "person_id": stage.people["user"]["id"],
            "author_id": stage.people["manager"]["id"],
            "task_id": stage.task["id"],
        }
        made = admin.post("/data/notifications", body)
        assert list(made)[2] == "type"
        assert list(made)[-1] == "notification_type"
        assert (made["type"], made["notification_type"]) == ("Notification", "assignation")
        assert admin.get(f"/data/notifications/{made['id']}") == made
        assert [row["notification_type"] for row in admin.get(
            "/data/notifications", params={"person_id": body["person_id"], "type": "assignation"}
        )] == ["assignation"]  # fmt: skip
        changed = admin.put(f"/data/notifications/{made['id']}", {**made, "read": True})
        assert (changed["read"], changed["notification_type"]) == (True, "assignation")
        changed = admin.put(f"/data/notifications/{made['id']}", {"notification_type": "mention"})
        assert changed["notification_type"] == "mention"
        assert admin.post("/data/notifications", {**body, "type": "zzz"}, 400)["message"] == "Invalid type"
        assert admin.put(f"/data/notifications/{made['id']}", {"type": "zzz"}, 400)["message"] == "Invalid type"
        admin.post("/data/notifications", {key: body[key] for key in ("person_id", "author_id")}, 400)

    @as_each_role(admin=200)
    def test_is_for_administrators(self, stage: Stage, role: str, status: int) -> None:
        client = stage.studio.admin if role == "admin" else stage.team[role]
        client.get("/data/notifications", status, params={"task_id": stage.task["id"]})

    @as_each_role(admin=200)
    def test_of_a_project(self, stage: Stage, role: str, status: int) -> None:
        stage.post("one")
        stage.post("two")
        path = f"/data/projects/{stage.project['id']}/notifications"
        client = stage.studio.admin if role == "admin" else stage.team[role]
        found = client.get(path, status)
        if status == 200:
            assert {row["notification_type"] for row in found} == {"comment"}
            assert len(found) == 4, "two comments, two assignees"
            page = client.get(path, params={"page": 2, "limit": 3})
            assert (len(page["data"]), page["total"], page["nb_pages"]) == (1, 4, 2)
            assert len(client.get(path, params={"page": 0})) == 4
            client.get(f"/data/projects/{uuid4()}/notifications", 404)
