"""Requests that reach their write at the same moment, so that a race is found every time and not now and then."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from psycopg import sql

from tests.support.database import Rows

WAITING = (
    "SELECT count(*) AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def released_together(rows: Rows, table: str, calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """The results of calls that all wait, somewhere, until the first write to the table may go on."""
    with ThreadPoolExecutor(len(calls)) as pool:
        with rows.connection.transaction():
            rows.connection.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(table)))
            started = [pool.submit(call) for call in calls]
            wait_until_waiting(rows, len(calls))
        return [call.result() for call in started]


@contextmanager
def held_back(rows: Rows, call: Callable[[], Any], query: str, *values: Any) -> Iterator[Future[Any]]:
    """A call that waits, for the length of the block, for rows that a query has locked."""
    with ThreadPoolExecutor(1) as pool:
        with rows.connection.transaction():
            rows.run(query, *values)
            started = pool.submit(call)
            wait_until_waiting(rows, 1)
            yield started
        started.result()


def wait_until_waiting(rows: Rows, count: int) -> None:
    """Until so many statements of this database wait for a lock."""
    for _ in range(200):
        rows.run("SELECT pg_stat_clear_snapshot()")
        if rows.one(WAITING)["count"] >= count:
            return
        time.sleep(0.05)
    raise AssertionError(f"{rows.one(WAITING)['count']} of {count} requests came to wait")
