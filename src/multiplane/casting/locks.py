"""The locks of everything that changes a casting, always taken in the same order, so that nobody waits in a circle.

First the cast assets, which are only kept as they are; then episodes; then the tasks whose figures may move; then
the other containers. Within each group, by id. Whoever changes the casting of a shot holds its episode first.
"""

from collections.abc import Iterable

from multiplane.casting import queries
from multiplane.database.rows import Row
from multiplane.database.session import Session


async def keep(session: Session, entity_ids: Iterable[str]) -> dict[str, Row]:
    """Those of the ids that are entities, with id and project_id; they stay as they are until the transaction ends."""
    wanted = list(set(entity_ids))
    rows = await session.all(queries.KEEP, entity_ids=wanted) if wanted else []
    return {row["id"]: row for row in rows}


async def lock_episodes(session: Session, episode_ids: Iterable[str]) -> None:
    """Keep other writers away from episodes until the transaction ends."""
    wanted = list(set(episode_ids))
    if wanted:
        await session.run(queries.LOCK, entity_ids=wanted)


async def lock_containers(session: Session, entity_ids: Iterable[str]) -> None:
    """Keep other writers away from shots, assets and the like, and from their tasks, until the transaction ends."""
    wanted = list(set(entity_ids))
    if wanted:
        await session.run(queries.LOCK_TASKS, entity_ids=wanted)
        await session.run(queries.LOCK, entity_ids=wanted)


async def lock(session: Session, entity_ids: Iterable[str]) -> None:
    """The same for containers of any kind."""
    wanted = set(entity_ids)
    episodes = set(await session.column(queries.EPISODES, entity_ids=list(wanted)))
    await lock_episodes(session, episodes)
    await lock_containers(session, wanted - episodes)
