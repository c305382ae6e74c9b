"""Lists of an entity's previews and versions."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import masking
from multiplane.entities.previews import queries
from multiplane.entities.service import readable_entity, readable_without_concepts
from multiplane.previews.listing import EntityPreviews, by_task_type, rows_of_entities


async def previews_of(session: Session, entity_id: str) -> list[Row]:
    """The previews of any entity by task type name, newest revision first (ACCESS, ENTITY; no concepts for clients)."""
    entity = await readable_without_concepts(session, entity_id)
    return await session.all(queries.PREVIEWS, entity_id=entity["id"])


async def previews_by_task_type(session: Session, entity_id: str, kind: str) -> EntityPreviews:
    """The previews of an entity of one kind by task type (ACCESS, ENTITY; no concepts for clients)."""
    entity = await readable_without_concepts(session, entity_id, kind)
    return by_task_type(await rows_of_entities(session, [entity["id"]])).get(entity["id"], {})


async def versions_of(session: Session, entity_id: str, kind: str) -> list[Row]:
    """The versions of a shot or edit, newest first; a vendor's metadata masked."""
    entity = await readable_entity(session, entity_id, kind)
    rows = [
        {**row, "project_id": entity["project_id"]}
        for row in await session.all(queries.VERSIONS, entity_id=entity["id"])
    ]
    await masking.mask(session, rows, kind)
    for row in rows:
        del row["project_id"]
        row["type"] = f"{kind}Version"
    return rows
