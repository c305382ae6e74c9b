"""Changing castings: any number of containers in one transaction and a constant number of statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
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
from multiplane.entities.kinds import ASSET, kind_of
from multiplane.errors import NotFound
from multiplane.models import EntityLink


async def replace_castings(session: Session, castings: Mapping[str, Sequence[Cast]]) -> None:
    """Make these the whole castings of some containers; assets that do not exist are not linked.

    Emits, container by container, what 03-entities 6.2 lists. 404 when a container is gone. Who may is the caller's
    business.
    """
    wanted = {container_id: {cast.asset_id for cast in casts} for container_id, casts in castings.items()}

    def leaving(container_id: str, cast: set[str]) -> set[str]:
        return cast - wanted[container_id] if container_id in wanted else set()

    asset_ids = {asset_id for ids in wanted.values() for asset_id in ids}
    breakdown = await _locked(session, wanted.keys(), asset_ids, leaving)
    for container_id, casts in castings.items():
        breakdown.replace(container_id, casts)
    await _store(session, breakdown)


async def cast_assets(session: Session, castings: Iterable[tuple[str, Cast]]) -> None:
    """Link assets to containers, or change their links, and leave every other link alone.

    Several people may cast in one container at once: each of their links stays. 404 when an asset or a container is
    gone.
    """
    pairs = list(castings)
    asset_ids = {cast.asset_id for _, cast in pairs}
    breakdown = await _locked(session, {container_id for container_id, _ in pairs}, asset_ids)
    if not asset_ids <= breakdown.assets.keys():
        raise NotFound
    for container_id, cast in pairs:
        breakdown.cast(container_id, cast)
    await _store(session, breakdown)


async def uncast_assets(session: Session, castings: Iterable[tuple[str, str]]) -> None:
    """Unlink assets from containers: (container, asset) pairs; those that are not linked are passed over.

    What leaves an episode leaves its shots. 404 when a container is gone.
    """
    pairs = dict.fromkeys(castings)

    def leaving(container_id: str, cast: set[str]) -> set[str]:
        return {asset_id for asset_id in cast if (container_id, asset_id) in pairs}

    breakdown = await _locked(session, {container_id for container_id, _ in pairs}, (), leaving)
    for container_id, asset_id in pairs:
        breakdown.uncast(container_id, asset_id)
    await _store(session, breakdown)


async def remove_link(session: Session, link: Row) -> None:
    """Uncast by a link, which must still be the one there: 404 otherwise. What leaves an episode stays in its shots."""
    container_id, asset_id = link["entity_in_id"], link["entity_out_id"]

    def leaving(_container_id: str, cast: set[str]) -> set[str]:
        return cast & {asset_id}

    breakdown = await _locked(session, {container_id}, (), leaving, cascade=False)
    if not breakdown.has_link(link["id"]):
        raise NotFound
    breakdown.uncast(container_id, asset_id, cascade=False)
    await _store(session, breakdown)


# -- loading

Leaving = Callable[[str, set[str]], set[str]]
"""Which assets leave a container, of those that are cast in it."""


def _nothing(_container_id: str, _cast: set[str]) -> set[str]:
    return set()


async def _locked(
    session: Session,
    container_ids: Set[str],
    asset_ids: Iterable[str],
    leaving: Leaving = _nothing,
    *,
    cascade: bool = True,
) -> Breakdown:
    """The breakdown of containers and of all that a change of theirs may touch, locked in order.

    That is the episodes of shots and, with `cascade`, the shots that lose what leaves their episode. 404 when a
    container is gone.
    """
    containers = await _containers(session, container_ids)
    of_kind = {kind: {row["id"] for row in containers if row["kind"] == kind} for kind in (ASSET, "Episode")}
    assets = await locks.keep(session, asset_ids, of_kind[ASSET])
    episodes = of_kind["Episode"] | _episodes_of(containers)
    await locks.lock_episodes(session, episodes)
    shots = await _losing(session, of_kind["Episode"], leaving) if cascade else set()
    wanted = {*container_ids, *episodes, *shots}
    await locks.lock_others(session, wanted)
    breakdown = await _load(session, wanted, assets)
    if not container_ids <= breakdown.containers.keys():
        raise NotFound
    await _note_uses(session, breakdown, leaving)
    return breakdown


async def _load(session: Session, entity_ids: set[str], assets: dict[str, Row]) -> Breakdown:
    """The breakdown of locked containers as it is now; a shot that just moved brings its new episode."""
    containers = await _containers(session, entity_ids)
    arrived = _episodes_of(containers) - entity_ids
    if arrived:
        await locks.lock_episodes(session, arrived)
        return await _load(session, entity_ids | arrived, assets)
    links = await session.all(queries.LINKS, entity_ids=list(entity_ids))
    return Breakdown(containers, links, assets)


async def _losing(session: Session, episode_ids: set[str], leaving: Leaving) -> set[str]:
    """The shots that cast what leaves their episode."""
    cast: dict[str, set[str]] = defaultdict(set)
    for link in await session.all(queries.LINKS, entity_ids=list(episode_ids)) if episode_ids else ():
        cast[link["entity_in_id"]].add(link["entity_out_id"])
    dropped = [(episode_id, asset_id) for episode_id, ids in cast.items() for asset_id in leaving(episode_id, ids)]
    if not dropped:
        return set()
    episodes, assets = zip(*dropped, strict=True)
    return set(await session.column(queries.CAST_IN_EPISODE_SHOTS, episode_ids=list(episodes), asset_ids=list(assets)))


async def _note_uses(session: Session, breakdown: Breakdown, leaving: Leaving) -> None:
    """Look for other shots that cast what leaves a shot: it may have to leave the episode as well."""
    mirrored = [
        (row["episode_id"], leaving(container_id, set(breakdown.mirrored(container_id))))
        for container_id, row in breakdown.containers.items()
    ]
    episodes = {episode_id for episode_id, asset_ids in mirrored if asset_ids}
    if not episodes:
        return
    uses = await session.all(
        queries.USED_ELSEWHERE,
        asset_ids=list({asset_id for _, asset_ids in mirrored for asset_id in asset_ids}),
        episode_ids=list(episodes),
        except_ids=list(breakdown.containers),
    )
    breakdown.note_uses(uses)


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
