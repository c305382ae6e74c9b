"""Castings while they change: what is linked to what, and what there will be to tell, in order (03-entities 6.2).

Nothing here asks the database. The service loads a `Breakdown`, changes it, stores the difference in a few statements,
and then tells the steps: so hundreds of shots cost as many statements as one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import uuid4

from multiplane.database.rows import Row


@dataclass(frozen=True, slots=True)
class Cast:
    """An asset to cast; None keeps what there is, or takes the default of a new link: 1 and an empty label."""

    asset_id: str
    nb_occurences: int | None = None
    label: str | None = None


@dataclass(slots=True)
class Link:
    """A link from a container to an asset."""

    container_id: str
    asset_id: str
    nb_occurences: int | None = 1
    label: str | None = ""
    is_auto: bool = False
    """Made in an episode because of one of its shots."""
    id: str = field(default_factory=lambda: str(uuid4()))
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class LinkMade:
    """An asset was linked, or linked again."""

    link_id: str
    container_id: str
    asset_id: str
    nb_occurences: int | None
    action: Literal["new", "update"]


@dataclass(frozen=True, slots=True)
class AssetMoved:
    """An asset came into an episode, or left it."""

    asset_id: str


@dataclass(frozen=True, slots=True)
class Recounted:
    """The figures of a container were counted again: with its tasks, and alone when it lost a link on the way."""

    container_id: str
    is_cascade: bool = False


@dataclass(frozen=True, slots=True)
class CastingChanged:
    """The casting of a container is another."""

    container_id: str
    added: Sequence[str] = ()
    removed: Sequence[str] = ()


Step = LinkMade | AssetMoved | Recounted | CastingChanged


class Breakdown:
    """The links of some containers, with those of everything a change of theirs may touch."""

    def __init__(self, containers: Iterable[Row], links: Iterable[Row], assets: dict[str, Row]) -> None:
        """Containers have id, kind and episode_id (of a shot); links as `queries.LINKS` gives them.

        `assets` are those that exist among the assets to cast, with their project_id.
        """
        self.containers = {row["id"]: row for row in containers}
        self.assets = dict(assets)
        self.steps: list[Step] = []
        self.touched: set[str] = set()
        """Containers whose links changed."""
        self._elsewhere: set[tuple[str, str]] = set()
        self._uses: Counter[tuple[str, str]] = Counter()
        self._shots: dict[str, list[str]] = defaultdict(list)
        self._links: dict[str, dict[str, Link]] = {container_id: {} for container_id in self.containers}
        self._stored: dict[str, Link] = {}
        for container in self.containers.values():
            if container["episode_id"] is not None:
                self._shots[container["episode_id"]].append(container["id"])
        for row in links:
            self._load(row)

    def _load(self, row: Row) -> None:
        link = Link(
            row["entity_in_id"], row["entity_out_id"], row["nb_occurences"], row["label"], row["is_auto"], row["id"]
        )
        self._stored[link.id] = link
        self._put(link)
        self.assets.setdefault(link.asset_id, {"id": link.asset_id, "project_id": row["asset_project_id"]})

    # -- what is there

    def cast_in(self, container_id: str) -> list[str]:
        """The ids of the assets linked to a container."""
        return list(self._links[container_id])

    def has_link(self, link_id: str) -> bool:
        """Whether this link, and not another that replaced it, is still there."""
        return link_id in self._stored

    def mirrored(self, container_id: str) -> list[str]:
        """The assets of a shot that are in its episode only because of its shots."""
        episode_id = self.containers[container_id]["episode_id"]
        mirror = self._links.get(episode_id, {})
        return [asset_id for asset_id in self._links[container_id] if asset_id in mirror and mirror[asset_id].is_auto]

    def note_uses(self, rows: Iterable[Row]) -> None:
        """Assets that other shots of an episode cast, which are not loaded here: episode_id and asset_id."""
        self._elsewhere = {(row["episode_id"], row["asset_id"]) for row in rows}

    def removed(self) -> list[Link]:
        """Stored links that are gone."""
        kept = self._ids()
        return [link for link_id, link in self._stored.items() if link_id not in kept]

    def made(self) -> list[Link]:
        """Links that are new, in the order they were made."""
        return [link for links in self._links.values() for link in links.values() if link.id not in self._stored]

    def changed(self) -> list[Link]:
        """Stored links whose count or label is another."""
        kept = self._ids()
        return [link for link_id, link in self._stored.items() if link.is_changed and link_id in kept]

    def _ids(self) -> set[str]:
        return {link.id for links in self._links.values() for link in links.values()}

    # -- changes

    def replace(self, container_id: str, castings: Sequence[Cast]) -> None:
        """Make these assets the whole casting; ids of nothing are only told."""
        before = set(self._links[container_id])
        wanted = {cast.asset_id for cast in castings}
        dropped, added = sorted(before - wanted), sorted(wanted - before)
        is_episode = self._kind(container_id) == "Episode"
        for asset_id in dropped if is_episode else ():
            self._drop_from_shots(container_id, asset_id)
        for asset_id in before:
            self._take(container_id, asset_id)
        for cast in castings:
            if cast.asset_id in self.assets:
                self._cast(container_id, cast)
        self._finish(container_id, added, dropped)

    def cast(self, container_id: str, cast: Cast) -> None:
        """Link one asset, or change its link, and leave the others alone."""
        added = [] if cast.asset_id in self._links[container_id] else [cast.asset_id]
        self._cast(container_id, cast)
        self._finish(container_id, added, [])

    def uncast(self, container_id: str, asset_id: str, *, cascade: bool = True) -> None:
        """Unlink one asset; from an episode also in its shots, unless told not to. Nothing when it is not linked."""
        if asset_id not in self._links[container_id]:
            return
        if cascade and self._kind(container_id) == "Episode":
            self._drop_from_shots(container_id, asset_id)
        self._take(container_id, asset_id)
        self._finish(container_id, [], [asset_id])

    def _finish(self, container_id: str, added: Sequence[str], dropped: Sequence[str]) -> None:
        self.touched.add(container_id)
        self.steps += [Recounted(container_id), CastingChanged(container_id, added, dropped)]
        if self._kind(container_id) == "Episode":
            self.steps += [AssetMoved(asset_id) for asset_id in dropped]
        self._drop_unused(self.containers[container_id]["episode_id"], dropped)

    def _cast(self, container_id: str, cast: Cast) -> None:
        self._mirror(container_id, cast)
        link = self._links[container_id].get(cast.asset_id)
        if link is None:
            count = 1 if cast.nb_occurences is None else cast.nb_occurences
            link = Link(container_id, cast.asset_id, count, cast.label or "")
            self._put(link)
            self._tell(link, "new")
        else:
            link.nb_occurences = link.nb_occurences if cast.nb_occurences is None else cast.nb_occurences
            link.label = link.label if cast.label is None else cast.label
            link.is_changed = True
            self._tell(link, "update")
        if self._kind(container_id) == "Episode":
            self.steps.append(AssetMoved(cast.asset_id))

    def _mirror(self, container_id: str, cast: Cast) -> None:
        """What is cast in a shot is cast in its episode."""
        episode_id = self.containers[container_id]["episode_id"]
        if episode_id is None or cast.asset_id in self._links[episode_id]:
            return
        self._put(Link(episode_id, cast.asset_id, 1, cast.label or "", is_auto=True))
        self.touched.add(episode_id)
        self.steps.append(AssetMoved(cast.asset_id))

    def _drop_from_shots(self, episode_id: str, asset_id: str) -> None:
        """What leaves an episode leaves its shots."""
        for shot_id in sorted(self._shots[episode_id]):
            if asset_id in self._links[shot_id]:
                self._take(shot_id, asset_id)
                self.touched.add(shot_id)
                self.steps += [Recounted(shot_id, is_cascade=True), CastingChanged(shot_id, removed=[asset_id])]
        self._elsewhere.discard((episode_id, asset_id))

    def _drop_unused(self, episode_id: str | None, asset_ids: Iterable[str]) -> None:
        """What no shot of an episode casts any more leaves it, if it came with a shot."""
        if episode_id is None:
            return
        links = self._links[episode_id]
        dropped = [
            asset_id
            for asset_id in asset_ids
            if asset_id in links and links[asset_id].is_auto and not self._is_used(episode_id, asset_id)
        ]
        for asset_id in dropped:
            self._take(episode_id, asset_id)
        if dropped:
            self.touched.add(episode_id)
            self.steps.append(CastingChanged(episode_id, removed=dropped))
            self.steps += [AssetMoved(asset_id) for asset_id in dropped]

    def _is_used(self, episode_id: str, asset_id: str) -> bool:
        return (episode_id, asset_id) in self._elsewhere or self._uses[episode_id, asset_id] > 0

    def _put(self, link: Link) -> None:
        self._links[link.container_id][link.asset_id] = link
        self._uses[self.containers[link.container_id]["episode_id"], link.asset_id] += 1

    def _take(self, container_id: str, asset_id: str) -> None:
        del self._links[container_id][asset_id]
        self._uses[self.containers[container_id]["episode_id"], asset_id] -= 1

    def _kind(self, container_id: str) -> str:
        kind: str = self.containers[container_id]["kind"]
        return kind

    def _tell(self, link: Link, action: Literal["new", "update"]) -> None:
        self.steps.append(LinkMade(link.id, link.container_id, link.asset_id, link.nb_occurences, action))
