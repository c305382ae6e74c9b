"""The team of a production (05-projects-people 2.2, 3.2)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

Row = dict[str, Any]

CLIENT = {"id", "type", "first_name", "last_name", "full_name", "has_avatar", "active", "role", "is_bot"}
MINIMAL = CLIENT | {"departments", "studio_id", "desktop_login"}


def team_path(project: Row) -> str:
    return f"/data/projects/{project['id']}/team"


class TestReading:
    def test_the_form_follows_the_role(self, studio: Studio, project: Row, team: dict[str, Api]) -> None:
        department = studio.department()
        person = studio.member(project, departments=[department])

        def shown_to(role: str) -> Row:
            found: Row = next(row for row in team[role].get(team_path(project)) if row["id"] == person["id"])
            return found

        for role in ("admin", "manager"):
            assert {"email", "phone", "daily_salary", "project_role"} <= shown_to(role).keys()
            assert shown_to(role)["departments"] == [department["id"]]
            assert "password" not in shown_to(role)
        for role in ("supervisor", "user", "vendor"):
            assert shown_to(role).keys() == MINIMAL | {"project_role"}
            assert shown_to(role)["departments"] == []
        assert shown_to("client").keys() == CLIENT | {"project_role"}

    def test_holds_bots_guests_and_the_inactive(self, studio: Studio, project: Row) -> None:
        people = [
            studio.member(project, is_bot=True),
            studio.member(project, is_guest=True),
            studio.member(project, active=False),
            studio.member(project, "client", preview_project_id=project["id"]),
        ]
        found = {row["id"] for row in studio.admin.get(team_path(project))}
        assert found == {person["id"] for person in people}

    def test_tells_explicit_roles(self, studio: Studio, project: Row) -> None:
        promoted, plain = studio.member(project, "user", "supervisor"), studio.member(project)
        roles = {row["id"]: row["project_role"] for row in studio.admin.get(team_path(project))}
        assert roles == {promoted["id"]: "supervisor", plain["id"]: None}

    @as_each_role(default=200, outsider=403)
    def test_is_for_the_team(self, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        team[role].get(team_path(project), status)

    def test_unknown_projects_are_404(self, studio: Studio, manager: Api) -> None:
        for client in (studio.admin, manager):
            client.get(f"/data/projects/{uuid4()}/team", 404)
            client.get("/data/projects/nope/team", 404)


class TestAdding:
    def test_adds_and_tells_once(self, studio: Studio, project: Row, manager: Api) -> None:
        person, moment = studio.person(), studio.now()
        answer = manager.post(team_path(project), {"person_id": person["id"]})
        assert (answer["id"], answer["type"]) == (project["id"], "Project")
        assert "team" not in answer
        manager.post(team_path(project), {"person_id": person["id"]})
        told = [event["project_id"] for event in studio.events_since(moment) if event["name"] == "project:update"]
        assert told == [project["id"]]
        studio.client_of(person).get(f"/data/projects/{project['id']}")

    def test_a_role_given_to_a_member_counts(self, studio: Studio, project: Row, manager: Api) -> None:
        person = studio.member(project)
        manager.post(team_path(project), {"person_id": person["id"], "role": "manager"})
        manager.post(team_path(project), {"person_id": person["id"], "role": None})
        found = next(row for row in manager.get(team_path(project)) if row["id"] == person["id"])
        assert found["project_role"] == "manager"

    def test_twenty_at_once_make_one_member(self, studio: Studio, project: Row, manager: Api) -> None:
        person = studio.person()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: manager.post(team_path(project), {"person_id": person["id"]}), range(20)))
        assert [row["id"] for row in manager.get(team_path(project))].count(person["id"]) == 1

    def test_refuses_unknown_people(self, project: Row, manager: Api) -> None:
        for wrong in (str(uuid4()), "nope"):
            refused = manager.post(team_path(project), {"person_id": wrong}, 400)
            assert refused["message"] == f"Person with id {wrong} not found"
        assert manager.post(team_path(project), {}, 400)["message"] == "Validation error."

    def test_refuses_roles_that_are_not_of_projects(self, studio: Studio, project: Row, manager: Api) -> None:
        for role in ("admin", "boss"):
            refused = manager.post(team_path(project), {"person_id": studio.person()["id"], "role": role}, 400)
            assert refused["data"]["errors"] == [
                {
                    "field": "role",
                    "message": "Input should be 'user', 'supervisor', 'manager', 'client' or 'vendor'",
                }
            ]

    def test_preview_accounts_stay_where_and_what_they_are(self, studio: Studio, project: Row, manager: Api) -> None:
        own = studio.person("client", preview_project_id=project["id"])
        foreign = studio.person("client", preview_project_id=studio.project()["id"])
        refused = manager.post(team_path(project), {"person_id": foreign["id"]}, 400)
        assert refused["message"] == "A preview account can only belong to its own project"
        body = {"name": unique("Film"), "team": [foreign["id"]]}
        refused = studio.admin.post("/data/projects", body, 400)
        assert refused["message"] == "A preview account can only belong to its own project"
        refused = manager.post(team_path(project), {"person_id": own["id"], "role": "user"}, 400)
        assert refused["message"] == "A preview account keeps its client role"
        manager.post(team_path(project), {"person_id": own["id"]})
        refused = manager.put(f"{team_path(project)}/{own['id']}", {"role": None}, 400)
        assert refused["message"] == "A preview account keeps its client role"

    @as_each_role(admin=201, manager=201)
    def test_is_for_managers(self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        team[role].post(team_path(project), {"person_id": studio.person()["id"]}, status)


class TestRoles:
    def test_are_set_and_cleared(self, studio: Studio, project: Row, manager: Api) -> None:
        person, moment = studio.member(project), studio.now()
        path = f"{team_path(project)}/{person['id']}"
        expected = {"project_id": project["id"], "person_id": person["id"], "role": "supervisor"}
        assert manager.put(path, {"role": "supervisor"}) == expected
        assert manager.put(path, {}) == {**expected, "role": None}
        told = [event["project_id"] for event in studio.events_since(moment) if event["name"] == "project:update"]
        assert told == [project["id"]] * 2

    def test_need_a_member(self, studio: Studio, project: Row, manager: Api) -> None:
        for stranger in (studio.person()["id"], str(uuid4()), "nope"):
            refused = manager.put(f"{team_path(project)}/{stranger}", {"role": "user"}, 400)
            assert refused["message"] == "Person is not a member of the project team"

    @as_each_role(admin=200, manager=200)
    def test_are_for_managers(self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        path = f"{team_path(project)}/{studio.member(project)['id']}"
        team[role].put(path, {"role": "user"}, status)


class TestRemoving:
    def test_removes_and_always_tells(self, studio: Studio, project: Row, manager: Api) -> None:
        person, moment = studio.member(project), studio.now()
        for gone in (person["id"], person["id"], str(uuid4()), "nope"):
            manager.delete(f"{team_path(project)}/{gone}")
        told = [event["project_id"] for event in studio.events_since(moment) if event["name"] == "project:update"]
        assert told == [project["id"]] * 4
        studio.client_of(person).get(f"/data/projects/{project['id']}", 403)

    def test_leaves_assignments(self, studio: Studio, project: Row, manager: Api) -> None:
        person = studio.member(project)
        task = studio.task(studio.shot(project), assignees=[person])
        manager.delete(f"{team_path(project)}/{person['id']}")
        assert studio.rows.all("SELECT 1 FROM task_person_link WHERE task_id = %s", task["id"])

    @as_each_role(admin=204, manager=204)
    def test_is_for_managers(self, studio: Studio, project: Row, team: dict[str, Api], role: str, status: int) -> None:
        team[role].delete(f"{team_path(project)}/{studio.member(project)['id']}", status)
