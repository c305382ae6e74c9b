"""Names of stored objects (00-conventions 17.2, 06-previews-playlists 4).

A key is built from a known prefix and a valid id, never from text of a client.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal
from uuid import UUID

Bucket = Literal["pictures", "movies", "files"]

DUMPS: Final = "dbbackup"
PREFIXES: Final[Mapping[Bucket, frozenset[str]]] = {
    "pictures": frozenset({"original", "thumbnails", "thumbnails-square", "previews", "tiles", "preview-backgrounds"}),
    "movies": frozenset({"source", "previews", "lowdef", "playlists"}),
    "files": frozenset({"previews", "attachments", "working", DUMPS}),
}

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DUMP_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,199}")


def object_key(bucket: Bucket, prefix: str, object_id: UUID | str) -> str:
    """`<prefix>-<id>`: the name of an object in its bucket.

    `object_id` is a UUID, or its lower-case text; for database dumps, the file name of the dump.
    Raises ValueError for any other bucket, prefix or id.
    """
    if prefix not in PREFIXES.get(bucket, ()):
        raise ValueError("unknown bucket or prefix")
    name = str(object_id)
    pattern = _DUMP_NAME if prefix == DUMPS else _UUID
    if not pattern.fullmatch(name):
        raise ValueError("not the id of a stored object")
    return f"{prefix}-{name}"


def local_name(key: str) -> str:
    """Where the local store keeps the object of this key, relative to the folder of its bucket.

    The key is cut at its first dash, even inside the prefix: existing stores are laid out so.
    """
    head, rest = key.split("-", 1)
    if head == DUMPS:
        return f"{head}/{rest}"
    return f"{head}/{rest[0:3]}/{rest[3:6]}/{rest}"
