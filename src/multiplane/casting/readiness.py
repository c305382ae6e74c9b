"""How many entities are cast in a container, and how many of them are ready for each task of a shot (03-entities 1.6).

Both figures are stored: `entity.nb_entities_out` and `task.nb_assets_ready`. They are counted again from the links, in
a constant number of statements, whatever the number of shots.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from multiplane.casting import events, locks, queries
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.kinds import kind_of


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some containers, just counted and stored."""

    containers: dict[str, Row]
    """id -> id, project_id, kind, canceled, nb_entities_out, and `is_stale`: whether another count was stored."""
    tasks: dict[str, list[Row]]
    """Shot id -> id, project_id and nb_assets_ready of its tasks."""


async def refresh_readiness(session: Session, *, asset_ids: Iterable[str] = (), shot_ids: Iterable[str] = ()) -> None:
    """Count again for the containers of some assets, and for some shots, and tell what changed.

    To be called in the transaction that changes `ready_for`, `canceled` or `is_shared` of assets, after the change.
    Emits, for each container that is not canceled, `<kind>:casting-update` with empty differences where the count was
    stale, then the live `task:update-casting-stats` of each of its tasks where it is a shot.
    """
    entity_ids = {*shot_ids, *await containers_of(session, asset_ids)}
    if not entity_ids:
        return
    await locks.lock(session, entity_ids)
    announce(session, await count(session, entity_ids))


async def containers_of(session: Session, asset_ids: Iterable[str]) -> list[str]:
    """The ids of the entities in which any of the assets is cast."""
    wanted = list(asset_ids)
    return await session.column(queries.CASTING, asset_ids=wanted) if wanted else []


async def count(session: Session, entity_ids: Iterable[str], *, is_changed: bool = False) -> Figures:
    """Count and store the figures of containers, which must be locked.

    With `is_changed` the `updated_at` of the containers moves even where their count stays.
    """
    wanted = list(entity_ids)
    rows = await session.all(queries.COUNT_CAST, entity_ids=wanted, is_changed=is_changed)
    containers = {row["id"]: {**row, "kind": kind_of(row["entity_type_name"])} for row in rows}
    tasks: dict[str, list[Row]] = defaultdict(list)
    if any(row["kind"] == "Shot" for row in containers.values()):
        for task in await session.all(queries.COUNT_READY, entity_ids=wanted):
            tasks[task["entity_id"]].append(task)
    return Figures(containers, dict(tasks))


def announce(session: Session, figures: Figures) -> None:
    """Tell the figures of containers whose links stayed, but whose assets changed or went."""
    for container in figures.containers.values():
        if container["canceled"]:
            continue
        if container["is_stale"]:
            events.casting_changed(session, container)
        for task in figures.tasks.get(container["id"], ()):
            events.stats_changed(session, task)
