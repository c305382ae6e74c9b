"""The log of events and of logins (00-conventions 14)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio

from multiplane import models


class Log:
    """A project with events of known names and authors."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.project = studio.project()
        self.author = studio.person()
        self.mark = uuid4().hex[:8]

    def event(self, name: str, moment: str = "2020-01-01T00:00:00", project: Row | None = None, **values: Any) -> Row:
        return self.studio.rows.insert(
            models.ApiEvent,
            **{
                "name": name,
                "project_id": (project or self.project)["id"],
                "user_id": self.author["id"],
                "created_at": moment,
                "data": {"mark": self.mark},
                **values,
            },
        )

    def read(self, status: int = 200, **params: Any) -> Any:
        return self.studio.admin.get("/data/events/last", status, params={"project_id": self.project["id"], **params})


@pytest.fixture
def log(studio: Studio) -> Log:
    return Log(studio)


class TestLastEvents:
    def test_item(self, log: Log) -> None:
        row = log.event("asset:new", "2020-02-03T04:05:06")
        assert log.read() == [
            {
                "id": row["id"],
                "created_at": "2020-02-03T04:05:06",
                "name": "asset:new",
                "user_id": log.author["id"],
                "project_id": log.project["id"],
                "data": {"mark": log.mark},
            }
        ]

    def test_newest_first_between_two_dates(self, log: Log) -> None:
        for day in range(1, 6):
            log.event(f"day:{day}", f"2020-01-0{day}T00:00:00")
        names = [event["name"] for event in log.read(after="2020-01-01", before="2020-01-05T00:00:00")]
        assert names == ["day:4", "day:3", "day:2"]
        assert len(log.read(limit=2)) == 2

    def test_continues_after_a_cursor(self, log: Log) -> None:
        rows = [log.event(f"day:{day}", f"2020-01-0{day}T00:00:00") for day in range(1, 4)]
        older = log.read(cursor_event_id=rows[2]["id"])
        assert [event["id"] for event in older] == [rows[1]["id"], rows[0]["id"]]

    def test_filters_by_name_and_author(self, log: Log) -> None:
        for name in ("task:new", "task:update", "shot:new"):
            log.event(name)
        other = log.studio.person()
        log.event("task:delete", user_id=other["id"])

        def names(**params: Any) -> set[str]:
            return {event["name"] for event in log.read(**params)}

        assert names(name="task:new") == {"task:new"}
        assert names(name_prefixes=["task", "edit"]) == {"task:new", "task:update", "task:delete"}
        assert names(name_suffixes=["new"]) == {"task:new", "shot:new"}
        assert names(name_prefixes=["task"], name_suffixes=["new", "delete"]) == {"task:new", "task:delete"}
        assert names(person_ids=[other["id"]]) == {"task:delete"}

    def test_only_files(self, log: Log) -> None:
        for name in ("preview-file:add-file", "preview-file:update", "project:set-thumbnail"):
            log.event(name)
        found = {event["name"] for event in log.read(only_files="true")}
        assert found == {"preview-file:add-file", "project:set-thumbnail"}
        assert len(log.read(only_files="True")) == 3

    @pytest.mark.parametrize(
        ("params", "message"),
        [
            ({"name_prefixes": "%"}, "The name_prefixes parameter contains an invalid value"),
            ({"name_suffixes": "A"}, "The name_suffixes parameter contains an invalid value"),
            ({"person_ids": "x"}, "The person_ids parameter contains an invalid id"),
            ({"project_id": "x"}, "The project_id parameter is not a valid id"),
            ({"cursor_event_id": "x"}, "The cursor_event_id parameter is not a valid id"),
            ({"limit": "x"}, "limit must be an integer."),
            ({"cursor_event_id": "00000000-0000-4000-8000-000000000000"},
             "No event found with id: 00000000-0000-4000-8000-000000000000"),
        ],
    )  # fmt: skip
    def test_refuses(self, log: Log, params: dict[str, str], message: str) -> None:
        answer = log.studio.admin.get("/data/events/last", 400, params=params)
        assert answer == {"error": True, "message": message, "data": None}

    def test_roles_come_before_other_parameters(self, log: Log) -> None:
        artist = log.studio.client_of(log.studio.member(log.project, "user"))
        artist.get("/data/events/last", 403, params={"limit": "x"})
        artist.get("/data/events/last", 400, params={"project_id": "x"})

    @as_each_role(admin=200, manager=200)
    def test_of_a_project(self, log: Log, role: str, status: int) -> None:
        client = log.studio.team(log.project)[role]
        client.get("/data/events/last", status, params={"project_id": log.project["id"]})

    @as_each_role(admin=200, manager=200, outsider=200)
    def test_of_all(self, log: Log, role: str, status: int) -> None:
        log.studio.team(log.project)[role].get("/data/events/last", status, params={"limit": 1})

    def test_managers_read_the_projects_they_manage(self, log: Log) -> None:
        studio = log.studio
        mine, as_client, foreign = log.project, studio.project(is_open=False), studio.project()
        manager = studio.member(mine, "manager")
        studio.join(as_client, manager, "client")
        for project in (mine, as_client, foreign):
            log.event("task:new", "2100-01-01T00:00:00", project)
        log.event("task:new", "2100-01-01T00:00:00", project_id=None)
        client = studio.client_of(manager)

        found = client.get("/data/events/last", params={"after": "2099-01-01", "limit": 1000})

        assert [event["project_id"] for event in found] == [mine["id"]]
        client.get("/data/events/last", 403, params={"project_id": as_client["id"]})
        client.get("/data/events/last", 403, params={"project_id": foreign["id"]})

    def test_a_manager_by_project_role(self, log: Log) -> None:
        artist = log.studio.member(log.project, "user", "manager")
        log.event("task:new")
        client = log.studio.client_of(artist)
        assert len(client.get("/data/events/last", params={"project_id": log.project["id"]})) == 1
        client.get("/data/events/last", 403)


class TestNames:
    def test_a_new_name_appears_at_once(self, log: Log) -> None:
        name = f"a-{log.mark}:new"
        assert name not in log.studio.admin.get("/data/events/names")
        log.event(name)
        log.event(name)
        names = log.studio.admin.get("/data/events/names")
        assert names.count(name) == 1
        assert names == sorted(names)

    @as_each_role(admin=200, manager=200, outsider=200)
    def test_is_for_managers(self, studio: Studio, role: str, status: int) -> None:
        studio.team(studio.project())[role].get("/data/events/names", status)


class TestLoginLogs:
    PATH = "/data/events/login-logs/last"

    def login(self, studio: Studio, person: Row, moment: str) -> Row:
        values = {"person_id": person["id"], "ip_address": "192.0.2.1", "origin": "web", "created_at": moment}
        return studio.rows.insert(models.LoginLog, **values)

    def test_newest_first_after_a_cursor(self, studio: Studio) -> None:
        person = studio.person()
        rows = [self.login(studio, person, f"2020-01-0{day}T10:00:00") for day in range(1, 4)]
        params = {"person_ids": person["id"]}
        logs = studio.admin.get(self.PATH, params=params)
        assert [log["id"] for log in logs] == [row["id"] for row in reversed(rows)]
        assert logs[0] == {
            "id": rows[2]["id"],
            "created_at": "2020-01-03T10:00:00",
            "ip_address": "192.0.2.1",
            "person_id": person["id"],
            "origin": "web",
        }
        older = studio.admin.get(self.PATH, params={**params, "cursor_login_log_id": rows[1]["id"]})
        assert [log["id"] for log in older] == [rows[0]["id"]]
        between = studio.admin.get(self.PATH, params={**params, "after": "2020-01-01T10:00:00", "before": "2020-01-03"})
        assert [log["id"] for log in between] == [rows[1]["id"]]

    @as_each_role(admin=200)
    def test_is_for_administrators(self, studio: Studio, role: str, status: int) -> None:
        client = studio.team(studio.project())[role]
        client.get(self.PATH, status)
        client.get(self.PATH, 400 if status == 200 else status, params={"cursor_login_log_id": "x"})

    def test_refuses(self, studio: Studio) -> None:
        unknown = str(uuid4())
        for params, message in (
            ({"cursor_login_log_id": unknown}, f"No login log found with id: {unknown}"),
            ({"cursor_login_log_id": "x"}, "The cursor_login_log_id parameter is not a valid id"),
        ):
            assert studio.admin.get(self.PATH, 400, params=params)["message"] == message
        studio.client_of(studio.person()).get(self.PATH, 400, params={"limit": "x"})


class TestGenericResource:
    def test_rows(self, studio: Studio) -> None:
        start = studio.now()
        event = studio.admin.post("/data/events", {"name": "a:b", "data": {"x": 1}})
        assert set(event) == {"name", "user_id", "project_id", "data", "id", "created_at", "updated_at", "type"}
        assert event["type"] == "ApiEvent"
        assert studio.admin.get(f"/data/events/{event['id']}") == event
        studio.admin.put(f"/data/events/{event['id']}", {"name": "a:c"})
        studio.admin.delete(f"/data/events/{event['id']}")
        about = [row["name"] for row in studio.events_since(start) if row["data"] == {"api_event_id": event["id"]}]
        assert about == ["api-event:new", "api-event:update", "api-event:delete"]

    def test_a_plain_list_stops_at_a_thousand(self, studio: Studio) -> None:
        studio.rows.run(
            "INSERT INTO api_event (id, name, created_at, updated_at) "
            "SELECT gen_random_uuid(), 'many:new', now(), now() FROM generate_series(1, 1001)"
        )
        assert len(studio.admin.get("/data/events", params={"name": "many:new"})) == 1000
        assert (
            len(studio.admin.get("/data/events", params={"name": "many:new", "page": 1, "limit": 2000})["data"]) == 1001
        )

    @as_each_role(admin=200)
    def test_is_for_administrators(self, studio: Studio, role: str, status: int) -> None:
        studio.team(studio.project())[role].get("/data/events", status, params={"name": "none:such"})
