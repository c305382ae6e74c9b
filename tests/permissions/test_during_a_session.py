"""Rights that change while somebody is signed in: they count at the next request, and on the open socket."""

from collections.abc import Callable, Iterator

import pytest
from tests.realtime.test_live_events import Ear, wait_for
from tests.support.api import Api
from tests.support.stage import Stage
from tests.support.studio import Row, Studio, unique


@pytest.fixture
def listen(server: str) -> Iterator[Callable[[Api], Ear]]:
    ears: list[Ear] = []

    def make(client: Api) -> Ear:
        ears.append(Ear(server, client.token))
        return ears[-1]

    yield make
    for ear in ears:
        ear.stop()


def change(stage: Stage) -> Row:
    """Something happens to the shot of the stage."""
    shot: Row = stage.studio.admin.put(f"/data/shots/{stage.shot['id']}", {"description": unique("New")})
    return shot


def everybody_heard(stage: Stage, ear: Ear) -> None:
    """Wait for an event of the studio, which comes after all those before it."""
    department = stage.studio.admin.post("/data/departments", {"name": unique("D"), "color": "#000000"})
    wait_for(lambda: {"department_id": department["id"]} in ear.named("department:new"))


class TestNextRequest:
    def test_after_leaving_the_team(self, stage: Stage) -> None:
        team = f"/data/projects/{stage.project['id']}/team"
        for role in ("manager", "supervisor", "user", "client", "vendor"):
            client, person = stage.team[role], stage.people[role]
            client.get(f"/data/tasks/{stage.task['id']}")
            stage.studio.admin.delete(f"{team}/{person['id']}")
            client.get(f"/data/tasks/{stage.task['id']}", 403)
            assert stage.project["id"] not in [row["id"] for row in client.get("/data/projects")]
            stage.studio.admin.post(team, {"person_id": person["id"]})
            client.get(f"/data/tasks/{stage.task['id']}")

    def test_after_a_new_role_on_the_team(self, stage: Stage) -> None:
        path = f"/data/projects/{stage.project['id']}/team/{stage.people['manager']['id']}"
        shot, manager = f"/data/shots/{stage.shot['id']}", stage.team["manager"]
        for role, status in (("user", 403), (None, 200), ("supervisor", 403), ("manager", 200)):
            stage.studio.admin.put(path, {"role": role})
            manager.put(shot, {"description": "x"}, status)

    def test_after_a_new_role_in_the_studio(self, stage: Stage) -> None:
        client, path = stage.team["admin"], f"/data/persons/{stage.people['admin']['id']}"
        client.get("/data/plugins")
        stage.studio.admin.put(path, {"role": "user"})
        client.get("/data/plugins", 403)
        client.put(path, {"role": "admin"})
        client.get("/data/plugins", 403)

    def test_after_an_assignment_ends(self, stage: Stage) -> None:
        vendor = stage.team["vendor"]
        vendor.get(f"/data/shots/{stage.shot['id']}")
        body = {"task_ids": [stage.task["id"]], "person_id": stage.people["vendor"]["id"]}
        stage.manager.put("/actions/tasks/clear-assignation", body)
        vendor.get(f"/data/shots/{stage.shot['id']}", 403)
        vendor.get(f"/data/tasks/{stage.task['id']}", 403)

    def test_after_a_department_is_given(self, stage: Stage) -> None:
        supervisor, path = stage.team["supervisor"], f"/data/persons/{stage.people['supervisor']['id']}"
        task = f"/data/tasks/{stage.task['id']}"
        supervisor.put(task, {"priority": 1})
        stage.studio.admin.put(path, {"departments": [stage.studio.department()["id"]]})
        supervisor.put(task, {"priority": 2}, 403)
        stage.studio.admin.put(path, {"departments": [stage.department["id"]]})
        supervisor.put(task, {"priority": 3})


class TestOpenSocket:
    def test_leaving_the_team_ends_the_events_of_its_production(
        self, stage: Stage, listen: Callable[[Api], Ear]
    ) -> None:
        ear = listen(stage.team["user"])
        shot = change(stage)
        wait_for(lambda: ear.named("shot:update"))
        stage.studio.admin.delete(f"/data/projects/{stage.project['id']}/team/{stage.people['user']['id']}")
        change(stage)
        everybody_heard(stage, ear)
        assert [payload["shot_id"] for payload in ear.named("shot:update")] == [shot["id"]]

    def test_joining_a_team_begins_them(self, stage: Stage, listen: Callable[[Api], Ear]) -> None:
        person = stage.studio.person()
        ear = listen(stage.studio.client_of(person))
        stage.manager.post(f"/data/projects/{stage.project['id']}/team", {"person_id": person["id"]})
        shot = change(stage)
        wait_for(lambda: [payload["shot_id"] for payload in ear.named("shot:update")] == [shot["id"]])

    def test_who_administers_no_more_hears_their_own_productions(
        self, stage: Stage, listen: Callable[[Api], Ear]
    ) -> None:
        person = stage.studio.person("admin")
        ear = listen(stage.studio.client_of(person))
        stage.studio.admin.put(f"/data/persons/{person['id']}", {"role": "manager"})
        change(stage)
        everybody_heard(stage, ear)
        assert ear.named("shot:update") == []

    @pytest.mark.parametrize("leave", ["deactivate", "delete"])
    def test_who_is_gone_hears_nothing(self, studio: Studio, listen: Callable[[Api], Ear], leave: str) -> None:
        person = studio.person()
        ear, path = listen(studio.client_of(person)), f"/data/persons/{person['id']}"
        if leave == "delete":
            studio.admin.delete(path)
        else:
            studio.admin.put(path, {"active": False})
        wait_for(lambda: ear.closed)

    def test_a_new_api_token_closes_the_socket_of_the_old(self, studio: Studio, listen: Callable[[Api], Ear]) -> None:
        person = studio.person()
        path = f"/data/persons/{person['id']}"
        old = studio.admin.put(path, {"expiration_date": None})["access_token"]
        ear = listen(Api(studio.base_url, old))
        studio.admin.put(path, {"expiration_date": None})
        wait_for(lambda: ear.closed)
