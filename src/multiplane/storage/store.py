"""Reading and writing stored objects, whatever keeps them."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from multiplane.storage.errors import NotStored, StorageUnavailable
from multiplane.storage.keys import Bucket, local_name, object_key

if TYPE_CHECKING:
    from obstore import GetOptions, ObjectMeta

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store knows of an object. `etag` is quoted and strong; it changes with the bytes."""

    size: int
    modified: datetime
    etag: str


@dataclass(frozen=True, slots=True)
class OpenedObject:
    """An object being read: what it is, and the bytes `start` to `end` (exclusive) as they come."""

    stored: StoredObject
    start: int
    end: int
    chunks: AsyncIterator[bytes]


class Storage:
    """The three buckets. Objects are named by bucket, prefix and id; anything else raises ValueError.

    Every other failure is `NotStored` (confirmed by the store) or `StorageUnavailable`.
    """

    def __init__(self, buckets: Mapping[Bucket, ObjectStore], folders: Mapping[Bucket, Path] | None) -> None:
        """`folders`: where the buckets are when the store is local, None when it is remote."""
        self._buckets = buckets
        self._folders = folders

    async def put_file(self, bucket: Bucket, prefix: str, object_id: UUID | str, path: Path) -> int:
        """Store a copy of the file under this name, replacing what was there; its size in bytes.

        Readers see the old object or the whole new one. When this returns, the bytes are on disk.
        """
        name = self._name(bucket, prefix, object_id)
        size = (await asyncio.to_thread(path.stat)).st_size
        with _failures(f"{prefix}-{object_id}", writing=True):
            await obstore.put_async(self._buckets[bucket], name, path)
            if self._folders is not None:
                await asyncio.to_thread(_sync, self._folders[bucket] / name)
        return size

    async def info(self, bucket: Bucket, prefix: str, object_id: UUID | str) -> StoredObject:
        """Size, time and tag of the object."""
        name = self._name(bucket, prefix, object_id)
        with _failures(f"{prefix}-{object_id}"):
            return _stored(await obstore.head_async(self._buckets[bucket], name))

    async def size(self, bucket: Bucket, prefix: str, object_id: UUID | str) -> int:
        """Its size in bytes."""
        return (await self.info(bucket, prefix, object_id)).size

    async def exists(self, bucket: Bucket, prefix: str, object_id: UUID | str) -> bool:
        """Whether it is stored; `StorageUnavailable` when the store does not say."""
        try:
            await self.info(bucket, prefix, object_id)
        except NotStored:
            return False
        return True

    async def open(
        self, bucket: Bucket, prefix: str, object_id: UUID | str, start: int = 0, end: int | None = None
    ) -> OpenedObject:
        """Read it, whole or from byte `start` to `end` (exclusive).

        ValueError for an empty range, or one that begins past the end of the object.
        """
        name = self._name(bucket, prefix, object_id)
        options = _range(start, end)
        with _failures(f"{prefix}-{object_id}"):
            if options:
                stored = _stored(await obstore.head_async(self._buckets[bucket], name))
                if start >= stored.size:
                    raise ValueError("the range begins past the end")
            result = await obstore.get_async(self._buckets[bucket], name, options=options)
            first, last = result.range
            chunks = _chunks(aiter(result.stream(CHUNK)), f"{prefix}-{object_id}")
            return OpenedObject(_stored(result.meta), first, last, chunks)

    async def delete(self, bucket: Bucket, prefix: str, object_id: UUID | str) -> None:
        """Remove exactly this object; nothing happens when it is not there."""
        name = self._name(bucket, prefix, object_id)
        try:
            with _failures(f"{prefix}-{object_id}"):
                await obstore.delete_async(self._buckets[bucket], name)
        except NotStored:
            return

    def local_path(self, bucket: Bucket, prefix: str, object_id: UUID | str) -> Path | None:
        """Where the object is, or would be, on the local disk; None when the store is remote."""
        name = self._name(bucket, prefix, object_id)
        return None if self._folders is None else self._folders[bucket] / name

    @asynccontextmanager
    async def as_file(
        self, bucket: Bucket, prefix: str, object_id: UUID | str, folder: Path | None = None
    ) -> AsyncIterator[Path]:
        """The object as a file for programs that read files; never write to it.

        A remote object is downloaded into `folder` (default: the system's) and removed afterwards.
        """
        local = self.local_path(bucket, prefix, object_id)
        if local is not None:
            await self.info(bucket, prefix, object_id)
            yield local
            return
        with TemporaryDirectory(dir=folder, prefix="object-") as scratch:
            path = Path(scratch) / "object"
            opened = await self.open(bucket, prefix, object_id)
            await _write(path, opened.chunks)
            yield path

    def _name(self, bucket: Bucket, prefix: str, object_id: UUID | str) -> str:
        key = object_key(bucket, prefix, object_id)
        return key if self._folders is None else local_name(key)


def _stored(meta: "ObjectMeta") -> StoredObject:
    tag = meta["e_tag"] or f'"{meta["size"]:x}-{meta["last_modified"].timestamp():.6f}"'
    return StoredObject(meta["size"], meta["last_modified"], tag)


def _range(start: int, end: int | None) -> "GetOptions | None":
    if start < 0 or (end is not None and end <= start):
        raise ValueError("an empty range")
    if end is not None:
        return {"range": (start, end)}
    return {"range": {"offset": start}} if start else None


async def _chunks(stream: AsyncIterator[bytes], key: str) -> AsyncIterator[bytes]:
    with _failures(key):
        async for chunk in stream:
            yield bytes(chunk)


async def _write(path: Path, chunks: AsyncIterator[bytes]) -> None:
    with path.open("wb") as file:
        async for chunk in chunks:
            await asyncio.to_thread(file.write, chunk)


def _sync(path: Path) -> None:
    """Bring a renamed file and its name to the disk, so that a row committed after it can rely on it."""
    for target in (path, path.parent):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _failures(key: str, *, writing: bool = False) -> Iterator[None]:
    """Turn the errors of the backend into the two of this package."""
    try:
        yield
    except FileNotFoundError as error:
        if writing:
            raise StorageUnavailable(f"could not store {key}") from error
        raise NotStored(f"no stored object {key}") from error
    except (BaseError, OSError) as error:
        raise StorageUnavailable(f"the file store did not answer for {key}") from error
