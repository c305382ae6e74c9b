"""One upload of a preview at a time, and nobody takes a preview for abandoned while its upload is alive.

A claim is an advisory lock of PostgreSQL: it ends with the process that holds it, however that ends. All claims of
a process share one connection, so that slow uploads do not use up the pool.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from multiplane.database.errors import DatabaseUnavailable
from multiplane.database.session import Database, Session
from multiplane.previews import queries


class Claims:
    """The previews this process is working on."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: set[str] = set()
        self._turn = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._session: Session | None = None

    @asynccontextmanager
    async def hold(self, preview_file_id: str) -> AsyncIterator[bool]:
        """Claim a preview for the length of the block; False when somebody else has it."""
        claimed = await self._take(preview_file_id)
        try:
            yield claimed
        finally:
            if claimed:
                await asyncio.shield(self._leave(preview_file_id))

    async def _take(self, preview_file_id: str) -> bool:
        async with self._turn:
            if preview_file_id in self._held:
                return False
            if self._session is None:
                self._session = await self._stack.enter_async_context(self._database.reading())
            try:
                claimed: bool = await self._session.value(queries.TRY_CLAIM, id=preview_file_id)
            except BaseException:
                await self._close_when_idle()
                raise
            if claimed:
                self._held.add(preview_file_id)
            else:
                await self._close_when_idle()
            return claimed

    async def _leave(self, preview_file_id: str) -> None:
        async with self._turn:
            self._held.discard(preview_file_id)
            try:
                if self._session is not None:
                    await self._session.value(queries.RELEASE_CLAIM, id=preview_file_id)
            except DatabaseUnavailable:
                # The connection is gone, and its locks with it.
                await self._close()
            else:
                await self._close_when_idle()

    async def _close_when_idle(self) -> None:
        if not self._held:
            await self._close()

    async def _close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            # A take that was cancelled may have left its lock behind; the connection goes back to the pool.
            with suppress(DatabaseUnavailable):
                await session.run(queries.RELEASE_CLAIMS)
        await self._stack.aclose()
