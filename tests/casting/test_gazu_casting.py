"""The casting functions of the studio's Python client, against the real server."""

from collections.abc import Iterator
from typing import Any

import gazu
import pytest
from tests.casting.conftest import Production


@pytest.fixture
def client(production: Production) -> Iterator[Any]:
    """A gazu client signed in as an administrator."""
    client = gazu.client.create_client(f"{production.studio.base_url}/api")
    gazu.client.set_tokens({"access_token": str(production.studio.admin.token)}, client=client)
    gazu.cache.disable()
    yield client
    client.session.close()


def test_castings_of_shots_assets_and_episodes(production: Production, client: Any) -> None:
    shot, asset, other = production.shot(), production.asset(), production.asset()
    project = production.project
    body: Any = [{"asset_id": asset["id"], "nb_occurences": 2}, {"asset_id": other["id"], "nb_occurences": 1}]
    assert gazu.casting.update_shot_casting(project, shot, body, client=client) == body
    assert {cast["asset_id"] for cast in gazu.casting.get_shot_casting(shot, client=client)} == {
        asset["id"], other["id"],
    }  # fmt: skip
    assert len(gazu.casting.get_episode_casting(production.episode, client=client)) == 2
    assert list(gazu.casting.get_episodes_casting(project, client=client)) == [production.episode["id"]]
    assert list(gazu.casting.get_sequence_casting(production.sequence, client=client)) == [shot["id"]]

    body = [{"asset_id": other["id"], "nb_occurences": 3}]
    gazu.casting.update_asset_casting(project, asset, body, client=client)
    assert [cast["nb_occurences"] for cast in gazu.casting.get_asset_casting(asset, client=client)] == [3]
    type_id = asset["entity_type_id"]
    castings = gazu.casting.get_asset_type_casting(project, {"id": type_id}, client=client)
    assert list(castings) == [asset["id"]]
    assert [row["shot_id"] for row in gazu.casting.get_asset_cast_in(asset, client=client)] == [shot["id"]]

    body = []
    gazu.casting.update_episode_casting(project, production.episode, body, client=client)
    assert gazu.casting.get_shot_casting(shot, client=client) == []


def test_one_asset_in_and_out(production: Production, client: Any) -> None:
    first, second, asset = production.shot(), production.shot(), production.asset()
    answer = gazu.casting.cast_asset(production.project, [first, second], asset, nb_occurences=2, client=client)
    assert {key: [cast["nb_occurences"] for cast in casting] for key, casting in answer.items()} == {
        first["id"]: [2], second["id"]: [2],
    }  # fmt: skip
    answer = gazu.casting.uncast_asset(production.project, first, asset, client=client)
    assert answer == {first["id"]: []}
    assert list(production.links(second)) == [asset["id"]]


def test_links_of_a_project(production: Production, client: Any) -> None:
    production.cast(production.shot(), *(production.asset() for _ in range(3)))
    everything = gazu.casting.all_entity_links_for_project(production.project, client=client)
    assert len(everything) == 6
    page = gazu.casting.all_entity_links_for_project(production.project, page=1, limit=4, client=client)
    assert (len(page["data"]), page["total"], page["nb_pages"]) == (4, 6, 2)


def test_instances(production: Production, client: Any) -> None:
    studio, asset, shot = production.studio, production.asset(name="Tree"), production.shot()
    scene = studio.entity(production.project, "Scene", parent_id=production.sequence["id"])
    instance = gazu.scene.new_scene_asset_instance(scene, asset, client=client)
    assert instance["name"] == "Tree_0001"
    gazu.shot.add_asset_instance_to_shot(shot, instance, client=client)
    assert list(gazu.shot.get_asset_instances_for_shot(shot, client=client)) == [asset["id"]]
    gazu.shot.remove_asset_instance_from_shot(shot, instance, client=client)
    assert gazu.shot.get_asset_instances_for_shot(shot, client=client) == {}


def test_deletions(production: Production, client: Any) -> None:
    shot, asset = production.shot(), production.asset()
    gazu.shot.remove_shot(shot, client=client)
    gazu.asset.remove_asset(asset, force=True, client=client)
    gazu.shot.remove_sequence(production.sequence, force=True, client=client)
    left = production.studio.rows.all(
        "SELECT id FROM entity WHERE id = ANY(%s)", [shot["id"], asset["id"], production.sequence["id"]]
    )
    assert left == []
