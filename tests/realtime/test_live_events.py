"""The live stream as clients see it: the unmodified gazu client, and a bare Socket.IO client for refusals."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gazu
import httpx
import psycopg
import pytest
import socketio
import websockets.sync.client
from tests.support.api import Api
from tests.support.database import Rows
from tests.support.server import SECRET, serving
from tests.support.studio import Row, Studio, unique
from tests.support.together import wait_until_waiting

from multiplane.access.tokens import issue_api_token, issue_pair

EVENTS = "/events"


def wait_for(condition: Callable[[], Any], seconds: float = 30) -> Any:
    """The first true value of a condition; fails after a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


class Ear:
    """A Socket.IO client that remembers what it hears."""

    def __init__(self, base_url: str, token: str | None = None, **options: Any) -> None:
        self.heard: list[tuple[str, Any]] = []
        self.refused: list[Any] = []
        self.closed = False
        self.client = socketio.Client(reconnection=False)
        self.client.on("*", self._hear, namespace=EVENTS)
        self.client.on("disconnect", self._close, namespace=EVENTS)
        self.client.on("connect_error", self.refused.append, namespace=EVENTS)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client.connect(base_url, headers=headers, namespaces=[EVENTS], wait_timeout=60, **options)

    def _hear(self, name: str, payload: Any = None) -> None:
        self.heard.append((name, payload))

    def _close(self, *_reason: Any) -> None:
        self.closed = True

    def named(self, name: str) -> list[Any]:
        return [payload for heard, payload in self.heard if heard == name]

    def say(self, name: str, *payload: Any) -> None:
        self.client.emit(name, payload if len(payload) > 1 else payload[0], namespace=EVENTS)

    def stop(self) -> None:
        self.client.disconnect()


@pytest.fixture
def listen(server: str) -> Iterator[Callable[..., Ear]]:
    ears: list[Ear] = []

    def make(token: str | None = None, **options: Any) -> Ear:
        ears.append(Ear(options.pop("url", server), token, **options))
        return ears[-1]

    yield make
    for ear in ears:
        ear.stop()


def refusal_of(server: str, **options: Any) -> str:
    """What a refused client reads."""
    client = socketio.Client(reconnection=False)
    refused: list[Any] = []
    client.on("connect_error", refused.append, namespace=EVENTS)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(server, namespaces=[EVENTS], wait_timeout=60, **options)
    client.disconnect()
    answer = refused[0]
    return str(answer["message"] if isinstance(answer, dict) else answer)


class TestDelivery:
    def test_gazu_hears_a_change(self, studio: Studio, server: str) -> None:
        heard: list[Any] = []
        client = gazu.client.create_client(f"{server}/api")
        client.tokens = {"access_token": studio.admin.token}
        events = gazu.events.init(client=client)
        try:
            gazu.events.add_listener(events, "department:new", heard.append)
            created = studio.admin.post("/data/departments", {"name": unique("D"), "color": "#000"})
            wait_for(lambda: {"department_id": created["id"]} in heard)
        finally:
            events.disconnect()

    def test_the_new_state_is_there_when_the_event_comes(self, studio: Studio, listen: Callable[..., Ear]) -> None:
        department = studio.department()
        ear = listen(studio.admin.token)
        path = f"/data/departments/{department['id']}"
        for number in range(10):
            studio.admin.put(path, {"color": f"#{number}"})
        wait_for(lambda: len(ear.named("department:update")) >= 10)
        assert studio.admin.get(path)["color"] == "#9"

    def test_a_refused_write_says_nothing(self, studio: Studio, listen: Callable[..., Ear]) -> None:
        department = studio.department()
        ear = listen(studio.admin.token)
        studio.admin.post("/data/departments", {"name": department["name"], "color": "#000"}, 400)
        marker = studio.admin.post("/data/departments", {"name": unique("D"), "color": "#000"})
        wait_for(lambda: ear.named("department:new"))
        assert ear.named("department:new") == [{"department_id": marker["id"]}]

    def test_both_processes_tell_both_clients(
        self, studio: Studio, server: str, database_dsn: str, tmp_path: Path, listen: Callable[..., Ear]
    ) -> None:
        with serving(database_dsn, tmp_path) as other:
            here, there = listen(studio.admin.token), listen(studio.admin.token, url=other)
            other_admin = Api(other, studio.admin.token)
            one = studio.admin.post("/data/departments", {"name": unique("D"), "color": "#000"})
            two = other_admin.post("/data/departments", {"name": unique("D"), "color": "#000"})
            for ear in (here, there):
                wait_for(lambda ear=ear: len(ear.named("department:new")) == 2)
                assert [event["department_id"] for event in ear.named("department:new")] == [
                    one["id"],
                    two["id"],
                ]
            there.stop()

    def test_nothing_is_lost_when_the_feed_loses_the_database(
        self, studio: Studio, rows: Rows, listen: Callable[..., Ear]
    ) -> None:
        ear = listen(studio.admin.token)
        rows.all(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'multiplane feed' AND datname = current_database()"
        )
        created = studio.admin.post("/data/departments", {"name": unique("D"), "color": "#000"})
        wait_for(lambda: {"department_id": created["id"]} in ear.named("department:new"))
        assert ear.named("department:new").count({"department_id": created["id"]}) == 1

    def test_a_socket_that_does_not_read_slows_nobody(
        self, studio: Studio, server: str, listen: Callable[..., Ear]
    ) -> None:
        ear = listen(studio.admin.token)
        address = server.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        with websockets.sync.client.connect(address, max_queue=1, compression=None, close_timeout=0) as slow:
            slow.send("40/events," + json.dumps({"token": studio.admin.token}))
            wait_for(lambda: str(slow.recv()).startswith("40/events"))
            studio.rows.run(
                "SELECT pg_notify('multiplane_events', jsonb_build_array(jsonb_build_array(gen_random_uuid(), "
                "'test:flood', jsonb_build_object('number', number, 'text', repeat('x', 6000)), null))::text) "
                "FROM generate_series(0, 1999) AS number"
            )
            wait_for(lambda: len(ear.named("test:flood")) == 2000, 120)
            started = time.monotonic()
            studio.admin.get("/data/departments")
            assert time.monotonic() - started < 5
        # this client hands each event to a thread of its own
        assert sorted(event["number"] for event in ear.named("test:flood")) == list(range(2000))


class TestWhoHears:
    def test_a_project_is_told_to_its_team(self, studio: Studio, listen: Callable[..., Ear]) -> None:
        project = studio.project()
        inside = listen(studio.client_of(studio.member(project)).token)
        outside = listen(studio.client_of(studio.person("manager")).token)
        payload = {"name": "test:project", "data": {}}
        notify(studio, "test:project", {"x": 1, "project_id": project["id"]}, project["id"])
        notify(studio, "test:everybody", payload, None)
        wait_for(lambda: inside.named("test:everybody") and outside.named("test:everybody"))
        assert inside.named("test:project") == [{"x": 1, "project_id": project["id"]}]
        assert outside.named("test:project") == []

    def test_joining_the_team_begins_it_at_once(self, studio: Studio, listen: Callable[..., Ear]) -> None:
        person = studio.person()
        ear = listen(studio.client_of(person).token)
        project = studio.admin.post("/data/projects", {"name": unique("P"), "team": [person["id"]]})
        studio.admin.post(
            f"/data/projects/{project['id']}/settings/task-types", {"task_type_id": studio.task_type()["id"]}
        )
        joined = studio.project()
        studio.admin.post(f"/data/projects/{joined['id']}/team", {"person_id": person["id"]})
        notify(studio, "test:project", {"project_id": joined["id"]}, joined["id"])
        wait_for(lambda: ear.named("test:project"))
        assert {"project_id": project["id"]} in ear.named("project:update")
        assert ear.named("test:project") == [{"project_id": joined["id"]}]

    def test_leaving_the_team_ends_it_at_once(self, studio: Studio, listen: Callable[..., Ear]) -> None:
        project = studio.project()
        person = studio.member(project)
        ear = listen(studio.client_of(person).token)
        studio.rows.run("DELETE FROM project_person_link WHERE person_id = %s", person["id"])
        notify(studio, "project:update", {"project_id": project["id"]}, None)
        notify(studio, "test:project", {"project_id": project["id"]}, project["id"])
        notify(studio, "test:everybody", {}, None)
        wait_for(lambda: ear.named("test:everybody"))
        assert ear.named("test:project") == []

    def test_a_socket_that_is_not_let_in_yet_hears_nothing(
        self, studio: Studio, server: str, database_dsn: str, listen: Callable[..., Ear]
    ) -> None:
        ear = listen(studio.admin.token)
        address = server.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        with websockets.sync.client.connect(address) as asking:
            with studio.rows.connection.transaction():
                studio.rows.run("LOCK TABLE person IN ACCESS EXCLUSIVE MODE")
                asking.send("40/events," + json.dumps({"token": studio.admin.token}))
                wait_until_waiting(studio.rows, 1)
                with psycopg.connect(database_dsn, autocommit=True) as other:
                    other.execute(
                        "SELECT pg_notify('multiplane_events', jsonb_build_array(jsonb_build_array("
                        "gen_random_uuid(), 'test:secret', '{}'::jsonb, null))::text)"
                    )
                wait_for(lambda: ear.named("test:secret"))
            heard: list[str] = []
            wait_for(lambda: heard.append(str(asking.recv())) or heard[-1].startswith("40/events"))
            assert not any("test:secret" in text for text in heard)

    def test_a_demoted_administrator_hears_the_own_teams_only(self, studio: Studio, listen: Callable[..., Ear]) -> None:
        person = studio.person("admin")
        mine, foreign = studio.project(), studio.project()
        studio.join(mine, person)
        ear = listen(studio.client_of(person).token)
        studio.admin.put(f"/data/persons/{person['id']}", {"role": "user"})
        for project in (foreign, mine):
            notify(studio, "test:project", {"project_id": project["id"]}, project["id"])
        wait_for(lambda: ear.named("test:project"))
        assert ear.named("test:project") == [{"project_id": mine["id"]}]


class TestBrowsers:
    @pytest.mark.parametrize(
        ("origin", "more", "status"),
        [
            ("http://{host}", {}, 200),
            ("https://{host}", {}, 200),
            ("https://tracker.example.com", {"Host": "tracker.example.com"}, 200),
            ("https://tracker.example.com:443", {"X-Forwarded-Host": "tracker.example.com"}, 200),
            ("http://localhost:{port}", {"Host": "upstream"}, 200),
            ("https://elsewhere.example.com", {}, 400),
            ("null", {}, 400),
        ],
        ids=["same", "https at a proxy", "host of a proxy", "forwarded", "domain_name", "elsewhere", "file"],
    )
    def test_only_pages_of_this_server_may_listen(
        self, server: str, origin: str, more: dict[str, str], status: int
    ) -> None:
        address = urlsplit(server)
        headers = {"Origin": origin.format(host=address.netloc, port=address.port), **more}
        answer = httpx.get(f"{server}/socket.io/?EIO=4&transport=polling", headers=headers)
        assert answer.status_code == status, answer.text


class TestAuthentication:
    def test_the_token_may_come_as_payload(self, studio: Studio, listen: Callable[..., Ear]) -> None:
        ear = listen(auth={"token": studio.admin.token})
        created = studio.admin.post("/data/departments", {"name": unique("D"), "color": "#000"})
        wait_for(lambda: {"department_id": created["id"]} in ear.named("department:new"))

    def test_refusals(self, studio: Studio, server: str) -> None:
        person = studio.person()
        tokens = issue_pair(SECRET, person["id"])
        assert refusal_of(server).startswith("Missing access token")
        assert refusal_of(server, auth={"token": "x.y.z"}) == "Invalid access token."
        assert refusal_of(server, auth={"token": tokens.refresh}).startswith("A refresh token was given")
        studio.rows.run("UPDATE person SET active = false WHERE id = %s", person["id"])
        assert refusal_of(server, auth={"token": tokens.access}) == "Inactive account."
        stale = issue_api_token(SECRET, person["id"], "bot", "old", None)
        assert refusal_of(server, auth={"token": stale}) == "Access token revoked."

    def test_logout_closes_the_socket(self, studio: Studio, listen: Callable[..., Ear]) -> None:
        client = studio.client_of(studio.person())
        ear = listen(client.token)
        client.get("/auth/logout")
        wait_for(lambda: ear.closed)

    def test_deactivation_closes_the_socket(self, studio: Studio, listen: Callable[..., Ear]) -> None:
        person = studio.person()
        ear = listen(studio.client_of(person).token)
        studio.rows.run("UPDATE person SET active = false WHERE id = %s", person["id"])
        notify(studio, "person:update", {"person_id": person["id"]}, None)
        wait_for(lambda: ear.closed)


def notify(studio: Studio, name: str, payload: Row, project_id: str | None) -> None:
    """An event as another process sends it."""
    studio.rows.all(
        "SELECT pg_notify('multiplane_events', jsonb_build_array(jsonb_build_array("
        "gen_random_uuid(), %s::text, %s::jsonb, %s::text))::text)",
        name,
        json.dumps(payload),
        project_id,
    )
