"""What a deletion does to castings, at once with other changes, and how many statements it takes (03-entities 8)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.casting.test_casting_statements import Counting
from tests.entities_deletion.conftest import Site
from tests.support.studio import Row

from multiplane.database.session import Database
from multiplane.entities.deletion import cancel_entities, remove_entities
from multiplane.models import EntityLink, ProjectTaskTypeLink


def cast(site: Site, container: Row, *assets: Row) -> None:
    body = [{"asset_id": asset["id"], "nb_occurences": 1} for asset in assets]
    site.studio.admin.put(f"/data/projects/{site.project['id']}/entities/{container['id']}/casting", body)


def figures(site: Site, container: Row, task: Row | None = None) -> tuple[int, int | None]:
    """The stored count of a container, and the ready assets of a task."""
    count = site.studio.rows.one("SELECT nb_entities_out AS n FROM entity WHERE id = %s", container["id"])["n"]
    if task is None:
        return count, None
    return count, site.studio.rows.one("SELECT nb_assets_ready AS n FROM task WHERE id = %s", task["id"])["n"]


class Shown:
    """A shot, an episode and an asset that cast a busy asset, which is ready for the shot's task."""

    def __init__(self, site: Site) -> None:
        studio = site.studio
        self.episode = studio.episode(site.project)
        self.shot = studio.shot(site.project, studio.sequence(site.project, self.episode))
        task_type = studio.task_type()
        studio.rows.insert(ProjectTaskTypeLink, project_id=site.project["id"], task_type_id=task_type["id"], priority=1)
        self.task = studio.task(self.shot, task_type)
        self.asset = studio.asset(site.project, ready_for=task_type["id"])
        self.container = studio.asset(site.project)
        cast(site, self.shot, self.asset)
        cast(site, self.container, self.asset)
        site.task(self.asset)


def updates(site: Site, start: Any) -> list[tuple[str, dict[str, Any]]]:
    """Casting events and those of assets, without the project."""
    return [
        (row["name"], {key: value for key, value in row["data"].items() if key != "project_id"})
        for row in site.studio.events_since(start)
        if row["project_id"] == site.project["id"] and row["name"].startswith(("asset:", "shot:", "episode:"))
    ]


def emptied(kind: str, container: Row) -> tuple[str, dict[str, Any]]:
    payload = {f"{kind}_id": container["id"], "nb_entities_out": 0, "added_asset_ids": [], "removed_asset_ids": []}
    return f"{kind}:casting-update", payload


@pytest.mark.parametrize("force", [False, True])
def test_figures_follow(site: Site, force: bool) -> None:
    shown = Shown(site)
    assert figures(site, shown.shot, shown.task) == (1, 1)
    start = site.studio.now()
    site.studio.admin.delete(f"/data/assets/{shown.asset['id']}?force={force}")
    assert figures(site, shown.shot, shown.task) == (0, 0)
    assert figures(site, shown.episode) == figures(site, shown.container) == (0, None)
    links = site.studio.rows.all("SELECT id FROM entity_link WHERE entity_out_id = %s", shown.asset["id"])
    assert len(links) == (0 if force else 3)
    told = updates(site, start)
    own = ("asset:delete" if force else "asset:update", {"asset_id": shown.asset["id"]})
    assert told[-1 if force else 0] == own
    told.remove(own)
    key = lambda event: event[0]  # noqa: E731
    assert sorted(told, key=key) == sorted(
        [emptied("shot", shown.shot), emptied("episode", shown.episode), emptied("asset", shown.container)], key=key
    )


def test_a_removed_shot_leaves_its_episode_as_it_is(site: Site) -> None:
    shown = Shown(site)
    site.studio.admin.delete(f"/data/shots/{shown.shot['id']}?force=true")
    assert figures(site, shown.episode) == (1, None)


def test_deleting_while_others_cast_and_delete(site: Site) -> None:
    studio = site.studio
    manager = studio.member(site.project, "manager")
    episode = studio.episode(site.project)
    sequence = studio.sequence(site.project, episode)
    shots = [studio.shot(site.project, sequence) for _ in range(4)]
    assets = [studio.asset(site.project) for _ in range(6)]
    for shot in shots:
        studio.task(shot)
        cast(site, shot, *assets)
    clients = [studio.client_of(manager) for _ in range(24)]

    def work(place: int) -> int:
        client, asset, shot = clients[place], assets[place % 3], shots[place % 4]
        castings = [{"asset_id": asset["id"], "nb_occurences": 1} for asset in assets[place % 5 :]]
        path = f"/data/projects/{site.project['id']}/entities"
        requests: list[tuple[str, str, Any]] = [
            ("DELETE", f"/data/assets/{asset['id']}?force=true", None),
            ("PUT", f"{path}/{shot['id']}/casting", castings),
            ("PUT", f"{path}/casting/assets/{asset['id']}", {"entity_ids": [shot["id"], episode["id"]]}),
        ]
        method, url, body = requests[place % 3 if place % 2 else 1]
        return client.request(method, url, json=body).status_code

    with ThreadPoolExecutor(24) as pool:
        assert set(pool.map(work, range(24))) <= {200, 204, 404}
    for container in (*shots, episode):
        links = studio.rows.one("SELECT count(*) AS n FROM entity_link WHERE entity_in_id = %s", container["id"])
        assert figures(site, container)[0] == links["n"]


def test_two_deletions_of_one_entity(site: Site) -> None:
    shot, manager = site.studio.shot(site.project), site.studio.member(site.project, "manager")
    site.burden(shot)
    clients = [site.studio.client_of(manager) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        found = list(
            pool.map(
                lambda client: client.request("DELETE", f"/data/shots/{shot['id']}?force=true").status_code, clients
            )
        )
    assert sorted(found) == [204, 404, 404, 404, 404, 404]


class TestStatements:
    def measure(self, site: Site, dsn: str, action: Any, size: int) -> int:
        """How many statements it takes to cancel or remove this many cast and busy assets of an episode."""
        episode, shot = site.studio.episode(site.project), site.studio.shot(site.project)
        for _ in range(size):
            asset = site.studio.asset(site.project, source_id=episode["id"])
            site.burden(asset)
            site.studio.rows.insert(EntityLink, entity_in_id=shot["id"], entity_out_id=asset["id"])
        ids = [
            str(row["id"]) for row in site.studio.rows.all("SELECT id FROM entity WHERE source_id = %s", episode["id"])
        ]

        async def run() -> int:
            database = await Database.connect(dsn, size=1)
            try:
                async with database.transaction() as session:
                    counting: Any = Counting(session.connection)
                    session.connection = counting
                    await action(session, ids)
                    await session.flush_events()
                    return int(counting.statements)
            finally:
                await database.close()

        return asyncio.run(run())

    @pytest.mark.parametrize("action", [cancel_entities, remove_entities], ids=lambda action: action.__name__)
    def test_are_as_many_for_one_as_for_twenty(self, site: Site, database_dsn: str, action: Any) -> None:
        assert self.measure(site, database_dsn, action, 20) == self.measure(site, database_dsn, action, 1)
