"""The one big answer a web client opens with (05-projects-people 3.11)."""

from typing import Any

import pytest
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

from multiplane import models
from multiplane.access.tokens import issue_api_token

Row = dict[str, Any]

PATH = "/data/user/context"
KEYS = {
    "asset_types", "custom_actions", "status_automations", "departments", "studios", "project_status", "task_types",
    "task_status", "notification_count", "persons", "project_roles", "projects", "search_filters",
    "search_filter_groups", "preview_background_files", "plugins",
}  # fmt: skip
CLIENT = {"id", "type", "first_name", "last_name", "full_name", "has_avatar", "active", "role", "is_bot"}
MINIMAL = CLIENT | {"departments", "studio_id", "desktop_login"}


def find(rows: list[Row], record: Row) -> Row | None:
    return next((row for row in rows if row["id"] == record["id"]), None)


class TestContext:
    @as_each_role(default=200)
    def test_has_every_key_for_everybody(self, team: dict[str, Api], role: str, status: int) -> None:
        found = team[role].get(PATH, status)
        if status == 200:
            assert found.keys() == (KEYS | {"user_limit"} if role == "admin" else KEYS)

    def test_the_limit_is_a_number(self, studio: Studio) -> None:
        assert isinstance(studio.admin.get(PATH)["user_limit"], int)

    def test_bots_have_none(self, studio: Studio) -> None:
        bot = studio.person("admin", is_bot=True, jti=unique("jti"))
        token = issue_api_token(studio.secret, bot["id"], "bot", bot["jti"], None)
        Api(studio.base_url, token).get(PATH, 403)

    def test_records_of_the_studio_are_as_their_lists_serve_them(
        self, studio: Studio, background: Row, automation: Row
    ) -> None:
        department, status, task_type = studio.department(), studio.task_status(), studio.task_type()
        prop = studio.entity_type(unique("Prop")[:30])
        studio.rows.insert(models.TaskTypeAssetTypeLink, asset_type_id=prop["id"], task_type_id=task_type["id"])
        action = studio.rows.insert(models.CustomAction, name=unique("Action"))
        found = studio.admin.get(PATH)
        assert find(found["departments"], department) == studio.admin.get(f"/data/departments/{department['id']}")
        opened = studio.project_status("Open")
        assert find(found["project_status"], opened) == studio.admin.get(f"/data/project-status/{opened['id']}")
        for key, record, model in (
            ("task_status", status, models.TaskStatus),
            ("task_types", task_type, models.TaskType),
            ("custom_actions", action, models.CustomAction),
            ("status_automations", automation, models.StatusAutomation),
            ("preview_background_files", background, models.PreviewBackgroundFile),
        ):
            row = find(found[key], record)
            assert row is not None
            assert row["type"] == model.__name__
            assert len(row["created_at"]) == len("2026-11-24T00:00:00")
            assert row.keys() == {column.name for column in model.__table__.columns} | {"type"}
        asset_type = find(found["asset_types"], prop)
        assert asset_type is not None
        assert asset_type.keys() == {
            "name", "short_name", "description", "task_types", "archived", "id", "created_at", "updated_at", "type",
        }  # fmt: skip
        assert (asset_type["type"], asset_type["task_types"]) == ("AssetType", [task_type["id"]])
        studio.entity_type("Shot")
        assert not {"Shot", "Episode", "Concept"} & {row["name"] for row in studio.admin.get(PATH)["asset_types"]}

    def test_plugins_are_short(self, studio: Studio) -> None:
        plugin = studio.rows.insert(
            models.Plugin,
            plugin_id=unique("plugin"), name="P", version="1", maintainer_name="M", license="MIT",
        )  # fmt: skip
        row = find(studio.client_of(studio.person()).get(PATH)["plugins"], plugin)
        assert row is not None
        assert row.keys() == {
            "id", "plugin_id", "name", "description", "version", "maintainer_name", "maintainer_email",
            "frontend_project_enabled", "frontend_studio_enabled", "icon",
        }  # fmt: skip


class TestProjects:
    def test_are_the_open_ones_whole(self, studio: Studio, project: Row) -> None:
        person = studio.member(project)
        studio.join(studio.project(is_open=False), person)
        client = studio.client_of(person)
        found = client.get(PATH)["projects"]
        assert found == client.get("/data/user/projects/open")
        assert [row["id"] for row in found] == [project["id"]]

    def test_explicit_roles_are_listed(self, studio: Studio, project: Row) -> None:
        person = studio.member(project, "user", "supervisor")
        closed, inherited = studio.project(is_open=False), studio.project()
        studio.join(closed, person, "client")
        studio.join(inherited, person)
        roles = studio.client_of(person).get(PATH)["project_roles"]
        assert roles == {project["id"]: "supervisor", closed["id"]: "client"}


class TestPersons:
    def test_the_form_follows_the_global_role(self, studio: Studio, project: Row, team: dict[str, Api]) -> None:
        department = studio.department()
        person = studio.member(project, departments=[department], active=False)
        for role in ("admin", "manager"):
            row = find(team[role].get(PATH)["persons"], person)
            assert row is not None
            assert {"email", "daily_salary", "expiration_date", "full_name"} <= row.keys()
            assert not {"password", "totp_secret", "jti", "fido_credentials", "oidc_subject"} & row.keys()
            assert row["departments"] == [department["id"]]
            assert row["full_name"] == f"{person['first_name']} Test"
        for role in ("supervisor", "user", "vendor"):
            row = find(team[role].get(PATH)["persons"], person)
            assert row is not None
            assert row.keys() == MINIMAL
            assert row["departments"] == [department["id"]]

    def test_guests_and_preview_accounts_are_left_out(self, studio: Studio, project: Row) -> None:
        guest = studio.person(is_guest=True)
        account = studio.person("client", preview_project_id=project["id"])
        bot = studio.person(is_bot=True)
        for client in (studio.admin, studio.client_of(studio.person())):
            found = client.get(PATH)["persons"]
            assert find(found, guest) is None
            assert find(found, account) is None
            assert find(found, bot) is not None

    def test_clients_see_the_teams_of_their_open_projects(self, studio: Studio, project: Row) -> None:
        client = studio.member(project, "client", first_name="Zoe")
        mate = studio.member(project, first_name="Ann")
        account = studio.member(project, "client", preview_project_id=project["id"], first_name="Mid")
        closed = studio.project(is_open=False)
        studio.join(closed, client)
        hidden = studio.member(closed)
        found = studio.client_of(client).get(PATH)["persons"]
        assert [row["id"] for row in found] == [mate["id"], account["id"], client["id"]]
        assert find(found, hidden) is None
        assert found[0].keys() == CLIENT


class TestNotifications:
    def test_unread_ones_are_counted(self, studio: Studio) -> None:
        person, other = studio.person(), studio.person()
        for owner, read in ((person, False), (person, False), (person, True), (other, False)):
            studio.rows.insert(
                models.Notification, type="comment", read=read, person_id=owner["id"], author_id=other["id"]
            )
        assert studio.client_of(person).get(PATH)["notification_count"] == 2


class TestSavedSearches:
    def save(self, studio: Studio, person: Row, model: Any = models.SearchFilter, **values: Any) -> Row:
        values = {"list_type": "shot", "name": "s", "person_id": person["id"], **values}
        return studio.rows.insert(model, **values)

    @pytest.mark.parametrize(
        ("key", "model"),
        [("search_filters", models.SearchFilter), ("search_filter_groups", models.SearchFilterGroup)],
    )
    def test_own_and_shared_ones_by_type_and_project(self, studio: Studio, project: Row, key: str, model: Any) -> None:
        person, mate = studio.member(project), studio.member(project)
        foreign, closed = studio.project(), studio.project(is_open=False)
        studio.join(closed, person)
        everywhere = self.save(studio, person, model)
        here = self.save(studio, person, model, list_type="asset", project_id=project["id"])
        shared = self.save(studio, mate, model, project_id=project["id"], is_shared=True)
        self.save(studio, mate, model, project_id=project["id"])
        self.save(studio, mate, model, project_id=foreign["id"], is_shared=True)
        self.save(studio, person, model, project_id=closed["id"])
        found = studio.client_of(person).get(PATH)[key]
        makers = {person["id"], mate["id"]}
        places = {
            (list_type, place): ids
            for list_type, branches in found.items()
            for place, rows in branches.items()
            if (ids := [row["id"] for row in rows if row["person_id"] in makers])
        }
        assert places == {
            ("shot", "all"): [everywhere["id"]],
            ("asset", project["id"]): [here["id"]],
            ("shot", project["id"]): [shared["id"]],
        }
        row = find(found["shot"]["all"], everywhere)
        assert row is not None
        assert row["type"] == model.__name__
        assert "shown" not in row

    def test_departments_keep_theirs(self, studio: Studio) -> None:
        department, list_type = studio.department(), unique("list")
        for role, departments, shown in (("user", [], False), ("user", [department], True), ("manager", [], True)):
            person = studio.person(role, departments=departments)
            for model in (models.SearchFilter, models.SearchFilterGroup):
                self.save(studio, person, model, list_type=list_type, department_id=department["id"])
            found = studio.client_of(person).get(PATH)
            assert (list_type in found["search_filters"]) is shown
            assert bool(found["search_filter_groups"][list_type]) is shown
