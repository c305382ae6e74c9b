"""Metadata descriptors: the raw resource and the routes of a project (02-models 4.5, 05-projects-people 3.5)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

Row = dict[str, Any]

KEYS = {
    "project_id", "entity_type", "task_type_id", "name", "data_type", "field_name", "choices", "for_client",
    "position", "departments", "id", "created_at", "updated_at", "type",
}  # fmt: skip


WRONG_TYPE = "Wrong entity type. Please select Asset, Shot, Sequence, Episode, Edit, Project, or Task."


def path_of(project: Row) -> str:
    return f"/data/projects/{project['id']}/metadata-descriptors"


def told(studio: Studio, moment: Any, descriptor_id: str) -> list[tuple[str, str | None]]:
    """The events of a descriptor since a moment, with their scope."""
    return [
        (event["name"], event["project_id"])
        for event in studio.events_since(moment)
        if event["data"].get("metadata_descriptor_id") == descriptor_id
    ]


def data_of(studio: Studio, table: str, row: Row) -> Any:
    return studio.rows.one(f"SELECT data FROM {table} WHERE id = %s", row["id"])["data"]


class TestCreate:
    def test_has_the_documented_defaults(self, studio: Studio, project: Row, manager: Api) -> None:
        moment = studio.now()
        made = manager.post(path_of(project), {"name": "Environment type"})
        assert made.keys() == KEYS
        expected = {
            "project_id": project["id"], "entity_type": "Asset", "task_type_id": None, "name": "Environment type",
            "data_type": "string", "field_name": "environment_type", "choices": [], "for_client": False,
            "position": None, "departments": [], "type": "MetadataDescriptor",
        }  # fmt: skip
        assert expected.items() <= made.items()
        assert told(studio, moment, made["id"]) == [("metadata-descriptor:new", project["id"])]

    @pytest.mark.parametrize(
        ("name", "field_name"),
        [
            ("X y-é Z!", "x_y_e_z"),
            ("l'air", "l_air"),
            ("x’s", "xs"),
            ("1,000 u", "1000_u"),
            ("C++", "c"),
            ("日本", "ri_ben"),
            ("!!!", ""),
        ],
    )
    def test_slugs_the_name(self, project: Row, manager: Api, name: str, field_name: str) -> None:
        assert manager.post(path_of(project), {"name": name})["field_name"] == field_name

    def test_takes_choices_and_departments(self, studio: Studio, project: Row, manager: Api) -> None:
        department = studio.department()["id"]
        made = manager.post(
            path_of(project),
            {
                "name": "State",
                "data_type": "checklist",
                "choices": ["a", {"text": "b", "checked": True}],
                "departments": [department, str(uuid4())],
            },
        )
        assert made["choices"] == ["a", {"text": "b", "checked": True}]
        assert made["departments"] == [department]

    def test_names_are_free_per_type_and_task_type(self, studio: Studio, project: Row, manager: Api) -> None:
        first, second = studio.task_type()["id"], studio.task_type()["id"]
        for body in (
            {"entity_type": "Asset"},
            {"entity_type": "Shot"},
            {"entity_type": "Task", "task_type_id": first},
            {"entity_type": "Task", "task_type_id": second},
        ):
            manager.post(path_of(project), {"name": "Status", **body})
            refused = manager.post(path_of(project), {"name": "STATUS", **body}, 400)
            assert refused["message"] == "Metadata descriptor already exists."

    def test_one_of_twenty_twins_is_made(self, project: Row, manager: Api) -> None:
        with ThreadPoolExecutor(8) as pool:
            statuses = list(
                pool.map(
                    lambda _: manager.request("POST", path_of(project), json={"name": "Twin"}).status_code, range(20)
                )
            )
        assert sorted(statuses) == [201] + [400] * 19

    def test_refuses_bad_input(self, studio: Studio, project: Row, manager: Api) -> None:
        task_type = studio.task_type()["id"]
        for body, message in (
            ({"entity_type": "Prop"}, WRONG_TYPE),
            ({"entity_type": "Task"}, "Task metadata descriptors require a task_type_id."),
            ({"entity_type": "Task", "task_type_id": str(uuid4())}, "Task type not found."),
            ({"entity_type": "Task", "task_type_id": "x"}, "Task type not found."),
            ({"task_type_id": task_type}, "task_type_id only applies to Task metadata descriptors."),
            ({"data_type": "wrong"}, "Invalid data_type"),
            ({"name": "n" * 121}, "Metadata descriptor name is too long."),
            ({"name": ""}, "Validation error."),
            ({"name": None}, "Validation error."),
            ({"choices": [1]}, "Validation error."),
        ):  # fmt: skip
            refused = manager.post(path_of(project), {"name": "Field", **body}, 400)
            assert refused["message"] == message
        manager.post(path_of(project), {"name": "Field", "departments": ["x"]}, 404)
        manager.post(path_of({"id": uuid4()}), {"name": "Field"}, 404)
        assert studio.admin.get(path_of(project)) == []

    @as_each_role(admin=201, manager=201)
    def test_without_departments_is_for_managers(
        self, project: Row, team: dict[str, Api], role: str, status: int
    ) -> None:
        team[role].post(path_of(project), {"name": unique("F")}, status)

    def test_supervisors_write_what_concerns_all_their_departments(self, studio: Studio, project: Row) -> None:
        mine, other = studio.department(), studio.department()
        both = studio.client_of(studio.member(project, "supervisor", departments=[mine, other]))
        one = studio.client_of(studio.member(project, "supervisor", departments=[mine]))
        none = studio.client_of(studio.member(project, "supervisor"))

        def status_of(client: Api, departments: list[Row]) -> int:
            body = {"name": unique("F"), "departments": [department["id"] for department in departments]}
            return client.request("POST", path_of(project), json=body).status_code

        assert status_of(both, [mine]) == 403
        assert status_of(both, [mine, other]) == 201
        assert status_of(one, [mine, other]) == 201
        assert status_of(one, [other]) == 403
        assert status_of(none, [other]) == 201
        assert status_of(none, []) == 403

    def test_a_department_that_does_not_exist_opens_nothing(self, studio: Studio, project: Row) -> None:
        supervisor = studio.client_of(studio.member(project, "supervisor"))
        supervisor.post(path_of(project), {"name": "F", "departments": [str(uuid4())]}, 403)


class TestRead:
    def test_lists_in_display_order(self, project: Row, manager: Api) -> None:
        ids = {name: manager.post(path_of(project), {"name": name})["id"] for name in ("B", "C", "A")}
        assert [row["name"] for row in manager.get(path_of(project))] == ["A", "B", "C"]
        manager.post(f"{path_of(project)}/reorder", {"entity_type": "Asset", "descriptor_ids": [ids["C"]]}, 200)
        found = manager.get(path_of(project))
        assert [row["name"] for row in found] == ["C", "A", "B"]
        assert found[0].keys() == KEYS

    def test_of_an_unknown_project(self, studio: Studio, manager: Api) -> None:
        assert studio.admin.get(path_of({"id": uuid4()})) == []
        manager.get(path_of({"id": uuid4()}), 404)
        studio.admin.get(path_of({"id": "nope"}), 404)

    def test_clients_and_vendors_see_their_part(self, studio: Studio, project: Row, manager: Api) -> None:
        department = studio.department()
        client = studio.client_of(studio.member(project, "client"))
        vendor = studio.client_of(studio.member(project, "vendor", departments=[department]))
        own = manager.post(path_of(project), {"name": "Own", "departments": [department["id"]]})
        foreign = manager.post(
            path_of(project), {"name": "Foreign", "departments": [studio.department()["id"]], "for_client": True}
        )
        free = manager.post(path_of(project), {"name": "Free"})
        assert [row["id"] for row in client.get(path_of(project))] == [foreign["id"]]
        assert {row["id"] for row in vendor.get(path_of(project))} == {own["id"], free["id"]}
        client.get(f"{path_of(project)}/{foreign['id']}")
        client.get(f"{path_of(project)}/{own['id']}", 403)
        vendor.get(f"{path_of(project)}/{foreign['id']}", 403)
        found = vendor.get("/data/metadata-descriptors", params={"id": foreign["id"]})
        assert found == []

    def test_one_belongs_to_its_project(self, studio: Studio, project: Row, manager: Api) -> None:
        made = manager.post(path_of(project), {"name": "Field"})
        assert manager.get(f"{path_of(project)}/{made['id']}") == made
        for path in (path_of(studio.project()), path_of({"id": uuid4()})):
            studio.admin.get(f"{path}/{made['id']}", 404)
        manager.get(f"{path_of(project)}/{uuid4()}", 404)
        manager.get(f"{path_of(project)}/nope", 404)

    @as_each_role(default=200, outsider=403, client=200)
    def test_is_for_the_team(self, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        made = team["admin"].post(path_of(project), {"name": "Field", "for_client": True})
        team[role].get(path_of(project), status)
        team[role].get(f"{path_of(project)}/{made['id']}", status)


class TestUpdate:
    def test_replaces_everything_but_the_name(self, studio: Studio, project: Row, manager: Api) -> None:
        department = studio.department()["id"]
        made = manager.post(
            path_of(project),
            {"name": "F", "data_type": "list", "choices": ["a"], "for_client": True, "departments": [department]},
        )
        moment = studio.now()
        answer = manager.put(f"{path_of(project)}/{made['id']}", {"entity_type": "Shot", "position": 9})
        expected = {
            "name": "F", "data_type": "string", "choices": [], "for_client": False, "departments": [],
            "entity_type": "Asset", "position": None, "field_name": "f",
        }  # fmt: skip
        assert expected.items() <= answer.items()
        assert told(studio, moment, made["id"]) == [("metadata-descriptor:update", project["id"])]

    def test_a_new_name_moves_stored_values(self, studio: Studio, project: Row, manager: Api) -> None:
        made = manager.post(path_of(project), {"name": "Old name", "data_type": "number"})
        other_project = studio.project()
        moved = studio.asset(project, data={"old_name": 7, "else": 1})
        overwritten = studio.asset(project, "Prop", data={"old_name": 1, "new_name": 2})
        null = studio.asset(project, data={"old_name": None})
        empty = studio.asset(project, data=None)
        shot = studio.shot(project, data={"old_name": 3})
        elsewhere = studio.asset(other_project, data={"old_name": 4})
        moment = studio.now()
        answer = manager.put(f"{path_of(project)}/{made['id']}", {"name": "New name"})
        assert answer["field_name"] == "new_name"
        assert data_of(studio, "entity", moved) == {"new_name": 7, "else": 1}
        assert data_of(studio, "entity", overwritten) == {"new_name": 1}
        assert data_of(studio, "entity", null) == {"old_name": None}
        assert data_of(studio, "entity", empty) is None
        assert data_of(studio, "entity", shot) == {"old_name": 3}
        assert data_of(studio, "entity", elsewhere) == {"old_name": 4}
        assert {event["name"] for event in studio.events_since(moment)} == {"metadata-descriptor:update"}
        stamp = "SELECT updated_at > %s AS later FROM entity WHERE id = %s"
        assert studio.rows.one(stamp, moment, moved["id"])["later"]
        assert not studio.rows.one(stamp, moment, null["id"])["later"]

    def test_values_of_projects_and_tasks_move_too(self, studio: Studio, manager: Api, project: Row) -> None:
        studio.rows.run("UPDATE project SET data = '{\"code\": 1}' WHERE id = %s", project["id"])
        task_type = studio.task_type()
        task = studio.task(studio.shot(project), task_type, data={"code": 2})
        other = studio.task(studio.shot(project), data={"code": 3})
        for body in ({"entity_type": "Project"}, {"entity_type": "Task", "task_type_id": task_type["id"]}):
            made = manager.post(path_of(project), {"name": "Code", **body})
            manager.put(f"{path_of(project)}/{made['id']}", {"name": "Key"})
        assert data_of(studio, "project", project) == {"key": 1}
        assert data_of(studio, "task", task) == {"key": 2}
        assert data_of(studio, "task", other) == {"code": 3}

    def test_a_name_with_the_same_slug_moves_nothing(self, studio: Studio, project: Row, manager: Api) -> None:
        made = manager.post(path_of(project), {"name": "Name"})
        asset = studio.asset(project, data={"name": 1})
        assert manager.put(f"{path_of(project)}/{made['id']}", {"name": "NAME"})["name"] == "NAME"
        assert data_of(studio, "entity", asset) == {"name": 1}

    def test_refusals_change_nothing(self, studio: Studio, project: Row, manager: Api) -> None:
        manager.post(path_of(project), {"name": "Taken"})
        made = manager.post(path_of(project), {"name": "Field"})
        asset = studio.asset(project, data={"field": 1})
        path = f"{path_of(project)}/{made['id']}"
        for body, message in (
            ({"name": ""}, "Name cannot be empty."),
            ({"name": "taken!"}, "Metadata descriptor already exists."),
            ({"name": "n" * 121}, "Metadata descriptor name is too long."),
            ({"name": "Other", "data_type": "wrong"}, "Invalid data_type"),
        ):
            assert manager.put(path, body, 400)["message"] == message
        assert manager.get(path) == made
        assert data_of(studio, "entity", asset) == {"field": 1}
        manager.put(f"{path_of(studio.project())}/{made['id']}", {"name": "X"}, 403)
        studio.admin.put(f"{path_of(studio.project())}/{made['id']}", {"name": "X"}, 404)

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        made = team["admin"].post(path_of(project), {"name": "Field"})
        team[role].put(f"{path_of(project)}/{made['id']}", {}, status)


class TestDelete:
    def test_purges_stored_values(self, studio: Studio, project: Row, manager: Api) -> None:
        made = manager.post(path_of(project), {"name": "Size", "entity_type": "Shot"})
        shot = studio.shot(project, data={"size": None, "frames": 3})
        asset = studio.asset(project, data={"size": 2})
        moment = studio.now()
        manager.delete(f"{path_of(project)}/{made['id']}")
        assert data_of(studio, "entity", shot) == {"frames": 3}
        assert data_of(studio, "entity", asset) == {"size": 2}
        assert told(studio, moment, made["id"]) == [("metadata-descriptor:delete", project["id"])]
        manager.get(f"{path_of(project)}/{made['id']}", 404)

    @as_each_role(admin=204, manager=204)
    def test_is_for_managers(self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        body = {"name": "Field", "departments": []}
        made = team["admin"].post(path_of(project), body)
        team[role].delete(f"{path_of(project)}/{made['id']}", status)

    def test_supervisors_delete_those_of_their_departments(self, studio: Studio, project: Row, manager: Api) -> None:
        department = studio.department()
        supervisor = studio.client_of(studio.member(project, "supervisor", departments=[department]))
        made = manager.post(path_of(project), {"name": "Field", "departments": [department["id"]]})
        supervisor.delete(f"{path_of(project)}/{made['id']}")


class TestReorder:
    def test_numbers_listed_ones_then_the_others_by_name(self, studio: Studio, project: Row, manager: Api) -> None:
        ids = {name: manager.post(path_of(project), {"name": name})["id"] for name in ("D", "B", "C", "A")}
        moment = studio.now()
        answer = manager.post(
            f"{path_of(project)}/reorder", {"entity_type": "Asset", "descriptor_ids": [ids["C"], ids["D"]]}, 200
        )
        assert [(row["name"], row["position"]) for row in answer] == [("C", 1), ("D", 2), ("A", 3), ("B", 4)]
        assert answer[0].keys() == KEYS
        assert studio.events_since(moment) == []

    def test_refuses_what_is_not_of_the_type(self, project: Row, manager: Api) -> None:
        shot = manager.post(path_of(project), {"name": "S", "entity_type": "Shot"})["id"]
        path = f"{path_of(project)}/reorder"
        refused = manager.post(path, {"entity_type": "Asset", "descriptor_ids": [shot]}, 400)
        assert refused["message"] == (f"Descriptor {shot} not found for project {project['id']} and entity type Asset")
        assert manager.post(path, {"entity_type": "X", "descriptor_ids": [shot]}, 400)["message"].startswith("Wrong")
        manager.post(path, {"entity_type": "Asset", "descriptor_ids": []}, 400)
        manager.post(path, {"entity_type": "Asset"}, 400)

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        made = team["admin"].post(path_of(project), {"name": "Field"})["id"]
        body = {"entity_type": "Asset", "descriptor_ids": [made]}
        team[role].post(f"{path_of(project)}/reorder", body, status)


class TestRawResource:
    def test_stores_what_is_sent(self, studio: Studio, project: Row) -> None:
        body = {
            "name": "Descriptor test",
            "field_name": "descriptor-test",
            "data_type": "string",
            "entity_type": "Asset",
            "project_id": project["id"],
        }
        moment = studio.now()
        made = studio.admin.post("/data/metadata-descriptors", body)
        assert made.keys() == KEYS
        assert (made["choices"], made["departments"]) == (None, [])
        assert told(studio, moment, made["id"]) == [("metadata-descriptor:new", project["id"])]

    def test_renames_without_moving(self, studio: Studio, project: Row, manager: Api) -> None:
        made = manager.post(path_of(project), {"name": "Field"})
        asset = studio.asset(project, data={"field": 1})
        department = studio.department()["id"]
        answer = studio.admin.put(
            f"/data/metadata-descriptors/{made['id']}",
            {"name": "Other", "project_id": studio.project()["id"], "departments": [department]},
        )
        assert answer.keys() == KEYS
        assert (answer["field_name"], answer["project_id"]) == ("field", project["id"])
        assert answer["departments"] == [department]
        studio.admin.delete(f"/data/metadata-descriptors/{made['id']}")
        assert data_of(studio, "entity", asset) == {"field": 1}

    @pytest.mark.parametrize("data_type", ["wrong", None, 3])
    def test_refuses_data_types(self, studio: Studio, project: Row, manager: Api, data_type: Any) -> None:
        body = {"name": "F", "field_name": "f", "entity_type": "Asset", "project_id": project["id"]}
        refused = studio.admin.post("/data/metadata-descriptors", {**body, "data_type": data_type}, 400)
        assert refused == {"error": True, "message": "Invalid data_type", "data": None}
        made = manager.post(path_of(project), {"name": "Field"})
        studio.admin.put(f"/data/metadata-descriptors/{made['id']}", {"data_type": data_type}, 400)

    def test_departments_come_without_a_query_string(self, studio: Studio, project: Row, manager: Api) -> None:
        made = manager.post(path_of(project), {"name": "Field"})
        client = studio.client_of(studio.member(project))

        def listed(params: Row | None) -> Row:
            found: Row = next(
                row for row in client.get("/data/metadata-descriptors", params=params) if row["id"] == made["id"]
            )
            return found

        assert listed(None).keys() == KEYS
        assert listed({"entity_type": "Asset"}).keys() == KEYS - {"departments"}
        assert listed({"relations": "true"}).keys() == KEYS

    def test_lists_open_projects_of_the_team(self, studio: Studio, project: Row) -> None:
        closed, other = studio.project(is_open=False), studio.project()
        for owner in (project, closed, other):
            studio.admin.post(path_of(owner), {"name": "Field"})
        person = studio.member(project)
        studio.join(closed, person)
        found = studio.client_of(person).get("/data/metadata-descriptors")
        assert {row["project_id"] for row in found} == {project["id"]}

    @as_each_role(admin=200)
    def test_is_for_administrators(self, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        made = team["admin"].post(path_of(project), {"name": "Field"})
        path = f"/data/metadata-descriptors/{made['id']}"
        team[role].get(path, status)
        team[role].put(path, {}, status)
        body = {"name": "F", "field_name": "f", "entity_type": "Asset", "project_id": project["id"]}
        team[role].post("/data/metadata-descriptors", body, 201 if status == 200 else status)
        team[role].delete(path, 204 if status == 200 else status)
