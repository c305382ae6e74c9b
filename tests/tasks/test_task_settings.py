"""Task types, task statuses, status automations, custom actions, subscriptions: what administrators set up."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

Row = dict[str, Any]


def automation(studio: Studio) -> Row:
    return {
        "entity_type": "asset",
        "in_task_type_id": studio.task_type()["id"],
        "in_task_status_id": studio.task_status()["id"],
        "out_task_type_id": studio.task_type()["id"],
        "out_task_status_id": studio.task_status()["id"],
    }


def body_of(studio: Studio, path: str) -> Row:
    """A body that creates an object of a collection."""
    match path:
        case "task-types":
            return {"name": unique("Type")}
        case "task-status":
            return {"name": "Status", "short_name": uuid4().hex[:8], "color": "#000000"}
        case "status-automations":
            return automation(studio)
        case "subscriptions":
            return {"person_id": studio.person()["id"], "task_id": studio.task(studio.shot(studio.project()))["id"]}
    return {"name": "run"}


COLLECTIONS = {
    "task-types": ("task-type", "task_type_id"),
    "task-status": ("task-status", "task_status_id"),
    "status-automations": ("status-automation", "status_automation_id"),
    "custom-actions": ("custom-action", "custom_action_id"),
    "subscriptions": ("subscription", "subscription_id"),
}
LISTED_BY = {
    "task-types": {"manager", "supervisor", "user", "client", "vendor", "outsider"},
    "task-status": {"manager", "supervisor", "user", "client", "vendor", "outsider"},
    "status-automations": {"manager", "supervisor", "user", "client", "outsider"},
    "custom-actions": {"manager", "supervisor", "user", "client", "outsider"},
    "subscriptions": set(),
}


@pytest.mark.parametrize("path", COLLECTIONS)
class TestEveryCollection:
    def test_administrators_write_it_and_everybody_is_told(self, studio: Studio, path: str) -> None:
        event, key = COLLECTIONS[path]
        start = studio.now()
        made = studio.admin.post(f"/data/{path}", body_of(studio, path))
        assert studio.admin.get(f"/data/{path}/{made['id']}") == made
        changed = studio.admin.put(f"/data/{path}/{made['id']}", {"zzz": 1, "type": "x"})
        assert changed.keys() == made.keys()
        studio.admin.delete(f"/data/{path}/{made['id']}")
        studio.admin.get(f"/data/{path}/{made['id']}", status=404)
        told = [row for row in studio.events_since(start) if row["data"].get(key) == made["id"]]
        assert [(row["name"], row["data"], row["project_id"]) for row in told] == [
            (f"{event}:{action}", {key: made["id"]}, None) for action in ("new", "update", "delete")
        ]

    def test_the_others_at_most_read_it(self, studio: Studio, path: str) -> None:
        made = studio.admin.post(f"/data/{path}", body_of(studio, path))
        one = f"/data/{path}/{made['id']}"
        for role, client in studio.team(studio.project()).items():
            if role in ("admin", "anonymous"):
                continue
            reads = path in ("task-types", "task-status")
            assert client.request("GET", f"/data/{path}").status_code == (200 if role in LISTED_BY[path] else 403)
            assert client.request("GET", one).status_code == (200 if reads else 403)
            assert client.request("POST", f"/data/{path}", json=body_of(studio, path)).status_code == 403
            assert client.request("PUT", one, json={}).status_code == 403
            assert client.request("DELETE", one).status_code == 403
        assert studio.admin.get(one) == made


class TestTaskTypes:
    def test_defaults(self, studio: Studio) -> None:
        made = studio.admin.post("/data/task-types/", {"name": unique("Type")})
        assert {key: made[key] for key in ("color", "priority", "for_entity", "allow_timelog", "archived", "type")} == {
            "color": "#FFFFFF", "priority": 1, "for_entity": "Asset", "allow_timelog": True, "archived": False,
            "type": "TaskType",
        }  # fmt: skip

    def test_names_are_unique_in_any_case_and_for_any_kind(self, studio: Studio) -> None:
        name = unique("Type")
        made = studio.admin.post("/data/task-types", {"name": name, "for_entity": "Shot"})
        other = studio.admin.post("/data/task-types", {"name": unique("Type")})
        refused = {"error": True, "message": "A task type with similar name already exists", "data": None}
        assert studio.admin.post("/data/task-types", {"name": name.upper()}, status=400) == refused
        assert studio.admin.put(f"/data/task-types/{other['id']}", {"name": name.lower()}, status=400) == refused
        studio.admin.put(f"/data/task-types/{made['id']}", {"name": name.upper()})

    def test_twins_that_were_there_before_can_be_saved(self, studio: Studio) -> None:
        name = unique("Type")
        twin, _ = (studio.task_type(kind, name=name) for kind in ("Shot", "Asset"))
        saved = studio.admin.put(f"/data/task-types/{twin['id']}", {"name": name, "color": "#123456"})
        assert saved["color"] == "#123456"

    def test_simultaneous_creations_make_one(self, studio: Studio) -> None:
        name = unique("Type")
        clients = [studio.client_of(studio.person("admin")) for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            answers = pool.map(lambda client: client.request("POST", "/data/task-types", json={"name": name}), clients)
            assert sorted(answer.status_code for answer in answers) == [201, *[400] * 7]

    @pytest.mark.parametrize(
        ("holders", "message"),
        [
            ({"schedule_item"}, "schedule items"),
            ({"project"}, "projects"),
            ({"schedule_item", "project"}, "schedule items and projects"),
        ],
    )
    def test_schedules_and_projects_hold_it_unless_forced(
        self, studio: Studio, holders: set[str], message: str
    ) -> None:
        made, project = studio.task_type(), studio.project()
        if "schedule_item" in holders:
            studio.rows.insert(models.ScheduleItem, task_type_id=made["id"], project_id=project["id"])
        if "project" in holders:
            studio.rows.insert(models.ProjectTaskTypeLink, task_type_id=made["id"], project_id=project["id"])
        path = f"/data/task-types/{made['id']}"
        answer = studio.admin.delete(path, status=400)
        assert answer["message"] == (
            f"Task type is attached to {message}. Re-issue the request with force=true to detach."
        )
        studio.admin.delete(f"{path}?force=true")
        assert not studio.rows.all("SELECT id FROM schedule_item WHERE task_type_id = %s", made["id"])

    def test_tasks_hold_it_even_when_forced(self, studio: Studio) -> None:
        made, project = studio.task_type(), studio.project()
        studio.task(studio.shot(project), made)
        studio.rows.insert(models.ProjectTaskTypeLink, task_type_id=made["id"], project_id=project["id"])
        answer = studio.admin.delete(f"/data/task-types/{made['id']}?force=true", status=400)
        assert answer == {"message": "The change conflicts with records referencing this one."}
        assert studio.rows.all("SELECT id FROM project_task_type_link WHERE task_type_id = %s", made["id"])


class TestReorder:
    PATH = "/actions/task-types/reorder"

    def test_numbers_those_that_exist(self, studio: Studio) -> None:
        first, second = studio.task_type(), studio.task_type()
        order = {"task_type_ids": [second["id"], str(uuid4()), first["id"].upper()]}
        changed = studio.admin.post(self.PATH, order, status=200)
        assert [(row["id"], row["priority"], row["type"]) for row in changed] == [
            (second["id"], 1, "TaskType"), (first["id"], 3, "TaskType"),
        ]  # fmt: skip
        assert studio.admin.post(self.PATH, {"task_type_ids": []}, status=200) == []

    @pytest.mark.parametrize("body", [[], {}, {"task_type_ids": "x"}, {"task_type_ids": None}, "x"])
    def test_wants_a_list(self, studio: Studio, body: Any) -> None:
        answer = studio.admin.post(self.PATH, body, status=400)
        assert answer["message"] == "Request body must be a JSON object with a 'task_type_ids' list."

    def test_wants_ids(self, studio: Studio) -> None:
        studio.admin.post(self.PATH, {"task_type_ids": ["x"]}, status=400)

    @as_each_role(admin=200)
    def test_is_for_administrators(self, studio: Studio, role: str, status: int) -> None:
        client = studio.team(studio.project())[role]
        client.post(self.PATH, {"task_type_ids": []}, status=status)


class TestTaskStatuses:
    def create(self, studio: Studio, **values: Any) -> Row:
        body = {"name": "Status", "short_name": uuid4().hex[:8], "color": "#000000", **values}
        made: Row = studio.admin.post("/data/task-status", body)
        return made

    def defaults(self, studio: Studio, *, for_concept: bool) -> list[str]:
        rows = studio.rows.all("SELECT id::text, for_concept FROM task_status WHERE is_default")
        return [row["id"] for row in rows if bool(row["for_concept"]) is for_concept]

    def test_one_default_for_each_workflow(self, studio: Studio) -> None:
        concept = self.create(studio, is_default=True, for_concept=True)
        first = self.create(studio, is_default=True)
        assert self.defaults(studio, for_concept=False) == [first["id"]]
        assert self.defaults(studio, for_concept=True) == [concept["id"]]
        second = self.create(studio)
        studio.admin.put(f"/data/task-status/{second['id']}", {"is_default": True})
        assert self.defaults(studio, for_concept=False) == [second["id"]]
        assert self.defaults(studio, for_concept=True) == [concept["id"]]

    def test_simultaneous_changes_leave_one_default(self, studio: Studio) -> None:
        statuses = [self.create(studio) for _ in range(6)]
        clients = [studio.client_of(studio.person("admin")) for _ in statuses]
        with ThreadPoolExecutor(6) as pool:
            list(
                pool.map(
                    lambda pair: pair[0].put(f"/data/task-status/{pair[1]['id']}", {"is_default": True}),
                    zip(clients, statuses, strict=True),
                )
            )
        assert len(self.defaults(studio, for_concept=False)) == 1

    def test_refuses(self, studio: Studio) -> None:
        made = self.create(studio)
        body = {"name": "x", "short_name": made["short_name"], "color": "#000000"}
        answer = studio.admin.post("/data/task-status", body, status=400)
        assert answer == {"message": "A record with the same unique values already exists."}
        for key in body:
            short = {**body, "short_name": uuid4().hex[:8]}
            del short[key]
            answer = studio.admin.post("/data/task-status", short, status=400)
            assert answer == {"message": "A required field is missing."}
        answer = studio.admin.post("/data/task-status", {**body, "short_name": "longer than ten"}, status=400)
        assert answer == {"message": "One of the provided values has an invalid format."}

    def test_one_in_use_stays(self, studio: Studio) -> None:
        made = self.create(studio)
        studio.task(studio.shot(studio.project()), task_status_id=made["id"])
        answer = studio.admin.delete(f"/data/task-status/{made['id']}", status=400)
        assert answer == {"message": "The change conflicts with records referencing this one."}


class TestStatusAutomations:
    def test_knows_two_kinds(self, studio: Studio) -> None:
        assert studio.admin.post("/data/status-automations", automation(studio))["out_field_type"] == "status"
        body = {**automation(studio), "out_field_type": "mood"}
        answer = studio.admin.post("/data/status-automations", body, status=400)
        assert answer == {"error": True, "message": "Invalid out_field_type", "data": None}
        studio.admin.get("/data/status-automations")

    def test_one_in_use_stays(self, studio: Studio) -> None:
        made, project = studio.admin.post("/data/status-automations", automation(studio)), studio.project()
        studio.rows.insert(
            models.ProjectStatusAutomationLink, project_id=project["id"], status_automation_id=made["id"]
        )
        path = f"/data/status-automations/{made['id']}"
        assert studio.admin.delete(path, status=400) == {"message": "This automation is used in a project."}
        studio.client_of(studio.person("manager")).delete(path, status=403)


class TestCustomActions:
    def test_needs_a_name(self, studio: Studio) -> None:
        for body in ({}, {"name": None}):
            answer = studio.admin.post("/data/custom-actions", body, status=400)
            assert answer["message"] == "The 'name' field is required and cannot be None."
        made = studio.admin.post("/data/custom-actions", {"name": ""})
        assert (made["entity_type"], made["is_ajax"], made["url"]) == ("all", False, None)
        answer = studio.admin.put(f"/data/custom-actions/{made['id']}", {"name": None}, status=400)
        assert answer["message"] == "The 'name' field cannot be set to None."
        assert studio.admin.put(f"/data/custom-actions/{made['id']}", {"url": "x"})["name"] == ""
