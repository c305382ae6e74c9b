"""Salary scales: made by the first list, never by hand (02-models 3.6)."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from tests.people.people import Row, events_of
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio
from tests.support.together import released_together

KEYS = {"department_id", "position", "seniority", "salary", "id", "created_at", "updated_at", "type"}


def scales_of(studio: Studio, department: Row, **query: Any) -> list[Row]:
    rows = studio.admin.get("/data/salary-scales", params=query)
    return [row for row in rows if row["department_id"] == department["id"]]


def path_of(scale: Row) -> str:
    return f"/data/salary-scales/{scale['id']}"


class TestList:
    def test_makes_the_nine_scales_of_each_department(self, studio: Studio) -> None:
        departments, start = [studio.department(), studio.department(archived=True)], studio.now()
        for department in departments:
            rows = scales_of(studio, department)
            assert {(row["position"], row["seniority"], row["salary"]) for row in rows} == {
                (position, seniority, 0)
                for position in ("supervisor", "lead", "artist")
                for seniority in ("senior", "mid", "junior")
            }
            assert len(rows) == 9
            assert rows[0].keys() == KEYS
        assert studio.events_since(start) == []

    def test_ignores_its_query(self, studio: Studio) -> None:
        department = studio.department()
        query = {"page": "1", "limit": "1", "position": "lead", "department_id": "x", "fields": "id"}
        rows = scales_of(studio, department, **query)
        assert len(rows) == 9
        assert rows[0].keys() == KEYS

    def test_by_many_at_once_makes_each_scale_once(self, studio: Studio) -> None:
        departments = [studio.department() for _ in range(5)]
        clients = [Api(studio.base_url, studio.admin.token) for _ in range(8)]
        calls = [partial(client.get, "/data/salary-scales") for client in clients]
        lists = released_together(studio.rows, "salary_scale", calls)
        for department in departments:
            assert [sum(row["department_id"] == department["id"] for row in rows) for rows in lists] == [9] * 8

    def test_brings_a_deleted_scale_back(self, studio: Studio) -> None:
        department = studio.department()
        gone, start = scales_of(studio, department)[0], studio.now()
        studio.admin.delete(path_of(gone))
        assert events_of(studio, start, "salary-scale:delete") == [{"salary_scale_id": gone["id"]}]
        again = scales_of(studio, department)
        assert len(again) == 9
        assert gone["id"] not in {row["id"] for row in again}

    @as_each_role(admin=200)
    def test_is_for_administrators(self, studio: Studio, role: str, status: int) -> None:
        department = studio.department()
        studio.team(studio.project())[role].get("/data/salary-scales", status)
        if status != 200:
            found = studio.rows.all("SELECT id FROM salary_scale WHERE department_id = %s", department["id"])
            assert found == []


@as_each_role(admin=400)
def test_nobody_creates_one(studio: Studio, role: str, status: int) -> None:
    body = {"department_id": studio.department()["id"], "salary": 1}
    refused = studio.team(studio.project())[role].post("/data/salary-scales", body, status)
    if status == 400:
        assert refused == {"error": True, "message": "Salary scales cannot be created", "data": None}


class TestOne:
    @pytest.fixture
    def scale(self, studio: Studio) -> Row:
        return scales_of(studio, studio.department())[0]

    def test_is_read_and_changed_by_administrators(self, studio: Studio, scale: Row) -> None:
        assert studio.admin.get(path_of(scale)) == scale
        start = studio.now()
        change = {"salary": 320, "department_id": studio.department()["id"]}
        answer = studio.admin.put(path_of(scale), change)
        assert answer == {**scale, "salary": 320, "updated_at": answer["updated_at"]}
        assert events_of(studio, start, "salary-scale:update") == [{"salary_scale_id": scale["id"]}]

    def test_by_nobody_else(self, studio: Studio, scale: Row) -> None:
        for role, client in studio.team(studio.project()).items():
            if role not in ("admin", "anonymous"):
                client.get(path_of(scale), 403)
                client.put(path_of(scale), {"salary": 1}, 403)
                client.delete(path_of(scale), 403)

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"position": "boss"}, "Invalid position"),
            ({"seniority": "old"}, "Invalid seniority"),
            ({"salary": "much"}, "One of the provided values has an invalid format."),
            ({"salary": None}, "A required field is missing."),
        ],
        ids=str,
    )
    def test_refuses(self, studio: Studio, scale: Row, values: Row, message: str) -> None:
        assert studio.admin.put(path_of(scale), values, 400)["message"] == message
        assert studio.admin.get(path_of(scale)) == scale

    def test_goes_with_its_department(self, studio: Studio, scale: Row) -> None:
        studio.admin.delete(f"/data/departments/{scale['department_id']}")
        studio.admin.get(path_of(scale), 404)

    def test_missing_ones(self, studio: Studio) -> None:
        studio.admin.get(f"/data/salary-scales/{uuid4()}", 404)
        studio.admin.put("/data/salary-scales/x", {}, 400)
