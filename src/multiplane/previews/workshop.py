"""What work on the files of previews needs, in a request or in a job; and how much of it goes on at once."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from multiplane.database.session import Database
from multiplane.jobs.registry import JobContext
from multiplane.previews.claims import Claims
from multiplane.settings import Settings
from multiplane.storage import Storage, open_storage

CORES: Final = os.cpu_count() or 1
PICTURES_AT_ONCE: Final = asyncio.Semaphore(max(2, CORES))
"""Decoded pictures are large: more at a time would be memory, not speed."""
MOVIES_AT_ONCE: Final = asyncio.Semaphore(max(1, CORES // 2))
"""The encoder uses several cores by itself."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """The database, the store, the settings, and the previews being worked on."""

    database: Database
    storage: Storage
    settings: Settings
    claims: Claims

    @classmethod
    def of_state(cls, state: Any) -> "Workshop":
        """The one of the running server."""
        return cls(state.database, state.storage, state.settings, state.preview_claims)

    @classmethod
    def of_job(cls, context: JobContext) -> "Workshop":
        """One for a job."""
        return cls(context.database, open_storage(context.settings), context.settings, Claims(context.database))

    def is_inside(self, *, no_job: bool) -> bool:
        """Whether a request does its own work: without the queue it always does, with it when asked to.

        00-conventions 16: `enable_job_queue`, and `no_job` of the request.
        """
        return no_job or not self.settings.enable_job_queue

    @asynccontextmanager
    async def scratch(self) -> AsyncIterator[Path]:
        """A folder that goes with the block."""
        await asyncio.to_thread(self.settings.tmp_dir.mkdir, parents=True, exist_ok=True)
        folder = TemporaryDirectory(dir=self.settings.tmp_dir, prefix="preview-", ignore_cleanup_errors=True)
        try:
            yield Path(folder.name)
        finally:
            await asyncio.to_thread(folder.cleanup)
