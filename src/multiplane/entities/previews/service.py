"""Lists of an entity's previews and versions."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import masking
from multiplane.entities.previews import queries
from multiplane.entities.service import readable_entity, readable_without_concepts

ONLY_OF_SUB_PREVIEWS = ("position", "task_type_id")


async def previews_of(session: Session, entity_id: str) -> list[Row]:
    """The previews of any entity by task type name, newest revision first (ACCESS, ENTITY; no concepts for clients)."""
    entity = await readable_without_concepts(session, entity_id)
    return await session.all(queries.PREVIEWS, entity_id=entity["id"])


async def previews_by_task_type(session: Session, entity_id: str, kind: str | None = None) -> dict[str, list[Row]]:
    """The previews of an entity by task type id, one per revision, newest first, with its other files inside.

    Of several tasks of a type only the last one counts. Types are in the order of their priority, highest first.
    """
    entity = await readable_without_concepts(session, entity_id, kind)
    found: dict[str, list[Row]] = {}
    for row in await session.all(queries.PREVIEWS_BY_TYPE, entity_id=entity["id"]):
        revisions = found.get(row["task_type_id"], [])
        if revisions and revisions[-1]["task_id"] == row["task_id"]:
            if revisions[-1]["revision"] == row["revision"]:
                revisions[-1]["previews"].append(row)
                continue
        else:
            revisions = found[row["task_type_id"]] = []
        kept = {key: value for key, value in row.items() if key not in ONLY_OF_SUB_PREVIEWS}
        revisions.append({**kept, "previews": []})
    return found


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
