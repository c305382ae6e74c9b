"""POST /actions/tasks/{id}/comment: the pipeline of a comment (04-tasks 2, 4.4)."""

from typing import Any, ClassVar

import pytest
from tests.support.roles import as_each_role
from tests.support.stage import COMMENT_KEYS, Stage
from tests.support.studio import Row, Studio, unique

from multiplane import models

RELATIONS = {"previews", "mentions", "department_mentions", "acknowledgements", "attachment_files"}


class TestAnswer:
    def test_is_the_comment_with_its_status_and_author(self, stage: Stage) -> None:
        made = stage.post("first", "wip", checklist=[{"text": "eyes", "checked": False}], links=["https://a.b"])

        assert set(made) == COMMENT_KEYS | RELATIONS | {"task_status", "person"}
        assert {key: made[key] for key in ("text", "object_id", "object_type", "type", "person_id", "editor_id")} == {
            "text": "first",
            "object_id": stage.task["id"],
            "object_type": "Task",
            "type": "Comment",
            "person_id": stage.people["manager"]["id"],
            "editor_id": None,
        }
        assert made["checklist"] == [{"text": "eyes", "checked": False}]
        assert made["links"] == ["https://a.b"]
        assert made["replies"] == []
        assert made["pinned"] is None
        assert made["for_client"] is False
        assert all(made[name] == [] for name in RELATIONS)
        assert made["task_status"]["id"] == stage.id_of("wip")
        assert made["task_status"]["type"] == "TaskStatus"
        assert "project_client_allowed" not in made["task_status"]
        assert made["person"]["id"] == stage.people["manager"]["id"]

    def test_managers_read_the_author_whole_others_less(self, stage: Stage) -> None:
        keys = {role: set(stage.post("x", by=stage.team[role])["person"]) for role in ("manager", "user", "client")}
        assert "daily_salary" in keys["manager"]
        assert "departments" not in keys["manager"]
        assert keys["user"] == keys["manager"] - {"daily_salary"}
        assert keys["client"] == {"id", "first_name", "last_name", "full_name", "has_avatar", "role", "type"}
        assert not keys["manager"] & {"password", "jti", "totp_secret", "otp_recovery_codes"}

    def test_of_a_form(self, stage: Stage) -> None:
        fields = {
            "task_status_id": stage.id_of("wip"),
            "comment": "from a form",
            "checklist": '[{"text": "a", "checked": true}]',
            "links": "",
            "for_client": "false",
        }
        answer = stage.manager.http.post(f"/actions/tasks/{stage.task['id']}/comment", data=fields, files={"f": b""})
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert made["checklist"] == [{"text": "a", "checked": True}]
        assert made["links"] == []
        assert made["for_client"] is False


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"task_status_id": None}, "task_status_id"),
            ({"comment": None}, "comment"),
            ({"checklist": "{"}, "checklist"),
            ({"checklist": ["a"]}, "checklist.0"),
            ({"links": [1]}, "links.0"),
            ({"for_client": "perhaps"}, "for_client"),
            ({"person_id": None}, "person_id"),
            ({"created_at": None}, "created_at"),
        ],
    )
    def test_names_the_field(self, stage: Stage, body: dict[str, Any], field: str) -> None:
        answer = stage.post("x", expect=400, **body)
        assert answer["message"] == "Validation error."
        assert [error["field"] for error in answer["data"]["errors"]] == [field]
        assert stage.comments() == []

    def test_a_missing_status(self, stage: Stage) -> None:
        answer = stage.manager.post(f"/actions/tasks/{stage.task['id']}/comment", {"comment": "x"}, 400)
        assert answer["data"]["errors"] == [{"field": "task_status_id", "message": "Field required"}]

    @pytest.mark.parametrize("unknown", ["7d9f1c62-0b51-4f0e-9c7e-2f1d5a8b3e46", "nope"])
    def test_unknown_task_status_and_author(self, stage: Stage, unknown: str) -> None:
        stage.manager.post(f"/actions/tasks/{unknown}/comment", {"task_status_id": stage.id_of("wip")}, 404)
        stage.post("x", expect=404, task_status_id=unknown)
        stage.post("x", expect=404, person_id=unknown)
        assert stage.comments() == []

    @pytest.mark.parametrize(
        "content",
        [
            b"[]", b"null", b'"x"', b"{", b"\xff",
            b'{"comment": "\\ud800", "task_status_id": "STATUS"}',
            b'{"checklist": [{"text": "\\ud800"}], "task_status_id": "STATUS"}',
            b'{"checklist": [{"text": ' + b"[" * 5000 + b"]" * 5000 + b'}], "task_status_id": "STATUS"}',
            b'{"links": ["\\u0000"], "task_status_id": "STATUS"}',
        ],
        ids=range(9),
    )  # fmt: skip
    def test_odd_bodies(self, stage: Stage, content: bytes) -> None:
        path = f"/actions/tasks/{stage.task['id']}/comment"
        content = content.replace(b"STATUS", stage.id_of("wip").encode())
        answer = stage.manager.http.post(path, content=content, headers={"content-type": "application/json"})
        assert answer.status_code == 400, answer.text
        assert stage.comments() == []

    def test_free_json_of_any_depth_and_size_comes_back(self, stage: Stage) -> None:
        deep: Any = "x"
        for _ in range(150):
            deep = [deep]
        checklist = [{"text": "a", "checked": True, "deep": deep, "big": 2**70, "float": 1.5}]
        stage.post("x", checklist=checklist)
        assert stage.comments()[0]["checklist"] == checklist

    def test_text_the_database_cannot_hold(self, stage: Stage) -> None:
        stage.post("nul \x00", expect=400)
        stage.post("x", expect=400, checklist=[{"text": "nul \x00"}])
        assert stage.comments() == []


class TestRights:
    @as_each_role(admin=201, manager=201, user=201, client=201, vendor=201, supervisor=201)
    def test_who_may_comment(self, stage: Stage, role: str, status: int) -> None:
        client = stage.studio.admin if role == "admin" else stage.team[role]
        stage.post("x", by=client, expect=status)

    def test_only_those_tied_to_the_task(self, stage: Stage) -> None:
        other = stage.new_task(task_type=stage.studio.task_type(department=stage.department))
        for role in ("user", "vendor"):
            stage.post("x", by=stage.team[role], task=other, expect=403)
        bound = stage.studio.member(stage.project, "supervisor", departments=[stage.studio.department()])
        stage.post("x", by=stage.studio.client_of(bound), expect=403)
        member = stage.studio.member(stage.project, "supervisor", departments=[stage.department])
        stage.post("x", by=stage.studio.client_of(member))
        assert len(stage.comments(task=other)) == 0

    def test_the_creator_of_the_entity_acts_on_all_its_tasks(self, stage: Stage) -> None:
        artist = stage.studio.member(stage.project)
        client = stage.studio.client_of(artist)
        stage.post("x", by=client, expect=403)
        stage.rows.run("UPDATE entity SET created_by = %s WHERE id = %s", artist["id"], stage.shot["id"])
        stage.post("x", by=client)

    def test_the_project_role_counts(self, stage: Stage) -> None:
        client = stage.studio.client_of(stage.studio.member(stage.project, "manager", "user"))
        stage.post("x", by=client, expect=403)

    def test_an_assignee_who_left_the_team(self, stage: Stage) -> None:
        stage.rows.run("DELETE FROM project_person_link WHERE person_id = %s", stage.people["user"]["id"])
        stage.post("x", by=stage.team["user"], expect=403)

    def test_statuses_closed_to_artists(self, stage: Stage) -> None:
        closed = stage.studio.task_status(is_artist_allowed=False)
        body = {"task_status_id": closed["id"]}
        stage.post("x", by=stage.team["user"], expect=403, **body)
        for role in ("vendor", "supervisor", "client", "manager"):
            stage.post("x", by=stage.team[role], **body)

    def test_statuses_closed_to_clients(self, stage: Stage) -> None:
        closed = stage.studio.task_status(is_client_allowed=False)
        for allowed, expect in ((None, 403), (True, 201), (False, 403)):
            stage.rows.run("DELETE FROM project_task_status_link WHERE project_id = %s", stage.project["id"])
            if allowed is not None:
                stage.rows.insert(
                    models.ProjectTaskStatusLink,
                    project_id=stage.project["id"],
                    task_status_id=closed["id"],
                    is_client_allowed=allowed,
                )
            stage.post("x", by=stage.team["client"], expect=expect, task_status_id=closed["id"])
        stage.post("x", by=stage.team["user"], task_status_id=closed["id"])


class TestMentionAccess:
    @pytest.fixture
    def guest(self, stage: Stage) -> Row:
        """An artist of the team with nothing to do on the task."""
        return stage.studio.member(stage.project, first_name=unique("Guest"), departments=[stage.department])

    def test_answers_with_the_same_status_only(self, stage: Stage, guest: Row) -> None:
        client = stage.studio.client_of(guest)
        stage.post("x", by=client, expect=403)
        stage.post(f"look @{guest['first_name']} Test", "wip")
        stage.post("yes", "wip", by=client, task_status_id=stage.id_of("wip").upper())
        stage.post("yes", "done", by=client, expect=403)

    def test_by_a_department(self, stage: Stage, guest: Row) -> None:
        stage.post(f"@{stage.department['name']} please")
        stage.post("yes", by=stage.studio.client_of(guest))

    @pytest.mark.parametrize("by_department", [False, True])
    def test_in_a_reply(self, stage: Stage, guest: Row, by_department: bool) -> None:
        made = stage.post("x")
        name = stage.department["name"] if by_department else f"{guest['first_name']} Test"
        path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/reply"
        stage.manager.post(path, {"text": f"@{name}"}, 200)
        stage.post("yes", by=stage.studio.client_of(guest))

    def test_never_for_vendors_nor_after_leaving(self, stage: Stage, guest: Row) -> None:
        vendor = stage.studio.member(stage.project, "vendor")
        stage.post(f"@{vendor['first_name']} Test and @{guest['first_name']} Test")
        stage.post("x", by=stage.studio.client_of(vendor), expect=403)
        stage.rows.run("DELETE FROM project_person_link WHERE person_id = %s", guest["id"])
        stage.post("x", by=stage.studio.client_of(guest), expect=403)


class TestManagerFields:
    BODY: ClassVar[dict[str, Any]] = {"for_client": True, "created_at": "2020-01-02 03:04:05"}

    def test_managers_choose_author_date_and_readers(self, stage: Stage) -> None:
        author = stage.people["user"]
        made = stage.post("x", person_id=author["id"], **self.BODY)
        assert (made["person_id"], made["created_at"], made["for_client"]) == (
            author["id"], "2020-01-02T03:04:05", True,
        )  # fmt: skip
        assert made["person"]["departments"] == []

    @pytest.mark.parametrize("role", ["user", "supervisor", "client", "vendor"])
    def test_others_do_not(self, stage: Stage, role: str) -> None:
        made = stage.post("x", by=stage.team[role], person_id=stage.people["manager"]["id"], **self.BODY)
        assert made["person_id"] == stage.people[role]["id"]
        assert made["for_client"] is False
        assert not made["created_at"].startswith("2020")

    @pytest.mark.parametrize("text", ["2020-01-02", "2020-13-45 10:00:00", "2020-01-02T10:00:00Z", "yesterday"])
    def test_an_unreadable_date_is_now(self, stage: Stage, text: str) -> None:
        assert not stage.post("x", created_at=text)["created_at"].startswith("2020")


class TestMentions:
    def test_are_found_in_the_text(self, stage: Stage) -> None:
        ana, bob = (stage.studio.member(stage.project, first_name=unique(name)) for name in ("Ana", "Bob"))
        outsider = stage.studio.person(first_name=unique("Out"))
        text = (
            f"@{ana['first_name']} Test hello @{bob['first_name']} Test, @{outsider['first_name']} Test "
            f"@{stage.department['name']}\n"
        )
        made = stage.post(text, mentions=[stage.people["user"]["id"]])
        assert made["mentions"] == [ana["id"]]
        assert made["department_mentions"] == [stage.department["id"]]

    def test_never_name_preview_accounts(self, stage: Stage) -> None:
        screen = stage.studio.member(
            stage.project, "client", first_name=unique("Screen"), preview_project_id=stage.project["id"]
        )
        assert stage.post(f"@{screen['first_name']} Test")["mentions"] == []


class TestSideEffects:
    def test_events_in_order(self, stage: Stage) -> None:
        start = stage.studio.now()
        made = stage.post("x", "wfa", by=stage.team["user"])
        events = [row for row in stage.studio.events_since(start) if row["project_id"] == stage.project["id"]]
        assert [row["name"] for row in events] == [
            "comment:new", "task:update", "task:status-changed", "task:to-review", "news:new",
        ]  # fmt: skip
        base = {"task_id": stage.task["id"], "project_id": stage.project["id"]}
        person = stage.people["user"]["id"]
        moved = {"new_task_status_id": stage.id_of("wfa"), "previous_task_status_id": stage.id_of("todo")}
        assert events[0]["data"] == {
            **base, "comment_id": made["id"], "task_status_id": stage.id_of("wfa"), "person_id": person,
            "for_client": False,
        }  # fmt: skip
        assert events[2]["data"] == {**base, **moved, "person_id": person}
        assert events[3]["data"] == {**base, **moved, "person_id": person, "comment_id": made["id"]}
        assert events[4]["data"].keys() == {"news_id", "task_status_id", "task_type_id", "project_id"}
        assert {row["user_id"] for row in events} == {person}

    def test_the_same_status_again(self, stage: Stage) -> None:
        stage.post("x", "wip")
        start = stage.studio.now()
        made = stage.post("y", "wip")
        assert stage.events(start) == ["comment:new", "task:update", "news:new"]
        news = stage.rows.one("SELECT change, author_id::text FROM news WHERE comment_id = %s", made["id"])
        assert news == {"change": False, "author_id": stage.people["manager"]["id"]}
        assert stage.stored_task()["last_comment_date"].isoformat()[:19] == made["created_at"]

    def test_a_cycle_of_statuses(self, stage: Stage) -> None:
        """The test vector of 04-tasks 5.1."""
        expected = [
            ("wip", 0, True, False, False), ("wfa", 0, True, True, False), ("retake", 1, True, False, False),
            ("retake", 1, True, False, False), ("wip", 1, True, False, False), ("wfa", 1, True, True, False),
            ("redo", 2, True, False, False), ("done", 2, True, False, True), ("wfa", 2, True, True, False),
            ("todo", 2, True, False, False), ("done", 2, True, False, True), ("wip", 2, True, False, False),
        ]  # fmt: skip
        made = []
        for place, (status, retakes, started, ended, done) in enumerate(expected):
            made.append(stage.post(str(place), status, created_at=f"2020-01-01T00:00:{place:02}"))
            task = stage.stored_task()
            flags = tuple(task[name] is not None for name in ("real_start_date", "end_date", "done_date"))
            assert (task["retake_count"], *flags) == (retakes, started, ended, done), place
        start = stage.studio.now()
        stage.manager.delete(f"/data/comments/{made[-1]['id']}")
        assert stage.events(start) == ["news:delete", "comment:delete", "task:update", "task:status-changed"]
        task = stage.stored_task()
        dates = [
            task[name].isoformat()[-2:] for name in ("real_start_date", "end_date", "done_date", "last_comment_date")
        ]
        assert dates == ["00", "01", "10", "10"]
        assert str(task["task_status_id"]) == stage.id_of("done")

    def test_an_older_comment_replays(self, stage: Stage) -> None:
        stage.post("new", "wip")
        start = stage.studio.now()
        made = stage.post("old", "retake", created_at="2019-01-01T00:00:00")
        assert stage.events(start) == ["comment:new", "task:update", "news:new"]
        task = stage.stored_task()
        assert str(task["task_status_id"]) == stage.id_of("wip")
        assert task["retake_count"] == 1
        news = stage.rows.one("SELECT change, created_at::text FROM news WHERE comment_id = %s", made["id"])
        assert news == {"change": False, "created_at": "2019-01-01 00:00:00"}

    def test_concepts_make_no_news(self, stage: Stage) -> None:
        task = stage.new_task(stage.studio.entity(stage.project, "Concept"))
        made = stage.post("x", task=task)
        assert stage.rows.all("SELECT 1 FROM news WHERE comment_id = %s", made["id"]) == []


class TestRetakeCap:
    @pytest.mark.parametrize(
        ("project_cap", "entity_cap", "allowed"), [(1, None, 1), (1, 2, 2), (2, 1, 1), (1, "2", 2), (1, 0, 1)]
    )
    def test_is_reached(self, studio: Studio, project_cap: int, entity_cap: Any, allowed: int) -> None:
        stage = Stage(studio, max_retakes=project_cap)
        if entity_cap is not None:
            studio.rows.run(
                "UPDATE entity SET data = %s::jsonb WHERE id = %s",
                f'{{"max_retakes": {entity_cap!r}}}'.replace("'", '"'),
                stage.shot["id"],
            )
        for _ in range(allowed):
            stage.post("again", "retake")
            stage.post("ok", "wip")
        start = studio.now()
        answer = stage.post("too much", "retake", expect=400)
        assert answer == {"error": True, "message": "No more retakes allowed on this task", "data": None}
        assert stage.events(start) == []
        assert "too much" not in [comment["text"] for comment in stage.comments()]

    def test_keeping_a_capped_status_is_refused_too(self, studio: Studio) -> None:
        stage = Stage(studio, max_retakes=1)
        stage.post("again", "retake")
        stage.post("still", "retake", expect=400)

    def test_an_entity_sets_none_where_the_project_has_none(self, stage: Stage) -> None:
        stage.rows.run("""UPDATE entity SET data = '{"max_retakes": 1}' WHERE id = %s""", stage.shot["id"])
        for _ in range(3):
            stage.post("again", "retake")
