"""How PostgreSQL values appear in Python: ready for JSON.

Ids and dates are strings, timestamps are `YYYY-MM-DDTHH:MM:SS` (00-conventions 4), and JSON columns are
`msgspec.Raw`, passed through without being parsed. So a row goes from the socket to the answer without any work
per field, and the same row is what services read; `decoded` opens a JSON value for those that look inside.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import msgspec

Row = dict[str, Any]


def now(offset: timedelta = timedelta()) -> str:
    """The current UTC time, with microseconds and without offset, as stored in every timestamp column."""
    return (datetime.now(UTC) + offset).replace(tzinfo=None).isoformat(timespec="microseconds")


def encode_json(value: Any) -> str:
    """JSON text of a value; integers of any size are kept."""
    try:
        return msgspec.json.encode(value).decode()
    except (OverflowError, ValueError):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)


def decoded(value: Any) -> Any:
    """The Python value of a JSON column of a row (None, or parsed JSON with integers of any size)."""
    return json.loads(bytes(value)) if isinstance(value, msgspec.Raw) else value


def seconds(text: str) -> str:
    """`2026-11-23 21:25:30.123456` as sent by PostgreSQL -> `2026-11-23T21:25:30`."""
    return f"{text[:10]}T{text[11:19]}"


CODECS: tuple[tuple[str, Callable[[Any], str], Callable[[str], Any]], ...] = (
    ("uuid", str, str),
    ("date", str, str),
    ("timestamp", str, seconds),
    ("jsonb", encode_json, msgspec.Raw),
    ("json", encode_json, msgspec.Raw),
)


async def set_codecs(connection: asyncpg.Connection) -> None:
    """Prepare a new connection so that its rows come out as described above."""
    for name, encoder, decoder in CODECS:
        await connection.set_type_codec(name, schema="pg_catalog", encoder=encoder, decoder=decoder, format="text")
