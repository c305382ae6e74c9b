"""What a change of casting tells, in order, and episodes that follow their shots (03-entities 1.6, 6.2)."""

from typing import Any

from tests.casting.conftest import Ear, Production
from tests.support.studio import Row

Event = tuple[str, dict[str, Any]]


def names(events: list[Event]) -> list[str]:
    return [name for name, _ in events]


def changed(kind: str, entity: Row, count: int, added: list[Row], removed: list[Row]) -> Event:
    payload = {
        f"{kind}_id": entity["id"],
        "nb_entities_out": count,
        "added_asset_ids": sorted(asset["id"] for asset in added),
        "removed_asset_ids": sorted(asset["id"] for asset in removed),
    }
    return f"{kind}:casting-update", payload


def moved(asset: Row) -> Event:
    return "asset:update", {"asset_id": asset["id"]}


def linked(production: Production, container: Row, asset: Row, count: int = 1) -> Event:
    payload = {
        "entity_link_id": production.links(container)[asset["id"]]["id"],
        "entity_in_id": container["id"],
        "entity_out_id": asset["id"],
        "nb_occurences": count,
    }
    return "entity-link:new", payload


def stats(task: Row, ready: int) -> Event:
    return "task:update-casting-stats", {"task_id": task["id"], "nb_assets_ready": ready}


class TestShots:
    def test_casting_tells_in_order(self, production: Production, ear: Ear) -> None:
        shot, first, second = production.shot(), production.asset(), production.asset()
        task = production.studio.task(shot)
        production.cast(shot, second, first)
        assert ear.heard(production.project) == [
            moved(second),
            linked(production, shot, second),
            moved(first),
            linked(production, shot, first),
            stats(task, 0),
            changed("shot", shot, 2, [first, second], []),
        ]

    def test_figures_are_told_live_only(self, production: Production) -> None:
        shot, start = production.shot(), production.studio.now()
        production.studio.task(shot)
        production.cast(shot, production.asset())
        stored = [
            event for event in production.studio.events_since(start) if event["project_id"] == production.project["id"]
        ]
        assert [event["name"] for event in stored] == ["asset:update", "entity-link:new", "shot:casting-update"]
        assert all(event["data"]["project_id"] == production.project["id"] for event in stored)
        assert all(event["user_id"] is not None for event in stored)

    def test_a_second_mention_updates_the_link(self, production: Production, ear: Ear) -> None:
        shot, asset = production.shot(), production.asset()
        body = [{"asset_id": asset["id"], "nb_occurences": 1}, {"asset_id": asset["id"], "nb_occurences": 2}]
        production.studio.admin.put(f"{production.path}/entities/{shot['id']}/casting", body)
        link_id = production.links(shot)[asset["id"]]["id"]
        assert ear.heard(production.project) == [
            moved(asset),
            linked(production, shot, asset, 1),
            ("entity-link:update", {"entity_link_id": link_id, "nb_occurences": 2}),
            changed("shot", shot, 1, [asset], []),
        ]

    def test_unknown_ids_are_only_listed(self, production: Production, ear: Ear) -> None:
        shot, unknown = production.shot(), {"id": "0a6fe00e-eb8c-4e84-8dd5-3dbff872b6cf"}
        production.cast(shot, unknown)
        assert ear.heard(production.project) == [changed("shot", shot, 0, [unknown], [])]
        assert production.links(shot) == {}

    def test_the_difference_is_told(self, production: Production, ear: Ear) -> None:
        shot, kept, dropped, new = production.shot(), production.asset(), production.asset(), production.asset()
        production.cast(shot, kept, dropped)
        ear.heard(production.project)
        production.cast(shot, kept, new)
        assert ear.heard(production.project) == [
            linked(production, shot, kept),
            moved(new),
            linked(production, shot, new),
            changed("shot", shot, 2, [new], [dropped]),
            changed("episode", production.episode, 2, [], [dropped]),
            moved(dropped),
        ]

    def test_without_episode(self, production: Production, ear: Ear) -> None:
        sequence = production.studio.sequence(production.project)
        shot, asset = production.studio.shot(production.project, sequence), production.asset()
        production.cast(shot, asset)
        assert ear.heard(production.project) == [linked(production, shot, asset), changed("shot", shot, 1, [asset], [])]

    def test_a_refused_change_tells_nothing(self, production: Production, ear: Ear) -> None:
        shot, asset = production.shot(), production.asset()
        body = [{"asset_id": asset["id"], "nb_occurences": 1}, {"asset_id": "nope", "nb_occurences": 1}]
        production.studio.admin.put(f"{production.path}/entities/{shot['id']}/casting", body, 400)
        assert ear.heard(production.project) == []


class TestOtherContainers:
    def test_any_other_is_told_as_an_asset(self, production: Production, ear: Ear) -> None:
        for container in (production.asset(), production.sequence):
            asset = production.asset()
            production.cast(container, asset)
            assert ear.heard(production.project) == [
                linked(production, container, asset),
                changed("asset", container, 1, [asset], []),
            ]

    def test_an_episode(self, production: Production, ear: Ear) -> None:
        asset, other = production.asset(), production.asset()
        production.cast(production.episode, asset, other)
        assert ear.heard(production.project) == [
            linked(production, production.episode, asset),
            moved(asset),
            linked(production, production.episode, other),
            moved(other),
            changed("episode", production.episode, 2, [asset, other], []),
        ]


class TestEpisodesFollowTheirShots:
    def test_an_asset_of_a_shot_is_in_the_episode(self, production: Production) -> None:
        shot, asset = production.shot(), production.asset()
        body = [{"asset_id": asset["id"], "nb_occurences": 7, "label": "animate"}]
        production.studio.admin.put(f"{production.path}/entities/{shot['id']}/casting", body)
        mirror = production.links(production.episode)[asset["id"]]
        assert (mirror["nb_occurences"], mirror["label"], mirror["data"]) == (1, "animate", {"auto": True})
        assert production.count(production.episode) == 1

    def test_it_leaves_with_the_last_shot(self, production: Production) -> None:
        first, second, asset = production.shot(), production.shot(), production.asset()
        production.cast(first, asset)
        production.cast(second, asset)
        production.cast(first)
        assert list(production.links(production.episode)) == [asset["id"]]
        production.cast(second)
        assert production.links(production.episode) == {}
        assert production.count(production.episode) == 0

    def test_shots_of_every_sequence_count(self, production: Production) -> None:
        sequence = production.studio.sequence(production.project, production.episode)
        elsewhere, asset = production.studio.shot(production.project, sequence), production.asset()
        shot = production.shot()
        production.cast(shot, asset)
        production.cast(elsewhere, asset)
        production.cast(shot)
        assert list(production.links(production.episode)) == [asset["id"]]

    def test_what_was_set_on_the_episode_stays(self, production: Production) -> None:
        shot, asset = production.shot(), production.asset()
        production.cast(production.episode, asset)
        production.cast(shot, asset)
        production.cast(shot)
        assert production.links(production.episode)[asset["id"]]["data"] is None

    def test_setting_the_episode_makes_its_links_explicit(self, production: Production) -> None:
        shot, asset = production.shot(), production.asset()
        production.cast(shot, asset)
        production.cast(production.episode, asset)
        production.cast(shot)
        assert list(production.links(production.episode)) == [asset["id"]]

    def test_two_shots_of_one_batch(self, production: Production, ear: Ear) -> None:
        first, second, asset = production.shot(), production.shot(), production.asset()
        casting = [{"asset_id": asset["id"], "nb_occurences": 1}]
        production.studio.admin.put(
            f"{production.path}/entities/casting", {first["id"]: casting, second["id"]: casting}
        )
        assert names(ear.heard(production.project)) == [
            "asset:update", "entity-link:new", "shot:casting-update", "entity-link:new", "shot:casting-update",
        ]  # fmt: skip
        production.studio.admin.put(f"{production.path}/entities/casting", {first["id"]: [], second["id"]: []})
        assert ear.heard(production.project) == [
            changed("shot", first, 0, [], [asset]),
            changed("shot", second, 0, [], [asset]),
            changed("episode", production.episode, 0, [], [asset]),
            moved(asset),
        ]
        assert production.links(production.episode) == {}


class TestShotsFollowTheirEpisode:
    def test_what_leaves_the_episode_leaves_its_shots(self, production: Production, ear: Ear) -> None:
        shot, other, asset, kept = production.shot(), production.shot(), production.asset(), production.asset()
        task = production.studio.task(shot)
        production.cast(shot, asset, kept)
        production.cast(other, kept)
        ear.heard(production.project)
        production.cast(production.episode, kept)
        assert ear.heard(production.project) == [
            changed("shot", shot, 1, [], []),
            stats(task, 0),
            changed("shot", shot, 1, [], [asset]),
            linked(production, production.episode, kept),
            moved(kept),
            changed("episode", production.episode, 1, [], [asset]),
            moved(asset),
        ]
        assert list(production.links(shot)) == [kept["id"]]
        assert list(production.links(other)) == [kept["id"]]

    def test_a_link_the_count_does_not_hold_moves_no_count(self, production: Production, ear: Ear) -> None:
        shot, asset = production.shot(), production.asset()
        production.cast(shot, asset)
        production.studio.admin.put(f"/data/entities/{asset['id']}", {"canceled": True})
        ear.heard(production.project)
        production.cast(production.episode)
        assert ear.heard(production.project) == [
            changed("shot", shot, 0, [], [asset]),
            changed("episode", production.episode, 0, [], [asset]),
            moved(asset),
        ]

    def test_an_episode_and_its_shots_in_one_batch(self, production: Production) -> None:
        shot, old, new = production.shot(), production.asset(), production.asset()
        production.cast(shot, old)
        casting = [{"asset_id": new["id"], "nb_occurences": 1}]
        body: dict[str, Any] = {shot["id"]: casting, production.episode["id"]: []}
        production.studio.admin.put(f"{production.path}/entities/casting", body)
        assert production.links(shot) == {}
        assert production.links(production.episode) == {}
        body = {production.episode["id"]: [], shot["id"]: casting}
        production.studio.admin.put(f"{production.path}/entities/casting", body)
        assert list(production.links(shot)) == list(production.links(production.episode)) == [new["id"]]

    def test_other_episodes_keep_theirs(self, production: Production) -> None:
        studio, asset = production.studio, production.asset()
        other = studio.episode(production.project)
        elsewhere = studio.shot(production.project, studio.sequence(production.project, other))
        production.cast(production.shot(), asset)
        production.cast(elsewhere, asset)
        production.cast(production.episode)
        assert list(production.links(elsewhere)) == list(production.links(other)) == [asset["id"]]


class TestOneAsset:
    def put(self, production: Production, asset: Row, *containers: Row, **body: Any) -> None:
        path = f"{production.path}/entities/casting/assets/{asset['id']}"
        production.studio.admin.put(path, {"entity_ids": [container["id"] for container in containers], **body})

    def test_new_and_changed(self, production: Production, ear: Ear) -> None:
        shot, asset = production.shot(), production.asset()
        task = production.studio.task(shot)
        self.put(production, asset, shot)
        assert ear.heard(production.project) == [
            moved(asset), linked(production, shot, asset), stats(task, 0), changed("shot", shot, 1, [asset], []),
        ]  # fmt: skip
        self.put(production, asset, shot, nb_occurences=3)
        link_id = production.links(shot)[asset["id"]]["id"]
        assert ear.heard(production.project) == [
            ("entity-link:update", {"entity_link_id": link_id, "nb_occurences": 3}),
            stats(task, 0),
            changed("shot", shot, 1, [], []),
        ]

    def test_uncast(self, production: Production, ear: Ear) -> None:
        shot, asset = production.shot(), production.asset()
        self.put(production, asset, shot)
        ear.heard(production.project)
        self.put(production, asset, shot, nb_occurences=0)
        assert ear.heard(production.project) == [
            changed("shot", shot, 0, [], [asset]),
            changed("episode", production.episode, 0, [], [asset]),
            moved(asset),
        ]
        self.put(production, asset, shot, nb_occurences=0)
        assert ear.heard(production.project) == []

    def test_uncast_from_the_episode(self, production: Production, ear: Ear) -> None:
        shot, asset = production.shot(), production.asset()
        self.put(production, asset, shot)
        ear.heard(production.project)
        self.put(production, asset, production.episode, nb_occurences=0)
        assert ear.heard(production.project) == [
            changed("shot", shot, 0, [], []),
            changed("shot", shot, 0, [], [asset]),
            changed("episode", production.episode, 0, [], [asset]),
            moved(asset),
        ]
        assert production.links(shot) == {}
