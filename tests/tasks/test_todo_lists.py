"""The tasks of people: to do, done, related, on an entity (04-tasks 4.2)."""

from typing import Any
from uuid import uuid4

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.tasks.production import BUSY, TASK_KEYS, Production

Row = dict[str, Any]

BASE_KEYS = TASK_KEYS | {
    "assignees", "project_name", "project_has_avatar", "entity_name", "entity_description", "entity_data",
    "entity_preview_file_id", "entity_source_id", "entity_type_name", "entity_canceled", "sequence_name",
    "episode_id", "episode_name", "task_type_for_entity",
}  # fmt: skip
TODO_KEYS = BASE_KEYS | {
    "task_type_name", "task_status_name", "task_type_color", "task_status_color", "task_status_short_name",
    "task_estimation", "task_duration", "task_start_date", "task_due_date", "last_comment",
}  # fmt: skip


def ids(tasks: list[Row]) -> list[str]:
    return [task["id"] for task in tasks]


class TestMine:
    def test_shows_what_is_assigned_and_not_done(self, production: Production) -> None:
        artist = production.people["user"]
        done = production.studio.task_status(is_done=True)
        open_task, done_task = production.task(artist), production.task(artist, task_status_id=done["id"])
        production.task()
        assert ids(production.team["user"].get("/data/user/tasks")) == [open_task["id"]]
        assert ids(production.team["user"].get("/data/user/done-tasks")) == [done_task["id"]]

    def test_names_everything(self, production: Production) -> None:
        studio, artist = production.studio, production.people["user"]
        episode = studio.episode(production.project)
        sequence = studio.sequence(production.project, episode)
        shot = studio.shot(production.project, sequence, description="wide", data={"fps": 25})
        task = production.task(
            artist, entity=shot, estimation=8, duration=2, start_date="2026-01-01", due_date="2026-01-02"
        )
        (found,) = production.team["user"].get("/data/user/tasks/")
        assert found.keys() == TODO_KEYS
        expected = {
            "id": task["id"], "type": "Task", "project_name": production.project["name"], "project_has_avatar": False,
            "entity_name": shot["name"], "entity_description": "wide", "entity_data": {"fps": 25},
            "entity_preview_file_id": "", "entity_source_id": "", "entity_type_name": "Shot", "entity_canceled": False,
            "sequence_name": sequence["name"], "episode_id": episode["id"], "episode_name": episode["name"],
            "task_type_for_entity": "Shot", "task_type_name": production.task_type["name"], "task_estimation": 8.0,
            "task_duration": 2.0, "task_start_date": "2026-01-01T00:00:00", "task_due_date": "2026-01-02T00:00:00",
            "assignees": [artist["id"]], "last_comment": {},
        }  # fmt: skip
        assert {key: found[key] for key in expected} == expected

    def test_knows_the_episode_of_every_kind(self, production: Production) -> None:
        studio, artist = production.studio, production.people["user"]
        episode = studio.episode(production.project)
        asset = studio.asset(production.project, source_id=episode["id"])
        sequence = studio.sequence(production.project, episode)
        edit = studio.entity(production.project, "Edit", parent_id=episode["id"])
        for entity in (asset, sequence, edit):
            production.task(artist, entity=entity)
        found = {task["entity_id"]: task for task in production.team["user"].get("/data/user/tasks")}
        for entity, expected in (
            (asset, (None, episode["id"], episode["name"])),
            (sequence, (episode["name"], episode["id"], episode["name"])),
            (edit, (episode["name"], "", None)),
        ):
            seen = found[entity["id"]]
            assert (seen["sequence_name"], seen["episode_id"], seen["episode_name"]) == expected
        assert found[asset["id"]]["entity_source_id"] == episode["id"]

    def test_names_the_episodes_an_asset_is_cast_in(self, production: Production) -> None:
        studio, asset = production.studio, production.studio.asset(production.project)
        second = studio.episode(production.project, name="E02")
        first = studio.episode(production.project, name="E01")
        for episode in (second, first):
            studio.rows.insert(
                models.EntityLink, id=str(uuid4()), entity_in_id=episode["id"], entity_out_id=asset["id"],
                nb_occurences=1,
            )  # fmt: skip
        production.task(production.people["user"], entity=asset)
        (found,) = production.team["user"].get("/data/user/tasks")
        assert (found["episode_ids"], found["episode_names"]) == ([first["id"], second["id"]], ["E01", "E02"])

    def test_quotes_the_last_comment_that_is_not_a_clients(self, production: Production) -> None:
        artist, guest = production.people["user"], production.people["client"]
        task = production.task(artist)
        for author, text, moment in (
            (artist, "old", "2026-01-01T01:00:00"), (artist, "new", "2026-01-02T01:00:00"),
            (guest, "secret", "2026-01-03T01:00:00"),
        ):  # fmt: skip
            production.studio.rows.insert(
                models.Comment, object_id=task["id"], object_type="Task", person_id=author["id"], text=text,
                task_status_id=task["task_status_id"], created_at=moment,
            )  # fmt: skip
        (found,) = production.team["user"].get("/data/user/tasks")
        assert found["last_comment"] == {"text": "new", "date": "2026-01-02T01:00:00", "person_id": artist["id"]}

    def test_closed_projects_and_teams_left_are_out(self, production: Production) -> None:
        studio, artist = production.studio, production.people["user"]
        closed = studio.project(is_open=False)
        studio.join(closed, artist)
        studio.task(studio.shot(closed), assignees=[artist])
        studio.task(studio.shot(studio.project()), assignees=[artist])
        assert production.team["user"].get("/data/user/tasks") == []

    def test_done_ones_come_newest_first_after_those_without_end(self, production: Production) -> None:
        artist, done = production.people["user"], production.studio.task_status(is_done=True)
        old, none, new = (
            production.task(artist, task_status_id=done["id"], end_date=date)
            for date in ("2026-01-01", None, "2026-02-01")
        )
        found = production.team["user"].get("/data/user/done-tasks")
        assert ids(found) == [none["id"], new["id"], old["id"]]

    def test_a_client_sees_blank_ones(self, production: Production) -> None:
        production.task(production.people["client"], **BUSY)
        (seen,) = production.team["client"].get("/data/user/tasks")
        assert (seen["estimation"], seen["assignees"], seen["due_date"]) == (0, [], None)
        assert (seen["task_estimation"], seen["task_duration"], seen["task_due_date"]) == (0, 0, None)

    def test_is_not_for_bots_or_strangers(self, production: Production) -> None:
        bot = production.studio.admin.post(
            "/data/persons", {"first_name": "Bot", "last_name": "", "is_bot": True, "role": "admin"}
        )
        headers = {"Authorization": f"Bearer {bot['access_token']}"}
        for path in ("/data/user/tasks", "/data/user/done-tasks", "/data/user/tasks-to-check"):
            production.studio.anonymous().get(path, status=403, headers=headers)
            production.studio.anonymous().get(path, status=401)


class TestOfPerson:
    @pytest.mark.parametrize(("path", "is_done"), [("tasks", False), ("done-tasks", True)])
    def test_colleagues_see_them_in_common_projects(self, production: Production, path: str, is_done: bool) -> None:
        studio, artist = production.studio, production.people["user"]
        status = studio.task_status(is_done=is_done)
        task = production.task(artist, task_status_id=status["id"])
        elsewhere = studio.task(
            studio.shot(studio.project()), studio.task_type(), [artist], task_status_id=status["id"]
        )
        where = f"/data/persons/{artist['id']}/{path}"
        (found,) = production.team["manager"].get(where)
        assert (found["id"], found.keys()) == (task["id"], TODO_KEYS)
        assert set(ids(production.team["admin"].get(where))) == {task["id"], elsewhere["id"]}
        assert production.team["outsider"].get(where) == []
        assert production.team["client"].get(where) == []
        production.team["vendor"].get(where, status=403)
        assert production.team["vendor"].get(f"/data/persons/{production.people['vendor']['id']}/{path}") == []

    def test_bots_and_unknown_people(self, production: Production) -> None:
        bot = production.studio.person("user", is_bot=True)
        for path in ("tasks", "done-tasks", f"related-tasks/{production.task_type['id']}"):
            production.team["manager"].get(f"/data/persons/{bot['id']}/{path}", status=403)
            for person_id in ("x", str(uuid4())):
                production.team["manager"].get(f"/data/persons/{person_id}/{path}", status=404)

    def test_related_tasks_are_on_the_same_entities(self, production: Production) -> None:
        studio, artist = production.studio, production.people["user"]
        other_type = studio.task_type()
        production.task(artist, entity=production.shot)
        related = production.task(entity=production.shot, task_type=other_type)
        production.task(task_type=other_type)
        foreign_shot = studio.shot(studio.project())
        studio.task(foreign_shot, assignees=[artist])
        studio.task(foreign_shot, other_type)
        where = f"/data/persons/{artist['id']}/related-tasks/{other_type['id']}"
        found = production.team["manager"].get(where)
        assert ids(found) == [related["id"]]
        assert found[0].keys() == TASK_KEYS
        production.team["vendor"].get(where, status=403)
        production.team["manager"].get(f"/data/persons/{artist['id']}/related-tasks/x", status=400)


class TestOnEntity:
    @pytest.mark.parametrize(
        ("kind", "path"), [("Character", "assets"), ("Shot", "shots"), ("Scene", "scenes"), ("Sequence", "sequences")]
    )
    def test_mine_and_their_types(self, production: Production, kind: str, path: str) -> None:
        entity = production.studio.entity(production.project, kind)
        mine = production.task(production.people["user"], entity=entity)
        production.task(entity=entity, name="other", task_type=production.studio.task_type())
        where = f"/data/user/{path}/{entity['id']}"
        found = production.team["user"].get(f"{where}/tasks")
        assert ids(found) == [mine["id"]]
        assert found[0].keys() == TASK_KEYS
        (task_type,) = production.team["user"].get(f"{where}/task-types")
        assert (task_type["id"], task_type["type"]) == (production.task_type["id"], "TaskType")
        assert production.team["manager"].get(f"{where}/tasks") == []
        edit = production.studio.entity(production.project, "Edit")
        for entity_id in (edit["id"], "x", str(uuid4())):
            for what in ("tasks", "task-types"):
                production.team["user"].get(f"/data/user/{path}/{entity_id}/{what}", status=404)


class TestToCheck:
    PATH = "/data/user/tasks-to-check"

    def waiting(self, production: Production, *assignees: Row, **values: Any) -> Row:
        status = values.pop("status", None) or production.studio.task_status(is_feedback_request=True)
        return production.task(*assignees, task_status_id=status["id"], **values)

    def ids(self, production: Production, role: str, query: str = "") -> list[str]:
        return ids(production.team[role].get(f"{self.PATH}{query}"))

    def test_each_role_checks_what_is_theirs(self, production: Production) -> None:
        studio, task = production.studio, self.waiting(production)
        production.task()
        closed = studio.project(is_open=False)
        studio.join(closed, production.people["manager"])
        studio.task(studio.shot(closed), task_status_id=task["task_status_id"])
        assert self.ids(production, "manager") == self.ids(production, "supervisor") == [task["id"]]
        assert task["id"] in self.ids(production, "admin", f"?project_id={production.project['id']}")
        for role in ("user", "client", "vendor", "outsider"):
            assert self.ids(production, role) == []
        (found,) = production.team["manager"].get(self.PATH)
        assert found.keys() == TODO_KEYS

    def test_supervisors_check_their_departments(self, production: Production) -> None:
        task = self.waiting(production)
        for department, expected in ((production.department, [task["id"]]), (production.studio.department(), [])):
            supervisor = production.member("supervisor", departments=[department])
            assert ids(production.client_of(supervisor).get(self.PATH)) == expected

    def test_narrows(self, production: Production) -> None:
        studio, artist = production.studio, production.member()
        episode = studio.episode(production.project)
        shot = studio.shot(production.project, studio.sequence(production.project, episode))
        one = self.waiting(production, artist, entity=shot, due_date="2026-01-10T12:00:00")
        two = self.waiting(production, task_type=studio.task_type(), due_date="2026-02-10")
        for query, expected in (
            (f"task_type_id={two['task_type_id']}", two), (f"task_status_id={one['task_status_id']}", one),
            (f"episode_id={episode['id']}", one), (f"person_id={artist['id']},{uuid4()}", one),
            ("person_id=unassigned", two), ("due_date_since=2026-02-10", two), ("due_date_until=2026-01-10", one),
        ):  # fmt: skip
            assert self.ids(production, "manager", f"?{query}") == [expected["id"]], query
        assert self.ids(production, "manager", f"?project_id={uuid4()}") == []

    def test_orders(self, production: Production) -> None:
        early, late, none = (
            self.waiting(production, priority=priority, due_date=date, estimation=estimation)
            for priority, date, estimation in ((1, "2026-01-01", 5), (3, "2026-02-01", 9), (2, None, 7))
        )
        for order, expected in (
            ("priority", (late, none, early)), ("due_date", (early, late, none)), ("estimation", (late, none, early)),
        ):  # fmt: skip
            assert self.ids(production, "manager", f"?order_by={order}") == [task["id"] for task in expected]
        by_name = sorted((early, late, none), key=lambda task: self.entity_name(production, task))
        for order in ("entity_name", "whatever"):
            assert self.ids(production, "manager", f"?order_by={order}") == [task["id"] for task in by_name]

    def entity_name(self, production: Production, task: Row) -> str:
        row = production.studio.rows.one("SELECT name FROM entity WHERE id = %s", task["entity_id"])
        name: str = row["name"]
        return name

    def test_comes_in_pages(self, production: Production) -> None:
        for _ in range(3):
            self.waiting(production, duration=1, estimation=2)
        page = production.team["manager"].get(f"{self.PATH}?page=1&limit=2")
        assert len(page.pop("data")) == 2
        stats = {"total": 3, "total_duration": 3.0, "total_estimation": 6.0}
        assert page == {"stats": stats, "page": 1, "limit": 2, "is_more": True}
        last = production.team["manager"].get(f"{self.PATH}?page=2&limit=2")
        assert (len(last["data"]), last["is_more"], last["stats"]) == (1, False, stats)
        least = production.team["manager"].get(f"{self.PATH}?page=-3&limit=0")
        assert (least["page"], least["limit"], len(least["data"])) == (1, 1, 1)
        nobody = production.team["user"].get(f"{self.PATH}?page=1")
        assert (nobody["data"], nobody["stats"]["total"], nobody["is_more"]) == ([], 0, False)

    def test_bad_requests(self, production: Production) -> None:
        for query in (
            "project_id=x", "task_type_id=x", "episode_id=x", "person_id=x", "due_date_since=x", "page=x", "limit=x",
        ):  # fmt: skip
            production.team["manager"].get(f"{self.PATH}?{query}", status=400)

    def test_lists_the_values_of_the_filters(self, production: Production) -> None:
        studio, artist = production.studio, production.member()
        episode = studio.episode(production.project)
        shot = studio.shot(production.project, studio.sequence(production.project, episode))
        tasks = [self.waiting(production, artist, entity=shot), self.waiting(production)]
        found = production.team["manager"].get(f"{self.PATH}/filter-values")
        assert found == {
            "project_ids": [production.project["id"]],
            "task_type_ids": [production.task_type["id"]],
            "task_status_ids": sorted(task["task_status_id"] for task in tasks),
            "episode_ids": [episode["id"]],
            "person_ids": [artist["id"]],
        }
        nothing = production.team["user"].get(f"{self.PATH}/filter-values")
        assert set(nothing) == set(found)
        assert not any(nothing.values())


class TestTaskDates:
    PATH = "/data/persons/task-dates"

    def dates_of(self, production: Production, role: str, person: Row, query: str = "") -> list[Row]:
        found = production.team[role].get(f"{self.PATH}{query}")
        return [row for row in found if row["person_id"] == person["id"]]

    def test_spans_the_tasks_of_a_person(self, production: Production) -> None:
        artist = production.member()
        production.task(artist, start_date="2026-01-05", due_date="2026-01-10")
        production.task(artist, start_date="2026-01-01", due_date="2026-01-03")
        expected = [
            {
                "person_id": artist["id"], "min_date": "2026-01-01T00:00:00", "max_date": "2026-01-10T00:00:00",
                "busy_periods": [],
            }
        ]  # fmt: skip
        for role in ("admin", "manager", "supervisor"):
            assert self.dates_of(production, role, artist) == expected
        assert self.dates_of(production, "manager", artist, f"?project_id={production.project['id']}") == expected

    def test_shows_other_projects_as_periods_without_detail(self, production: Production) -> None:
        studio, artist, stranger = production.studio, production.member(), production.studio.person()
        shot = studio.shot(studio.project())
        for number, (start, end) in enumerate(
            [("2026-03-01", "2026-03-05"), ("2026-03-04", "2026-03-09"), ("2026-04-01", "2026-04-02")]
        ):
            studio.task(shot, assignees=[artist, stranger], name=f"t{number}", start_date=start, due_date=end)
        production.task(artist, start_date="2026-01-01", due_date="2026-01-02")
        busy = [
            {"start_date": "2026-03-01 00:00:00", "end_date": "2026-03-09 00:00:00"},
            {"start_date": "2026-04-01 00:00:00", "end_date": "2026-04-02 00:00:00"},
        ]
        (own,) = self.dates_of(production, "manager", artist)
        assert (own["max_date"], own["busy_periods"]) == ("2026-01-02T00:00:00", busy)
        (seen,) = self.dates_of(production, "manager", stranger)
        assert (seen["min_date"], seen["max_date"], seen["busy_periods"]) == (None, None, busy)
        (whole,) = self.dates_of(production, "admin", artist)
        assert (whole["max_date"], whole["busy_periods"]) == ("2026-04-02T00:00:00", [])

    @as_each_role(admin=200, manager=200, supervisor=200, outsider=200)
    def test_is_for_supervisors_and_above(self, production: Production, role: str, status: int) -> None:
        production.team[role].get(self.PATH, status=status)

    def test_refuses(self, production: Production) -> None:
        foreign = production.studio.project()["id"]
        production.team["manager"].get(f"{self.PATH}?project_id={foreign}", status=403)
        answer = production.team["manager"].get(f"{self.PATH}?project_id=x", status=400)
        assert answer["message"] == "Invalid project_id."
        production.team["manager"].get(f"{self.PATH}?project_id=")
