"""The change feed of the database: every event of every process, in commit order, none lost over a reconnection."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import takewhile

import asyncpg
import msgspec

from multiplane.database.outbox import CHANNEL, SESSIONS_CHANNEL, Message
from multiplane.database.rows import set_codecs

log = logging.getLogger("multiplane.realtime")

RECONNECT_PAUSE = 1.0
QUIET = 15.0
"""Seconds of silence after which the database is asked whether it is still there."""
ANSWER = 10.0
"""Seconds it gets to answer; a connection cut without a word is made again after them."""
MARGIN = 60.0
"""Seconds read back before a loss: transactions that wrote their events before it may have committed during it."""
REMEMBERED = 3 * MARGIN
"""Seconds for which delivered events are recognised; more than the margin, and read at a reconnection only."""
KEPT = 600.0
"""Seconds for which events that are not for the log are kept."""

RECENT = """
    SELECT id, name, data, project_id FROM (
        SELECT id, name, data, project_id, created_at FROM api_event
        UNION ALL SELECT id, name, data, project_id, created_at FROM multiplane.live_event
    ) AS event
    WHERE created_at >= (now() AT TIME ZONE 'utc') - make_interval(secs => $1)
    ORDER BY created_at, id
"""
PAYLOAD = """
    SELECT data FROM api_event WHERE id = $1 UNION ALL SELECT data FROM multiplane.live_event WHERE id = $1
"""
FORGET = """
    DELETE FROM multiplane.live_event WHERE created_at < (now() AT TIME ZONE 'utc') - make_interval(secs => $1)
"""

Receiver = Callable[[Message], Awaitable[None]]
SessionReceiver = Callable[[list[str]], Awaitable[None]]
Connection = asyncpg.Connection

_DECODER = msgspec.json.Decoder(list[Message])
_PAYLOADS = msgspec.json.Decoder(dict[str, object])


class Feed:
    """Listens on a connection of its own and hands each event to `receive`, one after the other.

    `listening` is set from the first time on: nothing that commits later is missed.
    """

    def __init__(self, dsn: str, receive: Receiver, sessions_closed: SessionReceiver) -> None:
        self.listening = asyncio.Event()
        self._dsn = dsn
        self._receive = receive
        self._sessions_closed = sessions_closed
        self._queue: asyncio.Queue[tuple[str, str] | None] = asyncio.Queue()
        self._seen: dict[str, float] = {}
        self._lost_at: float | None = None
        self._forgot_at = now()

    async def run(self) -> None:
        """Listen until cancelled; a lost connection is made again and what was missed is read back."""
        while True:
            try:
                await self._listen()
                log.warning("the change feed lost the database, connecting again")
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("the change feed lost the database, trying again: %s", error)
            except Exception:
                log.exception("the change feed failed, trying again")
            if self._lost_at is None and self.listening.is_set():
                self._lost_at = now()
            await asyncio.sleep(RECONNECT_PAUSE)

    async def _listen(self) -> None:
        connection = await asyncpg.connect(
            self._dsn,
            timeout=ANSWER,
            server_settings={"application_name": "multiplane feed", "timezone": "UTC"},
        )
        try:
            await set_codecs(connection)
            if not self.listening.is_set():
                await self._skip_the_past(connection)
            connection.add_termination_listener(self._wake)
            await connection.add_listener(CHANNEL, self._heard)
            await connection.add_listener(SESSIONS_CHANNEL, self._heard)
            self.listening.set()
            await self._catch_up(connection)
            await self._deliver_all(connection)
        finally:
            with suppress(Exception):
                await connection.close(timeout=2)

    def _heard(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        self._queue.put_nowait((channel, str(payload)))

    def _wake(self, _connection: object) -> None:
        """The connection ended; whoever waits for the next message looks."""
        self._queue.put_nowait(None)

    async def _skip_the_past(self, connection: Connection) -> None:
        """What was committed before the first time is nobody's news, also after a reconnection."""
        for row in await connection.fetch(RECENT, MARGIN):
            self._seen[row["id"]] = now()

    async def _catch_up(self, connection: Connection) -> None:
        if self._lost_at is None:
            return
        for row in await connection.fetch(RECENT, now() - self._lost_at + MARGIN):
            await self._hand_over(Message(row["id"], row["name"], payload_of(row["data"]), row["project_id"]))
        self._lost_at = None

    async def _deliver_all(self, connection: Connection) -> None:
        """Deliver what is heard, until the connection ends; what it brought before is delivered still."""
        while not connection.is_closed() or not self._queue.empty():
            try:
                async with asyncio.timeout(QUIET):
                    heard = await self._queue.get()
            except TimeoutError:
                await connection.execute("SELECT 1", timeout=ANSWER)
            else:
                await self._deliver(heard, connection)
            await self._forget(connection)

    async def _deliver(self, heard: tuple[str, str] | None, connection: Connection) -> None:
        if heard is None:
            return
        channel, text = heard
        if channel == SESSIONS_CHANNEL:
            await self._close_sessions(text.split(","))
            return
        for message in decoded_messages(text):
            if message.payload is None:
                message.payload = payload_of(await connection.fetchval(PAYLOAD, message.id))
            await self._hand_over(message)

    async def _hand_over(self, message: Message) -> None:
        if message.id in self._seen:
            return
        self._seen[message.id] = now()
        try:
            await self._receive(message)
        except Exception:
            log.exception("event %s was not delivered", message.name)

    async def _close_sessions(self, token_ids: list[str]) -> None:
        try:
            await self._sessions_closed(token_ids)
        except Exception:
            log.exception("the sockets of closed sessions were not closed")

    async def _forget(self, connection: Connection) -> None:
        """Drop what no reconnection can ask for any more: here, and in the table of live events."""
        expired = takewhile(lambda item: item[1] < now() - REMEMBERED, self._seen.items())
        for event_id, _ in list(expired):
            del self._seen[event_id]
        if now() - self._forgot_at > MARGIN:
            self._forgot_at = now()
            await connection.execute(FORGET, KEPT)


def now() -> float:
    """Seconds of a clock that nobody sets."""
    return asyncio.get_running_loop().time()


def payload_of(data: msgspec.Raw | None) -> dict[str, object]:
    """The payload of a stored event."""
    return _PAYLOADS.decode(bytes(data)) if data is not None else {}


def decoded_messages(text: str) -> list[Message]:
    """The events of one notification; none when another program wrote it."""
    try:
        return _DECODER.decode(text)
    except msgspec.DecodeError as error:
        log.warning("a notification on the channel of events is not ours: %s", error)
        return []
