"""What a production offers: links, their order, the settings routes (02-models 4.3, 05-projects-people 3.2)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio

from multiplane import models

Row = dict[str, Any]

TYPE_LINK = {
    "project_id", "task_type_id", "priority", "hd_bitrate_compression", "ld_bitrate_compression",
    "is_client_visible", "id", "created_at", "updated_at", "type",
}  # fmt: skip
STATUS_LINK = {
    "project_id", "task_status_id", "priority", "roles_for_board", "is_client_allowed", "id", "created_at",
    "updated_at", "type",
}  # fmt: skip


def updates_of(studio: Studio, project: Row, moment: Any) -> list[str | None]:
    """The scopes of the project's `project:update` events since a moment."""
    return [
        event["project_id"]
        for event in studio.events_since(moment)
        if event["name"] == "project:update" and event["data"] == {"project_id": project["id"]}
    ]


class TestTaskTypeLinks:
    def test_are_made_and_changed_in_place(self, studio: Studio, project: Row, manager: Api) -> None:
        task_type, moment = studio.task_type(), studio.now()
        body = {"project_id": project["id"], "task_type_id": task_type["id"], "priority": 4}
        made = manager.post("/data/task-type-links", body)
        assert made.keys() == TYPE_LINK
        assert (made["priority"], made["is_client_visible"], made["type"]) == (4, True, "ProjectTaskTypeLink")
        again = manager.post("/data/task-type-links", {**body, "priority": None})
        assert (again["id"], again["priority"]) == (made["id"], None)
        del body["priority"]
        assert manager.post("/data/task-type-links", body)["priority"] == 1
        assert updates_of(studio, project, moment) == [project["id"]] * 3

    def test_the_query_string_wins(self, studio: Studio, project: Row, manager: Api) -> None:
        task_type = studio.task_type()
        link = manager.post(
            "/data/task-type-links",
            {"project_id": str(uuid4()), "task_type_id": task_type["id"]},
            params={"project_id": project["id"], "priority": "3"},
        )
        assert (link["project_id"], link["priority"]) == (project["id"], 3)

    def test_twenty_at_once_make_one(self, studio: Studio, project: Row, manager: Api) -> None:
        body = {"project_id": project["id"], "task_type_id": studio.task_type()["id"]}
        with ThreadPoolExecutor(8) as pool:
            ids = list(pool.map(lambda _: manager.post("/data/task-type-links", body)["id"], range(20)))
        assert len(set(ids)) == 1
        assert len(studio.rows.all("SELECT 1 FROM project_task_type_link WHERE project_id = %s", project["id"])) == 1

    def test_refuse_bad_input(self, studio: Studio, project: Row, manager: Api) -> None:
        path, task_type = "/data/task-type-links", studio.task_type()["id"]

        def refusal(body: Row, status: int = 400) -> str:
            message: str = manager.post(path, body, status)["message"]
            return message

        assert refusal({"task_type_id": task_type}) == "Missing required parameter: project_id"
        assert refusal({"project_id": project["id"]}) == "Missing required parameter: task_type_id"
        wrong = {"project_id": project["id"], "task_type_id": "x"}
        assert refusal(wrong) == "task_type_id is required and must be a valid UUID"
        worse = {"project_id": project["id"], "task_type_id": task_type, "priority": "high"}
        assert refusal(worse) == "Wrong value for parameter priority."
        unknown = {"project_id": project["id"], "task_type_id": str(uuid4())}
        assert refusal(unknown) == "The change conflicts with records referencing this one."
        refusal({"project_id": str(uuid4()), "task_type_id": task_type}, 404)
        refusal({"project_id": "x", "task_type_id": task_type}, 404)
        refusal({"project_id": 7, "task_type_id": task_type}, 404)
        assert studio.rows.all("SELECT 1 FROM project_task_type_link WHERE project_id = %s", project["id"]) == []

    @as_each_role(admin=201, manager=201)
    def test_are_for_managers(self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        body = {"project_id": project["id"], "task_type_id": studio.task_type()["id"]}
        team[role].post("/data/task-type-links", body, status)


class TestTaskStatusLinks:
    def test_roles_left_out_are_emptied(self, studio: Studio, project: Row, manager: Api) -> None:
        body = {"project_id": project["id"], "task_status_id": studio.task_status()["id"]}
        made = manager.post("/data/task-status-links", {**body, "roles_for_board": ["client", "user"]})
        assert made.keys() == STATUS_LINK
        assert made["roles_for_board"] == ["client", "user"]
        again = manager.post("/data/task-status-links", {**body, "priority": 5})
        assert (again["id"], again["roles_for_board"], again["priority"]) == (made["id"], [], 5)

    def test_null_roles_are_left_alone(self, studio: Studio, project: Row, manager: Api) -> None:
        body = {"project_id": project["id"], "task_status_id": studio.task_status()["id"], "roles_for_board": None}
        fresh = manager.post("/data/task-status-links", body)
        assert fresh["roles_for_board"] == ["user", "admin", "supervisor", "manager", "vendor"]
        manager.post("/data/task-status-links", {**body, "roles_for_board": ["manager"]})
        assert manager.post("/data/task-status-links", body)["roles_for_board"] == ["manager"]

    def test_roles_may_be_repeated_in_the_query(self, studio: Studio, project: Row, manager: Api) -> None:
        params = [
            ("project_id", project["id"]),
            ("task_status_id", studio.task_status()["id"]),
            ("roles_for_board", "user"),
            ("roles_for_board", "vendor"),
        ]
        link = manager.request("POST", "/data/task-status-links", params=params)
        assert link.json()["roles_for_board"] == ["user", "vendor"]

    @pytest.mark.parametrize("roles", [["boss"], [None], [["user"]], "boss"])
    def test_unknown_roles_are_refused(self, studio: Studio, project: Row, manager: Api, roles: Any) -> None:
        body = {"project_id": project["id"], "task_status_id": studio.task_status()["id"], "roles_for_board": roles}
        refused = manager.post("/data/task-status-links", body, 400)
        assert refused == {"error": True, "message": "Invalid roles_for_board", "data": None}

    def test_twenty_at_once_make_one(self, studio: Studio, project: Row, manager: Api) -> None:
        body = {"project_id": project["id"], "task_status_id": studio.task_status()["id"]}
        with ThreadPoolExecutor(8) as pool:
            ids = list(pool.map(lambda _: manager.post("/data/task-status-links", body)["id"], range(20)))
        assert len(set(ids)) == 1

    @as_each_role(admin=201, manager=201)
    def test_are_for_managers(self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        body = {"project_id": project["id"], "task_status_id": studio.task_status()["id"]}
        team[role].post("/data/task-status-links", body, status)


class TestReorder:
    def test_numbers_existing_links_only(self, studio: Studio, project: Row, manager: Api) -> None:
        first, second, unlisted = (studio.task_type()["id"] for _ in range(3))
        for task_type in (first, second, unlisted):
            manager.post(
                f"/data/projects/{project['id']}/settings/task-types",
                {"task_type_id": task_type, "priority": 9, "hd_bitrate_compression": 12},
            )
        moment = studio.now()
        answer = manager.post(
            f"/actions/projects/{project['id']}/task-type-links/reorder",
            {"task_type_ids": [second, str(uuid4()), first]},
            200,
        )
        assert [(link["task_type_id"], link["priority"]) for link in answer] == [(second, 1), (first, 3)]
        assert answer[0].keys() == TYPE_LINK
        assert answer[0]["hd_bitrate_compression"] == 12
        priorities = manager.get(f"/data/projects/{project['id']}")["task_types_priority"]
        assert priorities == {second: 1, first: 3, unlisted: 9}
        assert updates_of(studio, project, moment) == [project["id"]]

    def test_keeps_board_roles(self, studio: Studio, project: Row, manager: Api) -> None:
        body = {"project_id": project["id"], "task_status_id": studio.task_status()["id"]}
        manager.post("/data/task-status-links", {**body, "roles_for_board": ["manager"]})
        answer = manager.post(
            f"/actions/projects/{project['id']}/task-status-links/reorder",
            {"task_status_ids": [body["task_status_id"]]},
            200,
        )
        assert answer[0].keys() == STATUS_LINK
        assert answer[0]["roles_for_board"] == ["manager"]

    def test_tells_even_when_nothing_matched(self, studio: Studio, project: Row, manager: Api) -> None:
        moment = studio.now()
        path = f"/actions/projects/{project['id']}/task-status-links/reorder"
        assert manager.post(path, {"task_status_ids": []}, 200) == []
        assert updates_of(studio, project, moment) == [project["id"]]

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ({}, "Request body must be a JSON object with a 'task_type_ids' list."),
            ([], "Request body must be a JSON object with a 'task_type_ids' list."),
            ({"task_type_ids": "x"}, "Request body must be a JSON object with a 'task_type_ids' list."),
            ({"task_type_ids": ["x"]}, "Wrong UUID format."),
            ({"task_type_ids": [None]}, "Wrong UUID format."),
        ],
    )
    def test_refuses_bad_input(self, project: Row, manager: Api, body: Any, message: str) -> None:
        refused = manager.post(f"/actions/projects/{project['id']}/task-type-links/reorder", body, 400)
        assert refused["message"] == message

    @as_each_role(admin=200, manager=200)
    @pytest.mark.parametrize("kind", ["type", "status"])
    def test_is_for_managers(self, project: Row, team: dict[str, Api], kind: str, role: str, status: int) -> None:
        path = f"/actions/projects/{project['id']}/task-{kind}-links/reorder"
        team[role].post(path, {f"task_{kind}_ids": []}, status)


SETTINGS = {
    "asset-types": ("asset_type_id", "EntityType"),
    "task-status": ("task_status_id", "TaskStatus"),
    "status-automations": ("status_automation_id", "StatusAutomation"),
    "preview-background-files": ("preview_background_file_id", "PreviewBackgroundFile"),
}


@pytest.fixture
def records(studio: Studio, background: Row, automation: Row) -> Row:
    """A record of the studio for each kind of setting."""
    return {
        "asset-types": studio.entity_type("Prop")["id"],
        "task-status": studio.task_status()["id"],
        "status-automations": automation["id"],
        "preview-background-files": background["id"],
    }


@pytest.mark.parametrize("kind", SETTINGS)
class TestSettings:
    RELATIONS: ClassVar = {
        "asset-types": "asset_types",
        "task-status": "task_statuses",
        "status-automations": "status_automations",
        "preview-background-files": "preview_background_files",
    }

    def test_are_added_once_and_removed(
        self, studio: Studio, project: Row, manager: Api, records: Row, kind: str
    ) -> None:
        path, key = f"/data/projects/{project['id']}/settings/{kind}", SETTINGS[kind][0]
        moment = studio.now()
        answer = manager.post(path, {key: records[kind]})
        assert (answer["id"], answer["type"]) == (project["id"], "Project")
        assert "team" not in answer
        manager.post(path, {key: records[kind]})
        assert updates_of(studio, project, moment) == [project["id"]]
        linked = manager.get(f"/data/projects/{project['id']}")[self.RELATIONS[kind]]
        assert linked == [records[kind]]
        for _ in range(2):
            manager.delete(f"{path}/{records[kind]}")
        assert updates_of(studio, project, moment) == [project["id"]] * 3
        assert manager.get(f"/data/projects/{project['id']}")[self.RELATIONS[kind]] == []

    def test_unknown_records_are_refused(self, project: Row, manager: Api, kind: str) -> None:
        path, (key, name) = f"/data/projects/{project['id']}/settings/{kind}", SETTINGS[kind]
        for wrong in (str(uuid4()), "nope"):
            assert manager.post(path, {key: wrong}, 400)["message"] == f"{name} with id {wrong} not found"
        assert manager.post(path, {}, 400)["message"] == "Validation error."
        manager.post(f"/data/projects/{uuid4()}/settings/{kind}", {key: str(uuid4())}, 404)
        manager.delete(f"{path}/nope")

    @as_each_role(admin=201, manager=201)
    def test_are_added_by_managers(
        self, project: Row, team: dict[str, Api], records: Row, kind: str, role: str, status: int
    ) -> None:
        path = f"/data/projects/{project['id']}/settings/{kind}"
        team[role].post(path, {SETTINGS[kind][0]: records[kind]}, status)

    @as_each_role(admin=204, manager=204)
    def test_are_removed_by_managers(
        self, project: Row, team: dict[str, Api], records: Row, kind: str, role: str, status: int
    ) -> None:
        team[role].delete(f"/data/projects/{project['id']}/settings/{kind}/{records[kind]}", status)

    def test_twenty_at_once_make_one(self, project: Row, manager: Api, records: Row, kind: str) -> None:
        path, body = f"/data/projects/{project['id']}/settings/{kind}", {SETTINGS[kind][0]: records[kind]}
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: manager.post(path, body), range(20)))
        assert len(manager.get(f"/data/projects/{project['id']}")[self.RELATIONS[kind]]) == 1


class TestSettingsReads:
    def test_serve_the_linked_records(
        self, studio: Studio, project: Row, manager: Api, background: Row, automation: Row
    ) -> None:
        base = f"/data/projects/{project['id']}"
        task_type, status = studio.task_type(), studio.task_status()
        studio.task_type()
        manager.post(f"{base}/settings/task-types", {"task_type_id": task_type["id"], "priority": 9})
        manager.post(f"{base}/settings/task-status", {"task_status_id": status["id"]})
        manager.post(f"{base}/settings/status-automations", {"status_automation_id": automation["id"]})
        manager.post(f"{base}/settings/preview-background-files", {"preview_background_file_id": background["id"]})
        for path, record, type_name in (
            ("task-types", task_type, "TaskType"),
            ("settings/task-status", status, "TaskStatus"),
            ("settings/status-automations", automation, "StatusAutomation"),
            ("settings/preview-background-files", background, "PreviewBackgroundFile"),
        ):
            found = manager.get(f"{base}/{path}")
            assert [(row["id"], row["type"]) for row in found] == [(record["id"], type_name)]
        assert manager.get(f"{base}/task-types")[0]["priority"] == 1

    @as_each_role(default=200, outsider=403)
    @pytest.mark.parametrize("path", ["task-types", "settings/task-status", "settings/preview-background-files"])
    def test_are_for_the_team(self, project: Row, team: dict[str, Api], path: str, role: str, status: int) -> None:
        team[role].get(f"/data/projects/{project['id']}/{path}", status)

    @as_each_role(admin=200, manager=200)
    def test_automations_are_for_managers(self, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        team[role].get(f"/data/projects/{project['id']}/settings/status-automations", status)

    def test_unknown_projects_are_404(self, studio: Studio, manager: Api) -> None:
        for client in (studio.admin, manager):
            client.get(f"/data/projects/{uuid4()}/task-types", 404)
            client.get("/data/projects/nope/settings/task-status", 404)


class TestTaskTypeSettings:
    def test_adding_again_keeps_the_priority(self, studio: Studio, project: Row, manager: Api) -> None:
        path, task_type = f"/data/projects/{project['id']}/settings/task-types", studio.task_type()["id"]

        def link() -> Row:
            found: Row = manager.get(f"/data/projects/{project['id']}")["task_type_links"][task_type]
            return found

        manager.post(path, {"task_type_id": task_type, "priority": 3, "hd_bitrate_compression": 20})
        assert link()["hd_bitrate_compression"] == 20
        manager.post(path, {"task_type_id": task_type, "priority": 8, "is_client_visible": False})
        assert (link()["priority"], link()["hd_bitrate_compression"], link()["is_client_visible"]) == (3, 20, False)
        manager.post(path, {"task_type_id": task_type, "ld_bitrate_compression": 2})
        assert (link()["hd_bitrate_compression"], link()["ld_bitrate_compression"]) == (None, 2)
        assert link()["is_client_visible"] is False

    def test_bitrates_follow_the_project(self, studio: Studio) -> None:
        project = studio.project(hd_bitrate_compression=10)
        path, task_type = f"/data/projects/{project['id']}/settings/task-types", studio.task_type()["id"]
        refused = studio.admin.post(path, {"task_type_id": task_type, "ld_bitrate_compression": 11}, 400)
        assert refused["message"] == "The low definition bitrate (11) cannot exceed the high definition one (10)."
        studio.admin.post(path, {"task_type_id": task_type, "hd_bitrate_compression": 29}, 400)
        studio.admin.post(path, {"task_type_id": task_type, "hd_bitrate_compression": 0}, 400)

    def test_refuses_bad_ids(self, project: Row, manager: Api) -> None:
        path = f"/data/projects/{project['id']}/settings/task-types"
        refused = manager.post(path, {"task_type_id": "x"}, 400)
        assert refused["message"] == "task_type_id is required and must be a valid UUID"
        manager.post(path, {"task_type_id": str(uuid4())}, 400)

    @as_each_role(admin=201, manager=201)
    def test_are_for_managers(self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        path = f"/data/projects/{project['id']}/settings/task-types"
        team[role].post(path, {"task_type_id": studio.task_type()["id"]}, status)

    def test_removal(self, studio: Studio, project: Row, manager: Api) -> None:
        path, task_type = f"/data/projects/{project['id']}/settings/task-types", studio.task_type()["id"]
        manager.post(path, {"task_type_id": task_type})
        manager.delete(f"{path}/{task_type}")
        assert manager.get(f"/data/projects/{project['id']}/task-types") == []


class TestClientPermission:
    def test_overrides_and_falls_back(self, studio: Studio, project: Row, manager: Api) -> None:
        base, status = f"/data/projects/{project['id']}/settings/task-status", studio.task_status()["id"]
        manager.put(f"{base}/{status}", {"is_client_allowed": False}, 404)
        manager.post(base, {"task_status_id": status})
        answer = manager.put(f"{base}/{status}", {"is_client_allowed": False})
        assert answer.keys() == STATUS_LINK
        assert answer["is_client_allowed"] is False
        assert manager.put(f"{base}/{status}", {"is_client_allowed": None})["is_client_allowed"] is None
        assert manager.put(f"{base}/{status}", {}, 400)["message"] == "Validation error."
        manager.put(f"{base}/nope", {"is_client_allowed": None}, 404)

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        linked = studio.task_status()["id"]
        studio.rows.insert(models.ProjectTaskStatusLink, project_id=project["id"], task_status_id=linked)
        path = f"/data/projects/{project['id']}/settings/task-status/{linked}"
        team[role].put(path, {"is_client_allowed": True}, status)


class TestBatch:
    def test_adds_what_is_missing(self, studio: Studio, project: Row, manager: Api) -> None:
        present, fresh = studio.task_type()["id"], studio.task_type()["id"]
        status, asset_type = studio.task_status()["id"], studio.entity_type("Vehicle")["id"]
        base, moment = f"/data/projects/{project['id']}", studio.now()
        manager.post(f"{base}/settings/task-types", {"task_type_id": present, "priority": 4})
        answer = manager.post(
            f"{base}/settings/batch",
            {
                "task_types": [
                    {"task_type_id": present, "is_client_visible": False},
                    {"task_type_id": fresh, "priority": 2},
                    {"task_type_id": str(uuid4())},
                    {"task_type_id": "nope"},
                ],
                "task_status_ids": [status, status, str(uuid4()), "nope"],
                "asset_type_ids": [asset_type],
            },
            200,
        )
        assert (answer["id"], answer["type"]) == (project["id"], "Project")
        whole = manager.get(base)
        assert whole["task_types_priority"] == {present: 4, fresh: 2}
        assert whole["task_type_links"][present]["is_client_visible"] is False
        assert whole["task_type_links"][fresh]["is_client_visible"] is True
        assert (whole["task_statuses"], whole["asset_types"]) == ([status], [asset_type])
        assert updates_of(studio, project, moment) == [project["id"]] * 2

    def test_may_replace_task_types(self, studio: Studio, project: Row, manager: Api) -> None:
        base, kept, dropped = f"/data/projects/{project['id']}", studio.task_type()["id"], studio.task_type()["id"]
        for task_type in (kept, dropped):
            manager.post(f"{base}/settings/task-types", {"task_type_id": task_type, "priority": 6})
        body: Row = {"task_types": [{"task_type_id": kept}], "replace_task_types": True}
        manager.post(f"{base}/settings/batch", body, 200)
        assert manager.get(base)["task_types_priority"] == {kept: 6}
        manager.post(f"{base}/settings/batch", {"replace_task_types": True}, 200)
        assert manager.get(base)["task_types"] == []

    def test_an_empty_batch_is_told_once(self, studio: Studio, project: Row, manager: Api) -> None:
        moment = studio.now()
        manager.post(f"/data/projects/{project['id']}/settings/batch", {}, 200)
        assert updates_of(studio, project, moment) == [project["id"]]

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        team[role].post(f"/data/projects/{project['id']}/settings/batch", {}, status)


class TestHugeNumbers:
    @pytest.mark.parametrize("priority", [2**31, -(2**40), 2**70])
    def test_are_refused(self, studio: Studio, project: Row, manager: Api, priority: int) -> None:
        task_type = studio.task_type()["id"]
        body = {"project_id": project["id"], "task_type_id": task_type, "priority": priority}
        manager.post("/data/task-type-links", body, 400)
        settings = f"/data/projects/{project['id']}/settings"
        manager.post(f"{settings}/task-types", {"task_type_id": task_type, "priority": priority}, 400)
        manager.post(f"{settings}/batch", {"task_types": [{"task_type_id": task_type, "priority": priority}]}, 400)
        assert manager.get(f"/data/projects/{project['id']}")["task_types"] == []
