"""Logging time on a task: rule TIME, effects, refusals, simultaneous writers (04-tasks 4.11)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.tasks.production import Production

Row = dict[str, Any]

KEYS = {"id", "type", "duration", "date", "task_id", "person_id", "created_at", "updated_at"}


def day(task: Row, person: Row, date: str = "2026-01-05") -> str:
    return f"/actions/tasks/{task['id']}/time-spents/{date}/persons/{person['id']}"


class TestWriting:
    def test_sets_adds_and_sets_again(self, production: Production) -> None:
        artist, client = production.people["user"], production.team["user"]
        task = production.task(artist)
        made = client.post(day(task, artist), {"duration": 120})
        assert made.keys() == KEYS
        assert {key: made[key] for key in ("type", "duration", "date", "task_id", "person_id")} == {
            "type": "TimeSpent", "duration": 120.0, "date": "2026-01-05", "task_id": task["id"],
            "person_id": artist["id"],
        }  # fmt: skip
        added = client.post(f"{day(task, artist)}/add", {"duration": 30.5})
        assert (added["id"], added["duration"]) == (made["id"], 150.5)
        assert client.post(day(task, artist), {"duration": "60"})["duration"] == 60.0
        assert client.post(f"{day(task, artist, '2026-1-6')}/add", {"duration": 5})["date"] == "2026-01-06"
        assert production.stored(task)["duration"] == 65.0

    def test_sums_up_days_and_people(self, production: Production) -> None:
        first, second = production.member(), production.member()
        task = production.task(first, second)
        for person in (first, second):
            for number in (1, 2):
                production.client_of(person).post(day(task, person, f"2026-01-0{number}"), {"duration": 10})
        assert production.stored(task)["duration"] == 40.0
        found = production.team["user"].get(f"/actions/tasks/{task['id']}/time-spents")
        assert found["total"] == 40.0
        assert {person_id: len(rows) for person_id, rows in found.items() if person_id != "total"} == {
            first["id"]: 2, second["id"]: 2,
        }  # fmt: skip

    def test_tells(self, production: Production) -> None:
        artist, client = production.people["user"], production.team["user"]
        task, start = production.task(artist), production.studio.now()
        made = client.post(day(task, artist), {"duration": 1})
        client.post(day(task, artist), {"duration": 2})
        client.delete(day(task, artist), status=201)
        told = {"time_spent_id": made["id"]}
        assert production.emitted(start) == [
            ("time-spent:new", told), ("task:update", {"task_id": task["id"]}),
            ("time-spent:update", told), ("task:update", {"task_id": task["id"]}),
            ("time-spent:delete", told), ("task:update", {"task_id": task["id"]}),
        ]  # fmt: skip
        people = [event for event in production.studio.events_since(start) if event["name"] == "person:update"]
        assert [(event["data"], event["project_id"]) for event in people] == [({"person_id": artist["id"]}, None)]

    def test_a_new_one_is_a_sign_of_presence(self, production: Production) -> None:
        artist, task = production.people["user"], production.task(production.people["user"])
        rows = production.studio.rows
        rows.insert(models.DesktopLoginLog, person_id=artist["id"], date="2026-01-04T10:00:00")
        for date, expected in (
            ("2026-01-02", "2026-01-04"),
            ("2026-01-09", "2026-01-09"),
            ("2026-01-03", "2026-01-09"),
        ):
            production.team["user"].post(day(task, artist, date), {"duration": 1})
            stored = rows.one("SELECT last_presence::text FROM person WHERE id = %s", artist["id"])
            assert stored["last_presence"] == expected

    def test_removing_answers_what_is_gone(self, production: Production) -> None:
        artist, client = production.people["user"], production.team["user"]
        task = production.task(artist)
        made = client.post(day(task, artist), {"duration": 1})
        assert client.delete(day(task, artist), status=201) == {**made, "duration": 0}
        assert production.stored(task)["duration"] == 0
        client.delete(day(task, artist), status=404)

    @as_each_role(admin=201, manager=201)
    def test_is_for_the_person_and_managers(self, production: Production, role: str, status: int) -> None:
        artist = production.member()
        task = production.task(artist, production.people["vendor"])
        where = day(task, artist)
        production.team[role].post(where, {"duration": 5}, status=status)
        production.team[role].post(f"{where}/add", {"duration": 5}, status=status)
        production.client_of(artist).post(where, {"duration": 7})
        production.team[role].delete(where, status=status)
        assert production.stored(task)["duration"] == (0 if status == 201 else 7)

    def test_only_for_assignees(self, production: Production) -> None:
        task, artist = production.task(), production.people["user"]
        for client in (production.studio.admin, production.team["user"]):
            client.post(day(task, artist), {"duration": 5}, status=403)
            client.delete(day(task, artist), status=403)

    def test_bots_where_they_may_work(self, production: Production) -> None:
        bot = production.studio.person("user", is_bot=True)
        task = production.task(bot)
        for method in ("POST", "DELETE"):
            answer = production.studio.admin.request(method, day(task, bot), json={"duration": 1})
            assert answer.status_code == 403
        production.studio.rows.run(
            "UPDATE project SET is_bot_collaboration_enabled = true WHERE id = %s", production.project["id"]
        )
        production.studio.admin.post(day(task, bot), {"duration": 1})
        production.studio.admin.delete(day(task, bot), status=201)

    @pytest.mark.parametrize("duration", [0, -1, None, "x", "inf", "nan", [1]])
    def test_wants_a_positive_duration(self, production: Production, duration: Any) -> None:
        artist = production.people["user"]
        task = production.task(artist)
        for where in (day(task, artist), f"{day(task, artist)}/add"):
            answer = production.team["user"].post(where, {"duration": duration}, status=400)
            assert answer["message"] == "Validation error."
        assert production.stored(task)["duration"] == 0

    def test_a_sum_no_number_holds_changes_nothing(self, production: Production) -> None:
        artist = production.people["user"]
        task = production.task(artist)
        production.team["user"].post(day(task, artist), {"duration": 1e308})
        production.team["user"].post(f"{day(task, artist)}/add", {"duration": 1e308}, status=400)
        assert production.stored(task)["duration"] == 1e308

    @pytest.mark.parametrize("date", ["wrong-date", "2026-13-01", "2026-02-30", "2026", "2026-01-01T00:00:00"])
    def test_wants_a_day(self, production: Production, date: str) -> None:
        artist = production.people["user"]
        task = production.task(artist)
        for method in ("POST", "DELETE"):
            answer = production.team["user"].request(method, day(task, artist, date), json={"duration": 1})
            assert (answer.status_code, answer.json()["message"]) == (400, "Invalid date format.")

    def test_unknown_tasks_and_people(self, production: Production) -> None:
        artist = production.people["user"]
        task = production.task(artist)
        for task_id, person_id in (
            ("x", artist["id"]),
            (uuid4(), artist["id"]),
            (task["id"], "x"),
            (task["id"], uuid4()),
        ):
            where = day({"id": task_id}, {"id": person_id})
            production.studio.admin.post(where, {"duration": 1}, status=404)
            production.studio.admin.delete(where, status=404)

    def test_simultaneous_additions_all_count(self, production: Production) -> None:
        people = [production.member() for _ in range(3)]
        task = production.task(*people)
        jobs = [(production.client_of(person), day(task, person)) for person in people for _ in range(6)]
        with ThreadPoolExecutor(12) as pool:
            made = list(pool.map(lambda job: job[0].post(f"{job[1]}/add", {"duration": 2}), jobs))
        assert len({row["id"] for row in made}) == 3
        assert production.stored(task)["duration"] == 36.0


class TestReading:
    def test_by_day(self, production: Production) -> None:
        artist, client = production.people["user"], production.team["user"]
        task = production.task(artist)
        where = f"/actions/tasks/{task['id']}/time-spents"
        assert client.get(where) == {"total": 0}
        made = client.post(day(task, artist, "2026-01-05"), {"duration": 3})
        client.post(day(task, artist, "2026-01-06"), {"duration": 4})
        assert client.get(f"{where}/2026-1-5") == {"total": 3.0, artist["id"]: [made]}
        assert client.get(f"{where}/2026-01-07") == {"total": 0}
        assert client.get(f"{where}/x", status=400)["message"] == "Wrong date format."

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_is_for_the_team(self, production: Production, role: str, status: int) -> None:
        artist = production.people["user"]
        task = production.task(artist)
        production.team["user"].post(day(task, artist), {"duration": 3})
        found = production.team[role].get(f"/actions/tasks/{task['id']}/time-spents", status=status)
        if status == 200:
            assert found["total"] == (0 if role == "client" else 3)
            assert (artist["id"] in found) is (role != "client")

    def test_unknown_tasks(self, production: Production) -> None:
        for task_id in ("x", uuid4()):
            production.team["user"].get(f"/actions/tasks/{task_id}/time-spents", status=404)
