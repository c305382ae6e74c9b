"""Following tasks, and task types of sequences (04-tasks 4.9)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from multiplane import models
from tests.support.roles import as_each_role
from tests.tasks.production import Production


class TestTask:
    def test_follows_and_stops(self, production: Production) -> None:
        user, task = production.team["user"], production.task()
        state = f"/data/user/tasks/{task['id']}/subscribed"
        assert user.get(state) is False
        made = user.post(f"/actions/user/tasks/{task['id']}/subscribe", {})
        assert made.keys() == {
            "id", "type", "person_id", "task_id", "entity_id", "task_type_id", "created_at", "updated_at"
        }  # fmt: skip
        assert (made["type"], made["task_id"], made["entity_id"]) == ("Subscription", task["id"], None)
        assert made["person_id"] == production.people["user"]["id"]
        assert user.post(f"/actions/user/tasks/{task['id']}/subscribe") == made
        assert user.get(state) is True
        assert production.team["manager"].get(state) is False
        user.delete(f"/actions/user/tasks/{task['id']}/unsubscribe")
        assert user.get(state) is False

    def test_what_is_no_task(self, production: Production) -> None:
        user = production.team["user"]
        for task_id in ("x", str(uuid4())):
            assert user.get(f"/data/user/tasks/{task_id}/subscribed") is False
            user.delete(f"/actions/user/tasks/{task_id}/unsubscribe")
            user.post(f"/actions/user/tasks/{task_id}/subscribe", status=404)

    @as_each_role(admin=201, manager=201, supervisor=201, user=201, client=201)
    def test_is_for_the_team(self, production: Production, role: str, status: int) -> None:
        production.team[role].post(f"/actions/user/tasks/{production.task()['id']}/subscribe", status=status)

    def test_is_not_for_bots(self, production: Production) -> None:
        bot = production.studio.admin.post(
            "/data/persons", {"first_name": "Bot", "last_name": "", "is_bot": True, "role": "admin"}
        )
        production.studio.anonymous().get(
            f"/data/user/tasks/{production.task()['id']}/subscribed", status=403,
            headers={"Authorization": f"Bearer {bot['access_token']}"},
        )  # fmt: skip

    def test_many_in_the_order_given(self, production: Production) -> None:
        user = production.team["user"]
        tasks = [production.task()["id"] for _ in range(3)]
        user.post(f"/actions/user/tasks/{tasks[1]}/subscribe")
        made = user.post("/actions/user/tasks/subscribe", {"task_ids": tasks})
        assert [row["task_id"] for row in made] == tasks
        body = {"task_ids": [tasks[0], "not a task"]}
        assert user.post("/actions/user/tasks/unsubscribe", body, status=200) == body["task_ids"]
        assert [user.get(f"/data/user/tasks/{task}/subscribed") for task in tasks] == [False, True, True]

    def test_one_refusal_refuses_all(self, production: Production) -> None:
        user, task = production.team["user"], production.task()
        foreign = production.studio.task(production.studio.shot(production.studio.project()))
        user.post("/actions/user/tasks/subscribe", {"task_ids": [task["id"], foreign["id"]]}, status=403)
        user.post("/actions/user/tasks/subscribe", {"task_ids": [task["id"], str(uuid4())]}, status=404)
        bodies: list[dict[str, Any]] = [{}, {"task_ids": []}, {"task_ids": ["x"]}]
        for body in bodies:
            user.post("/actions/user/tasks/subscribe", body, status=400)
        bodies = [{}, {"task_ids": []}, {"task_ids": [1]}]
        for body in bodies:
            user.post("/actions/user/tasks/unsubscribe", body, status=400)
        assert user.get(f"/data/user/tasks/{task['id']}/subscribed") is False

    def test_twice_at_once_is_once(self, production: Production) -> None:
        task = production.task()
        clients = [production.client_of(production.people["user"]) for _ in range(8)]
        path = f"/actions/user/tasks/{task['id']}/subscribe"
        with ThreadPoolExecutor(8) as pool:
            made = {row["id"] for row in pool.map(lambda client: client.post(path), clients)}
        assert len(made) == 1


class TestTypeOfSequence:
    def test_follows_and_stops(self, production: Production) -> None:
        user, sequence = production.team["user"], production.studio.sequence(production.project)
        place = f"{sequence['id']}/task-types/{production.task_type['id']}"
        states = [f"/data/user/{kind}/{place}/subscribed" for kind in ("sequences", "entities")]
        assert [user.get(state) for state in states] == [False, False]
        made = user.post(f"/actions/user/sequences/{place}/subscribe", {})
        assert (made["entity_id"], made["task_type_id"]) == (sequence["id"], production.task_type["id"])
        assert user.post(f"/actions/user/sequences/{place}/subscribe") == made
        assert [user.get(state) for state in states] == [True, True]
        user.delete(f"/actions/user/sequences/{place}/unsubscribe")
        assert user.get(states[0]) is False

    def test_what_is_no_sequence_or_type(self, production: Production) -> None:
        user, sequence = production.team["user"], production.studio.sequence(production.project)["id"]
        task_type, shot = production.task_type["id"], production.shot["id"]
        for one, two in (
            (shot, task_type),
            (uuid4(), task_type),
            ("x", task_type),
            (sequence, uuid4()),
            (sequence, "x"),
        ):
            place = f"sequences/{one}/task-types/{two}"
            user.post(f"/actions/user/{place}/subscribe", status=404)
            assert user.get(f"/data/user/{place}/subscribed") is False
            user.delete(f"/actions/user/{place}/unsubscribe")

    def test_is_for_the_team(self, production: Production) -> None:
        sequence = production.studio.sequence(production.project)
        place = f"{sequence['id']}/task-types/{production.task_type['id']}"
        production.team["outsider"].post(f"/actions/user/sequences/{place}/subscribe", status=403)
        production.team["anonymous"].post(f"/actions/user/sequences/{place}/subscribe", status=401)


@as_each_role(admin=200)
def test_administrators_list_those_of_a_project(production: Production, role: str, status: int) -> None:
    task, person = production.task(), production.people["user"]
    made = production.studio.rows.insert(models.Subscription, task_id=task["id"], person_id=person["id"])
    path = f"/data/projects/{production.project['id']}/subscriptions"
    found = production.team[role].get(path, status=status)
    if status == 200:
        assert [row["id"] for row in found] == [made["id"]]
        production.team[role].get(f"/data/projects/{uuid4()}/subscriptions", status=404)
