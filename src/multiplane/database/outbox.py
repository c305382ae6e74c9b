"""Events leave with the transaction that makes the change, or not at all (00-conventions 12).

At commit the stored events become rows of `api_event`, those that are only live rows of `multiplane.live_event`, and
all of them travel in NOTIFY messages, which PostgreSQL delivers after the commit and in commit order, or never.
`multiplane.realtime` listens and fans them out; what it missed while it was not connected, it reads back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec

from multiplane.database.errors import translate
from multiplane.database.rows import encode_json

CHANNEL = "multiplane_events"
SESSIONS_CHANNEL = "multiplane_sessions"
"""Carries the ids of tokens that were just revoked, so that open sockets close at once."""
NOTIFY_LIMIT = 7800
"""Bytes in one message, under PostgreSQL's limit of 8000."""

# By the clock of the database, the same for all servers; a microsecond apart, so that the log keeps the order in which
# the events were emitted. An author or a project that the transaction itself removed is not referred to.
STORE = """
    INSERT INTO api_event (id, created_at, updated_at, name, user_id, project_id, data)
    SELECT event.id, moment, moment, event.name,
        (SELECT id FROM person WHERE id = $2), (SELECT id FROM project WHERE id = event.project_id), event.data
    FROM jsonb_to_recordset($1) AS event (id uuid, place int, name text, project_id uuid, data jsonb),
        LATERAL (
            SELECT (statement_timestamp() AT TIME ZONE 'utc') + event.place * interval '1 microsecond'
        ) AS clock (moment)
"""
NOTIFY = "SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message"
# One statement, so that events which are not for the log cost no round trip of their own.
KEEP_AND_NOTIFY = """
    WITH kept AS (
        INSERT INTO multiplane.live_event (id, created_at, name, project_id, data)
        SELECT id, (statement_timestamp() AT TIME ZONE 'utc') + place * interval '1 microsecond', name, project_id, data
        FROM jsonb_to_recordset($3) AS event (id uuid, place int, name text, project_id uuid, data jsonb)
    )
    SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the catalogue: its name, payload and whether it is kept in the log."""

    name: str
    payload: dict[str, Any]
    project_id: str | None
    stored: bool


class Message(msgspec.Struct, array_like=True):
    """An event as it travels between processes. A payload too large to travel is read back from its table."""

    id: str
    name: str
    payload: dict[str, Any] | None
    project_id: str | None


async def publish(connection: asyncpg.Connection, events: Iterable[Event], user_id: str | None) -> None:
    """Write the events of a transaction; they become visible, and are sent, when it commits."""
    events = distinct(events)
    ids = [str(uuid4()) for _ in events]
    stored, live = rows_of(ids, events, stored=True), rows_of(ids, events, stored=False)
    try:
        if stored:
            await connection.execute(STORE, stored, user_id)
        notifications = list(messages(ids, events))
        if live:
            await connection.execute(KEEP_AND_NOTIFY, CHANNEL, notifications, live)
        else:
            await connection.execute(NOTIFY, CHANNEL, notifications)
    except Exception as error:
        raise translate(error) from error


def rows_of(ids: list[str], events: list[Event], *, stored: bool) -> list[dict[str, Any]]:
    """The events of one table, each with its place in the transaction."""
    return [
        {"id": event_id, "place": place, "name": event.name, "project_id": event.project_id, "data": event.payload}
        for place, (event_id, event) in enumerate(zip(ids, events, strict=True))
        if event.stored is stored
    ]


def distinct(events: Iterable[Event]) -> list[Event]:
    """Each event once per transaction: a client that refetches on it would only ask twice for the same state."""
    kept: dict[str, Event] = {}
    for event in events:
        kept.setdefault(event.name + encode_json(event.payload), event)
    return list(kept.values())


def messages(ids: list[str], events: list[Event]) -> Iterator[str]:
    """The events as few NOTIFY payloads, each a JSON array of `Message`."""
    batch: list[str] = []
    size = 0
    for event_id, event in zip(ids, events, strict=True):
        text = encode_json(Message(event_id, event.name, event.payload, event.project_id))
        if len(text.encode()) > NOTIFY_LIMIT:
            text = encode_json(Message(event_id, event.name, None, event.project_id))
        length = len(text.encode()) + 1
        if batch and size + length > NOTIFY_LIMIT:
            yield f"[{','.join(batch)}]"
            batch, size = [], 0
        batch.append(text)
        size += length
    if batch:
        yield f"[{','.join(batch)}]"
