"""Many people at once on one task."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from tests.support.stage import Stage
from tests.support.together import released_together


def test_twenty_comments_that_change_the_status(stage: Stage) -> None:
    """Every retake that follows another status counts, and none twice: the count is the replayed one."""
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in range(20)]
    statuses = ["retake", "wip"] * 10

    def post(place: int) -> Any:
        return stage.post(str(place), statuses[place], by=clients[place])

    start = stage.studio.now()
    made = released_together(stage.rows, "comment", [partial(post, place) for place in range(20)])

    listed = stage.rows.all(
        "SELECT task_status_id::text AS status, id::text FROM comment WHERE object_id = %s ORDER BY created_at, id",
        stage.task["id"],
    )
    assert {row["id"] for row in listed} == {comment["id"] for comment in made}
    order = [row["status"] for row in listed]
    before = [stage.id_of("todo"), *order]
    retake = stage.id_of("retake")
    runs = sum(1 for old, new in zip(before, order, strict=False) if new == retake and old != retake)
    task = stage.stored_task()
    assert task["retake_count"] == runs
    assert str(task["task_status_id"]) == order[-1]
    changes = sum(1 for old, new in zip(before, order, strict=False) if old != new)
    events = Counter(stage.events(start))
    assert events["comment:new"] == events["news:new"] == 20
    assert events["task:status-changed"] == changes


def test_a_cap_holds_under_load(stage: Stage) -> None:
    stage.rows.run("UPDATE project SET max_retakes = 1 WHERE id = %s", stage.project["id"])
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in range(10)]
    path = f"/actions/tasks/{stage.task['id']}/comment"
    body = {"task_status_id": stage.id_of("retake")}
    calls = [partial(client.request, "POST", path, json=body) for client in clients]
    answers = released_together(stage.rows, "comment", calls)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 400: 9}


def test_comments_on_tasks_that_reach_each_other(stage: Stage) -> None:
    """Hashtags make every comment touch every task of the shot; nobody waits in a circle."""
    tasks = [stage.task, *(stage.new_task(task_type=stage.studio.task_type()) for _ in range(3))]
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in range(12)]

    def post(place: int) -> Any:
        return stage.post(f"{place} #all", "wip", by=clients[place], task=tasks[place % 4])

    released_together(stage.rows, "comment", [partial(post, place) for place in range(12)])
    assert [len(stage.comments(task=task)) for task in tasks] == [12, 12, 12, 12]


def test_edits_deletions_and_reads_at_once(stage: Stage) -> None:
    made = [stage.post(str(place), "wip" if place % 2 else "retake") for place in range(12)]
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in range(12)]

    def meddle(place: int) -> set[int]:
        client, path = clients[place], f"/data/comments/{made[place]['id']}"
        return {
            client.request("PUT", path, json={"task_status_id": stage.id_of("done")}).status_code,
            client.request("GET", f"/data/tasks/{stage.task['id']}/comments").status_code,
            client.request("DELETE", f"/data/comments/{made[(place + 1) % 12]['id']}").status_code,
            client.request("GET", path).status_code,
        }

    with ThreadPoolExecutor(12) as pool:
        statuses = set().union(*pool.map(meddle, range(12)))
    assert statuses <= {200, 204, 404}
    assert stage.comments() == []
    task = stage.stored_task()
    assert (task["retake_count"], task["last_comment_date"]) == (0, None)


def test_one_acknowledgement_for_each(stage: Stage) -> None:
    made = stage.post("x")
    path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}/ack"
    roles = ["manager", "supervisor", "user", "vendor"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda role: stage.team[role].post(path, status=200), roles))
    assert sorted(stage.comments()[0]["acknowledgements"]) == sorted(stage.people[role]["id"] for role in roles)
