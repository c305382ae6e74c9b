"""The generic resource of tasks: rights, defaults, refusals, blanking, events (02-models 6.3, 04-tasks 4.1)."""

from typing import Any
from uuid import uuid4

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.support.studio import Studio
from tests.tasks.production import BUSY, STUDIO_FIELDS, TASK_KEYS, Production


class TestCreation:
    def test_fills_in_project_status_and_name(self, production: Production) -> None:
        start = production.studio.now()
        body = {"entity_id": production.shot["id"], "task_type_id": production.task_type["id"]}

        task = production.studio.admin.post("/data/tasks", body)

        assert task.keys() == TASK_KEYS | {"assignees"}
        assert (task["name"], task["project_id"], task["assignees"]) == ("main", production.project["id"], [])
        assert (task["difficulty"], task["duration"], task["priority"], task["type"]) == (3, 0.0, 0, "Task")
        status = production.studio.rows.one("SELECT * FROM task_status WHERE id = %s", task["task_status_id"])
        assert not status["for_concept"]
        assert status["is_default"] or status["short_name"] == "todo"
        assert production.emitted(start) == [("task:new", {"task_id": task["id"]})]

    def test_stores_what_is_sent(self, production: Production) -> None:
        artist, task_id = production.people["user"], str(uuid4())
        body = {
            "id": task_id, "entity_id": production.shot["id"], "task_type_id": production.task_type["id"],
            "name": "Layout", "priority": 3, "due_date": "2026-04-01T10:00:00", "created_at": "2020-01-01T00:00:00",
            "assignees": [artist["id"], str(uuid4())],
        }  # fmt: skip
        task = production.team["manager"].post("/data/tasks", body)
        assert task["id"] == task_id
        assert (task["name"], task["priority"], task["due_date"]) == ("Layout", 3, "2026-04-01T10:00:00")
        assert (task["created_at"], task["assignees"]) == ("2020-01-01T00:00:00", [artist["id"]])

    def test_a_concept_starts_with_the_default_of_concepts(self, production: Production) -> None:
        concept = production.studio.entity(production.project, "Concept")
        body = {"entity_id": concept["id"], "task_type_id": production.studio.task_type("Concept")["id"]}
        task = production.studio.admin.post("/data/tasks", body)
        status = production.studio.rows.one("SELECT * FROM task_status WHERE id = %s", task["task_status_id"])
        assert status["for_concept"]

    @as_each_role(admin=201, manager=201, supervisor=201)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        client = production.studio.admin if role == "admin" else production.team[role]
        body = {"entity_id": production.shot["id"], "task_type_id": production.task_type["id"]}
        client.post("/data/tasks", body, status=status)
        count = production.studio.rows.one("SELECT count(*) FROM task WHERE entity_id = %s", production.shot["id"])
        assert count["count"] == (1 if status == 201 else 0)

    def test_is_for_supervisors_of_the_department(self, production: Production) -> None:
        body = {"entity_id": production.shot["id"], "task_type_id": production.task_type["id"]}
        other = production.member("supervisor", departments=[production.studio.department()])
        production.client_of(other).post("/data/tasks", body, status=403)
        own = production.member("supervisor", departments=[production.department])
        production.client_of(own).post("/data/tasks", body, status=201)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"task_type_id": None}, "A valid task_type_id is required."),
            ({"task_type_id": "x"}, "A valid task_type_id is required."),
            ({"entity_id": "x"}, "A valid entity_id is required."),
            ({"entity_id": 4}, "A valid entity_id is required."),
            ({"assignees": "x"}, "assignees must be a list."),
            ({"assignees": None}, "assignees must be a list."),
            ({"assignees": ["x"]}, "One of the provided values has an invalid format."),
            ({"difficulty": 9}, "The data conflicts with database integrity rules."),
            ({"colour": "red"}, "'colour' is an invalid keyword argument for Task"),
            ({"project_id": str(uuid4())}, "The task and its entity must be in the same project."),
        ],
    )
    def test_refuses(self, production: Production, change: dict[str, Any], message: str) -> None:
        body = {"entity_id": production.shot["id"], "task_type_id": production.task_type["id"], **change}
        answer = production.studio.admin.post("/data/tasks", body, status=400)
        assert answer["message"] == message
        assert not production.studio.rows.all("SELECT id FROM task WHERE entity_id = %s", production.shot["id"])

    def test_refuses_what_is_no_object(self, production: Production) -> None:
        answer = production.studio.admin.post("/data/tasks", [1], status=400)
        assert answer["message"] == "A JSON object is expected."

    def test_refuses_a_type_of_another_kind(self, production: Production) -> None:
        body = {"entity_id": production.shot["id"], "task_type_id": production.studio.task_type("Asset")["id"]}
        answer = production.studio.admin.post("/data/tasks", body, status=400)
        assert answer == {"error": True, "message": "Task type of the task does not match entity type."}

    def test_refuses_a_preview_account(self, production: Production) -> None:
        account = production.studio.person("client", preview_project_id=production.project["id"])
        body = {
            "entity_id": production.shot["id"], "task_type_id": production.task_type["id"], "assignees": [account["id"]]
        }  # fmt: skip
        answer = production.studio.admin.post("/data/tasks", body, status=400)
        assert answer["message"] == "A preview account can't be assigned"

    def test_unknown_entity_or_type_is_a_404(self, production: Production) -> None:
        body = {"entity_id": production.shot["id"], "task_type_id": production.task_type["id"]}
        for key in body:
            production.studio.admin.post("/data/tasks", {**body, key: str(uuid4())}, status=404)

    def test_a_second_one_of_the_same_name_is_refused(self, production: Production) -> None:
        body = {"entity_id": production.shot["id"], "task_type_id": production.task_type["id"]}
        production.studio.admin.post("/data/tasks", body)
        assert production.studio.admin.post("/data/tasks", body, status=400) == {"message": "Task already exists."}
        production.studio.admin.post("/data/tasks", {**body, "name": "other"})


class TestRead:
    def test_carries_assignees_unless_told_not_to(self, production: Production) -> None:
        artist = production.people["user"]
        task = production.task(artist)
        found = production.team["user"].get(f"/data/tasks/{task['id']}")
        assert found.keys() == TASK_KEYS | {"assignees"}
        assert found["assignees"] == [artist["id"]]
        assert "assignees" not in production.team["user"].get(f"/data/tasks/{task['id']}?relations=false")

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_is_for_the_team(self, production: Production, role: str, status: int) -> None:
        production.team[role].get(f"/data/tasks/{production.task()['id']}", status=status)

    def test_a_vendor_reads_every_task_of_an_entity_they_work_on(self, production: Production) -> None:
        task = production.task(production.people["vendor"], entity=production.shot)
        sibling = production.task(entity=production.shot, name="other")
        for readable in (task, sibling):
            production.team["vendor"].get(f"/data/tasks/{readable['id']}")

    def test_clients_see_no_studio_field(self, production: Production) -> None:
        task = production.task(
            production.people["user"], **BUSY, assigner_id=production.people["manager"]["id"], data={"a": 1}
        )
        seen = production.team["client"].get(f"/data/tasks/{task['id']}")
        assert {key: seen[key] for key in STUDIO_FIELDS} == STUDIO_FIELDS
        assert (seen["id"], seen["data"], seen["task_status_id"]) == (task["id"], {"a": 1}, task["task_status_id"])

    def test_clients_do_not_read_the_tasks_of_concepts(self, production: Production) -> None:
        concept = production.studio.entity(production.project, "Concept")
        task = production.task(entity=concept)
        production.team["client"].get(f"/data/tasks/{task['id']}", status=403)
        production.team["client"].get(f"/data/tasks/{task['id']}/full", status=403)
        listed = production.team["client"].get(f"/data/tasks?project_id={production.project['id']}")
        assert task["id"] not in {row["id"] for row in listed}
        production.team["user"].get(f"/data/tasks/{task['id']}")

    def test_a_project_role_counts_more_than_the_global_one(self, production: Production) -> None:
        guest = production.studio.member(production.project, "manager", project_role="client")
        task = production.task(production.people["user"], **BUSY)
        assert production.client_of(guest).get(f"/data/tasks/{task['id']}")["estimation"] == 0

    def test_malformed_and_unknown(self, production: Production) -> None:
        assert production.team["user"].get("/data/tasks/x", status=400)["message"] == "Malformed ID."
        production.team["user"].get(f"/data/tasks/{uuid4()}", status=404)


class TestList:
    def ids(self, production: Production, role: str, query: str = "") -> set[str]:
        path = f"/data/tasks?project_id={production.project['id']}{query}"
        return {task["id"] for task in production.team[role].get(path)}

    def test_shows_the_tasks_of_the_callers_open_projects(self, production: Production) -> None:
        task, own = production.task(), production.task(production.people["vendor"])
        for role in ("admin", "manager", "supervisor", "user", "client"):
            assert self.ids(production, role) == {task["id"], own["id"]}
        assert self.ids(production, "vendor") == {own["id"]}
        assert self.ids(production, "outsider") == set()

    def test_leaves_out_closed_projects(self, studio: Studio) -> None:
        project = studio.project(is_open=False)
        task = studio.task(studio.shot(project))
        member = studio.client_of(studio.member(project, "manager"))
        path = f"/data/tasks?id={task['id']}"
        assert member.get(path) == []
        assert [row["id"] for row in studio.admin.get(path)] == [task["id"]]

    def test_finds_by_assignee_and_by_episode(self, production: Production) -> None:
        studio, artist = production.studio, production.people["user"]
        episode = studio.episode(production.project)
        inside = production.task(
            artist, entity=studio.shot(production.project, studio.sequence(production.project, episode))
        )
        outside = production.task()
        assert self.ids(production, "manager", f"&assignees={artist['id']}") == {inside["id"]}
        assert self.ids(production, "manager", f"&episode_id={episode['id']}") == {inside["id"]}
        assert self.ids(production, "manager") == {inside["id"], outside["id"]}
        answer = production.team["manager"].get("/data/tasks?episode_id=x", status=400)
        assert answer["message"] == "Invalid UUID format for episode_id: x"

    def test_clients_neither_see_nor_find_by_studio_fields(self, production: Production) -> None:
        artist = production.people["user"]
        task = production.task(artist, **BUSY)
        path = f"/data/tasks?relations=true&project_id={production.project['id']}"
        (seen,) = production.team["client"].get(path)
        assert {key: seen[key] for key in STUDIO_FIELDS - {"assigner_id": 0}.keys()} == {
            key: value for key, value in STUDIO_FIELDS.items() if key != "assigner_id"
        }
        assert seen["id"] == task["id"]
        for query in (f"&assignees={artist['id']}", "&priority=2", "&estimation=60", '&difficulty=["4"]'):
            assert self.ids(production, "client", query) == set()
            assert self.ids(production, "manager", query) == {task["id"]}

    def test_comes_in_pages(self, production: Production) -> None:
        for _ in range(3):
            production.task()
        path = f"/data/tasks?project_id={production.project['id']}&page=2&limit=2"
        page = production.team["manager"].get(path)
        assert (page["total"], page["nb_pages"], len(page["data"])) == (3, 2, 1)


class TestUpdate:
    @as_each_role(admin=200, manager=200)
    def test_any_column_is_for_managers(self, production: Production, role: str, status: int) -> None:
        task = production.task(production.people["user"], production.people["vendor"])
        production.team[role].put(f"/data/tasks/{task['id']}", {"name": "other"}, status=status)
        assert production.stored(task)["name"] == ("other" if status == 200 else "main")

    def test_supervisors_of_the_department_change_six_keys(self, production: Production) -> None:
        task = production.task()
        path = f"/data/tasks/{task['id']}"
        own = production.client_of(production.member("supervisor", departments=[production.department]))
        other = production.client_of(production.member("supervisor", departments=[production.studio.department()]))
        change = {
            "priority": 1, "start_date": "2026-04-01", "due_date": "2026-04-02", "estimation": 8, "difficulty": 5,
            "data": {"a": 1},
        }  # fmt: skip
        for client in (own, production.team["supervisor"]):
            answer = client.put(path, {**change, "id": task["id"], "type": "Task", "project_id": str(uuid4())})
            assert (answer["difficulty"], answer["data"]) == (5, {"a": 1})
            assert answer["project_id"] == production.project["id"]
            client.put(path, {**change, "name": "x"}, status=403)
        other.put(path, change, status=403)

    def test_moves_within_its_project_only(self, production: Production) -> None:
        task, studio = production.task(), production.studio
        path, manager = f"/data/tasks/{task['id']}", production.team["manager"]
        foreign, own = studio.shot(studio.project()), studio.shot(production.project)
        refusal = manager.put(path, {"entity_id": foreign["id"]}, status=400)
        assert refusal["message"] == "The task and its entity must be in the same project."
        refusal = manager.put(path, {"entity_id": str(uuid4())}, status=400)
        assert refusal == {"message": "The change conflicts with records referencing this one."}
        assert manager.put(path, {"entity_id": own["id"]})["entity_id"] == own["id"]

    def test_merges_metadata(self, production: Production) -> None:
        task = production.task(data={"a": 1, "b": 2})
        path = f"/data/tasks/{task['id']}"
        manager = production.team["manager"]
        assert manager.put(path, {"data": {"b": 3, "c": None}})["data"] == {"a": 1, "b": 3, "c": None}
        assert manager.put(path, {"data": {}})["data"] == {}
        assert manager.put(path, {"data": {"z": 1}})["data"] == {"z": 1}
        assert manager.put(path, {"data": None})["data"] is None
        manager.put(path, {"data": [1]}, status=400)

    def test_a_raw_status_changes_nothing_else(self, production: Production) -> None:
        task, start = production.task(), production.studio.now()
        done = production.studio.task_status(is_done=True)
        answer = production.team["manager"].put(f"/data/tasks/{task['id']}", {"task_status_id": done["id"]})
        assert (answer["task_status_id"], answer["done_date"]) == (done["id"], None)
        assert "assignees" not in answer
        assert production.emitted(start) == [("task:update", {"task_id": task["id"]})]

    def test_assignees_are_replaced_and_told(self, production: Production) -> None:
        leaves, stays, comes = (production.member() for _ in range(3))
        task, start = production.task(leaves, stays), production.studio.now()
        manager = production.people["manager"]
        body = {"assignees": [stays["id"], {"id": comes["id"]}, str(uuid4())]}

        production.team["manager"].put(f"/data/tasks/{task['id']}", body)

        assert production.assignees(task) == {stays["id"], comes["id"]}
        assert production.emitted(start) == [
            ("task:assign", {"task_id": task["id"], "person_id": comes["id"]}),
            ("task:unassign", {"task_id": task["id"], "person_id": leaves["id"]}),
            ("task:update", {"task_id": task["id"]}),
        ]
        notices = production.studio.rows.all(
            "SELECT type, person_id::text, author_id::text FROM notification WHERE task_id = %s", task["id"]
        )
        assert notices == [{"type": "assignation", "person_id": comes["id"], "author_id": manager["id"]}]
        production.team["manager"].put(f"/data/tasks/{task['id']}", {"assignees": None})
        assert production.assignees(task) == set()

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (
                {"due_date": "soon"},
                "Invalid date format for 'due_date': 'soon'. Expected an ISO 8601 date or datetime.",
            ),
            ({"due_date": ""}, "One of the provided values has an invalid format."),
            ({"difficulty": 0}, "The data conflicts with database integrity rules."),
            ({"estimation": "many"}, "One of the provided values has an invalid format."),
            ({"name": "taken"}, "A record with the same unique values already exists."),
            ({"task_status_id": str(uuid4())}, "The change conflicts with records referencing this one."),
            ({"assignees": ["x"]}, "One of the provided values has an invalid format."),
        ],
    )
    def test_refuses(self, production: Production, change: dict[str, Any], message: str) -> None:
        task = production.task(entity=production.shot)
        production.task(entity=production.shot, name="taken")
        answer = production.team["manager"].put(f"/data/tasks/{task['id']}", change, status=400)
        assert answer["message"] == message
        assert production.stored(task)["name"] == "main"

    def test_refuses_a_preview_account(self, production: Production) -> None:
        account = production.studio.person("client", preview_project_id=production.project["id"])
        task = production.task()
        body = {"assignees": [account["id"]]}
        answer = production.team["manager"].put(f"/data/tasks/{task['id']}", body, status=400)
        assert answer["message"] == "A preview account can't be assigned"


class TestDeletion:
    @as_each_role(admin=204, manager=204)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        task, start = production.task(production.people["user"]), production.studio.now()
        production.team[role].delete(f"/data/tasks/{task['id']}", status=status)
        left = production.studio.rows.all("SELECT id FROM task WHERE id = %s", task["id"])
        assert len(left) == (0 if status == 204 else 1)
        told = {"task_id": task["id"], "entity_id": task["entity_id"], "task_type_id": task["task_type_id"]}
        assert production.emitted(start) == ([("task:delete", told)] if status == 204 else [])

    def test_what_refers_to_a_task_keeps_it(self, production: Production) -> None:
        rows, artist = production.studio.rows, production.people["user"]
        commented, logged, followed = (production.task(artist) for _ in range(3))
        rows.insert(
            models.Comment, object_id=commented["id"], object_type="Task", text="x", person_id=artist["id"],
            task_status_id=commented["task_status_id"],
        )  # fmt: skip
        rows.insert(models.TimeSpent, task_id=logged["id"], person_id=artist["id"], duration=1, date="2026-01-01")
        rows.insert(models.Subscription, task_id=followed["id"], person_id=artist["id"])
        for task in (commented, logged, followed):
            answer = production.team["manager"].delete(f"/data/tasks/{task['id']}", status=400)
            assert answer == {"message": "The change conflicts with records referencing this one."}
            assert production.assignees(task) == {artist["id"]}

    def test_unknown(self, production: Production) -> None:
        production.team["manager"].delete(f"/data/tasks/{uuid4()}", status=404)
