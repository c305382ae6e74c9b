"""Handing work over. A job exists if and only if the transaction that asked for it was committed."""

from datetime import timedelta
from typing import Any

import msgspec
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import DBSettings, QueryQueueBuilder
from pgqueuer.queries import Queries

from multiplane.database.rows import encode_json
from multiplane.database.session import Session
from multiplane.models.own import SCHEMA

SETTINGS = DBSettings(db_schema=SCHEMA)


class _SessionDriver(AsyncpgDriver):
    """Enqueues on a session's connection, whose JSON arguments are values, not text."""

    async def fetch(self, query: str, *args: Any) -> list[dict[str, object]]:
        *others, headers = args
        return await super().fetch(query, *others, [msgspec.Raw(text) for text in headers])


async def enqueue(
    session: Session,
    name: str,
    payload: Any = None,
    *,
    after: timedelta | None = None,
    once: str | None = None,
) -> None:
    """Ask for a job, in the session's transaction.

    `payload` is any JSON value. `after` delays the first attempt. With `once`, nothing is added while an
    unfinished job has the same key.
    """
    queries = Queries(_SessionDriver(session.connection), qbq=QueryQueueBuilder(SETTINGS))
    body = encode_json(payload).encode()
    if once is None:
        await queries.enqueue(name, body, execute_after=after)
    else:
        await queries.enqueue(name, body, execute_after=after, dedupe_key=once, on_conflict="skip")
