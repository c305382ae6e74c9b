"""The pool of open tasks: who sees what of it, filters, pages, statistics, burndown (04-tasks 4.2)."""

from typing import Any
from uuid import uuid4

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.support.studio import unique
from tests.tasks.production import BUSY, Production
from tests.tasks.test_todo_lists import BASE_KEYS

Row = dict[str, Any]

PATH = "/data/tasks/open-tasks"
OPEN_KEYS = BASE_KEYS | {"type_name", "status_name", "type_color", "status_color", "status_short_name"}


def pool(production: Production, role: str = "manager", query: str = "", path: str = PATH) -> Any:
    return production.team[role].get(f"{path}?project_id={production.project['id']}{query}")


def ids(page: Row) -> set[str]:
    return {task["id"] for task in page["data"]}


class TestPage:
    def test_shows_the_tasks_with_all_their_names(self, production: Production) -> None:
        artist = production.people["user"]
        task = production.task(artist, estimation=60, duration=30)
        page = pool(production)
        (found,) = page["data"]
        assert found.keys() == OPEN_KEYS
        assert (found["assignees"], found["type_name"]) == ([artist["id"]], production.task_type["name"])
        assert {key: value for key, value in page.items() if key != "data"} == {
            "stats": {
                "total": 1, "total_duration": 30.0, "total_estimation": 60.0,
                "status": [{"task_status_id": task["task_status_id"], "amount": 1}],
            },
            "limit": 100, "page": 1, "is_more": False,
        }  # fmt: skip

    def test_is_ordered_by_names_the_unnamed_last(self, production: Production) -> None:
        studio, project = production.studio, production.project
        episode = studio.episode(project, name="E01")
        first = studio.shot(project, studio.sequence(project, episode, name="S02"), name="B")
        second = studio.shot(project, studio.sequence(project, name="S01"), name="A")
        third = studio.shot(project, studio.sequence(project, name="S03"), name="A")
        last = studio.shot(project, name="A")
        for shot in (last, third, second, first):
            production.task(entity=shot)
        expected = [shot["id"] for shot in (first, second, third, last)]
        assert [task["entity_id"] for task in pool(production)["data"]] == expected

    def test_comes_in_pages_with_the_statistics_of_all(self, production: Production) -> None:
        status = production.studio.task_status()
        tasks = {production.task(task_status_id=status["id"], estimation=2)["id"] for _ in range(5)}
        pages = [pool(production, query=f"&page={number}&limit=2") for number in (1, 2, 3)]
        assert [(len(page["data"]), page["page"], page["is_more"]) for page in pages] == [
            (2, 1, True), (2, 2, True), (1, 3, False),
        ]  # fmt: skip
        assert set().union(*map(ids, pages)) == tasks
        assert all(page["stats"]["total"] == 5 for page in pages)
        past = pool(production, query="&page=4&limit=2")
        nothing = {"total": 0, "total_duration": 0, "total_estimation": 0, "status": []}
        assert (past["data"], past["stats"], past["is_more"]) == ([], nothing, False)
        odd = pool(production, query="&page=-3&limit=0")
        assert (odd["page"], odd["limit"], len(odd["data"])) == (-3, 1, 1)
        assert pool(production, query="&page=0")["page"] == 1

    def test_without_project_open_projects_of_the_caller(self, production: Production) -> None:
        studio, task = production.studio, production.task()
        closed = studio.project(is_open=False)
        studio.join(closed, production.people["manager"])
        hidden = studio.task(studio.shot(closed))
        assert ids(production.team["manager"].get(PATH)) == {task["id"]}
        assert hidden["id"] in ids(production.team["manager"].get(f"{PATH}?project_id={closed['id']}"))
        assert production.team["outsider"].get(PATH)["data"] == []
        assert hidden["id"] not in ids(production.team["admin"].get(f"{PATH}?limit=100000"))

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200, vendor=200)
    def test_a_project_is_for_its_team(self, production: Production, role: str, status: int) -> None:
        production.team[role].get(f"{PATH}?project_id={production.project['id']}", status=status)

    def test_vendors_see_their_own_and_clients_blank_ones(self, production: Production) -> None:
        own = production.task(production.people["vendor"], **BUSY)
        production.task(**BUSY)
        assert ids(pool(production, "vendor")) == {own["id"]}
        page = pool(production, "client")
        assert len(page["data"]) == page["stats"]["total"] == 2
        assert (page["stats"]["total_duration"], page["stats"]["total_estimation"]) == (0, 0)
        assert all(task["assignees"] == [] and task["due_date"] is None for task in page["data"])
        for query in (
            f"&person_id={production.people['vendor']['id']}",
            "&due_date=2027-01-01",
            "&person_id=unassigned",
        ):
            assert pool(production, "client", query)["data"] == []

    def test_concepts_show_only_when_their_type_is_asked_for(self, production: Production) -> None:
        concept, task_type = (
            production.studio.entity(production.project, "Concept"), production.studio.task_type("Concept")
        )  # fmt: skip
        task = production.task(entity=concept, task_type=task_type)
        assert pool(production)["data"] == []
        assert ids(pool(production, query=f"&task_type_id={task_type['id']}")) == {task["id"]}

    def test_narrows(self, production: Production) -> None:
        studio = production.studio
        department = production.department
        place = studio.rows.insert(models.Studio, name=unique("Place"), color="#000000")
        artist, other = production.member(departments=[department]), production.member(studio_id=place["id"])
        urgent = studio.task_type(priority=9)
        one = production.task(artist, start_date="2026-01-10", due_date="2026-01-20")
        two = production.task(other, task_type=urgent, start_date="2026-02-10", due_date="2026-02-20")
        three = production.task()
        for query, expected in [
            (f"task_type_id={urgent['id']}", [two]), (f"task_status_id={one['task_status_id']}", [one]),
            (f"person_id={artist['id']}", [one]), (f"person_id={artist['id']},{other['id']}", [one, two]),
            ("person_id=unassigned", [three]), (f"department_id={department['id']}", [one]),
            ("start_date=2026-02-01", [two]), ("due_date=2026-01-31", [one]), ("priority=9", [two]),
            ("group_by=whatever", [one, two, three]), (f"studio_id={place['id']}", [two]), (f"studio_id={uuid4()}", []),
        ]:  # fmt: skip
            assert ids(pool(production, query=f"&{query}")) == {task["id"] for task in expected}, query

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("task_type_id=x", "Wrong UUID format."),
            ("project_id=x", "Wrong UUID format."),
            ("person_id=x,y", "Wrong UUID format."),
            ("priority=x", "Wrong value for parameter priority."),
            ("page=x", "Wrong value for parameter page."),
            (
                "start_date=x",
                "Wrong date format for before argument.Expected format: 2020-01-05T13:23:10 or 2020-01-05",
            ),
        ],
    )
    def test_bad_requests(self, production: Production, query: str, message: str) -> None:
        assert production.team["manager"].get(f"{PATH}?{query}", status=400)["message"] == message

    def test_numbers_no_database_holds(self, production: Production) -> None:
        pool(production, query="&page=2147483647&limit=2147483647")
        production.team["manager"].get(f"{PATH}?page=99999999999999999999", status=400)


class TestStatistics:
    def test_by_project_type_and_status(self, production: Production) -> None:
        done = production.studio.task_status(is_done=True)
        production.task(task_status_id=done["id"], estimation=60, duration=30)
        production.task(task_status_id=done["id"], estimation=None, duration=None)
        todo = production.task(estimation=None, duration=None)
        found = production.team["manager"].get(f"{PATH}/stats")
        assert found.keys() == {production.project["id"]}
        project = found[production.project["id"]]
        entries = {entry.pop("task_status_id"): entry for entry in project.pop("task_types")}
        assert project == {"amount": 3, "amount_done": 2, "total_duration": 30.0, "total_estimation": 60.0}
        shared = {"project_id": production.project["id"], "task_type_id": production.task_type["id"]}
        assert entries == {
            done["id"]: {**shared, "amount": 2, "amount_done": 2, "total_duration": 30.0, "total_estimation": 60.0},
            todo["task_status_id"]: {
                **shared, "amount": 1, "amount_done": 0, "total_duration": None, "total_estimation": None
            },
        }  # fmt: skip

    def test_of_the_callers_projects(self, production: Production) -> None:
        production.task(**BUSY)
        assert production.team["outsider"].get(f"{PATH}/stats") == {}
        production.team["anonymous"].get(f"{PATH}/stats", status=401)
        seen = production.team["client"].get(f"{PATH}/stats")[production.project["id"]]
        assert (seen["amount"], seen["total_estimation"]) == (1, 0)


class TestBurndown:
    def burndown(self, production: Production, role: str = "manager", query: str = "") -> Row:
        found: Row = pool(production, role, query, f"{PATH}/burndown")
        return found

    def test_counts_what_was_done_by_day(self, production: Production) -> None:
        production.task(estimation=10, start_date="2026-01-10", due_date="2026-01-20")
        for date, estimation in (("2026-01-02T10:00:00", 1), ("2026-01-12T10:00:00", 2), ("2026-01-12T23:00:00", 4)):
            production.task(estimation=estimation, done_date=date)
        assert self.burndown(production) == {
            "total": 4,
            "total_estimation": 17.0,
            "start_date": "2026-01-10",
            "end_date": "2026-01-20",
            "done_by_day": [
                {"date": "2026-01-10", "done": 1, "done_estimation": 1.0},
                {"date": "2026-01-12", "done": 2, "done_estimation": 6.0},
            ],
        }

    def test_falls_back_on_the_dates_of_the_project(self, production: Production) -> None:
        production.task()
        rows, project = production.studio.rows, production.project["id"]
        rows.run("UPDATE project SET start_date = '2026-03-01', end_date = '2026-04-01' WHERE id = %s", project)
        found = self.burndown(production)
        assert (found["start_date"], found["end_date"], found["done_by_day"]) == ("2026-03-01", "2026-04-01", [])

    def test_without_any_plan_nothing_is_folded(self, production: Production) -> None:
        production.task(done_date="2026-01-02T10:00:00")
        found = self.burndown(production)
        assert (found["start_date"], found["end_date"]) == ("2026-01-02", "2026-01-02")
        assert [day["date"] for day in found["done_by_day"]] == ["2026-01-02"]

    def test_of_nothing(self, production: Production) -> None:
        assert self.burndown(production) == {
            "total": 0, "total_estimation": 0.0, "start_date": None, "end_date": None, "done_by_day": [],
        }  # fmt: skip

    def test_clients_learn_no_dates(self, production: Production) -> None:
        production.task(**BUSY)
        found = self.burndown(production, "client")
        assert (found["total"], found["total_estimation"], found["start_date"]) == (1, 0, None)
        assert found["done_by_day"] == []
        production.team["outsider"].get(f"{PATH}/burndown?project_id={production.project['id']}", status=403)
