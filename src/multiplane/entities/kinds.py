"""The kinds of entities: one table, typed by `entity_type` (03-entities 1.1)."""

from typing import Any

from multiplane.database.rows import Row
from multiplane.database.session import Session

EVENT_NAMES = {
    "Shot": "shot",
    "Scene": "scene",
    "Sequence": "sequence",
    "Episode": "episode",
    "Edit": "edit",
    "Concept": "concept",
    "ConceptFolder": "concept-folder",
}
"""The seven reserved types and how their events are named; every other type is an asset type."""
RESERVED = tuple(EVENT_NAMES)
ASSET = "Asset"
CONCEPTS = ("Concept", "ConceptFolder")
"""Kinds that clients never see (01-auth C.5)."""


def kind_of(type_name: str) -> str:
    """`Shot`, `Sequence`, ... for the reserved types, `Asset` for any other."""
    return type_name if type_name in EVENT_NAMES else ASSET


def event_name(kind: str) -> str:
    """`asset`, `shot`, ... `concept-folder`."""
    return EVENT_NAMES.get(kind, "asset")


def id_key(kind: str) -> str:
    """The payload key of a kind: `asset_id`, ... `concept_folder_id`."""
    return event_name(kind).replace("-", "_") + "_id"


def emit(session: Session, action: str, entity: Row, kind: str, **extra: Any) -> None:
    """Emit `<kind>:<action>` of an entity row (03-entities 1.14)."""
    payload = {id_key(kind): entity["id"], **extra}
    session.emit(f"{event_name(kind)}:{action}", payload, entity["project_id"])
