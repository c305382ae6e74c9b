"""Finding entities and their types."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import queries
from multiplane.entities.kinds import kind_of
from multiplane.errors import NotFound
from multiplane.ids import path_id


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
