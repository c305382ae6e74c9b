"""The locks of everything that changes a casting, always taken in the same order, so that nobody waits in a circle.

Cast assets are only kept from disappearing; then come the tasks whose figures may move, then episodes, then the
other containers; each group by id.
"""

from collections.abc import Iterable

from sqlalchemy import text

from multiplane.database.session import Session
from multiplane.database.statements import prepare

KEEP = prepare(
    text(
        """
        SELECT id FROM entity WHERE id = ANY (cast(:entity_ids AS uuid[])) ORDER BY id FOR KEY SHARE
        """
    )
)
LOCK_TASKS = prepare(
    text(
        """
        SELECT id FROM task WHERE entity_id = ANY (cast(:entity_ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE
        """
    )
)
EPISODES = prepare(
    text(
        """
        SELECT entity.id FROM entity JOIN entity_type ON entity_type.id = entity.entity_type_id
        WHERE entity_type.name = 'Episode' AND entity.id = ANY (cast(:entity_ids AS uuid[]))
        """
    )
)
LOCK = prepare(
    text(
        """
        SELECT id FROM entity WHERE id = ANY (cast(:entity_ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE
        """
    )
)


async def keep(session: Session, entity_ids: Iterable[str]) -> set[str]:
    """Those of the ids that are entities; they stay until the transaction ends."""
    return set(await session.column(KEEP, entity_ids=list(entity_ids)))


async def lock(session: Session, entity_ids: Iterable[str]) -> None:
    """Keep other writers away from containers, and from their tasks, until the transaction ends."""
    wanted = set(entity_ids)
    episodes = set(await session.column(EPISODES, entity_ids=list(wanted)))
    others = list(wanted - episodes)
    await session.run(LOCK_TASKS, entity_ids=others)
    if episodes:
        await session.run(LOCK, entity_ids=list(episodes))
    await session.run(LOCK, entity_ids=others)
