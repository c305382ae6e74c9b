"""Finding and making entities of any kind."""

from collections.abc import Iterable

from multiplane.access.projects import refuse_roles, require_entity
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import masking, queries
from multiplane.entities.kinds import CONCEPTS, kind_of
from multiplane.errors import NotFound
from multiplane.ids import path_id
from multiplane.models import Entity


async def find_entity(session: Session, entity_id: str, kind: str | None = None, *, lock: bool = False) -> Row:
    """An entity with its `entity_type_name` and `kind`.

    404 when malformed, unknown, or of another kind than asked for. `lock` keeps other writers out until the
    transaction ends.
    """
    entity_id = path_id(entity_id)
    if lock:
        await session.run(queries.LOCK_ENTITY, entity_id=entity_id)
    row = await session.one(queries.ENTITY, entity_id=entity_id)
    if row is None:
        raise NotFound
    row["kind"] = kind_of(row["entity_type_name"])
    if kind is not None and row["kind"] != kind:
        raise NotFound
    return row


async def readable_entity(session: Session, entity_id: str, kind: str | None = None) -> Row:
    """An entity of a path that the caller may read: 404, then ACCESS of its project and ENTITY (03-entities 1.9)."""
    entity = await find_entity(session, entity_id, kind)
    await require_entity(session, entity)
    return entity


async def readable_without_concepts(session: Session, entity_id: str, kind: str | None = None) -> Row:
    """An entity of a path: 404, ACCESS, ENTITY, and no concept for clients (01-auth C.5)."""
    entity = await readable_entity(session, entity_id, kind)
    if entity["kind"] in CONCEPTS:
        refuse_roles(session, entity["project_id"], "client")
    return entity


async def described_entity(session: Session, entity_id: str, kind: str) -> tuple[Row, Row]:
    """An entity of a path as a single read tells it, with `project_name`, and what it belongs to.

    The second row holds `parent_name`, `grandparent_id` and `grandparent_name`. 404, then ACCESS and ENTITY; the
    metadata a vendor may not see is gone.
    """
    row = await session.one(queries.NAMED_ENTITY, entity_id=path_id(entity_id))
    if row is None or kind_of(row.pop("entity_type_name")) != kind:
        raise NotFound
    await require_entity(session, row)
    await masking.mask(session, [row], kind)
    above = {key: row.pop(key) for key in ("parent_name", "grandparent_id", "grandparent_name")}
    return {**row, "type": kind}, above


async def find_parent(
    session: Session, project_id: str, parent_id: str | None, kind: str, *, lock: bool = False
) -> Row | None:
    """The parent named by a body; 404 when it is not an entity of this kind in this project.

    `lock` as in `find_entity`.
    """
    if parent_id is None:
        return None
    parent = await find_entity(session, parent_id, kind, lock=lock)
    if parent["project_id"] != project_id:
        raise NotFound
    return parent


async def find_or_create(session: Session, kind: str, values: Row, *, any_parent: bool = False) -> tuple[Row, bool]:
    """The entity of a reserved kind that holds this name, made when there is none; and whether it was made.

    The name is looked up in the project, below the same `parent_id` unless `any_parent` (03-entities 1.5). Any
    number of simultaneous calls make one row.
    """
    type_id = await reserved_type_id(session, kind)
    await lock_name(session, values["project_id"], type_id, values["name"])
    existing = await session.one(
        queries.SAME_NAME,
        name=values["name"],
        project_id=values["project_id"],
        type_id=type_id,
        parent_id=values.get("parent_id"),
        any_parent=any_parent,
    )
    if existing is not None:
        return existing, False
    return await session.insert(Entity, {**values, "entity_type_id": type_id, "created_by": session.user.id}), True


async def lock_name(session: Session, project_id: str, type_id: str, name: str) -> None:
    """Let one transaction at a time give this name to an entity of this type in this project."""
    await session.run(queries.LOCK_NAME, project_id=project_id, type_id=type_id, name=name)


async def reserved_type_id(session: Session, name: str) -> str:
    """The id of a reserved entity type (`Shot`, ...), made when missing, without an event (02-models 9.3).

    The session must be a transaction when the type may be missing.
    """
    type_id: str | None = await session.value(queries.RESERVED_TYPE, name=name)
    if type_id is None:
        await session.run(queries.MAKE_RESERVED_TYPE, name=name)
        type_id = await session.value(queries.RESERVED_TYPE, name=name)
    assert type_id is not None  # noqa: S101 - just made
    return type_id


async def concept_links(session: Session, concept_ids: Iterable[str]) -> dict[str, list[str]]:
    """The ids of the entities each concept depicts."""
    rows = await session.all(queries.CONCEPT_LINKS, concept_ids=list(concept_ids))
    return {row["concept_id"]: row["linked"] for row in rows}
