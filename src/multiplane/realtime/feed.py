"""The change feed of the database: every event of every process, in commit order, none lost over a reconnection."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg
import msgspec

from multiplane.database.outbox import CHANNEL, SESSIONS_CHANNEL, Message
from multiplane.database.rows import set_codecs

log = logging.getLogger("multiplane.realtime")

RECONNECT_PAUSE = 1.0
REMEMBERED = 20_000
"""Ids kept to recognise an event that a reconnection delivers twice."""

MISSED = """
    SELECT id, name, data, project_id FROM api_event
    WHERE created_at >= (now() AT TIME ZONE 'utc') - make_interval(secs => $1)
    ORDER BY created_at, id
"""
PAYLOAD = "SELECT data FROM api_event WHERE id = $1"

Receiver = Callable[[Message], Awaitable[None]]
SessionReceiver = Callable[[list[str]], Awaitable[None]]

_DECODER = msgspec.json.Decoder(list[Message])
_PAYLOADS = msgspec.json.Decoder(dict[str, object])


class Feed:
    """Listens on a connection of its own and hands each event to `receive`, one after the other."""

    def __init__(self, dsn: str, receive: Receiver, sessions_closed: SessionReceiver) -> None:
        self._dsn = dsn
        self._receive = receive
        self._sessions_closed = sessions_closed
        self._queue: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._seen: dict[str, None] = {}
        self._lost_at: float | None = None

    async def run(self) -> None:
        """Listen until cancelled; a lost connection is made again and what was missed is read back."""
        while True:
            try:
                await self._listen()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("the change feed lost the database, trying again: %s", error)
            if self._lost_at is None:
                self._lost_at = asyncio.get_running_loop().time()
            await asyncio.sleep(RECONNECT_PAUSE)

    async def _listen(self) -> None:
        connection = await asyncpg.connect(
            self._dsn, server_settings={"application_name": "multiplane feed", "timezone": "UTC"}
        )
        try:
            await set_codecs(connection)
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _connection: lost.set())
            await connection.add_listener(CHANNEL, self._heard)
            await connection.add_listener(SESSIONS_CHANNEL, self._heard)
            await self._catch_up(connection)
            await self._deliver_until(lost, connection)
        finally:
            with suppress(Exception):
                await connection.close(timeout=2)

    def _heard(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        self._queue.put_nowait((channel, str(payload)))

    async def _catch_up(self, connection: asyncpg.Connection) -> None:
        if self._lost_at is None:
            return
        # the margin covers transactions that wrote their events before the loss and committed during it
        away = asyncio.get_running_loop().time() - self._lost_at + 60
        for row in await connection.fetch(MISSED, away):
            payload = _PAYLOADS.decode(bytes(row["data"])) if row["data"] is not None else {}
            await self._hand_over(Message(row["id"], row["name"], payload, row["project_id"]))
        self._lost_at = None

    async def _deliver_until(self, lost: asyncio.Event, connection: asyncpg.Connection) -> None:
        ended = asyncio.create_task(lost.wait())
        try:
            while not lost.is_set() or not self._queue.empty():
                heard = asyncio.create_task(self._queue.get())
                await asyncio.wait((heard, ended), return_when=asyncio.FIRST_COMPLETED)
                if not heard.done():
                    heard.cancel()
                    break
                await self._deliver(*heard.result(), connection)
        finally:
            ended.cancel()

    async def _deliver(self, channel: str, text: str, connection: asyncpg.Connection) -> None:
        if channel == SESSIONS_CHANNEL:
            await self._sessions_closed(text.split(","))
            return
        for message in _DECODER.decode(text):
            if message.payload is None:
                data = await connection.fetchval(PAYLOAD, message.id)
                message.payload = _PAYLOADS.decode(bytes(data)) if data is not None else {}
            await self._hand_over(message)

    async def _hand_over(self, message: Message) -> None:
        if message.id in self._seen:
            return
        self._seen[message.id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.pop(next(iter(self._seen)))
        try:
            await self._receive(message)
        except Exception:
            log.exception("event %s was not delivered", message.name)
