"""Replies (04-tasks 4.5)."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from tests.support.api import Api
from tests.support.stage import Stage
from tests.support.studio import Row, unique
from tests.support.together import released_together


def reply(stage: Stage, comment: Row, by: Api | None = None, status: int = 200, **body: Any) -> Any:
    path = f"/data/tasks/{stage.task['id']}/comments/{comment['id']}/reply"
    return (by or stage.manager).post(path, {"text": "my answer", **body}, status)


class TestReply:
    def test_answer_and_storage(self, stage: Stage) -> None:
        made = stage.post("x")
        start = stage.studio.now()
        answer = reply(stage, made, text=f"thanks @{stage.people['user']['first_name']} Test")
        assert set(answer) == {
            "id", "date", "created_at", "person_id", "text", "mentions", "department_mentions", "person",
        }  # fmt: skip
        assert answer["date"] == answer["created_at"]
        assert answer["mentions"] == [stage.people["user"]["id"]]
        assert set(answer["person"]) == {"id", "first_name", "last_name", "full_name", "has_avatar", "role"}
        assert stage.comments()[0]["replies"] == [answer]
        assert stage.manager.get(f"/data/comments/{made['id']}")["replies"] == [answer]
        told = [row for row in stage.studio.events_since(start) if row["project_id"] == stage.project["id"]]
        assert [(row["name"], row["data"]) for row in told] == [
            (
                "comment:reply",
                {
                    "task_id": stage.task["id"],
                    "comment_id": made["id"],
                    "reply_id": answer["id"],
                    "project_id": stage.project["id"],
                },
            )
        ]

    def test_null_and_absent_texts_are_empty(self, stage: Stage) -> None:
        made = stage.post("x")
        assert reply(stage, made, text=None)["text"] == ""
        path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/reply"
        assert stage.manager.post(path, {}, 200)["text"] == ""
        assert stage.manager.post(path, {"text": 3}, 400)["message"] == "Validation error."

    def test_the_status_stays(self, stage: Stage) -> None:
        made = stage.post("x", "wip")
        before = stage.stored_task()
        reply(stage, made, task_status_id=stage.id_of("done"))
        assert stage.stored_task() == before

    def test_with_files(self, stage: Stage) -> None:
        made = stage.post("x")
        path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/reply"
        answer = stage.manager.http.post(path, data={"text": "see"}, files={"a": ("a.txt", b"hello", "text/plain")})
        assert answer.status_code == 200
        file = answer.json()["attachment_files"][0]
        assert file == {
            "id": file["id"], "name": "a.txt", "extension": "txt", "size": 5, "reply_id": answer.json()["id"],
        }  # fmt: skip
        assert stage.comments()[0]["attachment_files"] == [file]

    def test_unknown_or_of_another_task(self, stage: Stage) -> None:
        made = stage.post("x")
        other = stage.new_task(task_type=stage.studio.task_type())
        stage.manager.post(f"/data/tasks/{other['id']}/comments/{made['id']}/reply", {"text": "x"}, 403)
        stage.manager.post(f"/data/tasks/{stage.task['id']}/comments/{uuid4()}/reply", {"text": "x"}, 404)


class TestRights:
    def test_on_a_studio_comment(self, stage: Stage) -> None:
        made = stage.post("x")
        for role, status in (
            ("manager", 200), ("supervisor", 200), ("user", 200), ("vendor", 200), ("client", 403), ("outsider", 403),
            ("anonymous", 401),
        ):  # fmt: skip
            reply(stage, made, stage.team[role], status)
        reply(stage, made, stage.studio.admin)

    def test_needs_a_tie_to_the_task_or_a_mention(self, stage: Stage) -> None:
        guest = stage.studio.member(stage.project, first_name=unique("Guest"))
        client = stage.studio.client_of(guest)
        made = stage.post("x")
        reply(stage, made, client, 403)
        stage.post(f"@{guest['first_name']} Test")
        reply(stage, made, client)

    def test_the_author_answers_his_own(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"])
        stage.rows.run("DELETE FROM task_person_link WHERE person_id = %s", stage.people["user"]["id"])
        reply(stage, made, stage.team["user"])

    @pytest.mark.parametrize("by_client", [True, False])
    def test_in_a_thread_with_clients(self, stage: Stage, by_client: bool) -> None:
        made = stage.post("x", by=stage.team["client"]) if by_client else stage.post("x", for_client=True)
        for role, status in (("manager", 200), ("client", 200), ("supervisor", 403), ("user", 403), ("vendor", 403)):
            reply(stage, made, stage.team[role], status)

    def test_the_author_of_a_comment_that_became_for_clients(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"])
        stage.manager.put(f"/data/comments/{made['id']}", {"for_client": True})
        reply(stage, made, stage.team["user"], 403)

    def test_clients_of_two_studios_do_not_meet(self, stage: Stage) -> None:
        studio = stage.studio
        studios = [studio.admin.post("/data/studios", {"name": unique("S"), "color": "#000"}) for _ in range(2)]
        first, colleague, foreign = (
            studio.client_of(studio.member(stage.project, "client", studio_id=studios[place]["id"]))
            for place in (0, 0, 1)
        )
        made = stage.post("x", by=first)
        reply(stage, made, first)
        reply(stage, made, colleague)
        reply(stage, made, foreign, 403)
        reply(stage, made, stage.team["client"], 403)
        reply(stage, stage.post("y", for_client=True), foreign)


class TestNotifications:
    def test_go_to_followers_repliers_and_the_author(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["supervisor"])
        stage.subscribe(stage.people["admin"])
        reply(stage, made, stage.manager)
        answer = reply(stage, made, stage.team["user"], text=f"@{stage.department['name']}")
        told = stage.rows.all("SELECT person_id::text, type FROM notification WHERE reply_id = %s", answer["id"])
        by_role = {person["id"]: role for role, person in stage.people.items()}
        assert sorted((by_role[row["person_id"]], row["type"]) for row in told) == [
            ("admin", "reply"), ("manager", "reply"), ("supervisor", "reply"), ("vendor", "reply"),
        ]  # fmt: skip

    def test_of_mentions(self, stage: Stage) -> None:
        made = stage.post("x")
        member = stage.studio.member(stage.project, first_name=unique("M"), departments=[stage.department])
        text = f"@{member['first_name']} Test and @{stage.department['name']}"
        reply(stage, made, stage.team["user"], text=text)
        assert stage.notified(member) == ["reply-mention"]

    def test_nobody_is_told_what_he_may_not_read(self, stage: Stage) -> None:
        stage.subscribe(stage.people["client"])
        internal = stage.post("internal")
        reply(stage, internal, stage.team["user"])
        assert stage.notified(stage.people["client"]) == []
        by_client = stage.post("x", by=stage.team["client"])
        reply(stage, by_client)
        assert stage.notified(stage.people["user"], by_client) == []
        assert stage.notified(stage.people["client"], by_client) == ["reply"]


class TestRemoval:
    def path(self, stage: Stage, comment: Row, reply_id: str) -> str:
        return f"/data/tasks/{stage.task['id']}/comments/{comment['id']}/reply/{reply_id}"

    def test_takes_files_and_notifications_along(self, stage: Stage) -> None:
        made = stage.post("x")
        kept = reply(stage, made, text="kept")
        url = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/reply"
        gone = stage.manager.http.post(
            url, data={"text": "gone"}, files={"a": ("a.txt", b"hello", "text/plain")}
        ).json()
        start = stage.studio.now()
        answer = stage.manager.delete(self.path(stage, made, gone["id"].upper()), 200)
        assert [item["id"] for item in answer["replies"]] == [kept["id"]]
        assert answer["type"] == "Comment"
        assert "previews" not in answer
        assert stage.comments()[0]["attachment_files"] == []
        assert stage.rows.all("SELECT 1 FROM notification WHERE reply_id = %s", gone["id"]) == []
        assert stage.events(start) == [], "live only"
        assert stage.rows.all("SELECT 1 FROM notification WHERE reply_id = %s", kept["id"]) != []

    def test_is_for_its_author_and_administrators(self, stage: Stage) -> None:
        made = stage.post("x")
        answer = reply(stage, made, stage.team["user"])
        for role in ("manager", "supervisor", "vendor", "client", "outsider"):
            stage.team[role].delete(self.path(stage, made, answer["id"]), 403)
        stage.team["user"].delete(self.path(stage, made, answer["id"]), 200)
        answer = reply(stage, made, stage.team["user"])
        stage.studio.admin.delete(self.path(stage, made, answer["id"]), 200)

    def test_unknown(self, stage: Stage) -> None:
        made = stage.post("x")
        answer = reply(stage, made)
        stage.manager.delete(self.path(stage, made, str(uuid4())), 404)
        stage.manager.delete(self.path(stage, made, "nope"), 404)
        other = stage.new_task(task_type=stage.studio.task_type())
        path = f"/data/tasks/{other['id']}/comments/{made['id']}/reply/{answer['id']}"
        stage.manager.delete(path, 404)


def test_simultaneous_replies_are_all_kept(stage: Stage) -> None:
    made = stage.post("x")
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in range(15)]

    def answer(place: int) -> Any:
        return reply(stage, made, clients[place], text=str(place))

    answers = released_together(stage.rows, "comment", [partial(answer, place) for place in range(15)])
    stored = stage.comments()[0]["replies"]
    assert sorted(item["text"] for item in stored) == sorted(str(place) for place in range(15))

    def take_back(place: int) -> Any:
        path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/reply/{answers[place]['id']}"
        return clients[place].delete(path, 200)

    released_together(stage.rows, "comment", [partial(take_back, place) for place in range(10)])
    assert sorted(item["text"] for item in stage.comments()[0]["replies"]) == sorted(map(str, range(10, 15)))
