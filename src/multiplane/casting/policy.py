"""Which entities a request may name."""

from collections.abc import Iterable

from multiplane.casting import queries
from multiplane.database.session import Session
from multiplane.errors import Forbidden, NotFound
from multiplane.ids import path_id


async def containers_of_project(session: Session, project_id: str, entity_ids: Iterable[str]) -> list[str]:
    """The ids, lower-cased, of entities that must all be of a project (SAME-PROJECT).

    404 when one is malformed or unknown, 403 when one is of another project.
    """
    wanted = [path_id(entity_id) for entity_id in entity_ids]
    rows = await session.all(queries.CONTAINERS, entity_ids=wanted)
    if len(rows) < len(set(wanted)):
        raise NotFound
    if any(row["project_id"] != project_id for row in rows):
        raise Forbidden
    return wanted


async def require_access_to_all(session: Session, entity_ids: Iterable[str]) -> None:
    """403 unless the caller may enter the projects of all these entities; unknown ids are passed over."""
    wanted = list(entity_ids)
    rows = await session.all(queries.CONTAINERS, entity_ids=wanted) if wanted else []
    if not all(session.user.has_access(row["project_id"]) for row in rows):
        raise Forbidden
