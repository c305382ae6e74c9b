"""The generic resources of budgets (02-models 4.8)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.support.roles import as_each_role
from tests.support.studio import Studio

from multiplane import models

Row = dict[str, Any]

BUDGET = {"project_id", "revision", "name", "currency", "id", "created_at", "updated_at", "type"}
ENTRY = {
    "budget_id", "department_id", "person_id", "start_date", "months_duration", "daily_salary", "position",
    "seniority", "exceptions", "id", "created_at", "updated_at", "type",
}  # fmt: skip


@pytest.fixture
def project(studio: Studio) -> Row:
    return studio.project()


@pytest.fixture
def budget(studio: Studio, project: Row) -> Row:
    return studio.rows.insert(models.Budget, name="Quote", project_id=project["id"])


@pytest.fixture
def body(studio: Studio, budget: Row) -> Row:
    return {
        "budget_id": budget["id"],
        "department_id": studio.department()["id"],
        "start_date": "2026-01-01",
        "months_duration": 3,
        "daily_salary": 320,
    }


class TestBudgets:
    def test_live_a_life(self, studio: Studio, project: Row) -> None:
        moment = studio.now()
        made = studio.admin.post("/data/budgets", {"name": "B", "project_id": project["id"], "currency": "EUR"})
        assert made.keys() == BUDGET
        assert (made["revision"], made["currency"]) == (1, "EUR")
        path = f"/data/budgets/{made['id']}"
        changed = studio.admin.put(path, {"name": "C", "revision": 7, "project_id": str(uuid4())})
        assert (changed["name"], changed["revision"], changed["project_id"]) == ("C", 1, project["id"])
        studio.admin.delete(path)
        studio.admin.get(path, 404)
        events = [(event["name"], event["data"], event["project_id"]) for event in studio.events_since(moment)]
        data = {"budget_id": made["id"], "project_id": project["id"]}
        assert events == [(f"budget:{action}", data, project["id"]) for action in ("new", "update", "delete")]

    def test_one_with_entries_stays(self, studio: Studio, budget: Row, body: Row) -> None:
        studio.admin.post("/data/budget-entries", body)
        refused = studio.admin.delete(f"/data/budgets/{budget['id']}", 400)
        assert refused == {"message": "The change conflicts with records referencing this one."}

    def test_refuse_bad_input(self, studio: Studio) -> None:
        for wrong in ({}, {"name": "B", "currency": "EURO"}, {"name": "B", "project_id": str(uuid4())}):
            studio.admin.post("/data/budgets", wrong, 400)

    @as_each_role(admin=200)
    def test_are_for_administrators(self, studio: Studio, project: Row, budget: Row, role: str, status: int) -> None:
        client = studio.team(project)[role]
        client.get("/data/budgets", status)
        client.get(f"/data/budgets/{budget['id']}", status)
        client.post("/data/budgets", {"name": "B", "project_id": project["id"]}, 201 if status == 200 else status)
        client.put(f"/data/budgets/{budget['id']}", {}, status)
        client.delete(f"/data/budgets/{budget['id']}", 204 if status == 200 else status)


class TestEntries:
    def test_live_a_life(self, studio: Studio, budget: Row, body: Row) -> None:
        moment = studio.now()
        made = studio.admin.post("/data/budget-entries", body)
        assert made.keys() == ENTRY
        expected = {"daily_salary": 320.0, "position": "artist", "seniority": "mid", "exceptions": None}
        assert expected.items() <= made.items()
        path = f"/data/budget-entries/{made['id']}"
        changed = studio.admin.put(
            path, {"months_duration": 6, "budget_id": str(uuid4()), "exceptions": {"2026-02": 100}}
        )
        assert (changed["months_duration"], changed["budget_id"]) == (6, budget["id"])
        assert changed["exceptions"] == {"2026-02": 100}
        studio.admin.delete(path)
        events = [(event["name"], event["data"], event["project_id"]) for event in studio.events_since(moment)]
        data = {"budget_entry_id": made["id"]}
        assert events == [(f"budget-entry:{action}", data, None) for action in ("new", "update", "delete")]

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"position": "boss"}, "Invalid position"),
            ({"seniority": "old"}, "Invalid seniority"),
            ({"start_date": None}, "A required field is missing."),
            ({"start_date": "soon"}, "One of the provided values has an invalid format."),
            ({"daily_salary": "much"}, "One of the provided values has an invalid format."),
            ({"budget_id": "x"}, "One of the provided values has an invalid format."),
            (
                {"department_id": "00000000-0000-4000-8000-000000000000"},
                "The change conflicts with records referencing this one.",
            ),
        ],
    )
    def test_refuse_bad_values(self, studio: Studio, budget: Row, body: Row, values: Row, message: str) -> None:
        refused = studio.admin.post("/data/budget-entries", {**body, **values}, 400)
        assert refused["message"] == message
        assert studio.rows.all("SELECT 1 FROM budget_entry WHERE budget_id = %s", budget["id"]) == []

    @as_each_role(admin=200)
    def test_are_for_administrators(self, studio: Studio, project: Row, body: Row, role: str, status: int) -> None:
        client, path = studio.team(project)[role], "/data/budget-entries"
        entry = studio.admin.post(path, body)
        client.get(path, status)
        client.get(f"{path}/{entry['id']}", status)
        client.post(path, body, 201 if status == 200 else status)
        client.put(f"{path}/{entry['id']}", {}, status)
        client.delete(f"{path}/{entry['id']}", 204 if status == 200 else status)
