"""Batches and lists take the same number of statements for two tasks as for forty."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from multiplane import models
from multiplane.access.user import CurrentUser
from multiplane.database.session import Database, Session
from multiplane.database.statements import among
from multiplane.models import Task
from multiplane.settings import Settings
from multiplane.tasks.assignment import service as assignment
from multiplane.tasks.creation import service as creation
from multiplane.tasks.deletion import remove_tasks
from multiplane.tasks.listing import task_details, task_types_of
from multiplane.tasks.open_tasks import service as open_tasks
from multiplane.tasks.open_tasks.filters import Filters
from multiplane.tasks.reading import service as reading
from multiplane.tasks.reading.queries import FULL
from multiplane.tasks.status import replay
from multiplane.tasks.subscriptions import service as subscriptions
from multiplane.tasks.todos import service as todos
from tests.tasks.production import Production

PREPARED = text("SELECT name FROM pg_prepared_statements WHERE statement = :sql")
Row = dict[str, Any]
Work = Callable[[Session], Awaitable[Any]]
Count = Callable[[Production, Work], int]


@pytest.fixture(scope="module")
def count(database_dsn: str) -> Iterator[Count]:
    """How many statements a service sends, as the administrator, in a transaction of its own."""
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(
        Database.connect(database_dsn, size=2, settings=Settings(secret_key=SecretStr("x" * 40)))
    )

    async def counted(production: Production, work: Work) -> int:
        sent: list[str] = []
        person = production.people["admin"]
        user = CurrentUser(person["id"], "admin", "", "person", False, False, None, "UTC", frozenset(), {}, token={})
        async with database.transaction(user) as session:
            with session.connection.query_logger(lambda record: sent.append(record.query)):
                await work(session)
                await session.flush_events()
        return len(sent)

    yield lambda production, work: loop.run_until_complete(counted(production, work))
    loop.run_until_complete(database.close())
    loop.close()


def busy_task(production: Production, artist: Row, **values: Any) -> Row:
    """A task with a comment, a preview, news, time and a subscription."""
    rows = production.studio.rows
    task = production.task(artist, **values)
    comment = rows.insert(
        models.Comment, object_id=task["id"], object_type="Task", person_id=artist["id"], text="",
        task_status_id=task["task_status_id"],
    )  # fmt: skip
    rows.insert(models.AttachmentFile, comment_id=comment["id"], name="a", extension="a")
    rows.insert(models.News, task_id=task["id"], comment_id=comment["id"], author_id=artist["id"])
    preview = rows.insert(models.PreviewFile, name=task["id"], task_id=task["id"], extension="png", status="ready")
    rows.insert(models.CommentPreviewLink, comment=comment["id"], preview_file=preview["id"])
    rows.run("UPDATE entity SET preview_file_id = %s WHERE id = %s", preview["id"], task["entity_id"])
    rows.insert(models.WorkingFile, task_id=task["id"], name="w", revision=1)
    rows.insert(models.TimeSpent, task_id=task["id"], person_id=artist["id"], duration=1, date="2026-01-01")
    return task


BATCHES: dict[str, Callable[..., Awaitable[Any]]] = {
    "assign": lambda session, ids, person: assignment.assign_tasks(session, person["id"], ids),
    "unassign": lambda session, ids, _person: assignment.clear_assignation(session, ids, None),
    "priority": lambda session, ids, _person: assignment.set_priority(session, ids, 2),
    "replay": lambda session, ids, _person: replay(session, ids),
    "subscribe": lambda session, ids, _person: subscriptions.subscribe(session, ids),
    "remove": lambda session, ids, _person: remove_tasks(session, ids),
    "details": lambda session, ids, _person: task_details(session, among(Task.id, ids), relations=True),
    "types": lambda session, ids, _person: task_types_of(session, among(Task.id, ids)),
    "to do": lambda session, _ids, person: todos.tasks_of(session, person["id"], done=False),
}
AMOUNTS = (1, 2, 40)
"""The first run also pays for what the driver asks of the database once per connection."""
MOST = {"details": 1, "types": 1, "priority": 4, "assign": 9, "unassign": 5, "remove": 60}
"""The most statements each may take, the events included."""


def run_batch(name: str, ids: list[str], person: Row, session: Session) -> Awaitable[Any]:
    return BATCHES[name](session, ids, person)


@pytest.mark.parametrize("name", BATCHES)
def test_a_batch(production: Production, count: Count, name: str) -> None:
    counts = []
    for amount in AMOUNTS:
        artist = production.member()
        ids = [busy_task(production, artist)["id"] for _ in range(amount)]
        counts.append(count(production, partial(run_batch, name, ids, artist)))
    assert counts[1] == counts[2] <= MOST.get(name, 6)


def test_creation(production: Production, count: Count) -> None:
    def make(session: Session, entity_ids: list[str]) -> Awaitable[Any]:
        project, task_type = production.project["id"], production.task_type["id"]
        return creation.make_for_kind(session, project, task_type, "Shot", entity_ids, [])

    counts = []
    for amount in AMOUNTS:
        ids = [production.studio.shot(production.project)["id"] for _ in range(amount)]
        counts.append(count(production, partial(make, entity_ids=ids)))
    assert counts[1] == counts[2] <= 6


def test_one_full_task_takes_one(production: Production, count: Count) -> None:
    task = production.task(*(production.member() for _ in range(5)), assigner_id=production.people["manager"]["id"])
    assert count(production, lambda session: reading.full_task(session, task["id"])) == 1


def test_one_full_task_is_prepared_once(production: Production, count: Count) -> None:
    """The longest statement of a single read takes ten times as long to plan as to run."""
    task, prepared = production.task(production.people["user"]), []

    async def read_twice(session: Session) -> None:
        for _ in range(2):
            await reading.full_task(session, task["id"])
        prepared.extend(await session.column(PREPARED, sql=FULL.sql))

    count(production, read_twice)
    assert len(prepared) == 1


def test_the_pool_takes_two(production: Production, count: Count) -> None:
    for _ in range(5):
        production.task(production.people["user"])
    filters = Filters(project_id=production.project["id"])
    assert count(production, lambda session: open_tasks.page_of_pool(session, filters, 1, 100)) == 2
