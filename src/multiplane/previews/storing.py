"""The stored files of previews: which there are, and letting them go (06-previews-playlists 2.5, 4, 5.3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from multiplane.database.session import Session
from multiplane.previews import queries
from multiplane.previews.families import Place, places
from multiplane.storage.intake import Intake
from multiplane.storage.registry import discard, record_stored

Stored = Mapping[Place, int]
"""What was stored of a preview: size in bytes by place."""


async def mark_files_deleted(session: Session, preview_file_ids: Iterable[str], *, forced: bool = False) -> None:
    """Mark every stored file of some previews deleted; call it while their rows exist.

    After the commit a job removes the bytes if `forced`, or if `remove_files` is set.
    """
    rows = await session.all(queries.EXTENSIONS, preview_file_ids=list(preview_file_ids))
    marked: dict[Place, list[str]] = defaultdict(list)
    for row in rows:
        for place in places(row["extension"]):
            marked[place].append(row["id"])
    for (bucket, prefix), file_ids in marked.items():
        await discard(session, bucket, prefix, file_ids, forced=forced)


async def store(intake: Intake, preview_file_id: str, files: Mapping[Place, Path]) -> dict[Place, int]:
    """Put files under the final keys of a preview; their sizes. Raises StorageUnavailable."""
    return {
        (bucket, prefix): await intake.put(bucket, prefix, preview_file_id, path)
        for (bucket, prefix), path in files.items()
    }


async def record(session: Session, preview_file_id: str, stored: Stored) -> None:
    """Note in the registry, and for the downloads, what was stored of a preview."""
    for (bucket, prefix), size in stored.items():
        await record_stored(session, bucket, prefix, preview_file_id, size)
        await record_state(session, preview_file_id, (bucket, prefix), "ok")


async def record_state(session: Session, preview_file_id: str, place: Place, state: str) -> None:
    """Note whether a stored form of a preview is there: `ok` or `missing`. Nothing for a preview that is gone."""
    bucket, prefix = place
    await session.run(queries.RECORD_STATE, preview_file_id=preview_file_id, bucket=bucket, prefix=prefix, state=state)
