"""Objects stored on behalf of a transaction: they go again when it is refused."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from multiplane.database.errors import DatabaseUnavailable
from multiplane.storage.errors import StorageError
from multiplane.storage.keys import Bucket
from multiplane.storage.store import Storage

log = logging.getLogger("multiplane.storage")


class Intake:
    """Stores objects and remembers them."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._kept: list[tuple[Bucket, str, str]] = []

    async def put(self, bucket: Bucket, prefix: str, object_id: str, path: Path) -> int:
        """Store a file under a new id; its size. Raises as `Storage.put_file`."""
        self._kept.append((bucket, prefix, object_id))
        return await self._storage.put_file(bucket, prefix, object_id, path)

    async def undo(self) -> None:
        """Remove what was stored; a store that fails leaves an object that no row names."""
        for bucket, prefix, object_id in self._kept:
            try:
                await self._storage.delete(bucket, prefix, object_id)
            except StorageError:
                log.warning("an unused object stays in the store: %s-%s", prefix, object_id)


@asynccontextmanager
async def intake(storage: Storage) -> AsyncIterator[Intake]:
    """Around a transaction: what was stored in it is removed when it ends with an error.

    When the connection was lost nobody knows whether the transaction was committed: the objects stay, because a
    row without its file is worse than a file without row.
    """
    taken = Intake(storage)
    try:
        yield taken
    except DatabaseUnavailable:
        raise
    except Exception:
        await taken.undo()
        raise
