"""Changing castings: any number of containers in one transaction and a constant number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from multiplane.casting import events, locks, queries, readiness
from multiplane.casting.breakdown import (
    AssetMoved,
    Breakdown,
    Cast,
    CastingChanged,
    Link,
    LinkMade,
    Recounted,
    Step,
)
from multiplane.casting.readiness import Figures
from multiplane.database.rows import Row, now
from multiplane.database.session import Session
from multiplane.entities.kinds import kind_of
from multiplane.models import EntityLink


async def replace_castings(session: Session, castings: Mapping[str, Sequence[Cast]]) -> None:
    """Make these the whole castings of some containers, which must exist; ids of no entity are not linked.

    Emits, container by container, what 03-entities 6.2 lists. Who may is the caller's business.
    """
    wanted = {container_id: {cast.asset_id for cast in casts} for container_id, casts in castings.items()}
    breakdown = await _locked(session, castings, {asset_id for asset_ids in wanted.values() for asset_id in asset_ids})
    dropped = {
        container_id: [asset_id for asset_id in breakdown.cast_in(container_id) if asset_id not in asset_ids]
        for container_id, asset_ids in wanted.items()
    }
    breakdown = await _surrounded(session, breakdown, dropped)
    for container_id, casts in castings.items():
        breakdown.replace(container_id, casts)
    await _store(session, breakdown)


async def cast_assets(session: Session, castings: Iterable[tuple[str, Cast]]) -> None:
    """Link assets to containers, or change their links, and leave every other link alone.

    The assets must exist. Several people may cast in one container at once: each of their links stays.
    """
    pairs = list(castings)
    breakdown = await _locked(
        session, [container_id for container_id, _ in pairs], [cast.asset_id for _, cast in pairs]
    )
    for container_id, cast in pairs:
        breakdown.cast(container_id, cast)
    await _store(session, breakdown)


async def uncast_assets(session: Session, castings: Iterable[tuple[str, str]], *, cascade: bool = True) -> None:
    """Unlink assets from containers: (container, asset) pairs; those that are not linked are passed over.

    What leaves an episode leaves its shots, unless `cascade` is off.
    """
    pairs = list(castings)
    breakdown = await _locked(session, [container_id for container_id, _ in pairs], [])
    dropped = {container_id: [asset_id] for container_id, asset_id in pairs}
    breakdown = await _surrounded(session, breakdown, dropped)
    for container_id, asset_id in pairs:
        breakdown.uncast(container_id, asset_id, cascade=cascade)
    await _store(session, breakdown)


# -- loading


async def _locked(session: Session, container_ids: Iterable[str], asset_ids: Iterable[str]) -> Breakdown:
    """The breakdown of containers and the episodes of their shots, with everything locked in order."""
    wanted = set(container_ids)
    assets = await locks.keep(session, asset_ids)
    containers = await _containers(session, wanted)
    episodes = {row["id"] for row in containers if row["kind"] == "Episode"} | _episodes_of(containers)
    await locks.lock_episodes(session, episodes)
    await locks.lock_containers(session, wanted - episodes)
    return await _load(session, wanted | episodes, assets)


async def _load(session: Session, entity_ids: set[str], assets: dict[str, Row]) -> Breakdown:
    """The breakdown of locked containers as it is now; a shot that just moved brings its new episode."""
    containers = await _containers(session, entity_ids)
    arrived = _episodes_of(containers) - entity_ids
    if arrived:
        await locks.lock_episodes(session, arrived)
        return await _load(session, entity_ids | arrived, assets)
    links = await session.all(queries.LINKS, entity_ids=list(entity_ids))
    return Breakdown(containers, links, assets)


async def _surrounded(session: Session, breakdown: Breakdown, dropped: Mapping[str, Sequence[str]]) -> Breakdown:
    """The breakdown with all that the removal of some links needs to know.

    What leaves an episode leaves its shots, so they are locked and loaded too. What leaves a shot may leave its
    episode, so other shots that cast it are looked for.
    """
    from_episodes = [
        (container_id, asset_id)
        for container_id, asset_ids in dropped.items()
        if breakdown.containers[container_id]["kind"] == "Episode"
        for asset_id in asset_ids
    ]
    if from_episodes:
        episode_ids, asset_ids = zip(*from_episodes, strict=True)
        shots = set(
            await session.column(
                queries.CAST_IN_EPISODE_SHOTS, episode_ids=list(episode_ids), asset_ids=list(asset_ids)
            )
        )
        await locks.lock_containers(session, shots - breakdown.containers.keys())
        breakdown = await _load(session, shots | breakdown.containers.keys(), breakdown.assets)
    mirrored = [
        (container_id, set(breakdown.mirrored(container_id)) & set(ids)) for container_id, ids in dropped.items()
    ]
    episodes = {breakdown.containers[container_id]["episode_id"] for container_id, ids in mirrored if ids}
    if episodes:
        uses = await session.all(
            queries.USED_ELSEWHERE,
            asset_ids=list({asset_id for _, ids in mirrored for asset_id in ids}),
            episode_ids=list(episodes),
            except_ids=list(breakdown.containers),
        )
        breakdown.note_uses(uses)
    return breakdown


async def _containers(session: Session, entity_ids: Iterable[str]) -> list[Row]:
    rows = await session.all(queries.CONTAINERS, entity_ids=list(entity_ids))
    return [{**row, "kind": kind_of(row["entity_type_name"])} for row in rows]


def _episodes_of(containers: Iterable[Row]) -> set[str]:
    return {row["episode_id"] for row in containers} - {None}


# -- storing


async def _store(session: Session, breakdown: Breakdown) -> None:
    """Write the difference, count again, and tell the steps."""
    if not breakdown.touched:
        return
    removed, changed = breakdown.removed(), breakdown.changed()
    if removed:
        await session.run(queries.REMOVE_LINKS, **_places(removed))
    if changed:
        await session.run(
            queries.CHANGE_LINKS,
            **_paired(changed),
            counts=[link.nb_occurences for link in changed],
            labels=[link.label for link in changed],
        )
    await session.insert_many(EntityLink, _rows(breakdown.made()))
    figures = await readiness.count(session, breakdown.touched, is_changed=True)
    for step in breakdown.steps:
        _tell(session, breakdown, figures, step)


def _places(links: Iterable[Link]) -> dict[str, list[str]]:
    return {"entity_ids": list({link.container_id for link in links}), "link_ids": [link.id for link in links]}


def _paired(links: Iterable[Link]) -> dict[str, list[str]]:
    return {"entity_ids": [link.container_id for link in links], "link_ids": [link.id for link in links]}


def _rows(links: Iterable[Link]) -> Iterable[Row]:
    """Rows to insert. Each has a moment of its own, so that a cursor on it passes over none (00-conventions 8)."""
    for place, link in enumerate(links):
        moment = now(timedelta(microseconds=place))
        yield {
            "id": link.id,
            "entity_in_id": link.container_id,
            "entity_out_id": link.asset_id,
            "nb_occurences": link.nb_occurences,
            "label": link.label,
            "data": {"auto": True} if link.is_auto else None,
            "created_at": moment,
            "updated_at": moment,
        }


def _tell(session: Session, breakdown: Breakdown, figures: Figures, step: Step) -> None:
    match step:
        case LinkMade():
            _tell_link(session, step, breakdown.containers[step.container_id]["project_id"])
        case AssetMoved():
            asset = breakdown.assets[step.asset_id]
            events.asset_changed(session, asset)
        case Recounted():
            container = figures.containers[step.container_id]
            if step.is_cascade and container["is_stale"]:
                events.casting_changed(session, container)
            for task in figures.tasks.get(step.container_id, ()):
                events.stats_changed(session, task)
        case CastingChanged():
            events.casting_changed(session, figures.containers[step.container_id], step.added, step.removed)


def _tell_link(session: Session, step: LinkMade, project_id: str) -> None:
    payload: Row = {"entity_link_id": step.link_id}
    if step.action == "new":
        payload |= {"entity_in_id": step.container_id, "entity_out_id": step.asset_id}
    session.emit(f"entity-link:{step.action}", {**payload, "nb_occurences": step.nb_occurences}, project_id)
