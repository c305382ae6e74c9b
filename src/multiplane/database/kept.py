"""Values made from the database, kept for as long as nothing in it changes."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable

MOST = 64 * 2**20
"""Bytes of values a process keeps."""


class Kept:
    """Bytes that are right while the database stays in one state.

    A state is the text of a snapshot of PostgreSQL (`pg_current_snapshot()`): the transactions it sees. Snapshots
    of the same text see the same rows, whoever wrote them, and none comes again once another has been seen. (After a
    crash PostgreSQL gives the numbers of lost transactions again: see `forget`.) So what was made from rows read in a
    state, or later, is not older than what any later request in that state would read.
    """

    def __init__(self, *, enabled: bool = True) -> None:
        self._enabled = enabled
        self._current = _State("")

    async def get(self, state: str, key: Hashable, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """The value of a key in a state; made once, however many ask for it at the same time."""
        if not self._enabled:
            return await make()
        if self._current.name != state:
            self._current = _State(state)
        return await self._current.get(key, make)

    def forget(self) -> None:
        """Keep nothing of what was made so far: the next state of the same name may be another one."""
        self._current = _State("")


class _State:
    """The values of one state; dropped with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._values: dict[Hashable, bytes] = {}
        self._making: defaultdict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._size = 0

    async def get(self, key: Hashable, make: Callable[[], Awaitable[bytes]]) -> bytes:
        value = self._values.get(key)
        if value is not None:
            return value
        async with self._making[key]:
            value = self._values.get(key)
            return await self._make(key, make) if value is None else value

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[bytes]]) -> bytes:
        value = await make()
        if self._size + len(value) > MOST:
            self._values.clear()
            self._size = 0
        self._values[key] = value
        self._size += len(value)
        return value
