"""The generic resource of time spents: the task's duration follows every write (02-models 6.4)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.tasks.production import Production

Row = dict[str, Any]


def body_of(production: Production, task: Row, **values: Any) -> Row:
    person = production.people["user"]["id"]
    return {"task_id": task["id"], "person_id": person, "date": "2026-01-01", "duration": 30, **values}


class TestWrites:
    def test_the_duration_follows(self, production: Production) -> None:
        admin, task, other = production.studio.admin, production.task(), production.task()
        start = production.studio.now()
        made = admin.post("/data/time-spents", body_of(production, task))
        assert production.stored(task)["duration"] == 30
        admin.put(f"/data/time-spents/{made['id']}", {"duration": 50})
        assert production.stored(task)["duration"] == 50
        admin.put(f"/data/time-spents/{made['id']}", {"task_id": other["id"]})
        assert (production.stored(task)["duration"], production.stored(other)["duration"]) == (0, 50)
        admin.delete(f"/data/time-spents/{made['id']}")
        assert production.stored(other)["duration"] == 0
        told = [
            (event["name"], event["project_id"])
            for event in production.studio.events_since(start)
            if event["data"].get("time_spent_id") == made["id"] or event["data"].get("task_id") == other["id"]
        ]
        project = production.project["id"]
        assert told == [
            ("time-spent:new", None), ("time-spent:update", None), ("task:update", project),
            ("time-spent:update", None), ("time-spent:delete", None), ("task:update", project),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"duration": 0}, "The data conflicts with database integrity rules."),
            ({"date": None}, "A required field is missing."),
            ({"date": "x"}, "One of the provided values has an invalid format."),
            ({"task_id": None}, "'task_id'"),
            ({"task_id": "x"}, "One of the provided values has an invalid format."),
            ({"colour": 1}, "'colour' is an invalid keyword argument for TimeSpent"),
        ],
    )
    def test_refuses(self, production: Production, change: Row, message: str) -> None:
        task = production.task()
        answer = production.studio.admin.post("/data/time-spents", body_of(production, task, **change), status=400)
        assert answer == {"message": message}
        assert production.stored(task)["duration"] == 0

    def test_one_for_each_day_task_and_person(self, production: Production) -> None:
        task = production.task()
        production.studio.admin.post("/data/time-spents", body_of(production, task))
        answer = production.studio.admin.post("/data/time-spents", body_of(production, task), status=400)
        assert answer == {"message": "A record with the same unique values already exists."}

    def test_simultaneous_writes_sum_up(self, production: Production) -> None:
        """Through this resource and through the task, in whatever order: no writer waits for ever."""
        artist = production.people["user"]
        task = production.task(artist)
        made = production.studio.admin.post("/data/time-spents", body_of(production, task))
        where = f"/actions/tasks/{task['id']}/time-spents/2026-01-01/persons/{artist['id']}"
        clients = [production.client_of(production.people["admin"]) for _ in range(12)]

        def write(number: int) -> None:
            if number % 3 == 0:
                clients[number].put(f"/data/time-spents/{made['id']}", {"duration": number + 1})
            elif number % 3 == 1:
                clients[number].post(f"{where}/add", {"duration": 1})
            else:
                clients[number].post(
                    "/data/time-spents", body_of(production, task, date=f"2026-02-{number + 1:02}", duration=10)
                )

        with ThreadPoolExecutor(12) as pool:
            list(pool.map(write, range(12)))
        total = production.studio.rows.one("SELECT sum(duration) FROM time_spent WHERE task_id = %s", task["id"])
        assert production.stored(task)["duration"] == total["sum"]

    @as_each_role(admin=201)
    def test_creation_is_for_administrators(self, production: Production, role: str, status: int) -> None:
        production.team[role].post("/data/time-spents", body_of(production, production.task()), status=status)

    @as_each_role(admin=204, manager=204, user=204)
    def test_deletion_is_for_the_person_and_managers(self, production: Production, role: str, status: int) -> None:
        task = production.task(production.people["user"])
        made = production.studio.admin.post("/data/time-spents", body_of(production, task))
        production.team[role].delete(f"/data/time-spents/{made['id']}", status=status)
        assert production.stored(task)["duration"] == (0 if status == 204 else 30)

    def test_only_administrators_delete_the_time_of_who_left(self, production: Production) -> None:
        task = production.task()
        made = production.studio.admin.post("/data/time-spents", body_of(production, task))
        for role, status in (("user", 403), ("manager", 403), ("admin", 204)):
            production.team[role].delete(f"/data/time-spents/{made['id']}", status=status)


class TestLists:
    def test_a_range_of_days(self, production: Production) -> None:
        task, person = production.task(), production.people["user"]
        for number in (1, 2, 3):
            production.studio.rows.insert(
                models.TimeSpent, task_id=task["id"], person_id=person["id"], date=f"2026-01-0{number}", duration=1
            )
        where = f"/data/time-spents?task_id={task['id']}"
        found = production.studio.admin.get(f"{where}&start_date=2026-01-02&end_date=2026-01-03")
        assert [row["date"] for row in found] == ["2026-01-02", "2026-01-03"]
        for half in ("start_date", "end_date"):
            answer = production.studio.admin.get(f"{where}&{half}=2026-01-01", status=400)
            assert answer["message"] == (
                "If querying for a range of dates, both a `start_date` and an `end_date` must be given."
            )
        answer = production.studio.admin.get(f"{where}&start_date=x&end_date=y", status=400)
        assert answer["message"] == "One of the provided values has an invalid format."

    @as_each_role(admin=200)
    def test_is_for_administrators(self, production: Production, role: str, status: int) -> None:
        production.team[role].get("/data/time-spents?page=1&limit=1", status=status)
