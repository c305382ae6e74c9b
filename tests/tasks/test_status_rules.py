"""How comments move a task: the live rules and the replay (04-tasks 1.4, 5.1)."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from multiplane import models
from multiplane.database.session import Database
from multiplane.tasks.status import StatusChange, apply_status, default_status, replay
from tests.tasks.production import Production

Row = dict[str, Any]
Run = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture(scope="module")
def run(database_dsn: str) -> Iterator[Run]:
    """Runs a coroutine function in a transaction of its own, as a service would."""
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(Database.connect(database_dsn, size=2))

    async def transaction(work: Callable[[Any], Any]) -> Any:
        async with database.transaction() as session:
            return await work(session)

    yield lambda work: loop.run_until_complete(transaction(work))
    loop.run_until_complete(database.close())
    loop.close()


@pytest.fixture
def statuses(production: Production) -> dict[str, Row]:
    make = production.studio.task_status
    return {
        "todo": make(), "wip": make(is_wip=True), "wfa": make(is_feedback_request=True),
        "retake": make(is_retake=True), "redo": make(is_retake=True), "done": make(is_done=True),
    }  # fmt: skip


def comment(production: Production, task: Row, status: Row, **values: Any) -> Row:
    return production.studio.rows.insert(
        models.Comment, object_id=task["id"], object_type="Task", person_id=production.people["user"]["id"],
        task_status_id=status["id"], text="", **values,
    )  # fmt: skip


def applied(run: Run, made: Row) -> StatusChange:
    """Give the task of a comment its status."""
    change: StatusChange = run(lambda session: apply_status(session, made["id"]))
    return change


CYCLE: list[tuple[str, int, dict[str, int], bool, bool]] = [
    ("wip", 0, {"real_start_date": 1}, True, False),
    ("wfa", 0, {"real_start_date": 1, "end_date": 2}, True, True),
    ("retake", 1, {"real_start_date": 1}, True, False),
    ("retake", 1, {"real_start_date": 1}, False, False),
    ("wip", 1, {"real_start_date": 1}, True, False),
    ("wfa", 1, {"real_start_date": 1, "end_date": 6}, True, True),
    ("retake", 2, {"real_start_date": 1}, True, False),
    ("done", 2, {"real_start_date": 1, "done_date": 8}, True, False),
    ("wfa", 2, {"real_start_date": 1, "end_date": 9}, True, True),
    ("todo", 2, {"real_start_date": 1}, True, False),
    ("done", 2, {"real_start_date": 1, "done_date": 11}, True, False),
    ("wip", 2, {"real_start_date": 1}, True, False),
]
"""Status posted, retake count, dates by the comment that set them, whether the status changed, whether to review."""


def test_the_cycle_of_a_task_then_its_replay(production: Production, statuses: dict[str, Row], run: Run) -> None:
    task = production.task(task_status_id=statuses["todo"]["id"])
    moments: dict[int, Any] = {}
    comments: dict[int, Row] = {}
    for number, (name, retakes, dates, changed, reviewed) in enumerate(CYCLE, 1):
        start, before = production.studio.now(), production.stored(task)["task_status_id"]
        made = comments[number] = comment(production, task, statuses[name])
        change = applied(run, made)
        after = production.stored(task)
        assert (change.changed, after["task_status_id"]) == (changed, statuses[name]["id"])
        assert after["retake_count"] == retakes
        moments[number] = after["updated_at"]
        for key in ("real_start_date", "end_date", "done_date"):
            assert after[key] == moments.get(dates.get(key, 0)), (number, key)
        shared = {
            "task_id": task["id"], "new_task_status_id": statuses[name]["id"], "previous_task_status_id": before,
            "person_id": production.people["user"]["id"],
        }  # fmt: skip
        expected: list[tuple[str, Row]] = [("task:update", {"task_id": task["id"]})]
        if changed:
            expected.append(("task:status-changed", shared))
        if reviewed:
            expected.append(("task:to-review", {**shared, "comment_id": made["id"]}))
        assert production.emitted(start) == expected

    production.studio.rows.run("DELETE FROM comment WHERE id = %s", comments[12]["id"])
    stored = {
        number: production.studio.rows.one("SELECT created_at FROM comment WHERE id = %s", comments[number]["id"])
        for number in (1, 2, 11)
    }
    (change,) = run(lambda session: replay(session, [task["id"]]))
    after = production.stored(task)
    assert (change.previous_id, change.new_id) == (statuses["wip"]["id"], statuses["done"]["id"])
    assert (after["task_status_id"], after["retake_count"]) == (statuses["done"]["id"], 2)
    assert after["real_start_date"] == stored[1]["created_at"]
    assert after["end_date"] == stored[2]["created_at"]
    assert after["done_date"] == after["last_comment_date"] == stored[11]["created_at"]


def test_an_older_comment_is_no_status_change(production: Production, statuses: dict[str, Row], run: Run) -> None:
    task = production.task(task_status_id=statuses["todo"]["id"])
    applied(run, comment(production, task, statuses["wip"]))
    start = production.studio.now()
    old = comment(production, task, statuses["retake"], created_at="2024-05-01T10:00:00")
    change = applied(run, old)
    after = production.stored(task)
    assert (change.changed, change.new_id) == (False, statuses["wip"]["id"])
    assert (after["task_status_id"], after["retake_count"]) == (statuses["wip"]["id"], 1)
    assert production.emitted(start) == [("task:update", {"task_id": task["id"]})]


def test_comments_of_the_same_second_are_both_live(production: Production, statuses: dict[str, Row], run: Run) -> None:
    task = production.task(task_status_id=statuses["todo"]["id"])
    for name, moment in (("wip", "2024-05-01T10:00:00.900000"), ("done", "2024-05-01T10:00:00.100000")):
        made = comment(production, task, statuses[name], created_at=moment)
        assert applied(run, made).changed
    assert production.stored(task)["task_status_id"] == statuses["done"]["id"]


def test_another_retake_status_counts_live_but_not_in_a_replay(
    production: Production, statuses: dict[str, Row], run: Run
) -> None:
    task = production.task(task_status_id=statuses["todo"]["id"])
    for name in ("retake", "redo"):
        made = comment(production, task, statuses[name])
        applied(run, made)
    assert production.stored(task)["retake_count"] == 2
    run(lambda session: replay(session, [task["id"]]))
    assert production.stored(task)["retake_count"] == 1


def test_a_status_that_asks_for_feedback_and_is_done_keeps_both_dates(production: Production, run: Run) -> None:
    both = production.studio.task_status(is_feedback_request=True, is_done=True)
    task = production.task()
    applied(run, comment(production, task, both))
    after = production.stored(task)
    assert after["end_date"] == after["done_date"] is not None


def test_without_comment_a_task_is_as_new(production: Production, run: Run) -> None:
    concept = production.studio.entity(production.project, "Concept")
    plain = production.task(retake_count=3, end_date="2026-01-01", last_comment_date="2026-01-01", duration=1)
    drawn = production.task(entity=concept, done_date="2026-01-01")
    production.studio.rows.insert(
        models.TimeSpent, task_id=plain["id"], person_id=production.people["user"]["id"], duration=45, date="2026-01-01"
    )
    run(lambda session: replay(session, [plain["id"], drawn["id"], plain["id"]]))
    after = production.stored(plain)
    assert after["task_status_id"] == run(lambda session: default_status(session, for_concept=False))["id"]
    assert (after["retake_count"], after["end_date"], after["last_comment_date"]) == (0, None, None)
    assert after["duration"] == 45
    after = production.stored(drawn)
    assert after["task_status_id"] == run(lambda session: default_status(session, for_concept=True))["id"]
    assert after["done_date"] is None


def test_retakes_posted_at_once_count_as_one(production: Production, statuses: dict[str, Row]) -> None:
    """They come one after the other: the first changes the status, the others keep it."""
    task = production.task(task_status_id=statuses["todo"]["id"])
    clients = [production.client_of(production.people["manager"]) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda client: client.post(
                    f"/actions/tasks/{task['id']}/comment", {"task_status_id": statuses["retake"]["id"], "comment": ""}
                ),
                clients,
            )
        )
    after = production.stored(task)
    assert (after["task_status_id"], after["retake_count"]) == (statuses["retake"]["id"], 1)
