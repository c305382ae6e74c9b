"""Project templates, and projects made from them (02-models 4.1, 4.4, 05-projects-people 3.3)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

from multiplane import models

Row = dict[str, Any]

KEYS = {
    "name", "description", "fps", "ratio", "resolution", "production_type", "production_style", "max_retakes",
    "is_clients_isolated", "is_client_stats_visible", "is_client_task_list_visible",
    "is_client_task_panel_visible", "is_preview_download_allowed", "is_set_preview_automated",
    "is_publish_default_for_artists", "is_single_preview_per_revision", "is_frame_in_numbering",
    "revision_padding", "homepage", "hd_bitrate_compression", "ld_bitrate_compression", "file_tree", "data",
    "metadata_descriptors", "default_preview_background_file_id", "id", "created_at", "updated_at", "type",
}  # fmt: skip
RELATIONS = {"task_types", "task_statuses", "asset_types", "status_automations", "preview_background_files"}


@pytest.fixture
def template(studio: Studio) -> Row:
    return studio.rows.insert(models.ProjectTemplate, name=unique("Template"))


class TestResource:
    def test_creation_keeps_only_what_templates_carry(self, studio: Studio) -> None:
        moment = studio.now()
        made = studio.admin.post(
            "/data/project-templates",
            {
                "name": unique("Series setup"),
                "fps": "24",
                "production_type": "tvshow",
                "production_style": "3d",
                "is_frame_in_numbering": True,
                "revision_padding": 3,
                "task_types": [studio.task_type()["id"]],
                "whatever": 1,
            },
        )
        assert made.keys() == KEYS
        assert (made["fps"], made["production_type"], made["metadata_descriptors"]) == ("24", "tvshow", [])
        assert (made["is_frame_in_numbering"], made["revision_padding"]) == (False, 0)
        assert studio.admin.get(f"/data/project-templates/{made['id']}")["task_types"] == []
        events = [(event["name"], event["data"]) for event in studio.events_since(moment)]
        assert events == [("project-template:new", {"project_template_id": made["id"]})]

    def test_refusals_are_plain(self, studio: Studio, template: Row) -> None:
        path = "/data/project-templates"
        assert studio.admin.post(path, {}, 400) == {"message": "name is required"}
        assert studio.admin.post(path, {"name": ""}, 400) == {"message": "name is required"}
        taken = {"message": "A project template with this name already exists"}
        assert studio.admin.post(path, {"name": template["name"]}, 400) == taken
        other = studio.rows.insert(models.ProjectTemplate, name=unique("Other"))
        assert studio.admin.put(f"{path}/{other['id']}", {"name": template["name"]}, 400) == taken
        bitrate = {"message": "Invalid bitrate 90. Expected an integer number of Mbit/s between 1 and 28."}
        body = {"name": unique("T"), "hd_bitrate_compression": 90}
        assert studio.admin.post(path, body, 400) == bitrate
        assert studio.admin.put(f"{path}/{template['id']}", body, 400) == bitrate
        style = {"name": unique("T"), "production_style": "4d"}
        assert studio.admin.post(path, style, 400)["message"] == "Invalid production_style"

    def test_reads_carry_links(self, studio: Studio, template: Row) -> None:
        task_type = studio.task_type()
        studio.rows.insert(
            models.ProjectTemplateTaskTypeLink, project_template_id=template["id"], task_type_id=task_type["id"]
        )
        found = studio.admin.get(f"/data/project-templates/{template['id']}")
        assert found.keys() == KEYS | RELATIONS
        assert found["task_types"] == [task_type["id"]]

    def test_updates_leave_links_to_their_routes(self, studio: Studio, template: Row, background: Row) -> None:
        path = f"/data/project-templates/{template['id']}"
        answer = studio.admin.put(
            path,
            {
                "type": "X",
                "task_types": [studio.task_type()["id"]],
                "preview_background_files": [background["id"]],
                "revision_padding": 3,
                "metadata_descriptors": [{"name": "raw"}],
                "nothing": 1,
            },
        )
        assert answer.keys() == KEYS
        assert (answer["revision_padding"], answer["metadata_descriptors"]) == (3, [{"name": "raw"}])
        whole = studio.admin.get(path)
        assert (whole["task_types"], whole["preview_background_files"]) == ([], [background["id"]])

    def test_missing_templates(self, studio: Studio) -> None:
        for wrong in (str(uuid4()), "nope"):
            for method in ("PUT", "DELETE"):
                answer = studio.admin.request(method, f"/data/project-templates/{wrong}", json={})
                assert (answer.status_code, answer.json()) == (404, {"message": "Project template not found"})
        studio.admin.get(f"/data/project-templates/{uuid4()}", 404)
        assert studio.admin.get("/data/project-templates/nope", 400)["message"] == "Malformed ID."

    def test_links_go_with_a_template(self, studio: Studio, template: Row) -> None:
        studio.rows.insert(
            models.ProjectTemplateTaskStatusLink,
            project_template_id=template["id"],
            task_status_id=studio.task_status()["id"],
        )
        studio.admin.delete(f"/data/project-templates/{template['id']}")
        studio.admin.get(f"/data/project-templates/{template['id']}", 404)

    @as_each_role(admin=200, manager=200, outsider=200)
    def test_managers_read(self, template: Row, team: dict[str, Api], role: str, status: int) -> None:
        team[role].get("/data/project-templates", status)
        team[role].get(f"/data/project-templates/{template['id']}", status)

    @as_each_role(admin=200)
    def test_administrators_write(self, template: Row, team: dict[str, Api], role: str, status: int) -> None:
        path = "/data/project-templates"
        team[role].post(path, {"name": unique("T")}, 201 if status == 200 else status)
        team[role].put(f"{path}/{template['id']}", {}, status)
        team[role].delete(f"{path}/{template['id']}", 204 if status == 200 else status)


class TestProjectFromTemplate:
    def template(self, studio: Studio, background: Row, automation: Row, **values: Any) -> tuple[Row, Row]:
        """A template with something of everything, and what it links."""
        department = studio.department()["id"]
        task_type, status = studio.task_type()["id"], studio.task_status()["id"]
        template = studio.rows.insert(
            models.ProjectTemplate,
            **{
                "name": unique("Template"),
                "fps": "12",
                "ratio": "4:3",
                "data": {"a": 1},
                "revision_padding": 4,
                "default_preview_background_file_id": background["id"],
                "metadata_descriptors": [
                    {
                        "name": "Difficulty",
                        "entity_type": "Asset",
                        "data_type": "list",
                        "choices": ["easy"],
                        "departments": [department],
                    },
                    {"name": "Difficulty", "field_name": "difficulty", "entity_type": "Asset"},
                    {"name": "Layer", "entity_type": "Task", "task_type_id": task_type, "data_type": "string"},
                    {"name": "Lost", "entity_type": "Task"},
                    {"entity_type": "Shot"},
                    "rubbish",
                ],
                **values,
            },
        )
        key = {"project_template_id": template["id"]}
        studio.rows.insert(
            models.ProjectTemplateTaskTypeLink,
            **key, task_type_id=task_type, priority=5, hd_bitrate_compression=9, is_client_visible=False,
        )  # fmt: skip
        studio.rows.insert(
            models.ProjectTemplateTaskStatusLink,
            **key, task_status_id=status, priority=2, roles_for_board=["manager"], is_client_allowed=True,
        )  # fmt: skip
        asset_type = studio.entity_type("Prop")["id"]
        studio.rows.insert(models.ProjectTemplateAssetTypeLink, **key, asset_type_id=asset_type)
        studio.rows.insert(models.ProjectTemplateStatusAutomationLink, **key, status_automation_id=automation["id"])
        studio.rows.insert(
            models.ProjectTemplatePreviewBackgroundFileLink, **key, preview_background_file_id=background["id"]
        )
        return template, {
            "task_type": task_type, "status": status, "asset_type": asset_type, "department": department
        }  # fmt: skip

    def test_takes_settings_links_and_descriptors(self, studio: Studio, background: Row, automation: Row) -> None:
        template, linked = self.template(studio, background, automation)
        moment = studio.now()
        made = studio.admin.post(
            "/data/projects", {"name": unique("Film"), "project_template_id": template["id"], "fps": None}
        )
        assert (made["fps"], made["ratio"], made["data"], made["revision_padding"]) == ("12", "4:3", {"a": 1}, 0)
        assert made["default_preview_background_file_id"] == background["id"]
        assert made["task_types"] == [linked["task_type"]]
        assert made["asset_types"] == [linked["asset_type"]]
        assert made["status_automations"] == [automation["id"]]
        assert made["preview_background_files"] == [background["id"]]
        whole = studio.admin.get(f"/data/projects/{made['id']}")
        assert whole["task_type_links"][linked["task_type"]] == {
            "priority": 5, "hd_bitrate_compression": 9, "ld_bitrate_compression": None, "is_client_visible": False
        }  # fmt: skip
        assert whole["task_statuses_link"][linked["status"]] == {
            "priority": 2, "roles_for_board": ["manager"], "is_client_allowed": True
        }  # fmt: skip
        found = {row["name"]: row for row in whole["descriptors"] if row["entity_type"] != "Project"}
        assert found.keys() == {"Difficulty", "Layer"}
        assert found["Difficulty"]["choices"] == ["easy"]
        assert found["Difficulty"]["field_name"] == "difficulty"
        assert found["Difficulty"]["departments"] == [linked["department"]]
        assert found["Layer"]["task_type_id"] == linked["task_type"]
        mine = [event for event in studio.events_since(moment) if event["data"].get("project_id") == made["id"]]
        names = [event["name"] for event in mine]
        assert names[:2] == ["metadata-descriptor:new"] * 2
        assert names[2] == "project:update"
        assert mine[2]["project_id"] == made["id"]
        assert names[-1] == "project:new"

    def test_what_is_posted_wins(self, studio: Studio, background: Row, automation: Row) -> None:
        template, linked = self.template(studio, background, automation)
        made = studio.admin.post(
            "/data/projects",
            {
                "name": unique("Film"),
                "project_template_id": template["id"],
                "fps": "30",
                "data": {"b": 2},
                "task_types": [linked["task_type"]],
            },
        )
        assert (made["fps"], made["data"]) == ("30", {"b": 2})
        priorities = studio.admin.get(f"/data/projects/{made['id']}")["task_types_priority"]
        assert priorities == {linked["task_type"]: None}

    def test_a_template_may_make_a_series(self, studio: Studio, background: Row, automation: Row) -> None:
        template, _ = self.template(studio, background, automation, production_type="tvshow")
        made = studio.admin.post("/data/projects", {"name": unique("S"), "project_template_id": template["id"]})
        assert made["first_episode_id"]

    def test_bitrates_must_fit_together(self, studio: Studio, background: Row, automation: Row) -> None:
        template, _ = self.template(studio, background, automation, hd_bitrate_compression=5)
        body = {"name": unique("F"), "project_template_id": template["id"], "ld_bitrate_compression": 6}
        refused = studio.admin.post("/data/projects", body, 400)
        assert refused["message"] == "The low definition bitrate (6) cannot exceed the high definition one (5)."

    @pytest.mark.parametrize("wrong", ["00000000-0000-4000-8000-000000000000", "nope", 7])
    def test_an_unknown_template_makes_nothing(self, studio: Studio, wrong: Any) -> None:
        name = unique("Film")
        studio.admin.post("/data/projects", {"name": name, "project_template_id": wrong}, 404)
        assert studio.rows.all("SELECT 1 FROM project WHERE name = %s", name) == []
