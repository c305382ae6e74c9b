"""Blobs: pictures, movies and files, in a local folder or in an S3 store. Layout: 06-previews-playlists 4."""

from multiplane.storage.errors import NotStored, StorageError, StorageUnavailable
from multiplane.storage.keys import PREFIXES, Bucket
from multiplane.storage.store import OpenedObject, Storage, StoredObject
from multiplane.storage.wiring import open_storage

__all__ = [
    "PREFIXES",
    "Bucket",
    "NotStored",
    "OpenedObject",
    "Storage",
    "StorageError",
    "StorageUnavailable",
    "StoredObject",
    "open_storage",
]
