"""Productions: the generic resource and the lists clients open with (02-models 4.1, 4.2, 05-projects-people 3.1)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

from multiplane import models

Row = dict[str, Any]

COLUMNS = {
    "name", "code", "description", "shotgun_id", "file_tree", "data", "has_avatar", "fps", "ratio", "resolution",
    "production_type", "production_style", "start_date", "end_date", "man_days", "nb_episodes", "episode_span",
    "max_retakes", "is_clients_isolated", "is_client_stats_visible", "is_client_task_list_visible",
    "is_client_task_panel_visible", "is_preview_download_allowed", "is_set_preview_automated", "homepage",
    "is_publish_default_for_artists", "is_bot_collaboration_enabled", "is_single_preview_per_revision",
    "is_frame_in_numbering", "revision_padding", "hd_bitrate_compression", "ld_bitrate_compression",
    "project_status_id", "default_preview_background_file_id", "from_schedule_version_id", "id", "created_at",
    "updated_at", "type",
}  # fmt: skip
RELATIONS = {"team", "asset_types", "task_statuses", "task_types", "status_automations", "preview_background_files"}
COMPUTED = {"descriptors", "task_type_links", "task_types_priority", "task_statuses_link"}


def descriptor(studio: Studio, project: Row, **values: Any) -> Row:
    name = values.pop("name", unique("Field"))
    departments = values.pop("departments", [])
    row = studio.rows.insert(
        models.MetadataDescriptor,
        **{
            "project_id": project["id"],
            "entity_type": "Asset",
            "name": name,
            "field_name": name.lower().replace(" ", "_"),
            "data_type": "string",
            **values,
        },
    )
    for department in departments:
        studio.rows.insert(
            models.DepartmentMetadataDescriptorLink,
            metadata_descriptor_id=row["id"],
            department_id=department["id"],
        )
    return row


class TestCreate:
    def test_answers_with_defaults_and_relations(self, studio: Studio) -> None:
        name = unique("Film")
        made = studio.admin.post("/data/projects", {"name": name, "description": "A trailer."})
        assert made.keys() == COLUMNS | RELATIONS
        expected = {
            "name": name, "description": "A trailer.", "fps": "25", "ratio": "16:9", "resolution": "1920x1080",
            "production_type": "short", "production_style": "2d3d", "homepage": "assets", "revision_padding": 0,
            "is_client_stats_visible": True, "hd_bitrate_compression": None, "team": [], "task_types": [],
        }  # fmt: skip
        assert expected.items() <= made.items()
        assert made["project_status_id"] == studio.project_status("Open")["id"]

    def test_tells_project_new_without_scope(self, studio: Studio) -> None:
        moment = studio.now()
        made = studio.admin.post("/data/projects", {"name": unique("Film")})
        events = [event for event in studio.events_since(moment) if event["data"].get("project_id") == made["id"]]
        assert events[-1]["name"] == "project:new"
        assert events[-1]["data"] == {"project_id": made["id"]}
        assert events[-1]["project_id"] is None

    def test_takes_relations_and_gives_links_their_defaults(self, studio: Studio, background: Row) -> None:
        person, task_type, status = studio.person(), studio.task_type(), studio.task_status()
        made = studio.admin.post(
            "/data/projects",
            {
                "name": unique("Film"),
                "team": [person["id"], str(uuid4())],
                "task_types": [{"id": task_type["id"]}],
                "task_statuses": [status["id"]],
                "asset_types": None,
                "preview_background_files": [background["id"]],
                "default_preview_background_file_id": background["id"],
            },
        )
        assert made["team"] == [person["id"]]
        whole = studio.admin.get(f"/data/projects/{made['id']}")
        assert whole["task_type_links"] == {
            task_type["id"]: {
                "priority": None,
                "hd_bitrate_compression": None,
                "ld_bitrate_compression": None,
                "is_client_visible": True,
            }
        }
        assert whole["task_types_priority"] == {task_type["id"]: None}
        assert whole["task_statuses_link"] == {
            status["id"]: {
                "priority": None,
                "roles_for_board": ["user", "admin", "supervisor", "manager", "vendor"],
                "is_client_allowed": None,
            }
        }
        assert whole["default_preview_background_file_id"] == background["id"]

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"production_style": "4d"}, "Invalid production_style"),
            ({"resolution": "HD"}, "Invalid resolution HD. Expected format: '1920x1080' or 'x1080'."),
            ({"resolution": "99999x1"}, "Invalid resolution 99999x1. Expected format: '1920x1080' or 'x1080'."),
            (
                {"hd_bitrate_compression": 29},
                "Invalid bitrate 29. Expected an integer number of Mbit/s between 1 and 28.",
            ),
            (
                {"ld_bitrate_compression": "6"},
                "Invalid bitrate 6. Expected an integer number of Mbit/s between 1 and 28.",
            ),
            (
                {"hd_bitrate_compression": True},
                "Invalid bitrate True. Expected an integer number of Mbit/s between 1 and 28.",
            ),
            (
                {"hd_bitrate_compression": 5, "ld_bitrate_compression": 6},
                "The low definition bitrate (6) cannot exceed the high definition one (5).",
            ),
        ],
    )
    def test_refuses_settings(self, studio: Studio, values: Row, message: str) -> None:
        name = unique("Film")
        answer = studio.admin.post("/data/projects", {"name": name, **values}, 400)
        assert answer == {"error": True, "message": message, "data": None}
        assert studio.rows.all("SELECT 1 FROM project WHERE name = %s", name) == []

    @pytest.mark.parametrize("values", [{"resolution": ""}, {"resolution": "x720"}, {"production_style": None}])
    def test_accepts_settings(self, studio: Studio, values: Row) -> None:
        made = studio.admin.post("/data/projects", {"name": unique("Film"), **values})
        assert made["production_style"] == "2d3d"

    def test_a_null_status_is_open(self, studio: Studio) -> None:
        made = studio.admin.post("/data/projects", {"name": unique("Film"), "project_status_id": None})
        assert studio.admin.get(f"/data/projects/{made['id']}")["project_status_name"] == "Open"

    def test_unknown_backgrounds_are_404(self, studio: Studio, background: Row) -> None:
        body = {"name": unique("Film"), "preview_background_files": [background["id"], str(uuid4())]}
        studio.admin.post("/data/projects", body, 404)
        body = {"name": unique("Film"), "default_preview_background_file_id": background["id"]}
        refused = studio.admin.post("/data/projects", body, 400)
        assert refused["message"] == "Invalid default_preview_background_file_id"

    def test_refuses_what_the_table_refuses(self, studio: Studio, project: Row) -> None:
        twin = studio.admin.post("/data/projects", {"name": project["name"]}, 400)
        assert twin == {"message": "A record with the same unique values already exists."}
        studio.admin.post("/data/projects", {}, 400)
        unknown = studio.admin.post("/data/projects", {"name": unique("F"), "type": "Project"}, 400)
        assert unknown == {"message": "'type' is an invalid keyword argument for Project"}

    def test_one_of_twenty_twins_is_made(self, studio: Studio) -> None:
        name = unique("Film")
        with ThreadPoolExecutor(8) as pool:
            statuses = list(
                pool.map(
                    lambda _: studio.admin.request("POST", "/data/projects", json={"name": name}).status_code,
                    range(20),
                )
            )
        assert sorted(statuses) == [201] + [400] * 19

    @as_each_role(admin=201)
    def test_is_for_administrators(self, team: dict[str, Api], role: str, status: int) -> None:
        team[role].post("/data/projects", {"name": unique("Film")}, status)


class TestSeries:
    def test_a_new_series_opens_on_an_episode(self, studio: Studio) -> None:
        moment = studio.now()
        made = studio.admin.post("/data/projects", {"name": unique("Series"), "production_type": "tvshow"})
        episode = studio.rows.one("SELECT * FROM entity WHERE id = %s", made["first_episode_id"])
        assert (episode["name"], episode["description"], episode["data"]) == ("E01", "", {})
        assert str(episode["project_id"]) == made["id"]
        events = [
            event["name"] for event in studio.events_since(moment) if event["data"].get("project_id") == made["id"]
        ]
        assert events.index("episode:new") < events.index("project:new")

    def test_becoming_one_makes_an_episode_once(self, studio: Studio, project: Row, manager: Api) -> None:
        path = f"/data/projects/{project['id']}"
        first = manager.put(path, {"production_type": "tvshow"})["first_episode_id"]
        assert manager.put(path, {})["first_episode_id"] == first
        assert len(studio.rows.all("SELECT 1 FROM entity WHERE project_id = %s", project["id"])) == 1

    def test_parallel_changes_make_one_episode(self, studio: Studio, project: Row, manager: Api) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(
                pool.map(
                    lambda _: manager.put(f"/data/projects/{project['id']}", {"production_type": "tvshow"}), range(20)
                )
            )
        assert len(studio.rows.all("SELECT 1 FROM entity WHERE project_id = %s", project["id"])) == 1

    def test_running_episodes_come_first(self, studio: Studio) -> None:
        series = studio.project(production_type="tvshow")
        studio.episode(series, name="E01", status="complete")
        running = studio.episode(series, name="E02")
        assert studio.admin.get(f"/data/projects/{series['id']}")["first_episode_id"] == running["id"]
        listed = studio.admin.get("/data/projects/open", params={"name": series["name"]})
        assert listed[0]["first_episode_id"] == running["id"]

    def test_other_productions_have_none(self, studio: Studio, project: Row) -> None:
        studio.episode(project)
        assert "first_episode_id" not in studio.admin.get(f"/data/projects/{project['id']}")


class TestSharedDescriptors:
    def test_a_new_project_gets_the_columns_of_open_ones(self, studio: Studio) -> None:
        department, name = studio.department(), unique("Delivery")
        for _ in range(2):
            descriptor(studio, studio.project(), entity_type="Project", name=name, departments=[department])
        closed = unique("Old")
        descriptor(studio, studio.project(is_open=False), entity_type="Project", name=closed)
        moment = studio.now()
        made = studio.admin.post("/data/projects", {"name": unique("Film")})
        found = studio.admin.get(f"/data/projects/{made['id']}/metadata-descriptors")
        mine = [row for row in found if row["name"] == name]
        assert len(mine) == 1
        assert mine[0]["departments"] == [department["id"]]
        assert mine[0]["position"] is None
        assert closed not in [row["name"] for row in found]
        events = studio.events_since(moment)
        new = [event for event in events if event["data"].get("metadata_descriptor_id") == mine[0]["id"]]
        assert [event["name"] for event in new] == ["metadata-descriptor:new"]


class TestRead:
    def test_carries_everything_computed(self, studio: Studio, project: Row) -> None:
        whole = studio.admin.get(f"/data/projects/{project['id']}")
        assert whole.keys() == COLUMNS | RELATIONS | COMPUTED | {"project_status_name"}
        assert whole["project_status_name"] == "Open"
        plain = studio.admin.get(f"/data/projects/{project['id']}", params={"relations": "false"})
        assert plain.keys() == COLUMNS | {"project_status_name"}

    def test_descriptors_are_short_and_in_order(self, studio: Studio, project: Row) -> None:
        later = descriptor(studio, project, position=2)
        last = descriptor(studio, project)
        first = descriptor(studio, project, position=1, choices=["a"])
        found = studio.admin.get(f"/data/projects/{project['id']}")["descriptors"]
        assert [row["id"] for row in found] == [first["id"], later["id"], last["id"]]
        assert found[0].keys() == {
            "id", "name", "field_name", "data_type", "choices", "for_client", "entity_type", "task_type_id",
            "position", "departments",
        }  # fmt: skip
        assert found[0]["choices"] == ["a"]
        assert found[1]["for_client"] is False

    @as_each_role(default=200, outsider=403)
    def test_is_for_the_team(self, team: dict[str, Api], project: Row, role: str, status: int) -> None:
        team[role].get(f"/data/projects/{project['id']}", status)

    def test_a_closed_project_stays_readable(self, studio: Studio) -> None:
        project = studio.project(is_open=False)
        studio.client_of(studio.member(project)).get(f"/data/projects/{project['id']}")

    def test_unknown_and_malformed(self, studio: Studio) -> None:
        studio.admin.get(f"/data/projects/{uuid4()}", 404)
        assert studio.admin.get("/data/projects/nope", 400)["message"] == "Malformed ID."


class TestUpdate:
    def test_ignores_the_team_and_unknown_keys(self, studio: Studio, project: Row, manager: Api) -> None:
        whole = manager.get(f"/data/projects/{project['id']}")
        answer = manager.put(f"/data/projects/{project['id']}", {**whole, "team": [], "code": "FLM"})
        assert answer.keys() == COLUMNS
        assert answer["code"] == "FLM"
        assert manager.get(f"/data/projects/{project['id']}")["team"] == whole["team"]

    def test_replaces_links_and_keeps_what_stays(self, studio: Studio, project: Row, manager: Api) -> None:
        kept, dropped, added = (studio.task_type() for _ in range(3))
        for task_type in (kept, dropped):
            studio.rows.insert(
                models.ProjectTaskTypeLink, project_id=project["id"], task_type_id=task_type["id"], priority=7
            )
        manager.put(f"/data/projects/{project['id']}", {"task_types": [kept["id"], added["id"]]})
        found = manager.get(f"/data/projects/{project['id']}")["task_types_priority"]
        assert found == {kept["id"]: 7, added["id"]: None}

    def test_replaces_data_as_a_whole(self, project: Row, manager: Api) -> None:
        path = f"/data/projects/{project['id']}"
        manager.put(path, {"data": {"a": 1, "b": 2}})
        assert manager.put(path, {"data": {"c": 3}})["data"] == {"c": 3}

    def test_checks_only_bitrates_that_change(self, studio: Studio) -> None:
        project = studio.project(hd_bitrate_compression=40, ld_bitrate_compression=30)
        path = f"/data/projects/{project['id']}"
        studio.admin.put(path, {"hd_bitrate_compression": 40, "ld_bitrate_compression": 30})
        studio.admin.put(path, {"hd_bitrate_compression": 20}, 400)
        answer = studio.admin.put(path, {"hd_bitrate_compression": 20, "ld_bitrate_compression": 4})
        assert (answer["hd_bitrate_compression"], answer["ld_bitrate_compression"]) == (20, 4)

    def test_a_null_status_changes_nothing(self, project: Row, manager: Api) -> None:
        answer = manager.put(f"/data/projects/{project['id']}", {"project_status_id": None})
        assert answer["project_status_id"] == project["project_status_id"]

    def test_tells_project_update_without_scope(self, studio: Studio, project: Row, manager: Api) -> None:
        moment = studio.now()
        manager.put(f"/data/projects/{project['id']}", {"preview_background_file_id": "nothing of ours"})
        mine = [event for event in studio.events_since(moment) if event["data"].get("project_id") == project["id"]]
        assert [(event["name"], event["project_id"]) for event in mine] == [("project:update", None)]

    def test_unknown_backgrounds_are_404(self, project: Row, manager: Api) -> None:
        manager.put(f"/data/projects/{project['id']}", {"preview_background_files": [str(uuid4())]}, 404)

    @as_each_role(admin=200, manager=200)
    def test_is_for_its_managers(self, team: dict[str, Api], project: Row, role: str, status: int) -> None:
        team[role].put(f"/data/projects/{project['id']}", {"code": "X"}, status)

    def test_the_role_on_the_project_counts(self, studio: Studio, project: Row) -> None:
        promoted = studio.client_of(studio.member(project, "user", "manager"))
        demoted = studio.client_of(studio.member(project, "manager", "user"))
        promoted.put(f"/data/projects/{project['id']}", {"code": "UP"})
        demoted.put(f"/data/projects/{project['id']}", {"code": "DOWN"}, 403)


class TestLists:
    def test_the_generic_list_shows_open_projects_of_the_team(self, studio: Studio, project: Row) -> None:
        person = studio.member(project)
        closed, other = studio.project(is_open=False), studio.project()
        studio.join(closed, person)
        client = studio.client_of(person)
        assert [row["id"] for row in client.get("/data/projects")] == [project["id"]]
        everything = {row["id"] for row in studio.admin.get("/data/projects")}
        assert {project["id"], closed["id"], other["id"]} <= everything
        assert client.get("/data/projects", params={"relations": "true"})[0].keys() == COLUMNS | RELATIONS

    def test_open_projects_come_whole(self, studio: Studio, project: Row) -> None:
        client = studio.client_of(studio.member(project))
        found = client.get("/data/projects/open")
        assert [row["id"] for row in found] == [project["id"]]
        assert found[0].keys() == COLUMNS | RELATIONS | COMPUTED
        assert client.get("/data/projects/open", params={"name": project["name"]}) == found
        assert client.get("/data/projects/open", params={"name": project["name"].upper()}) == []

    def test_open_projects_are_ordered_by_name(self, studio: Studio) -> None:
        person = studio.person()
        for name in ("Zebra", "Ant", "Moth"):
            studio.join(studio.project(name=unique(name)), person)
        names = [row["name"][:3] for row in studio.client_of(person).get("/data/projects/open")]
        assert names == ["Ant", "Mot", "Zeb"]

    def test_active_projects_are_open_for_administrators_alone(self, studio: Studio) -> None:
        project = studio.project(project_status_id=studio.project_status("Active")["id"])
        params = {"name": project["name"]}
        assert len(studio.admin.get("/data/projects/open", params=params)) == 1
        assert studio.admin.get("/data/user/projects/open", params=params) == []
        assert studio.client_of(studio.member(project)).get("/data/projects/open") == []

    def test_all_projects_of_an_administrator(self, studio: Studio, project: Row) -> None:
        closed = studio.project(is_open=False)
        column = descriptor(studio, project, entity_type="Project")
        descriptor(studio, project, entity_type="Shot")
        found = {row["id"]: row for row in studio.admin.get("/data/projects/all")}
        assert found[closed["id"]]["project_status_name"] == "Closed"
        assert found[project["id"]].keys() == COLUMNS | {"project_status_name", "descriptors"}
        assert [row["id"] for row in found[project["id"]]["descriptors"]] == [column["id"]]

    def test_all_projects_by_name(self, studio: Studio, project: Row) -> None:
        pattern = {"name": project["name"].upper()[:-2] + "%"}
        assert [row["id"] for row in studio.admin.get("/data/projects/all", params=pattern)] == [project["id"]]
        assert studio.admin.get("/data/projects/all", params=pattern)[0].keys() == COLUMNS
        studio.admin.get("/data/projects/all", 404, params={"name": "no such project"})
        client = studio.client_of(studio.member(project))
        client.get("/data/projects/all", 404, params=pattern)
        found = client.get("/data/projects/all", params={"name": project["name"].upper()})
        assert [row["id"] for row in found] == [project["id"]]

    def test_all_projects_of_a_member_include_closed_ones(self, studio: Studio, project: Row) -> None:
        person = studio.member(project)
        closed = studio.project(is_open=False)
        studio.join(closed, person)
        found = studio.client_of(person).get("/data/projects/all")
        assert {row["id"] for row in found} == {project["id"], closed["id"]}
        assert found[0].keys() == COLUMNS

    @as_each_role(default=200)
    @pytest.mark.parametrize("path", ["/data/projects", "/data/projects/open", "/data/projects/all"])
    def test_everybody_may_list(self, team: dict[str, Api], path: str, role: str, status: int) -> None:
        team[role].get(path, status)

    def test_descriptors_follow_the_role_on_each_project(self, studio: Studio) -> None:
        """A vendor here, a client there: each project shows what that role may see."""
        department = studio.department()
        person = studio.person("vendor", departments=[department])
        as_vendor, as_client = studio.project(), studio.project()
        studio.join(as_vendor, person)
        studio.join(as_client, person, "client")
        shown = [
            descriptor(studio, as_vendor),
            descriptor(studio, as_vendor, departments=[department]),
            descriptor(studio, as_client, for_client=True, departments=[studio.department()]),
        ]
        descriptor(studio, as_vendor, departments=[studio.department()])
        descriptor(studio, as_client)
        client, wanted = studio.client_of(person), {row["id"] for row in shown}
        for path in ("/data/projects/open", "/data/user/projects/open"):
            assert {row["id"] for found in client.get(path) for row in found["descriptors"]} == wanted
        assert {row["id"] for row in client.get("/data/metadata-descriptors")} == wanted
        assert len(client.get(f"/data/projects/{as_vendor['id']}")["descriptors"]) == 2


class TestStatuses:
    @as_each_role(default=200)
    def test_everybody_reads(self, studio: Studio, team: dict[str, Api], role: str, status: int) -> None:
        team[role].get("/data/project-status", status)
        team[role].get(f"/data/project-status/{studio.project_status('Open')['id']}", status)

    @as_each_role(admin=201)
    def test_administrators_make_them(self, studio: Studio, team: dict[str, Api], role: str, status: int) -> None:
        moment = studio.now()
        made = team[role].post("/data/project-status", {"name": unique("S"), "color": "#123456"}, status)
        if status == 201:
            assert made.keys() == {"name", "color", "id", "created_at", "updated_at", "type"}
            team[role].put(f"/data/project-status/{made['id']}", {"color": "#000000"})
            team[role].delete(f"/data/project-status/{made['id']}")
            names = [
                event["name"]
                for event in studio.events_since(moment)
                if event["data"].get("project_status_id") == made["id"]
            ]
            assert names == [f"project-status:{action}" for action in ("new", "update", "delete")]

    def test_a_used_status_stays(self, studio: Studio, project: Row) -> None:
        studio.admin.delete(f"/data/project-status/{project['project_status_id']}", 400)
