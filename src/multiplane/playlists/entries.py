"""The entries of a playlist: couples of an entity and the preview shown of it (06-previews-playlists 10)."""

from collections.abc import Iterable
from typing import Any

from multiplane.access.projects import foreign_entities
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden
from multiplane.ids import is_id
from multiplane.playlists import queries

ENTITY_KEYS = ("id", "shot_id", "entity_id")
"""Where an entry names its entity: old rows have the first two."""


def stored(shots: Any) -> list[Row]:
    """The entries of a stored list; null is empty, and what is no object is passed over."""
    entries = decoded(shots)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def entity_of(entry: Row) -> str | None:
    """The id of the entity of an entry."""
    for key in ENTITY_KEYS:
        value = entry.get(key)
        if is_id(value):
            return value.lower()
    return None


def preview_of(entry: Row) -> str | None:
    """The id of the preview of an entry."""
    value = entry.get("preview_file_id")
    return value.lower() if is_id(value) else None


async def given(session: Session, shots: Any) -> Any:
    """The entries of a new playlist, as they were given but for previews of another entity, which become null."""
    if shots is None:
        return None
    entries = _list(shots)
    pins = await _pins(session, (entry for entry in entries if isinstance(entry, dict)))
    return [_pinned(entry, pins) if _names_preview(entry) else entry for entry in entries]


def _names_preview(entry: Any) -> bool:
    return isinstance(entry, dict) and "preview_file_id" in entry


async def rebuilt(session: Session, shots: Any) -> list[Row]:
    """The entries of a changed playlist: entity and preview only; those without an entity are dropped."""
    named = [
        {"entity_id": entry.get("entity_id") or entry.get("id"), "preview_file_id": entry.get("preview_file_id")}
        for entry in _list(shots)
        if isinstance(entry, dict)
    ]
    known = [entry for entry in named if is_id(entry["entity_id"])]
    pins = await _pins(session, known)
    return [_pinned(entry, pins) for entry in known]


def _list(shots: Any) -> list[Any]:
    if not isinstance(shots, list):
        raise BadRequest("shots must be a list.")
    return shots


async def _pins(session: Session, entries: Iterable[Row]) -> dict[str, str]:
    """The entity of each preview that entries name."""
    previews = {preview_of(entry) for entry in entries} - {None}
    if not previews:
        return {}
    rows = await session.all(queries.ENTITY_OF_PREVIEWS, preview_file_ids=list(previews))
    return {row["id"]: row["entity_id"] for row in rows}


def _pinned(entry: Row, pins: dict[str, str]) -> Row:
    """The pin rule: a preview is kept when it is one of the entry's entity."""
    preview, entity = preview_of(entry), entity_of(entry)
    keeps = preview is not None and entity is not None and pins.get(preview) == entity
    return {**entry, "preview_file_id": preview if keeps else None}


async def refuse_foreign(session: Session, project_id: Any, shots: Any, before: Any = None) -> None:
    """SAME-PROJECT: 403 when an entity that was not in the playlist before is of another project and not shared."""
    present = {entity_of(entry) for entry in stored(before)}
    foreign = await foreign_entities(session, project_id, {entity_of(entry) for entry in stored(shots)} - present)
    if not all(entity["is_shared"] for entity in foreign):
        raise Forbidden


async def resolved(session: Session, playlist: Row, wanted: list[tuple[str, str | None]]) -> list[Row]:
    """Entries to add for couples of entity and preview; the latest preview stands in for a missing or foreign one."""
    given_previews = [preview for _, preview in wanted if preview is not None]
    rows = await session.all(queries.ENTITY_OF_PREVIEWS, preview_file_ids=given_previews) if given_previews else []
    pins = {row["id"]: row["entity_id"] for row in rows}
    latest = await session.all(
        queries.LATEST_OF_ENTITIES,
        entity_ids=[entity for entity, _ in wanted],
        task_type_id=playlist["task_type_id"],
    )
    newest = {row["entity_id"]: row["id"] for row in latest}
    entries = []
    for entity, preview in wanted:
        shown = preview if preview is not None and pins.get(preview) == entity else newest.get(entity)
        entries.append({"entity_id": entity} if shown is None else {"entity_id": entity, "preview_file_id": shown})
    return entries
