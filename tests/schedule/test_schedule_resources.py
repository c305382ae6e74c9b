"""Milestones, schedule items and versions (02-models 4.6, 4.7)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

from multiplane import models

Row = dict[str, Any]

FORMAT = {"message": "One of the provided values has an invalid format."}
MILESTONE = {"date", "name", "project_id", "task_type_id", "id", "created_at", "updated_at", "type"}
ITEM = {
    "start_date", "end_date", "man_days", "project_id", "task_type_id", "object_id", "id", "created_at",
    "updated_at", "type",
}  # fmt: skip
VERSION = {
    "name", "project_id", "production_schedule_from", "locked", "canceled", "id", "created_at", "updated_at", "type",
}  # fmt: skip
TASK_LINK = {
    "production_schedule_version_id", "task_id", "start_date", "due_date", "estimation", "id", "created_at",
    "updated_at", "type",
}  # fmt: skip


@pytest.fixture
def project(studio: Studio) -> Row:
    return studio.project()


@pytest.fixture
def team(studio: Studio, project: Row) -> dict[str, Api]:
    return studio.team(project)


@pytest.fixture
def manager(studio: Studio, project: Row) -> Api:
    return studio.client_of(studio.member(project, "manager"))


@pytest.fixture
def version(studio: Studio, project: Row) -> Row:
    return studio.rows.insert(models.ProductionScheduleVersion, name=unique("V"), project_id=project["id"])


def names_since(studio: Studio, moment: Any, key: str, row_id: str) -> list[tuple[str, str | None]]:
    """The events of a row since a moment: name and scope."""
    return [
        (event["name"], event["project_id"])
        for event in studio.events_since(moment)
        if event["data"].get(key) == row_id
    ]


class TestMilestones:
    def test_live_a_life(self, studio: Studio, project: Row, manager: Api) -> None:
        moment, task_type = studio.now(), studio.task_type()["id"]
        body = {"name": "MS0", "date": "2024-01-15", "project_id": project["id"], "task_type_id": task_type}
        made = manager.post("/data/milestones", body)
        assert made.keys() == MILESTONE
        assert body.items() <= made.items()
        path = f"/data/milestones/{made['id']}"
        changed = manager.put(path, {"name": "MS1", "project_id": str(uuid4()), "date": "2024-02-01T10:00:00Z"})
        assert (changed["name"], changed["project_id"], changed["date"]) == ("MS1", project["id"], "2024-02-01")
        assert manager.get(path) == changed
        manager.delete(path)
        scope = project["id"]
        assert names_since(studio, moment, "milestone_id", made["id"]) == [
            (f"milestone:{action}", scope) for action in ("new", "update", "delete")
        ]

    def test_refuse_bad_input(self, studio: Studio, project: Row, manager: Api) -> None:
        path = "/data/milestones"
        assert manager.post(path, {"name": "M"}, 400) == {"message": "'project_id'"}
        assert studio.admin.post(path, {"name": "M", "project_id": "x"}, 400) == FORMAT
        manager.post(path, {"name": "M", "project_id": "x"}, 404)
        manager.post(path, {"name": "M", "project_id": str(uuid4())}, 404)
        assert manager.post(path, {"name": "M" * 41, "project_id": project["id"]}, 400) == FORMAT
        required = manager.post(path, {"project_id": project["id"]}, 400)
        assert required == {"message": "A required field is missing."}
        made = manager.post(path, {"name": "M", "project_id": project["id"].upper()})
        wrong = manager.put(f"{path}/{made['id']}", {"date": "tomorrow"}, 400)
        assert wrong["message"].startswith("Invalid date format for 'date': 'tomorrow'.")
        assert manager.put(f"{path}/{made['id']}", {"date": ""}, 400) == FORMAT

    @as_each_role(admin=201, manager=201)
    def test_are_made_by_managers(self, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        team[role].post("/data/milestones", {"name": "M", "project_id": project["id"]}, status)

    @as_each_role(admin=200, manager=200)
    def test_are_written_by_managers(
        self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int
    ) -> None:
        path = f"/data/milestones/{studio.rows.insert(models.Milestone, name='M', project_id=project['id'])['id']}"
        team[role].put(path, {}, status)
        team[role].delete(path, 204 if status == 200 else status)

    @as_each_role(default=200, vendor=403, outsider=403)
    def test_are_read_by_the_team_but_vendors(
        self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int
    ) -> None:
        milestone = studio.rows.insert(models.Milestone, name="M", project_id=project["id"])
        team[role].get(f"/data/milestones/{milestone['id']}", status)

    @pytest.mark.parametrize("path", ["/data/milestones", "/data/schedule-items"])
    @pytest.mark.parametrize("project_id", [[], {}, [[]], 1, True])
    def test_refuse_a_project_that_is_no_id(self, team: dict[str, Api], path: str, project_id: Any) -> None:
        answer = team["user"].post(path, {"name": "M", "project_id": project_id}, 400)
        assert answer == {"message": "One of the provided values has an invalid format."}

    @as_each_role(admin=200)
    @pytest.mark.parametrize("path", ["/data/milestones", "/data/schedule-items"])
    def test_lists_are_for_administrators(self, team: dict[str, Api], path: str, role: str, status: int) -> None:
        team[role].get(path, status)


class TestScheduleItems:
    def test_live_a_life(self, studio: Studio, project: Row, manager: Api) -> None:
        moment = studio.now()
        body = {"project_id": project["id"], "task_type_id": studio.task_type()["id"], "object_id": str(uuid4())}
        made = manager.post("/data/schedule-items", body)
        assert made.keys() == ITEM
        assert body.items() <= made.items()
        path = f"/data/schedule-items/{made['id']}"
        assert manager.put(path, {"man_days": 3})["man_days"] == 3
        assert manager.put(path, {"man_days": "8", "start_date": "2024-01-01"})["man_days"] == 3
        manager.delete(path)
        assert names_since(studio, moment, "schedule_item_id", made["id"]) == [
            (f"schedule-item:{action}", project["id"]) for action in ("new", "update", "update", "delete")
        ]

    def test_are_unique_nulls_included(self, studio: Studio, project: Row, manager: Api) -> None:
        task_type, thing = studio.task_type()["id"], str(uuid4())
        for extra in ({"task_type_id": task_type, "object_id": thing}, {"task_type_id": task_type}, {}):
            body = {"project_id": project["id"], **extra}
            manager.post("/data/schedule-items", body)
            refused = manager.post("/data/schedule-items", body, 400)
            assert refused == {"error": True, "message": "A similar schedule item already exists", "data": None}

    def test_one_of_twenty_twins_is_made(self, studio: Studio, project: Row, manager: Api) -> None:
        body = {"project_id": project["id"], "task_type_id": studio.task_type()["id"]}
        with ThreadPoolExecutor(8) as pool:
            statuses = list(
                pool.map(lambda _: manager.request("POST", "/data/schedule-items", json=body).status_code, range(20))
            )
        assert sorted(statuses) == [201] + [400] * 19

    def test_refuse_bad_input(self, studio: Studio, project: Row, manager: Api) -> None:
        manager.post("/data/schedule-items", {}, 403)
        for wrong in ({"object_id": "x"}, {"task_type_id": 3}, {"man_days": "many"}):
            assert manager.post("/data/schedule-items", {"project_id": project["id"], **wrong}, 400) == FORMAT
        unknown = {"project_id": project["id"], "task_type_id": str(uuid4())}
        studio.admin.post("/data/schedule-items", unknown, 400)

    @as_each_role(admin=201, manager=201)
    def test_are_made_by_managers(self, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        team[role].post("/data/schedule-items", {"project_id": project["id"]}, status)

    def test_department_supervisors_move_theirs(self, studio: Studio, project: Row) -> None:
        department = studio.department()
        item = studio.rows.insert(
            models.ScheduleItem, project_id=project["id"], task_type_id=studio.task_type(department=department)["id"]
        )
        path = f"/data/schedule-items/{item['id']}"

        def supervisor(*departments: Row) -> Api:
            return studio.client_of(studio.member(project, "supervisor", departments=list(departments)))

        supervisor(department).put(path, {"man_days": 1})
        supervisor().put(path, {"man_days": 2})
        supervisor(studio.department()).put(path, {"man_days": 3}, 403)
        supervisor(department).delete(path, 403)
        supervisor(department).get(path, 403)

    @as_each_role(admin=200, manager=200, supervisor=200)
    def test_are_changed_by_managers_and_supervisors(
        self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int
    ) -> None:
        item = studio.rows.insert(models.ScheduleItem, project_id=project["id"], task_type_id=studio.task_type()["id"])
        team[role].put(f"/data/schedule-items/{item['id']}", {}, status)

    @as_each_role(admin=204, manager=204)
    def test_are_deleted_by_managers(
        self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int
    ) -> None:
        item = studio.rows.insert(models.ScheduleItem, project_id=project["id"])
        team[role].delete(f"/data/schedule-items/{item['id']}", status)


class TestVersions:
    def test_live_a_life(self, studio: Studio, project: Row, manager: Api) -> None:
        moment = studio.now()
        made = manager.post("/data/production-schedule-versions", {"name": "V0", "project_id": project["id"]})
        assert made.keys() == VERSION
        assert (made["locked"], made["canceled"], made["production_schedule_from"]) == (False, False, None)
        path = f"/data/production-schedule-versions/{made['id']}"
        assert manager.put(path, {"name": "V1", "locked": True})["name"] == "V1"
        assert manager.get(path)["locked"] is True
        manager.delete(path)
        assert names_since(studio, moment, "production_schedule_version_id", made["id"]) == [
            (f"production-schedule-version:{action}", project["id"]) for action in ("new", "update", "delete")
        ]

    def test_names_are_unique_in_a_project(self, studio: Studio, project: Row, manager: Api, version: Row) -> None:
        body = {"name": version["name"], "project_id": project["id"]}
        refused = manager.post("/data/production-schedule-versions", body, 400)
        assert refused == {"message": "A record with the same unique values already exists."}
        studio.admin.post("/data/production-schedule-versions", {**body, "project_id": studio.project()["id"]})
        refused = manager.post("/data/production-schedule-versions", {**body, "from": None}, 400)
        assert refused == {"message": "'from' is an invalid keyword argument for ProductionScheduleVersion"}

    def test_deletion_forgets_where_it_was_used(self, studio: Studio, project: Row, manager: Api, version: Row) -> None:
        derived = manager.post(
            "/data/production-schedule-versions",
            {"name": "Derived", "project_id": project["id"], "production_schedule_from": version["id"]},
        )
        studio.rows.run("UPDATE project SET from_schedule_version_id = %s WHERE id = %s", version["id"], project["id"])
        link = studio.rows.insert(
            models.ProductionScheduleVersionTaskLink,
            production_schedule_version_id=version["id"], task_id=studio.task(studio.shot(project))["id"],
        )  # fmt: skip
        moment = studio.now()
        manager.delete(f"/data/production-schedule-versions/{version['id']}")
        path = f"/data/production-schedule-versions/{derived['id']}"
        assert manager.get(path)["production_schedule_from"] is None
        assert manager.get(f"/data/projects/{project['id']}")["from_schedule_version_id"] is None
        studio.admin.get(f"/data/production-schedule-version-task-links/{link['id']}", 404)
        events = [(event["name"], event["project_id"]) for event in studio.events_since(moment)]
        assert events == [
            ("project:update", project["id"]),
            ("production-schedule-version:delete", project["id"]),
        ]

    @as_each_role(admin=200, manager=200, supervisor=200, user=200)
    @pytest.mark.parametrize("collection", ["production-schedule-versions", "production-schedule-version-task-links"])
    def test_lists_of_a_project_are_for_its_staff(
        self, project: Row, team: dict[str, Api], collection: str, role: str, status: int
    ) -> None:
        team[role].get(f"/data/{collection}", status, params={"project_id": project["id"]})

    @as_each_role(admin=200)
    @pytest.mark.parametrize("collection", ["production-schedule-versions", "production-schedule-version-task-links"])
    def test_other_lists_are_for_administrators(
        self, team: dict[str, Api], collection: str, role: str, status: int
    ) -> None:
        team[role].get(f"/data/{collection}", status)

    def test_lists_hold_one_project(self, studio: Studio, project: Row, manager: Api, version: Row) -> None:
        other = studio.rows.insert(models.ProductionScheduleVersion, name="V", project_id=studio.project()["id"])
        found = manager.get("/data/production-schedule-versions", params={"project_id": project["id"]})
        assert [row["id"] for row in found] == [version["id"]]
        everything = [row["id"] for row in studio.admin.get("/data/production-schedule-versions")]
        assert {version["id"], other["id"]} <= set(everything)

    @pytest.mark.parametrize(
        ("collection", "message"),
        [
            ("production-schedule-versions", "Invalid UUID value: nope"),
            ("production-schedule-version-task-links", "Invalid project_id."),
        ],
    )
    def test_lists_of_no_project(self, studio: Studio, manager: Api, collection: str, message: str) -> None:
        path = f"/data/{collection}"
        for wrong in (str(uuid4()), "nope", '["x"]'):
            manager.get(path, 404, params={"project_id": wrong})
        assert studio.admin.get(path, 400, params={"project_id": "nope"})["message"] == message
        assert studio.admin.get(path, params={"project_id": str(uuid4())}) == []

    @as_each_role(admin=200, manager=200, supervisor=200, user=200)
    def test_are_read_by_the_staff(self, team: dict[str, Api], version: Row, role: str, status: int) -> None:
        team[role].get(f"/data/production-schedule-versions/{version['id']}", status)

    @as_each_role(admin=201, manager=201)
    def test_are_written_by_managers(
        self, project: Row, team: dict[str, Api], version: Row, role: str, status: int
    ) -> None:
        path = "/data/production-schedule-versions"
        team[role].post(path, {"name": "V", "project_id": project["id"]}, status)
        team[role].put(f"{path}/{version['id']}", {}, 200 if status == 201 else status)
        team[role].delete(f"{path}/{version['id']}", 204 if status == 201 else status)


class TestTaskLinks:
    PATH = "/data/production-schedule-version-task-links"

    @pytest.fixture
    def task(self, studio: Studio, project: Row) -> Row:
        return studio.task(studio.shot(project))

    def test_live_a_life(self, studio: Studio, manager: Api, version: Row, task: Row) -> None:
        person, moment = studio.person(), studio.now()
        key = {"production_schedule_version_id": version["id"], "task_id": task["id"]}
        made = manager.post(
            self.PATH, {**key, "start_date": "2024-01-15", "estimation": 3, "assignees": [person["id"]]}
        )
        assert made.keys() == TASK_LINK | {"assignees"}
        assert (made["start_date"], made["estimation"], made["assignees"]) == (
            "2024-01-15T00:00:00", 3.0, [person["id"]]
        )  # fmt: skip
        path = f"{self.PATH}/{made['id']}"
        changed = manager.put(path, {"task_id": str(uuid4()), "due_date": "2024-01-20T10:00:00", "assignees": []})
        assert changed.keys() == TASK_LINK
        assert (changed["task_id"], changed["due_date"]) == (task["id"], "2024-01-20T10:00:00")
        assert manager.get(path)["assignees"] == []
        listed = manager.get(self.PATH, params={"project_id": version["project_id"]})
        assert [row["id"] for row in listed] == [made["id"]]
        manager.delete(path)
        name = "production-schedule-version-task-link"
        assert names_since(studio, moment, "production_schedule_version_task_link_id", made["id"]) == [
            (f"{name}:{action}", None) for action in ("new", "update", "delete")
        ]

    def test_refuse_bad_input(self, studio: Studio, manager: Api, version: Row, task: Row) -> None:
        key = {"production_schedule_version_id": version["id"], "task_id": task["id"]}
        missing = manager.post(self.PATH, {"task_id": task["id"]}, 400)
        assert missing == {"message": "'production_schedule_version_id'"}
        assert manager.post(self.PATH, {"production_schedule_version_id": version["id"]}, 400) == {
            "message": "'task_id'"
        }
        manager.post(self.PATH, {**key, "task_id": str(uuid4())}, 404)
        manager.post(self.PATH, {**key, "production_schedule_version_id": str(uuid4())}, 404)
        assert manager.post(self.PATH, {**key, "task_id": "x"}, 400) == FORMAT
        foreign = studio.task(studio.shot(studio.project()))
        refused = manager.post(self.PATH, {**key, "task_id": foreign["id"]}, 400)
        assert refused["message"] == "The task and the production schedule version must be in the same project."
        account = studio.person("client", preview_project_id=version["project_id"])
        refused = manager.post(self.PATH, {**key, "assignees": [account["id"]]}, 400)
        assert refused["message"] == "A preview account can't be assigned"
        manager.post(self.PATH, key)
        manager.post(self.PATH, key, 400)

    @as_each_role(admin=201, manager=201)
    def test_are_made_by_managers(self, team: dict[str, Api], version: Row, task: Row, role: str, status: int) -> None:
        body = {"production_schedule_version_id": version["id"], "task_id": task["id"]}
        team[role].post(self.PATH, body, status)

    @as_each_role(admin=200, manager=200, supervisor=200, user=200)
    def test_are_read_by_the_staff_and_written_by_managers(
        self, studio: Studio, team: dict[str, Api], version: Row, task: Row, role: str, status: int
    ) -> None:
        link = studio.rows.insert(
            models.ProductionScheduleVersionTaskLink,
            production_schedule_version_id=version["id"], task_id=task["id"],
        )  # fmt: skip
        path = f"{self.PATH}/{link['id']}"
        may_write = role in ("admin", "manager")
        refused = 401 if role == "anonymous" else 403
        team[role].get(path, status)
        team[role].put(path, {}, 200 if may_write else refused)
        team[role].delete(path, 204 if may_write else refused)
