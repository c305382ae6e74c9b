"""The change feed alone: what a transaction emits arrives once and in order, whatever happens to the connection."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.support.studio import unique

from multiplane.database.outbox import Message
from multiplane.database.session import Database
from multiplane.realtime import feed as module
from multiplane.realtime.feed import Feed

CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'multiplane feed' AND datname = current_database()
"""


class Hearing:
    """A feed, what came out of it, and a database to emit with. Only names with its own mark are its."""

    def __init__(self, dsn: str, database: Database) -> None:
        self.database = database
        self.mark = unique("mark")
        self.heard: list[Message] = []
        self.closed: list[list[str]] = []
        self._news = asyncio.Event()
        self.feed = Feed(dsn, self._receive, self._close)

    async def _receive(self, message: Message) -> None:
        if (message.payload or {}).get("mark") == self.mark:
            self.heard.append(message)
            self._news.set()

    async def _close(self, token_ids: list[str]) -> None:
        self.closed.append(token_ids)
        raise RuntimeError("a socket could not be closed")

    async def emit(self, *numbers: int, stored: bool = True, **more: Any) -> None:
        """One transaction with these events."""
        async with self.database.transaction() as session:
            for number in numbers:
                session.emit("test:number", {"mark": self.mark, "number": number, **more}, stored=stored)

    async def run(self, sql: str, *values: Any) -> None:
        await self.database.pool.fetch(sql, *values)

    async def expect(self, *numbers: int, seconds: float = 30) -> None:
        """Exactly these, in this order."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while len(self.heard) < len(numbers):
                    self._news.clear()
                    await self._news.wait()
        assert [(message.payload or {})["number"] for message in self.heard] == list(numbers)


def hearing(dsn: str, body: Callable[[Hearing], Awaitable[None]], wire: "Wire | None" = None) -> None:
    """Run the body beside a feed that listens, through the wire if there is one."""

    async def main() -> None:
        database = await Database.connect(dsn, size=2)
        ear = Hearing(await wire.open() if wire else dsn, database)
        running = asyncio.create_task(ear.feed.run())
        try:
            await ear.feed.listening.wait()
            await body(ear)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await database.close()

    asyncio.run(asyncio.wait_for(main(), 120))


class Wire:
    """Stands between a feed and PostgreSQL. Cut, it passes nothing on, and neither end is told."""

    def __init__(self, dsn: str, folder: Path) -> None:
        self._dsn = dsn
        self._folder = folder
        self._host = parse_qs(urlsplit(dsn).query)["host"][0]
        self._open: list[bool] = []

    async def open(self) -> str:
        """The address at the near end."""
        await asyncio.start_unix_server(self._connect, self._folder / ".s.PGSQL.5432")
        return self._dsn.replace(self._host, str(self._folder))

    def cut(self) -> None:
        """From now on nothing passes; a new connection works."""
        self._open[:] = [False] * len(self._open)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(f"{self._host}/.s.PGSQL.5432")
        self._open.append(True)
        number = len(self._open) - 1
        await asyncio.gather(self._pass(number, reader, far_writer), self._pass(number, far_reader, writer))

    async def _pass(self, number: int, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            if self._open[number]:
                sink.write(data)


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "live only"])
class TestEverythingArrives:
    def test_thousands_in_one_transaction_in_order(self, database_dsn: str, stored: bool) -> None:
        async def body(ear: Hearing) -> None:
            await ear.emit(*range(5000), stored=stored)
            await ear.expect(*range(5000))

        hearing(database_dsn, body)

    def test_a_payload_larger_than_a_notification(self, database_dsn: str, stored: bool) -> None:
        async def body(ear: Hearing) -> None:
            await ear.emit(1, stored=stored, text="é" * 10_000)
            await ear.expect(1)
            assert (ear.heard[0].payload or {})["text"] == "é" * 10_000

        hearing(database_dsn, body)

    def test_what_was_missed_is_read_back_once(self, database_dsn: str, stored: bool) -> None:
        async def body(ear: Hearing) -> None:
            await ear.emit(1, 2, stored=stored)
            await ear.expect(1, 2)
            await ear.run(CUT)
            await ear.emit(3, stored=stored)
            await ear.emit(4, 5, stored=stored)
            await ear.expect(1, 2, 3, 4, 5)
            await ear.emit(6, stored=stored)
            await ear.expect(1, 2, 3, 4, 5, 6)

        hearing(database_dsn, body)

    def test_what_came_before_the_first_time_stays_the_past(self, database_dsn: str, stored: bool) -> None:
        async def main() -> None:
            database = await Database.connect(database_dsn, size=2)
            ear = Hearing(database_dsn, database)
            await ear.emit(1, stored=stored)
            running = asyncio.create_task(ear.feed.run())
            await ear.feed.listening.wait()
            await ear.run(CUT)
            await ear.emit(2, stored=stored)
            await ear.expect(2)
            running.cancel()
            await database.close()

        asyncio.run(asyncio.wait_for(main(), 60))


def test_a_connection_that_dies_without_a_word(
    database_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET", 0.1)
    monkeypatch.setattr(module, "ANSWER", 1.0)
    wire = Wire(database_dsn, tmp_path)

    async def body(ear: Hearing) -> None:
        await ear.emit(1)
        await ear.expect(1)
        wire.cut()
        await ear.emit(2)
        await ear.expect(1, 2)

    hearing(database_dsn, body, wire)


def test_a_foreign_notification_stops_nothing(database_dsn: str) -> None:
    async def body(ear: Hearing) -> None:
        await ear.run("SELECT pg_notify('multiplane_events', 'hello')")
        await ear.run("SELECT pg_notify('multiplane_events', '[[1, 2]]')")
        await ear.emit(1)
        await ear.expect(1)

    hearing(database_dsn, body)


def test_a_socket_that_cannot_be_closed_stops_nothing(database_dsn: str) -> None:
    async def body(ear: Hearing) -> None:
        await ear.run("SELECT pg_notify('multiplane_sessions', 'a,b')")
        await ear.emit(1)
        await ear.expect(1)
        assert ["a", "b"] in ear.closed

    hearing(database_dsn, body)
