"""What downloaded previews are called (06-previews-playlists 5.11)."""

import re
import unicodedata

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.previews.downloads import queries


async def download_name(session: Session, row: Row) -> str:
    """The name of the file of a preview, with its extension."""
    names = await session.one(queries.NAMES, preview_file_id=row["id"])
    position = f"-{row['position']}" if (row["position"] or 1) > 1 else ""
    return f"{_base(row, names)}{position}.{row['extension']}"


def _base(row: Row, names: Row | None) -> str:
    if names is None:
        return str(row["original_name"] or row["id"])
    if names["use_original_file_name"] and row["original_name"]:
        return str(row["original_name"])
    parts = (names["project_name"], names["entity_name"], names["task_type_name"], f"v{row['revision']}")
    return slug("_".join(parts))


def slug(text: str) -> str:
    """Lower-case ASCII words joined by `_`."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", folded.lower()).strip("_")
