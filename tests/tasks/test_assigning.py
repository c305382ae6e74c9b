"""Who gives tasks to whom, takes them away and sets priorities, and what follows (04-tasks 4.3)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.support.roles import as_each_role
from tests.tasks.production import Production

Row = dict[str, Any]


def assign(production: Production, caller: Row, task: Row, person: Row, status: int = 200) -> Any:
    client = production.client_of(caller)
    return client.put(f"/actions/tasks/{task['id']}/assign", {"person_id": person["id"]}, status=status)


class TestOne:
    def test_gives_the_task_and_tells(self, production: Production) -> None:
        artist, task, start = production.member(), production.task(), production.studio.now()
        manager = production.people["manager"]

        answer = assign(production, manager, task, artist)

        assert (answer["assignees"], answer["assigner_id"], answer["type"]) == ([artist["id"]], manager["id"], "Task")
        assert production.emitted(start) == [
            ("task:assign", {"task_id": task["id"], "person_id": artist["id"]}),
            ("task:update", {"task_id": task["id"]}),
        ]
        notices = production.studio.rows.all(
            "SELECT type, read, change, person_id::text, author_id::text, comment_id FROM notification "
            "WHERE task_id = %s",
            task["id"],
        )
        assert notices == [
            {"type": "assignation", "read": False, "change": False, "person_id": artist["id"],
             "author_id": manager["id"], "comment_id": None},
        ]  # fmt: skip

    def test_again_is_the_same_and_tells_again(self, production: Production) -> None:
        artist, task = production.member(), production.task()
        for _ in range(2):
            assert assign(production, production.people["manager"], task, artist)["assignees"] == [artist["id"]]
        notices = production.studio.rows.all("SELECT id FROM notification WHERE task_id = %s", task["id"])
        assert len(notices) == 2

    def test_puts_the_assignee_on_the_team(self, production: Production) -> None:
        newcomer, task, start = production.studio.person(), production.task(), production.studio.now()
        before = production.studio.rows.one("SELECT updated_at FROM project WHERE id = %s", production.project["id"])
        assign(production, production.people["manager"], task, newcomer)
        link = production.studio.rows.one(
            "SELECT role FROM project_person_link WHERE project_id = %s AND person_id = %s",
            production.project["id"], newcomer["id"],
        )  # fmt: skip
        assert link["role"] is None
        assert ("project:update", {}) in production.emitted(start)
        after = production.studio.rows.one("SELECT updated_at FROM project WHERE id = %s", production.project["id"])
        assert after["updated_at"] > before["updated_at"]

    def test_moves_updated_at(self, production: Production) -> None:
        task = production.task()
        before = production.stored(task)["updated_at"]
        assign(production, production.people["manager"], task, production.member())
        assert production.stored(task)["updated_at"] > before

    def test_nobody_is_told_of_what_they_did_themselves(self, production: Production) -> None:
        artist, task = production.member(departments=[production.department]), production.task()
        assign(production, artist, task, artist)
        assert not production.studio.rows.all("SELECT id FROM notification WHERE task_id = %s", task["id"])

    @as_each_role(admin=200, manager=200, supervisor=200)
    def test_who_may_give_it_to_anybody(self, production: Production, role: str, status: int) -> None:
        """The supervisor of the production has no department, so no limit."""
        task, artist = production.task(), production.member()
        path = f"/actions/tasks/{task['id']}/assign"
        production.team[role].put(path, {"person_id": artist["id"]}, status=status)
        assert production.assignees(task) == ({artist["id"]} if status == 200 else set())

    @pytest.mark.parametrize(
        ("caller", "assignee", "status"),
        [
            ("artist in", "artist in", 200),
            ("artist in", "artist out", 403),
            ("artist out", "artist out", 403),
            ("supervisor in", "artist in", 200),
            ("supervisor in", "artist out", 403),
            ("supervisor in", "supervisor in", 200),
            ("supervisor out", "artist out", 403),
            ("supervisor without", "artist out", 200),
            ("vendor in", "vendor in", 200),
            ("vendor in", "artist in", 403),
            ("client without", "artist in", 403),
            ("client in", "client in", 200),
            ("stranger in", "stranger in", 403),
        ],
    )
    def test_departments_decide(self, production: Production, caller: str, assignee: str, status: int) -> None:
        departments = {"in": [production.department], "out": [production.studio.department()], "without": []}

        def person(words: str) -> Row:
            role, place = words.split()
            if role == "stranger":
                return production.studio.person("user", departments=departments[place])
            return production.member("user" if role == "artist" else role, departments=departments[place])

        giver = person(caller)
        getter = giver if assignee == caller else person(assignee)
        task = production.task()
        assign(production, giver, task, getter, status=status)
        assert production.assignees(task) == ({getter["id"]} if status == 200 else set())

    def test_refuses_strangers_to_the_studio(self, production: Production) -> None:
        task = production.task()
        for person_id in (str(uuid4()), "x"):
            answer = production.studio.admin.put(
                f"/actions/tasks/{task['id']}/assign", {"person_id": person_id}, status=400
            )
            assert answer == {"error": "Assignee doesn't exist in database."}

    def test_refuses_preview_accounts_and_bots(self, production: Production) -> None:
        studio, task = production.studio, production.task()
        account = studio.person("client", preview_project_id=production.project["id"])
        path = f"/actions/tasks/{task['id']}/assign"
        answer = studio.admin.put(path, {"person_id": account["id"]}, status=400)
        assert answer["message"] == "A preview account can't be assigned"
        bot = studio.person("user", is_bot=True)
        studio.admin.put(path, {"person_id": bot["id"]}, status=403)
        studio.rows.run(
            "UPDATE project SET is_bot_collaboration_enabled = true WHERE id = %s", production.project["id"]
        )
        studio.admin.put(path, {"person_id": bot["id"]})
        assert production.assignees(task) == {bot["id"]}

    def test_bad_requests(self, production: Production) -> None:
        task = production.task()
        for task_id in ("wrong-id", str(uuid4())):
            production.studio.admin.put(f"/actions/tasks/{task_id}/assign", {"person_id": str(uuid4())}, status=404)
        bodies: list[dict[str, Any]] = [{}, {"person_id": None}, {"person_id": 3}]
        for body in bodies:
            answer = production.studio.admin.put(f"/actions/tasks/{task['id']}/assign", body, status=400)
            assert answer["message"] == "Validation error."

    def test_many_at_once(self, production: Production) -> None:
        """Nobody is lost, nobody is twice, and a newcomer joins the team once."""
        task, people = production.task(), [production.studio.person() for _ in range(8)]
        clients = [production.client_of(production.people["manager"]) for _ in range(16)]
        path = f"/actions/tasks/{task['id']}/assign"
        with ThreadPoolExecutor(16) as pool:
            list(
                pool.map(
                    lambda pair: pair[0].put(path, {"person_id": pair[1]["id"]}),
                    zip(clients, people * 2, strict=True),
                )
            )
        assert production.assignees(task) == {person["id"] for person in people}


class TestMany:
    def test_skips_what_is_not_allowed_and_joins_every_team(self, production: Production) -> None:
        studio, manager = production.studio, production.people["manager"]
        other_project = studio.project()
        studio.join(other_project, manager)
        mine, theirs = production.task(), studio.task(studio.shot(other_project))
        foreign = studio.task(studio.shot(studio.project()))
        person = studio.person()
        body = {"task_ids": [theirs["id"], str(uuid4()), foreign["id"], mine["id"]]}

        done = production.client_of(manager).put(f"/actions/persons/{person['id']}/assign", body)

        assert [task["id"] for task in done] == [theirs["id"], mine["id"]]
        assert all(task["assignees"] == [person["id"]] for task in done)
        assert production.assignees(foreign) == set()
        teams = studio.rows.all("SELECT project_id::text FROM project_person_link WHERE person_id = %s", person["id"])
        assert {team["project_id"] for team in teams} == {production.project["id"], other_project["id"]}
        notices = studio.rows.all("SELECT task_id::text FROM notification WHERE person_id = %s", person["id"])
        assert {notice["task_id"] for notice in notices} == {mine["id"], theirs["id"]}

    def test_bots_where_they_may_work(self, production: Production) -> None:
        studio = production.studio
        bot, closed = studio.person("user", is_bot=True), production.task()
        opened = studio.task(studio.shot(studio.project(is_bot_collaboration_enabled=True)))
        path = f"/actions/persons/{bot['id']}/assign"
        studio.admin.put(path, {"task_ids": [closed["id"]]}, status=403)
        done = studio.admin.put(path, {"task_ids": [closed["id"], opened["id"]]})
        assert [task["id"] for task in done] == [opened["id"]]

    def test_bad_requests(self, production: Production) -> None:
        person = production.people["user"]
        bodies: list[dict[str, Any]] = [{}, {"task_ids": []}, {"task_ids": ["x"]}, {"task_ids": None}]
        for body in bodies:
            answer = production.studio.admin.put(f"/actions/persons/{person['id']}/assign", body, status=400)
            assert answer["message"] == "Validation error."
        body = {"task_ids": [production.task()["id"]]}
        answer = production.studio.admin.put(f"/actions/persons/{uuid4()}/assign", body, status=400)
        assert answer == {"error": "Assignee doesn't exist in database."}

    def test_crossing_batches_do_not_wait_for_each_other_for_ever(self, production: Production) -> None:
        tasks, artist = [production.task()["id"] for _ in range(12)], production.member()
        clients = [production.client_of(production.people["manager"]) for _ in range(8)]
        path = f"/actions/persons/{artist['id']}/assign"

        def run(number: int) -> int:
            order = tasks if number % 2 else tasks[::-1]
            return len(clients[number].put(path, {"task_ids": order}))

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(run, range(8))) == [12] * 8


class TestClearing:
    PATH = "/actions/tasks/clear-assignation"

    def test_everybody_leaves(self, production: Production) -> None:
        first, second = sorted((production.member(), production.member()), key=lambda person: person["id"])
        task, empty, start = production.task(first, second), production.task(), production.studio.now()
        before = production.stored(task)["updated_at"]
        body = {"task_ids": [task["id"], empty["id"], str(uuid4())]}
        assert production.team["manager"].put(self.PATH, body) == [task["id"], empty["id"]]
        assert production.assignees(task) == set()
        assert production.stored(task)["updated_at"] > before
        assert production.emitted(start) == [
            ("task:unassign", {"task_id": task["id"], "person_id": first["id"]}),
            ("task:unassign", {"task_id": task["id"], "person_id": second["id"]}),
            ("task:update", {"task_id": task["id"]}),
            ("task:update", {"task_id": empty["id"]}),
        ]
        assert not production.studio.rows.all("SELECT id FROM notification WHERE task_id = %s", task["id"])

    def test_one_person_leaves_and_is_told_even_if_not_there(self, production: Production) -> None:
        stays, leaves = production.member(), production.member()
        task, other, start = production.task(stays, leaves), production.task(stays), production.studio.now()
        body = {"task_ids": [task["id"], other["id"]], "person_id": leaves["id"]}
        assert production.team["manager"].put(self.PATH, body) == body["task_ids"]
        assert production.assignees(task) == production.assignees(other) == {stays["id"]}
        assert production.emitted(start, "task:unassign") == [
            ("task:unassign", {"task_id": task["id"], "person_id": leaves["id"]}),
            ("task:unassign", {"task_id": other["id"], "person_id": leaves["id"]}),
        ]

    @pytest.mark.parametrize(
        ("role", "place", "target", "done"),
        [
            ("admin", "out", None, True),
            ("manager", "out", None, True),
            ("supervisor", "in", None, True),
            ("supervisor", "without", None, True),
            ("supervisor", "out", None, False),
            ("supervisor", "out", "self", True),
            ("user", "in", "self", True),
            ("user", "in", None, False),
            ("user", "in", "other", False),
            ("vendor", "without", "self", True),
            ("client", "without", "other", False),
        ],
    )
    def test_who_may(self, production: Production, role: str, place: str, target: str | None, done: bool) -> None:
        departments = {"in": [production.department], "out": [production.studio.department()], "without": []}
        caller, other = production.member(role, departments=departments[place]), production.member()
        task = production.task(caller, other)
        people = {"self": caller["id"], "other": other["id"], None: None}
        body = {"task_ids": [task["id"]], "person_id": people[target]}
        assert production.client_of(caller).put(self.PATH, body) == ([task["id"]] if done else [])
        left = {caller["id"], other["id"]}
        assert production.assignees(task) == (left - ({people[target]} if target else left) if done else left)

    def test_strangers_change_nothing(self, production: Production) -> None:
        stranger = production.studio.person()
        task = production.task(stranger)
        body = {"task_ids": [task["id"]], "person_id": stranger["id"]}
        assert production.client_of(stranger).put(self.PATH, body) == []
        assert production.assignees(task) == {stranger["id"]}
        production.studio.anonymous().put(self.PATH, body, status=401)

    def test_bad_requests(self, production: Production) -> None:
        bodies: list[dict[str, Any]] = [
            {},
            {"task_ids": []},
            {"task_ids": ["x"]},
            {"task_ids": [str(uuid4())], "person_id": "x"},
        ]
        for body in bodies:
            assert production.studio.admin.put(self.PATH, body, status=400)["message"] == "Validation error."


class TestPriority:
    PATH = "/actions/tasks/set-priority"

    def test_tells(self, production: Production) -> None:
        task, start = production.task(), production.studio.now()
        body = {"task_ids": [task["id"], str(uuid4())], "priority": 7}
        (changed,) = production.team["manager"].put(self.PATH, body)
        assert (changed["id"], changed["priority"]) == (task["id"], 7)
        assert "assignees" not in changed
        assert production.emitted(start) == [("task:update", {"task_id": task["id"]})]

    @pytest.mark.parametrize(
        ("role", "place", "done"),
        [
            ("manager", "out", True), ("supervisor", "in", True), ("supervisor", "without", True),
            ("supervisor", "out", False), ("user", "in", False), ("client", "in", False), ("vendor", "in", False),
        ],
    )  # fmt: skip
    def test_who_may(self, production: Production, role: str, place: str, done: bool) -> None:
        departments = {"in": [production.department], "out": [production.studio.department()], "without": []}
        caller = production.member(role, departments=departments[place])
        task = production.task(caller)
        answer = production.client_of(caller).put(self.PATH, {"task_ids": [task["id"]], "priority": 1})
        assert [row["id"] for row in answer] == ([task["id"]] if done else [])
        assert production.stored(task)["priority"] == (1 if done else 0)

    def test_bad_requests(self, production: Production) -> None:
        task = production.task()
        for priority in (-1, "x", None, 1.5):
            body = {"task_ids": [task["id"]], "priority": priority}
            answer = production.studio.admin.put(self.PATH, body, status=400)
            assert answer["message"] == "Validation error."
        production.studio.admin.put(self.PATH, {"task_ids": [task["id"]], "priority": 2**40}, status=400)
        assert production.stored(task)["priority"] == 0
