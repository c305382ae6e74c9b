"""Absences: who writes, who reads what, overlaps, and the time that goes (02-models 3.5, 05-projects-people 2.9)."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from tests.people.people import Row, events_of
from tests.support.roles import as_each_role
from tests.support.studio import Studio
from tests.support.together import released_together

from multiplane import models

UNKNOWN = "7d9f1c62-0b51-4f0e-9c7e-2f1d5a8b3e46"

KEYS = {"date", "end_date", "description", "person_id", "id", "created_at", "updated_at", "type"}
TAKEN = {"error": True, "message": "Day off already exists for this period", "data": None}
CHECKED = {"message": "The data conflicts with database integrity rules."}
FORMAT = {"message": "One of the provided values has an invalid format."}


def period(person: Row, start: str, end: str | None = None, **values: Any) -> Row:
    return {"person_id": person["id"], "date": start, "end_date": end or start, **values}


def path_of(day_off: Row) -> str:
    return f"/data/day-offs/{day_off['id']}"


@pytest.fixture
def person(studio: Studio) -> Row:
    return studio.person()


@pytest.fixture
def holiday(studio: Studio, person: Row) -> Row:
    row: Row = studio.admin.post("/data/day-offs", period(person, "2026-07-06", "2026-07-10", description="Sea"))
    return row


class TestCreate:
    def test_answers_the_object_and_emits(self, studio: Studio, person: Row) -> None:
        start = studio.now()
        row = studio.client_of(person).post("/data/day-offs", period(person, "2026-07-06", "2026-07-10T12:00:00"))
        assert row.keys() == KEYS
        assert {key: row[key] for key in ("date", "end_date", "description", "person_id", "type")} == {
            "date": "2026-07-06", "end_date": "2026-07-10", "description": None, "person_id": person["id"],
            "type": "DayOff",
        }  # fmt: skip
        assert events_of(studio, start, "day-off:new") == [{"day_off_id": row["id"]}]

    @as_each_role(admin=201)
    def test_for_others_is_for_administrators(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        mate = studio.member(project)
        studio.team(project)[role].post("/data/day-offs", period(mate, "2026-01-05"), status)

    @pytest.mark.parametrize("key", ["person_id", "date", "end_date"])
    def test_wants_the_whole_period(self, studio: Studio, person: Row, key: str) -> None:
        body = period(person, "2026-01-05")
        body.pop(key)
        assert studio.admin.post("/data/day-offs", body, 400) == {"message": f"'{key}'"}

    @pytest.mark.parametrize(
        ("values", "answer"),
        [
            ({"date": "soon"}, FORMAT),
            ({"end_date": ""}, FORMAT),
            ({"date": 20260105}, FORMAT),
            ({"person_id": "x"}, FORMAT),
            ({"person_id": None}, {"message": "A required field is missing."}),
            ({"end_date": None}, {"message": "A required field is missing."}),
            ({"person_id": UNKNOWN}, {"message": "The change conflicts with records referencing this one."}),
            ({"date": "2026-01-06", "end_date": "2026-01-05"}, CHECKED),
            ({"zzz": 1}, {"message": "'zzz' is an invalid keyword argument for DayOff"}),
        ],
        ids=str,
    )
    def test_refuses(self, studio: Studio, person: Row, values: Row, answer: Row) -> None:
        assert studio.admin.post("/data/day-offs", {**period(person, "2026-01-05"), **values}, 400) == answer
        assert studio.rows.all("SELECT id FROM day_off WHERE person_id = %s", person["id"]) == []

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            ("2026-07-06", "2026-07-10"),
            ("2026-07-10", "2026-07-12"),
            ("2026-07-01", "2026-07-06"),
            ("2026-07-08", "2026-07-08"),
            ("2026-07-01", "2026-07-31"),
        ],
    )
    def test_refuses_an_overlap(self, studio: Studio, person: Row, holiday: Row, start: str, end: str) -> None:
        assert studio.admin.post("/data/day-offs", period(person, start, end), 400) == TAKEN

    def test_takes_the_days_around_and_those_of_others(self, studio: Studio, person: Row, holiday: Row) -> None:
        studio.admin.post("/data/day-offs", period(person, "2026-07-05"))
        studio.admin.post("/data/day-offs", period(person, "2026-07-11"))
        studio.admin.post("/data/day-offs", period(studio.person(), "2026-07-08"))

    def test_of_many_at_once_one_is_taken(self, studio: Studio, person: Row) -> None:
        days = [period(person, f"2026-03-{1 + number:02}", f"2026-03-{30 - number}") for number in range(10)]
        calls = [partial(studio.client_of(person).request, "POST", "/data/day-offs", json=body) for body in days]
        answers = released_together(studio.rows, "day_off", calls)
        assert sorted(answer.status_code for answer in answers) == [201] + [400] * 9


class TestTimeSpent:
    def test_of_the_period_goes_and_the_tasks_are_recounted(self, studio: Studio, person: Row) -> None:
        project, other = studio.project(), studio.person()
        task = studio.task(studio.shot(project), assignees=[person, other], duration=1000.0)
        untouched = studio.task(studio.shot(project), assignees=[person], duration=77.0)
        spent = (
            (person, "2026-05-03", 1), (person, "2026-05-04", 10), (person, "2026-05-06", 20),
            (person, "2026-05-07", 2), (other, "2026-05-05", 4),
        )  # fmt: skip
        for who, day, minutes in spent:
            studio.rows.insert(models.TimeSpent, person_id=who["id"], task_id=task["id"], date=day, duration=minutes)
        start = studio.now()
        studio.admin.post("/data/day-offs", period(person, "2026-05-04", "2026-05-06"))

        left = studio.rows.all("SELECT duration FROM time_spent WHERE task_id = %s ORDER BY duration", task["id"])
        assert [row["duration"] for row in left] == [1, 2, 4]
        durations = [studio.rows.one("SELECT duration FROM task WHERE id = %s", row["id"]) for row in (task, untouched)]
        assert [row["duration"] for row in durations] == [7, 77]
        told = [(event["name"], event["data"]) for event in studio.events_since(start)]
        assert {name for name, _ in told} == {"task:update", "day-off:new"}
        assert ("task:update", {"task_id": task["id"], "project_id": project["id"]}) in told

    def test_of_a_moved_period_goes_too(self, studio: Studio, person: Row, holiday: Row) -> None:
        task = studio.task(studio.shot(studio.project()))
        for day in ("2026-07-06", "2026-08-03"):
            studio.rows.insert(models.TimeSpent, person_id=person["id"], task_id=task["id"], date=day, duration=5)
        studio.admin.put(path_of(holiday), {"date": "2026-08-01", "end_date": "2026-08-05"})
        left = studio.rows.all("SELECT date::text FROM time_spent WHERE task_id = %s", task["id"])
        assert left == [{"date": "2026-07-06"}]


class TestRead:
    def test_lists_are_for_administrators(self, studio: Studio, person: Row, holiday: Row) -> None:
        assert studio.admin.get("/data/day-offs", params={"person_id": person["id"]}) == [holiday]
        for role, client in studio.team(studio.project()).items():
            if role not in ("admin", "anonymous"):
                client.get("/data/day-offs", 403)

    @as_each_role(admin=200, manager=200, supervisor=200)
    def test_one_by_the_team(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        mate = studio.member(project, departments=[studio.department()])
        row = studio.admin.post("/data/day-offs", period(mate, "2026-01-05", description="Doctor"))
        answer = studio.team(project)[role].get(path_of(row), status)
        if status == 200:
            assert answer.keys() == (KEYS - {"description"} if role == "supervisor" else KEYS)

    def test_by_oneself(self, studio: Studio, person: Row, holiday: Row) -> None:
        assert studio.client_of(person).get(path_of(holiday)) == holiday

    def test_the_role_on_the_shared_project_counts(self, studio: Studio) -> None:
        project, elsewhere = studio.project(), studio.project()
        mate = studio.member(project)
        row = studio.admin.post("/data/day-offs", period(mate, "2026-01-05", description="Doctor"))
        promoted = studio.client_of(studio.member(project, "user", "manager"))
        assert promoted.get(path_of(row))["description"] == "Doctor"
        demoted = studio.client_of(studio.member(project, "manager", "user"))
        demoted.get(path_of(row), 403)
        studio.client_of(studio.member(elsewhere, "manager")).get(path_of(row), 403)

    def test_a_supervisor_of_another_department_sees_nothing(self, studio: Studio) -> None:
        project, ours, theirs = studio.project(), studio.department(), studio.department()
        mate = studio.member(project, departments=[ours])
        row = studio.admin.post("/data/day-offs", period(mate, "2026-01-05", description="Doctor"))
        for departments, status in (([ours, theirs], 200), ([], 200), ([theirs], 403)):
            supervisor = studio.client_of(studio.member(project, "supervisor", departments=departments))
            answer = supervisor.get(path_of(row), status)
            assert "Doctor" not in str(answer)

    def test_missing_ones(self, studio: Studio) -> None:
        studio.admin.get(f"/data/day-offs/{uuid4()}", 404)
        assert studio.admin.get("/data/day-offs/x", 400)["message"] == "Malformed ID."


class TestUpdate:
    def test_by_oneself(self, studio: Studio, person: Row, holiday: Row) -> None:
        start = studio.now()
        answer = studio.client_of(person).put(path_of(holiday), {**holiday, "description": "Mountain"})
        assert answer == {**holiday, "description": "Mountain", "updated_at": answer["updated_at"]}
        assert events_of(studio, start, "day-off:update") == [{"day_off_id": holiday["id"]}]

    @as_each_role(admin=200)
    def test_of_others_is_for_administrators(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        row = studio.admin.post("/data/day-offs", period(studio.member(project), "2026-01-05"))
        studio.team(project)[role].put(path_of(row), {"description": "x"}, status)

    def test_only_administrators_hand_it_to_another(self, studio: Studio, person: Row, holiday: Row) -> None:
        other = studio.person()
        studio.client_of(person).put(path_of(holiday), {"person_id": other["id"]}, 403)
        studio.admin.post("/data/day-offs", period(other, "2026-07-08"))
        assert studio.admin.put(path_of(holiday), {"person_id": other["id"]}, 400) == TAKEN
        third = studio.person()
        assert studio.admin.put(path_of(holiday), {"person_id": third["id"]})["person_id"] == third["id"]

    def test_never_overlaps(self, studio: Studio, person: Row, holiday: Row) -> None:
        later = studio.admin.post("/data/day-offs", period(person, "2026-07-20"))
        for change in ({"date": "2026-07-10"}, {"date": "2026-07-01", "end_date": "2026-07-31"}):
            assert studio.admin.put(path_of(later), change, 400) == TAKEN
        assert studio.admin.put(path_of(later), {"date": "2026-07-11"})["date"] == "2026-07-11"
        studio.admin.put(path_of(holiday), {"date": "2026-07-07", "end_date": "2026-07-09"})

    def test_refuses(self, studio: Studio, holiday: Row) -> None:
        refused = studio.admin.put(path_of(holiday), {"date": "soon"}, 400)
        assert refused["message"] == "Invalid date format for 'date': 'soon'. Expected an ISO 8601 date or datetime."
        assert studio.admin.put(path_of(holiday), {"date": ""}, 400) == FORMAT
        assert studio.admin.put(path_of(holiday), {"date": "2026-07-11"}, 400) == CHECKED
        assert studio.admin.put(path_of(holiday), {"date": None}, 400) == {"message": "A required field is missing."}
        assert studio.admin.get(path_of(holiday)) == holiday


class TestDelete:
    def test_by_oneself(self, studio: Studio, person: Row, holiday: Row) -> None:
        start = studio.now()
        studio.client_of(person).delete(path_of(holiday))
        studio.admin.get(path_of(holiday), 404)
        assert events_of(studio, start, "day-off:delete") == [{"day_off_id": holiday["id"]}]

    @as_each_role(admin=204)
    def test_of_others_is_for_administrators(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        row = studio.admin.post("/data/day-offs", period(studio.member(project), "2026-01-05"))
        studio.team(project)[role].delete(path_of(row), status)
