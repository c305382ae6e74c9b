"""A playlist with everything the player needs (06-previews-playlists 11)."""

from typing import Any

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.playlists import entries, queries
from multiplane.playlists.service import presented
from multiplane.previews.listing import EntityPreviews, by_task_type, rows_of_entities

LIGHT = ("id", "revision", "extension", "width", "height", "duration", "status", "created_at", "task_id")
PINNED = ("extension", "revision", "width", "height", "duration", "status", "task_id", "previews")


async def enriched(session: Session, playlist: Row) -> Row:
    """A playlist with its build jobs, and each entry with the previews of its entity."""
    shots = entries.stored(playlist["shots"])
    entity_ids = {entity for entity in map(entries.entity_of, shots) if entity is not None}
    rows = await rows_of_entities(session, entity_ids, by_position=True, with_annotations=False) if entity_ids else []
    grouped = by_task_type(rows)
    pins = _pins(rows)
    jobs = await session.all(queries.BUILD_JOBS, playlist_id=playlist["id"])
    return {**presented(playlist), "shots": [_entry(entry, grouped, pins) for entry in shots], "build_jobs": jobs}


def _pins(rows: list[Row]) -> dict[str, Row]:
    """Every preview by id; the first file of a revision carries the others."""
    pins: dict[str, Row] = {}
    first: dict[tuple[str, int], Row] = {}
    for row in rows:
        pins[row["id"]] = light = {**_light(row), "previews": []}
        main = first.setdefault((row["task_id"], row["revision"]), light)
        if main is not light:
            main["previews"].append(_light(row))
    return pins


def _entry(entry: Row, grouped: dict[str, EntityPreviews], pins: dict[str, Row]) -> Row:
    entity = entries.entity_of(entry)
    found = grouped.get(entity or "", {})
    shown: Any = {task_type: [_revision(main) for main in mains] for task_type, mains in found.items()}
    whole = {**entry, "id": entity, "preview_files": shown or []}
    pinned = pins.get(entries.preview_of(entry) or "")
    if pinned is None:
        whole.pop("preview_file_id", None)
        return whole
    return {**whole, "preview_file_id": pinned["id"], **{f"preview_file_{name}": pinned[name] for name in PINNED}}


def _revision(main: Row) -> Row:
    return {**_light(main), "previews": [_light(row) for row in main["previews"]]}


def _light(row: Row) -> Row:
    """A preview in short; here, unlike anywhere else, the status is a label (trap 17)."""
    return {**{name: row[name] for name in LIGHT}, "status": row["status"].capitalize()}
