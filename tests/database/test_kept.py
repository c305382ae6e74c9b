"""What is made from the database is kept until anything in it changes, whoever changes it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import asyncpg
import pytest

from multiplane.database import kept
from multiplane.database.embedded import EmbeddedPostgres
from multiplane.database.kept import Kept
from multiplane.database.migrate import upgrade
from multiplane.database.session import Database

NEW_ROW = "INSERT INTO department (id, name, color) VALUES (gen_random_uuid(), gen_random_uuid(), '#000')"
STATE = "SELECT cast(pg_current_snapshot() AS text)"


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database nobody else writes beside, not even in another database of the server."""
    server = EmbeddedPostgres({"fsync": "off", "shared_buffers": "16MB", "autovacuum": "off"})
    dsn = server.start(tmp_path_factory.mktemp("quiet"))
    asyncio.run(upgrade(dsn))
    yield dsn
    server.stop()


def counting(value: bytes = b"made") -> tuple[Callable[[], Awaitable[bytes]], list[bytes]]:
    """A maker, and what it has made so far."""
    made: list[bytes] = []

    async def make() -> bytes:
        await asyncio.sleep(0)
        made.append(value)
        return value

    return make, made


class TestKept:
    def test_a_value_is_made_once_for_all_who_ask_at_the_same_time(self) -> None:
        async def ask() -> tuple[list[bytes], list[bytes]]:
            values, (make, made) = Kept(), counting()
            return await asyncio.gather(*(values.get("1:1:", "key", make) for _ in range(20))), made

        assert asyncio.run(ask()) == ([b"made"] * 20, [b"made"])

    def test_another_key_and_another_state_have_their_own(self) -> None:
        async def ask() -> int:
            values, (make, made) = Kept(), counting()
            for state, key in (("1:1:", "a"), ("1:1:", "b"), ("2:2:", "a"), ("2:2:", "a")):
                await values.get(state, key, make)
            return len(made)

        assert asyncio.run(ask()) == 3

    def test_a_new_connection_forgets_because_a_crash_gives_numbers_again(self, quiet: str) -> None:
        async def ask() -> int:
            make, made = counting()
            database = await Database.connect(quiet, size=1)
            try:
                async with database.reading() as session:
                    await database.kept.get("1:1:", "key", make)
                    await database.kept.get("1:1:", "key", make)
                    session.connection.terminate()
                async with database.reading():
                    await database.kept.get("1:1:", "key", make)
            finally:
                await database.close()
            return len(made)

        assert asyncio.run(ask()) == 2

    def test_a_maker_that_fails_leaves_nothing(self) -> None:
        async def fail() -> bytes:
            raise LookupError

        async def ask() -> bytes:
            values, (make, _) = Kept(), counting()
            with pytest.raises(LookupError):
                await values.get("1:1:", "key", fail)
            return await values.get("1:1:", "key", make)

        assert asyncio.run(ask()) == b"made"

    def test_turned_off_nothing_is_kept(self) -> None:
        async def ask() -> int:
            values, (make, made) = Kept(enabled=False), counting()
            for _ in range(3):
                await values.get("1:1:", "key", make)
            return len(made)

        assert asyncio.run(ask()) == 3

    def test_memory_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(kept, "MOST", 10)

        async def ask() -> int:
            values, (make, made) = Kept(), counting(b"12345")
            for key in ("a", "b", "c", "a"):
                await values.get("1:1:", key, make)
            return len(made)

        assert asyncio.run(ask()) == 4


class TestStates:
    """What a state of PostgreSQL promises: the same text, the same rows."""

    def test_reading_leaves_it_and_every_commit_moves_it_on(self, quiet: str) -> None:
        async def states() -> list[str]:
            one, other = await asyncpg.connect(quiet), await asyncpg.connect(quiet)
            found = []
            try:
                for change in (
                    "SELECT count(*) FROM department",
                    NEW_ROW,
                    "UPDATE department SET color = '#111'",
                    "DELETE FROM department",
                ):
                    found.append(await one.fetchval(STATE))
                    await other.execute(change)
                found.append(await one.fetchval(STATE))
            finally:
                await one.close()
                await other.close()
            return found

        before, after_reading, *after_writing = asyncio.run(states())
        assert before == after_reading
        assert len({before, *after_writing}) == 4

    def test_a_transaction_that_is_open_and_then_commits_moves_it_on(self, quiet: str) -> None:
        async def states() -> list[str]:
            one, other = await asyncpg.connect(quiet), await asyncpg.connect(quiet)
            try:
                transaction = other.transaction()
                await transaction.start()
                async with other.transaction():
                    await other.execute(NEW_ROW)
                found = [await one.fetchval(STATE)]
                await transaction.commit()
                return [*found, await one.fetchval(STATE)]
            finally:
                await one.close()
                await other.close()

        during, after = asyncio.run(states())
        assert during != after
