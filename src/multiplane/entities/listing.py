"""Plain lists of entities of one kind."""

from typing import Any

from sqlalchemy import Select

from multiplane.database.errors import FormatRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import masking, queries
from multiplane.entities.criteria import MALFORMED
from multiplane.entities.kinds import ASSET
from multiplane.entities.service import concept_links
from multiplane.errors import BadRequest


async def listed(session: Session, kind: str, statement: Select[Any]) -> list[Row]:
    """The rows of a list as they are served: vendors' metadata masked, the kind as `type`.

    400 when a criterion holds a value its column refuses (03-entities 1.12).
    """
    try:
        rows = await session.all(statement)
    except FormatRefused:
        raise BadRequest(MALFORMED) from None
    await masking.mask(session, rows, kind)
    links = await concept_links(session, [row["id"] for row in rows]) if kind == "Concept" and rows else {}
    for row in rows:
        row["type"] = kind
        if kind == "Concept":
            row["entity_concept_links"] = links.get(row["id"], [])
    return rows


async def cast_in(session: Session, entity: Row) -> list[Row]:
    """The assets cast in an entity the caller may read, canceled ones included."""
    return await listed(session, ASSET, queries.cast_in(entity["id"]))
