"""Whoever knows an id of a production they are not in cannot reach it through one they work on."""

from typing import Any

import pytest
from tests.permissions.world import Cast, World


@pytest.fixture
def foreign(cast: Cast) -> World:
    """A production the cast is not in."""
    place = World(cast)
    place.studio.rows.run("DELETE FROM project_person_link WHERE project_id = %s", place.project["id"])
    return place


@pytest.fixture
def mine(cast: Cast) -> World:
    return World(cast)


def test_a_task_does_not_move_to_an_entity_of_elsewhere(mine: World, foreign: World) -> None:
    manager = mine.cast.clients["manager"]
    refused = manager.put(f"/data/tasks/{mine.task['id']}", {"entity_id": foreign.shot["id"]}, 400)
    assert refused["message"] == "The task and its entity must be in the same project."
    assert manager.get(f"/data/tasks/{mine.task['id']}")["entity_id"] == mine.shot["id"]
    manager.put(f"/data/tasks/{mine.task['id']}", {"entity_id": mine.shot["id"], "priority": 2})


@pytest.mark.parametrize("path", ["/data/entities", "/data/shots"])
def test_an_entity_does_not_join_a_sequence_of_elsewhere(mine: World, foreign: World, path: str) -> None:
    manager, shot = mine.cast.clients["manager"], f"{path}/{mine.shot['id']}"
    manager.put(shot, {"parent_id": foreign.sequence["id"]}, 400)
    assert foreign.sequence["name"] not in manager.request("GET", f"/data/shots/{mine.shot['id']}").text
    assert manager.put(shot, {"parent_id": mine.sequence["id"]})["parent_id"] == mine.sequence["id"]


def test_nor_is_one_made_there(mine: World, foreign: World) -> None:
    body: dict[str, Any] = {"name": "New", "entity_type_id": mine.shot["entity_type_id"]}
    body |= {"project_id": mine.project["id"], "parent_id": foreign.sequence["id"]}
    mine.cast.clients["manager"].post("/data/entities", body, 400)


def test_a_file_tells_nothing_of_a_source_of_elsewhere(mine: World, foreign: World) -> None:
    path = f"/data/output-files/{mine.output_file['id']}"
    for name in ("worker", "contractor", "manager"):
        client = mine.cast.clients[name]
        client.put(path, {"source_file_id": foreign.working_file["id"]}, 403)
        answer = client.put(path, {"source_file_id": mine.working_file["id"]})
        assert answer["source_file"]["id"] == mine.working_file["id"]


class TestPlaylists:
    def test_show_nothing_of_elsewhere(self, mine: World, foreign: World) -> None:
        supervisor = mine.cast.clients["supervisor"]
        entry = {"entity_id": foreign.shot["id"], "preview_file_id": foreign.preview["id"]}
        supervisor.put(f"/data/playlists/{mine.playlist['id']}", {"shots": [entry]}, 403)
        new = {"name": "New", "project_id": mine.project["id"], "shots": [{"id": foreign.shot["id"]}]}
        supervisor.post("/data/playlists", new, 403)
        supervisor.post(f"/actions/playlists/{mine.playlist['id']}/add-entity", entry, 403)
        supervisor.post(f"/actions/playlists/{mine.playlist['id']}/add-entities", {"entities": [entry]}, 403)
        assert supervisor.get(f"/data/playlists/{mine.playlist['id']}")["shots"] == []

    def test_show_what_is_shared(self, mine: World, foreign: World) -> None:
        mine.studio.rows.run("UPDATE entity SET is_shared = true WHERE id = %s", foreign.asset["id"])
        path = f"/actions/playlists/{mine.playlist['id']}/add-entity"
        mine.cast.clients["supervisor"].post(path, {"entity_id": foreign.asset["id"]}, 200)

    def test_keep_what_they_have(self, mine: World, foreign: World) -> None:
        """Playlists of other programs may hold anything; saving one again changes nothing."""
        held = {"entity_id": foreign.shot["id"], "preview_file_id": None}
        mine.studio.rows.run(
            "UPDATE playlist SET shots = jsonb_build_array(jsonb_build_object('entity_id', %s::text)) WHERE id = %s",
            foreign.shot["id"],
            mine.playlist["id"],
        )
        shots = [held, {"entity_id": mine.shot["id"]}]
        answer = mine.cast.clients["supervisor"].put(f"/data/playlists/{mine.playlist['id']}", {"shots": shots})
        assert [shot["entity_id"] for shot in answer["shots"]] == [foreign.shot["id"], mine.shot["id"]]
