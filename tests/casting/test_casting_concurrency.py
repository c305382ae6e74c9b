"""Several people edit the breakdown at once: no acknowledged edit is lost, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from tests.casting.conftest import Production
from tests.support.api import Api
from tests.support.studio import Row
from tests.support.together import held_back

from multiplane.models import ProjectTaskTypeLink


def people(production: Production, count: int) -> list[Api]:
    manager = production.studio.member(production.project, "manager")
    return [production.studio.client_of(manager) for _ in range(count)]


def stored(production: Production, container: Row) -> set[str]:
    return set(production.links(container))


def assert_consistent(production: Production, *shots: Row) -> None:
    """Counts tell the links, and the episode holds what its shots cast."""
    for container in (*shots, production.episode):
        assert production.count(container) == len(production.links(container))
    in_shots = {asset_id for shot in shots for asset_id in production.links(shot)}
    assert stored(production, production.episode) == in_shots


def test_whole_castings_of_many_shots_of_an_episode(production: Production) -> None:
    shots = [production.shot() for _ in range(5)]
    assets = [production.asset() for _ in range(6)]
    for shot in shots:
        production.studio.task(shot)

    def put(place: int) -> tuple[str, frozenset[str]]:
        shot = shots[place % 5]
        picked = [asset for number, asset in enumerate(assets) if (place >> (number % 4)) & 1 or number == place % 6]
        production.cast(shot, *picked, client=clients[place])
        return shot["id"], frozenset(asset["id"] for asset in picked)

    clients = people(production, 20)
    with ThreadPoolExecutor(20) as pool:
        acknowledged = set(pool.map(put, range(20)))
    for shot in shots:
        assert (shot["id"], frozenset(stored(production, shot))) in acknowledged
    assert_consistent(production, *shots)


def test_batches_in_opposite_orders(production: Production) -> None:
    shots = [production.shot() for _ in range(8)]
    assets = [production.asset() for _ in range(4)]

    def put(place: int) -> None:
        order = shots if place % 2 else shots[::-1]
        casting = [{"asset_id": asset["id"], "nb_occurences": place + 1} for asset in assets[place % 3 :]]
        clients[place].put(f"{production.path}/entities/casting", {shot["id"]: casting for shot in order})

    clients = people(production, 12)
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(put, range(12)))
    counts = {link["nb_occurences"] for shot in shots for link in production.links(shot).values()}
    assert len(counts) == 1
    assert_consistent(production, *shots)


def test_single_assets_all_survive(production: Production) -> None:
    shots = [production.shot() for _ in range(3)]
    assets = [production.asset() for _ in range(16)]

    def cast(place: int) -> None:
        ids = [shot["id"] for shot in (shots if place % 2 else shots[::-1])]
        path = f"{production.path}/entities/casting/assets/{assets[place]['id']}"
        clients[place].put(path, {"entity_ids": ids, "nb_occurences": place + 1})

    clients = people(production, 16)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(cast, range(16)))
    for shot in shots:
        links = production.links(shot)
        assert {asset_id: link["nb_occurences"] for asset_id, link in links.items()} == {
            asset["id"]: place + 1 for place, asset in enumerate(assets)
        }
    assert_consistent(production, *shots)


def test_shots_their_episode_and_their_assets_at_once(production: Production) -> None:
    studio, shots = production.studio, [production.shot() for _ in range(4)]
    task_type = studio.task_type()
    studio.rows.insert(
        ProjectTaskTypeLink, project_id=production.project["id"], task_type_id=task_type["id"], priority=1
    )
    tasks = [studio.task(shot, task_type) for shot in shots]
    assets = [production.asset() for _ in range(5)]

    def edit(place: int) -> int:
        client, asset, shot = clients[place], assets[place % 5], shots[place % 4]
        requests: list[tuple[str, Any]] = [
            (f"{production.path}/entities/{shot['id']}/casting", casting(assets[: place % 5 + 1])),
            (f"{production.path}/entities/{production.episode['id']}/casting", casting(assets[place % 3 :])),
            (f"/data/entities/{asset['id']}", {"ready_for": task_type["id"] if place % 2 else None}),
            (f"{production.path}/entities/casting/assets/{asset['id']}", {"entity_ids": [shot["id"]]}),
            (f"/data/entities/{asset['id']}", {"canceled": place % 3 == 0}),
        ]
        path, body = requests[(place // 4) % 5]
        return client.request("PUT", path, json=body).status_code

    def casting(picked: list[Row]) -> list[dict[str, Any]]:
        return [{"asset_id": asset["id"], "nb_occurences": 1} for asset in picked]

    clients = people(production, 40)
    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(edit, range(40))) == {200}
    states = {str(row["id"]): row for row in studio.rows.all(
        "SELECT id, canceled, ready_for FROM entity WHERE id = ANY(%s)", [asset["id"] for asset in assets]
    )}  # fmt: skip
    for container in (*shots, production.episode):
        live = [asset_id for asset_id in production.links(container) if not states[asset_id]["canceled"]]
        assert production.count(container) == len(live)
    for shot, task in zip(shots, tasks, strict=True):
        ready = [
            asset_id
            for asset_id in production.links(shot)
            if states[asset_id]["ready_for"] and not states[asset_id]["canceled"]
        ]
        assert production.ready(task) == len(ready)
        assert stored(production, shot) <= stored(production, production.episode)


def test_assets_made_of_assets_while_these_change(production: Production) -> None:
    """Shots cast assets together with what these are made of: nobody may wait in a circle."""
    studio, shots = production.studio, [production.shot() for _ in range(3)]
    task_type = studio.task_type()
    assets = [production.asset() for _ in range(5)]

    def edit(place: int) -> int:
        client, turn = clients[place], place // 4
        one, other = assets[turn % 5], assets[(turn + 1 + place % 4) % 5]
        both = [{"asset_id": asset["id"], "nb_occurences": 1} for asset in (one, other)]
        requests: list[tuple[str, str, Any]] = [
            ("PUT", f"/data/assets/{one['id']}/casting", [{"asset_id": other["id"]}]),
            ("PUT", f"{production.path}/entities/casting", {shot["id"]: both for shot in shots}),
            ("PUT", f"/data/entities/{other['id']}", {"ready_for": task_type["id"] if turn % 2 else None}),
            ("PUT", f"/data/entities/{one['id']}", {"canceled": turn % 3 == 0}),
            ("POST", f"/actions/projects/{production.project['id']}/assets/share", {"is_shared": turn % 2 == 0}),
            ("POST", f"/data/assets/{one['id']}/asset-asset-instances", {"asset_to_instantiate_id": other["id"]}),
            ("DELETE", f"/data/assets/{other['id']}", None),
        ]
        method, path, body = requests[place % 7]
        return client.request(method, path, json=body).status_code

    for asset in assets:
        studio.task(asset, studio.task_type("Asset"))
    clients = people(production, 84)
    with ThreadPoolExecutor(21) as pool:
        assert set(pool.map(edit, range(84))) <= {200, 201, 204}
    canceled = {
        str(row["id"])
        for row in studio.rows.all(
            "SELECT id FROM entity WHERE canceled AND id = ANY(%s)", [asset["id"] for asset in assets]
        )
    }
    for container in (*shots, *assets, production.episode):
        assert production.count(container) == len(production.links(container).keys() - canceled)


HOLD = "SELECT 1 FROM entity WHERE id = %s FOR UPDATE"
REMOVE = "DELETE FROM entity WHERE id = %s"


class TestOvertaken:
    """What a request found when it came may be gone when its turn comes."""

    @pytest.mark.parametrize("route", ["one", "several", "asset"])
    def test_a_container_removed_meanwhile_is_missing(self, production: Production, route: str) -> None:
        admin, rows = production.studio.admin, production.studio.rows
        shot, other, asset = production.shot(), production.shot(), production.asset()
        casting = [{"asset_id": asset["id"], "nb_occurences": 1}]
        path, body = {
            "one": (f"entities/{shot['id']}/casting", casting),
            "several": ("entities/casting", {shot["id"]: casting, other["id"]: casting}),
            "asset": (f"entities/casting/assets/{asset['id']}", {"entity_ids": [shot["id"], other["id"]]}),
        }[route]
        with held_back(rows, lambda: admin.put(f"{production.path}/{path}", body, 404), HOLD, shot["id"]):
            rows.run(REMOVE, shot["id"])
        assert production.links(other) == production.links(production.episode) == {}

    def test_an_asset_removed_meanwhile_is_missing(self, production: Production) -> None:
        admin, rows, shot, asset = (
            production.studio.admin,
            production.studio.rows,
            production.shot(),
            production.asset(),
        )
        path = f"{production.path}/entities/casting/assets/{asset['id']}"
        with held_back(rows, lambda: admin.put(path, {"entity_ids": [shot["id"]]}, 404), HOLD, asset["id"]):
            rows.run(REMOVE, asset["id"])
        assert production.links(shot) == {}

    def test_a_link_replaced_meanwhile_is_missing(self, production: Production) -> None:
        """The casting that somebody else saved meanwhile stays."""
        admin, rows, shot, asset = (
            production.studio.admin,
            production.studio.rows,
            production.shot(),
            production.asset(),
        )
        link, newer = production.link(shot, asset), str(uuid4())
        path = f"{production.path}/entity-links/{link['id']}"
        with held_back(rows, lambda: admin.delete(path, 404), HOLD, shot["id"]):
            rows.run("UPDATE entity_link SET id = %s WHERE id = %s", newer, link["id"])
        assert production.links(shot)[asset["id"]]["id"] == newer
