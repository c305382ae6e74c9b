"""The locks of everything that changes a casting, always taken in the same order, so that nobody waits in a circle.

First assets, those that are cast together with those that cast; then episodes; then every other entity. Within each
group, by id, and the tasks of a group before its entities, as comments take them. Whoever changes the casting of a
shot holds its episode, and whoever changes an asset holds the assets it is cast in.
"""

from collections.abc import Iterable

from multiplane.casting import queries
from multiplane.casting.queries import Group
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.database.statements import Prepared


async def keep(session: Session, entity_ids: Iterable[str], casting_ids: Iterable[str] = ()) -> dict[str, Row]:
    """Those of the ids that are entities, with id and project_id; they stay as they are until the transaction ends.

    `casting_ids` are the assets whose own casting changes: they are locked with the others, in one order.
    """
    kept, casting = set(entity_ids), set(casting_ids)
    wanted = list(kept | casting)
    if not wanted:
        return {}
    rows = await session.all(queries.KEEP_FIRMLY if casting else queries.KEEP, entity_ids=wanted)
    return {row["id"]: row for row in rows if row["id"] in kept}


async def lock_assets(session: Session, asset_ids: Iterable[str]) -> None:
    """Keep other writers away from assets that will change, and from the assets they are cast in.

    To be called before the rows of the assets are locked in any other way.
    """
    await _lock_with_casting(session, (queries.LOCK["assets"],), list(asset_ids))


async def lock_episodes(session: Session, episode_ids: Iterable[str]) -> None:
    """Keep other writers away from episodes until the transaction ends."""
    await _lock(session, "episodes", episode_ids)


async def lock_others(session: Session, entity_ids: Iterable[str]) -> None:
    """Keep other writers away from shots and the like, and from the tasks of shots, until the transaction ends.

    Assets and episodes among the ids are passed over.
    """
    wanted = list(entity_ids)
    if wanted:
        await session.run(queries.LOCK_TASKS_OF_SHOTS, entity_ids=wanted)
    await _lock(session, "others", wanted)


async def lock(session: Session, entity_ids: Iterable[str]) -> None:
    """The same for containers of any kind."""
    wanted = set(entity_ids)
    await _lock(session, "assets", wanted)
    await lock_episodes(session, wanted)
    await lock_others(session, wanted)


async def lock_doomed(session: Session, entity_ids: Iterable[str]) -> list[str]:
    """Lock entities that will go, or be canceled, with their tasks and with everything that casts them.

    Nothing new can refer to them until the transaction ends. Returns the ids of what else casts them.
    """
    doomed = set(entity_ids)
    if not doomed:
        return []
    await _lock_with_casting(session, queries.LOCK_DOOMED["assets"], list(doomed))
    casting = await session.column(queries.CASTING, asset_ids=list(doomed))
    for statement in (*queries.LOCK_DOOMED["episodes"], *queries.LOCK_DOOMED["others"]):
        await session.run(statement, entity_ids=list(doomed.union(casting)))
    return [entity_id for entity_id in casting if entity_id not in doomed]


class _Arrived(Exception):
    """Another asset casts the ones to lock by now."""


async def _lock_with_casting(session: Session, statements: Iterable[Prepared], asset_ids: list[str]) -> None:
    """Lock assets and the assets that cast them, by id; from the start again when one more came meanwhile."""
    casting = await session.column(queries.CASTING_ASSETS, asset_ids=asset_ids)
    while True:
        try:
            async with session.savepoint():
                for statement in statements:
                    await session.run(statement, entity_ids=[*asset_ids, *casting])
                before, casting = casting, await session.column(queries.CASTING_ASSETS, asset_ids=asset_ids)
                if not set(casting) <= set(before):
                    raise _Arrived
        except _Arrived:
            continue
        return


async def _lock(session: Session, group: Group, entity_ids: Iterable[str]) -> None:
    """Lock those of the ids that are in the group."""
    wanted = list(entity_ids)
    if wanted:
        await session.run(queries.LOCK[group], entity_ids=wanted)
