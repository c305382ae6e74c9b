"""Reading time by person, period, project: the person rule, the tables (04-tasks 4.11)."""

from typing import Any
from uuid import uuid4

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.support.studio import unique
from tests.tasks.production import Production

Row = dict[str, Any]

BOTH = "If querying for a range of dates, both a `start_date` and an `end_date` must be given."


def log(production: Production, task: Row, person: Row, date: str, duration: float = 10) -> Row:
    return production.studio.rows.insert(
        models.TimeSpent, task_id=task["id"], person_id=person["id"], date=date, duration=duration
    )


def ids(rows: list[Row]) -> list[str]:
    return [row["id"] for row in rows]


class TestMine:
    def test_a_range(self, production: Production) -> None:
        artist, client, task = production.people["user"], production.team["user"], production.task()
        logged = [log(production, task, artist, f"2026-01-0{number}") for number in (1, 2, 3)]
        log(production, task, production.people["manager"], "2026-01-02")
        found = client.get("/data/user/time-spents?start_date=2026-01-02&end_date=2026-01-03")
        assert ids(found) == ids(logged[1:])
        assert (found[0]["project_id"], found[0]["task_type_id"]) == (production.project["id"], task["task_type_id"])
        assert found[0]["type"] == "TimeSpent"
        assert client.get("/data/user/time-spents") == []
        assert client.get("/data/user/time-spents?start_date=2026-01-01", status=400)["message"] == BOTH
        answer = client.get("/data/user/time-spents?start_date=x&end_date=2026-01-01", status=400)
        assert answer["message"] == "Wrong date format for x and/or 2026-01-01"

    def test_a_day(self, production: Production) -> None:
        artist, client, task = production.people["user"], production.team["user"], production.task()
        logged = log(production, task, artist, "2026-01-02")
        log(production, task, artist, "2026-01-03")
        (found,) = client.get("/data/user/time-spents/2026-01-02")
        assert (found["id"], "project_id" in found) == (logged["id"], False)
        assert client.get("/data/user/time-spents/not-a-date", status=400)["message"] == "Wrong date format."

    def test_a_task_on_a_day(self, production: Production) -> None:
        artist, client, task = production.people["user"], production.team["user"], production.task()
        logged = log(production, task, artist, "2026-01-02")
        where = f"/data/user/tasks/{task['id']}/time-spents"
        assert client.get(f"{where}/2026-01-02")["id"] == logged["id"]
        assert client.get(f"{where}/2026-01-03") is None
        client.get(f"{where}/x", status=400)
        client.get(f"/data/user/tasks/{uuid4()}/time-spents/2026-01-02", status=404)

    def test_a_day_off(self, production: Production) -> None:
        artist, client = production.people["user"], production.team["user"]
        production.studio.rows.insert(
            models.DayOff, person_id=artist["id"], date="2026-01-02", end_date="2026-01-04", description="sea"
        )
        found = client.get("/data/user/day-offs/2026-01-03")
        assert (found["type"], found["description"]) == ("DayOff", "sea")
        assert client.get("/data/user/day-offs/2026-01-05") == {}
        client.get("/data/user/day-offs/x", status=400)

    def test_is_not_for_strangers(self, production: Production) -> None:
        for path in ("time-spents", "time-spents/2026-01-01", "day-offs/2026-01-01"):
            production.team["anonymous"].get(f"/data/user/{path}", status=401)


class TestOfPerson:
    PATHS = (
        "?start_date=2026-01-01&end_date=2026-12-31", "/2026-01-05", "/year/2026", "/month/2026/1", "/week/2026/2",
        "/day/2026/1/5",
    )  # fmt: skip

    def url(self, person: Row, path: str = "") -> str:
        return f"/data/persons/{person['id']}/time-spents{path}"

    @pytest.mark.parametrize("path", PATHS)
    def test_who_reads_what(self, production: Production, path: str) -> None:
        """The day is a Monday of the second ISO week of 2026."""
        artist, task = production.people["user"], production.task()
        elsewhere = production.studio.task(production.studio.shot(production.studio.project()))
        for number, place in enumerate((task, elsewhere)):
            log(production, place, artist, "2026-01-05", 10 + number)

        def durations(role: str) -> set[float]:
            return {row["duration"] for row in production.team[role].get(self.url(artist, path))}

        assert durations("admin") == durations("user") == {10.0, 11.0}
        assert durations("manager") == durations("supervisor") == {10.0}
        assert durations("outsider") == set()
        for role, status in (("client", 403), ("vendor", 403), ("anonymous", 401)):
            production.team[role].get(self.url(artist, path), status=status)
        colleague = production.client_of(production.member())
        colleague.get(self.url(artist, path), status=403)

    def test_supervisors_read_their_departments(self, production: Production) -> None:
        artist, task = production.people["user"], production.task()
        log(production, task, artist, "2026-01-05")
        for department, expected in ((production.department, 1), (production.studio.department(), 0)):
            supervisor = production.client_of(production.member("supervisor", departments=[department]))
            assert len(supervisor.get(self.url(artist, "/year/2026"))) == expected

    def test_minutes_by_task_with_names(self, production: Production) -> None:
        studio, artist = production.studio, production.people["user"]
        episode = studio.episode(production.project)
        sequence = studio.sequence(production.project, episode)
        shot = studio.shot(production.project, sequence)
        task = production.task(entity=shot)
        for number in (1, 2):
            log(production, task, artist, f"2026-01-0{number}", 30)
        assert production.team["user"].get(self.url(artist, "/month/2026/01")) == [
            {
                "task_id": task["id"], "task_type_id": task["task_type_id"], "project_id": production.project["id"],
                "project_name": production.project["name"], "entity_name": shot["name"], "entity_type_name": "Shot",
                "sequence_name": sequence["name"], "episode_name": episode["name"], "duration": 60.0,
            }
        ]  # fmt: skip

    def test_of_one_project(self, production: Production) -> None:
        artist, task = production.people["user"], production.task()
        other = production.studio.project()
        log(production, task, artist, "2026-01-05")
        log(production, production.studio.task(production.studio.shot(other)), artist, "2026-01-05")
        where = self.url(artist, f"/day/2026/01/05?project_id={production.project['id']}")
        assert [row["task_id"] for row in production.team["manager"].get(where)] == [task["id"]]
        assert [row["task_id"] for row in production.team["user"].get(where)] == [task["id"]]
        production.team["manager"].get(self.url(artist, f"/year/2026?project_id={other['id']}"), status=403)
        production.team["manager"].get(self.url(artist, "/year/2026?project_id=x"), status=400)

    def test_a_whole_month_is_for_oneself_and_administrators(self, production: Production) -> None:
        artist = production.people["user"]
        logged = log(production, production.task(), artist, "2026-01-31")
        log(production, production.task(), artist, "2026-02-01")
        where = self.url(artist, "/month/all/2026/01")
        for role in ("admin", "user"):
            assert ids(production.team[role].get(where)) == [logged["id"]]
        production.team["manager"].get(where, status=403)

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("/year/x", "Invalid date format."),
            ("/year/0", "Invalid date format."),
            ("/month/2026/13", "Invalid date format."),
            ("/week/2026/54", "Invalid month or year."),
            ("/week/9999/53", "Invalid month or year."),
            ("/day/2026/2/30", "Invalid month or year."),
            ("/month/all/2026/0", "Invalid month or year."),
            ("/x", "Invalid month or year."),
            ("?start_date=2026-01-01", BOTH),
        ],
    )
    def test_bad_periods(self, production: Production, path: str, message: str) -> None:
        answer = production.team["user"].get(self.url(production.people["user"], path), status=400)
        assert answer["message"] == message

    def test_bots_and_unknown_people(self, production: Production) -> None:
        bot = production.studio.person("user", is_bot=True)
        production.studio.admin.get(self.url(bot, "/year/2026"), status=403)
        for person_id in ("x", str(uuid4())):
            production.studio.admin.get(self.url({"id": person_id}, "/year/2026"), status=404)

    def test_the_form_clients_send(self, production: Production) -> None:
        artist = production.people["user"]
        logged = log(production, production.task(), artist, "2026-01-05")
        found = production.team["user"].get(self.url(artist, "/?start_date=2026-01-01&end_date=2026-01-31"))
        assert ids(found) == [logged["id"]]
        assert production.team["user"].get(self.url(artist)) == []


class TestTables:
    TABLES = ("year-table", "month-table/2026", "week-table/2026", "day-table/2026/01")

    def table(self, production: Production, role: str, path: str, query: str = "") -> Any:
        return production.team[role].get(f"/data/persons/time-spents/{path}{query}")

    @pytest.mark.parametrize(("path", "unit"), list(zip(TABLES, ("2026", "1", "2", "5"), strict=True)))
    def test_who_sees_whom(self, production: Production, path: str, unit: str) -> None:
        artist, other, task = production.people["user"], production.member(), production.task()
        log(production, task, artist, "2026-01-05", 30)
        log(production, task, other, "2026-01-05", 12.5)
        everybody = {unit: {artist["id"]: 30.0, other["id"]: 12.5}}
        assert self.table(production, "manager", path) == everybody
        assert self.table(production, "supervisor", path) == everybody
        assert self.table(production, "admin", path, f"?project_id={production.project['id']}") == everybody
        assert self.table(production, "user", path) == {unit: {artist["id"]: 30.0}}
        for role in ("outsider", "client", "vendor"):
            assert self.table(production, role, path) == {}
        production.team["anonymous"].get(f"/data/persons/time-spents/{path}", status=401)

    def test_narrows(self, production: Production) -> None:
        studio = production.studio
        place = studio.rows.insert(models.Studio, name=unique("Place"), color="#000000")
        artist, other = production.member(studio_id=place["id"]), production.member()
        log(production, production.task(), artist, "2026-01-05")
        log(production, production.task(task_type=studio.task_type()), other, "2026-01-05")
        for query, person in (
            (f"?department_id={production.department['id']}", artist), (f"?studio_id={place['id']}", artist),
        ):  # fmt: skip
            assert self.table(production, "manager", "year-table", query) == {"2026": {person["id"]: 10.0}}

    def test_supervisors_see_their_departments(self, production: Production) -> None:
        artist = production.people["user"]
        log(production, production.task(), artist, "2026-01-05")
        own, other = production.department, production.studio.department()
        inside = production.client_of(production.member("supervisor", departments=[own]))
        outside = production.client_of(production.member("supervisor", departments=[other]))
        where = "/data/persons/time-spents/year-table"
        assert inside.get(where) == {"2026": {artist["id"]: 10.0}}
        assert outside.get(where) == {}
        answer = outside.get(f"{where}?department_id={own['id']}", status=400)
        assert answer["message"] == "Supervisor not allowed to access this department"

    def test_bad_requests(self, production: Production) -> None:
        for path in ("day-table/2026/13", "day-table/2026/x", "month-table/x", "week-table/0"):
            answer = production.team["user"].get(f"/data/persons/time-spents/{path}", status=400)
            assert answer["message"] == "Invalid month or year."
        production.team["user"].get("/data/persons/time-spents/year-table?studio_id=x", status=400)
        foreign = production.studio.project()["id"]
        production.team["user"].get(f"/data/persons/time-spents/year-table?project_id={foreign}", status=403)


class TestOfProductions:
    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_of_an_entity_newest_first(self, production: Production, role: str, status: int) -> None:
        task, artist = production.task(entity=production.shot), production.people["user"]
        old, new = (log(production, task, artist, f"2026-01-0{number}") for number in (1, 2))
        path = f"/data/entities/{production.shot['id']}/time-spents"
        found = production.team[role].get(path, status=status)
        if status == 200:
            assert ids(found) == ([] if role == "client" else [new["id"], old["id"]])
            for entity_id in ("x", uuid4()):
                production.team[role].get(f"/data/entities/{entity_id}/time-spents", status=404)

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, vendor=200)
    def test_of_a_project(self, production: Production, role: str, status: int) -> None:
        logged = log(production, production.task(), production.people["user"], "2026-01-01")
        own = log(production, production.task(production.people["vendor"]), production.people["vendor"], "2026-01-02")
        found = production.team[role].get(f"/data/projects/{production.project['id']}/time-spents", status=status)
        if status == 200:
            assert ids(found) == ([own["id"]] if role == "vendor" else [logged["id"], own["id"]])

    @as_each_role(admin=200, manager=200)
    def test_of_a_task_type_by_person(self, production: Production, role: str, status: int) -> None:
        task, artist = production.task(), production.people["user"]
        old, middle, new = (log(production, task, artist, f"2026-01-0{number}") for number in (1, 2, 3))
        log(production, production.task(task_type=production.studio.task_type()), artist, "2026-01-01")
        path = f"/data/projects/{production.project['id']}/task-types/{production.task_type['id']}/time-spents"
        found = production.team[role].get(path, status=status)
        if status == 200:
            assert {key: ids(rows) for key, rows in found.items()} == {artist["id"]: ids([new, middle, old])}
            ranged = production.team[role].get(f"{path}?start_date=2026-01-02&end_date=2026-01-02")
            assert ids(ranged[artist["id"]]) == [middle["id"]]
            assert list(production.team[role].get(f"{path}?start_date=2026-01-04")) == []
            production.team[role].get(f"{path}?start_date=x", status=400)
            production.team[role].get(path.replace(production.task_type["id"], str(uuid4())), status=404)

    @as_each_role(admin=200)
    def test_for_budgets(self, production: Production, role: str, status: int) -> None:
        task, artist = production.task(), production.people["user"]
        log(production, task, artist, "2026-01-05", 10)
        log(production, task, artist, "2026-01-06", 5)
        log(production, task, artist, "2026-02-01", 1)
        log(production, production.task(task_type=production.studio.task_type()), artist, "2026-01-05", 99)
        found = production.team[role].get(
            f"/data/projects/{production.project['id']}/budgets/time-spents", status=status
        )
        if status == 200:
            assert found == {
                production.department["id"]: {
                    "total": 16.0, artist["id"]: {"total": 16.0, "2026-01": 15.0, "2026-02": 1.0}
                }
            }  # fmt: skip
            production.team[role].get(f"/data/projects/{uuid4()}/budgets/time-spents", status=404)
