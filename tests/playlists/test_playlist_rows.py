"""The generic resource of playlists (02-models 8.3, 06-previews-playlists 10, 11)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.previews.conftest import Stage, stage  # noqa: F401 - the fixture
from tests.support.roles import as_each_role
from tests.support.studio import Row, unique

from multiplane import models

KEYS = {
    "name", "shots", "project_id", "episode_id", "task_type_id", "for_client", "for_entity", "is_for_all",
    "created_by", "id", "created_at", "updated_at", "type",
}  # fmt: skip


def make(stage: Stage, **values: Any) -> Row:
    return stage.rows.insert(
        models.Playlist, **{"name": unique("Playlist"), "project_id": stage.project["id"], "shots": [], **values}
    )


def path_of(playlist: Row) -> str:
    return f"/data/playlists/{playlist['id']}"


def test_a_playlist_is_made(stage: Stage) -> None:
    body = {"name": unique("Dailies"), "project_id": stage.project["id"], "created_by": stage.people["user"]["id"]}
    moment = stage.studio.now()
    playlist = stage.manager.post("/data/playlists/", body)
    assert playlist.keys() == KEYS | {"build_jobs"}
    assert playlist["created_by"] == stage.people["manager"]["id"]
    assert (playlist["shots"], playlist["for_entity"], playlist["build_jobs"]) == (None, "shot", [])
    (event,) = stage.studio.events_since(moment)
    assert event["name"] == "playlist:new"
    assert event["data"] == {"playlist_id": playlist["id"], "project_id": stage.project["id"]}
    assert event["project_id"] == stage.project["id"]


def test_builds_are_not_given_and_not_taken_away(stage: Stage) -> None:
    playlist, other = make(stage), make(stage)
    job = stage.rows.insert(models.BuildJob, playlist_id=playlist["id"])
    stage.manager.put(path_of(playlist), {"build_jobs": []})
    stage.manager.put(path_of(other), {"build_jobs": [job["id"]]})
    body = {"name": unique("P"), "project_id": stage.project["id"], "build_jobs": [job["id"]]}
    assert stage.manager.post("/data/playlists", body)["build_jobs"] == []
    assert stage.manager.get(path_of(playlist))["build_jobs"] == [job["id"]]


@pytest.mark.parametrize("episode", ["all", "main"])
def test_an_empty_choice_is_null(stage: Stage, episode: str) -> None:
    body = {"name": unique("P"), "project_id": stage.project["id"], "episode_id": episode, "task_type_id": ""}
    playlist = stage.manager.post("/data/playlists", body)
    assert (playlist["episode_id"], playlist["task_type_id"]) == (None, None)


def test_refused_creations(stage: Stage) -> None:
    project = {"project_id": stage.project["id"]}
    for_entity = "for_entity must be one of shot, asset, sequence, edit, episode"
    assert (
        stage.manager.post("/data/playlists", {"name": "x", **project, "for_entity": "x"}, 400)["message"] == for_entity
    )
    assert stage.manager.post("/data/playlists", project, 400) == {"message": "A required field is missing."}
    assert stage.manager.post("/data/playlists", {"name": "x"}, 400) == {"message": "'project_id'"}
    stage.manager.post("/data/playlists", {"name": "x", **project, "shots": "no list"}, 400)
    episode = stage.studio.episode(stage.project)
    body = {"name": "twice", **project, "episode_id": episode["id"]}
    stage.manager.post("/data/playlists", body)
    twice = {"message": "A record with the same unique values already exists."}
    assert stage.manager.post("/data/playlists", body, 400) == twice


@as_each_role(admin=201, manager=201, supervisor=201)
def test_who_may_make_one(stage: Stage, role: str, status: int) -> None:
    stage.team[role].post("/data/playlists", {"name": unique("P"), "project_id": stage.project["id"]}, status)


@pytest.mark.parametrize("for_client", [True, False])
@as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
def test_who_may_read_one(stage: Stage, for_client: bool, role: str, status: int) -> None:
    if role == "client" and not for_client:
        status = 403
    playlist = make(stage, for_client=for_client)
    stage.team[role].get(path_of(playlist), status)
    stage.team[role].get(f"/data/projects/{stage.project['id']}/playlists/{playlist['id']}", status)


def test_what_each_role_lists(stage: Stage) -> None:
    internal, shown = make(stage), make(stage, for_client=True)
    everything = {internal["id"], shown["id"]}
    expected = dict.fromkeys(("admin", "manager", "supervisor", "user"), everything) | {"client": {shown["id"]}}
    expected["outsider"] = set()
    for role, ids in expected.items():
        found = stage.team[role].get("/data/playlists", params={"project_id": stage.project["id"]})
        assert {row["id"] for row in found} == ids, role
    stage.team["vendor"].get("/data/playlists", 403)


def test_the_role_on_the_project_counts_in_lists(stage: Stage) -> None:
    make(stage)
    guest = stage.studio.client_of(stage.studio.member(stage.project, "user", "client"))
    hired = stage.studio.client_of(stage.studio.member(stage.project, "user", "vendor"))
    for client in (guest, hired):
        assert client.get("/data/playlists", params={"project_id": stage.project["id"]}) == []


@as_each_role(admin=200, manager=200)
def test_who_may_change_what_others_made(stage: Stage, role: str, status: int) -> None:
    playlist = make(stage, created_by=stage.people["user"]["id"])
    stage.team[role].put(path_of(playlist), {"name": unique("P")}, status)
    added = {"entity_id": stage.shot["id"]}
    stage.team[role].post(f"/actions/playlists/{playlist['id']}/add-entity", added, status)
    stage.team[role].delete(path_of(playlist), 204 if status == 200 else status)


@pytest.mark.parametrize("whose", ["own", "nobody's"])
def test_a_supervisor_changes_their_own_and_nobodys(stage: Stage, whose: str) -> None:
    owner = stage.people["supervisor"]["id"] if whose == "own" else None
    playlist = make(stage, created_by=owner)
    moment = stage.studio.now()
    answer = stage.team["supervisor"].put(path_of(playlist), {"name": "mine", "created_by": str(uuid4())})
    assert answer.keys() == KEYS
    assert answer["created_by"] == owner
    assert [event["name"] for event in stage.studio.events_since(moment)] == ["playlist:update"]
    stage.team["supervisor"].delete(path_of(playlist))


def test_a_preview_of_another_entity_is_not_kept(stage: Stage) -> None:
    preview = stage.preview()
    other = stage.studio.shot(stage.project, stage.sequence)
    shots = [
        {"entity_id": stage.shot["id"], "preview_file_id": preview["id"].upper(), "note": "kept"},
        {"entity_id": other["id"], "preview_file_id": preview["id"]},
        {"entity_id": other["id"], "preview_file_id": "nothing"},
        {"entity_id": other["id"]},
    ]
    body = {"name": unique("P"), "project_id": stage.project["id"], "shots": shots}
    playlist = stage.manager.post("/data/playlists", body)
    assert playlist["shots"] == [
        {"entity_id": stage.shot["id"], "preview_file_id": preview["id"], "note": "kept"},
        {"entity_id": other["id"], "preview_file_id": None},
        {"entity_id": other["id"], "preview_file_id": None},
        {"entity_id": other["id"]},
    ]
    shots += [{"id": stage.shot["id"], "preview_file_id": preview["id"]}, {"name": "no entity"}, "text", None]  # type: ignore[list-item]
    changed = stage.manager.put(path_of(playlist), {"shots": shots})
    pinned = {"entity_id": stage.shot["id"], "preview_file_id": preview["id"]}
    assert changed["shots"] == [pinned, *[{"entity_id": other["id"], "preview_file_id": None}] * 3, pinned]
    stage.manager.put(path_of(playlist), {"shots": None}, 400)
    assert stage.manager.put(path_of(playlist), {"episode_id": "all"}, 400) == {
        "message": "One of the provided values has an invalid format."
    }


def test_a_deletion_takes_jobs_links_and_notifications(stage: Stage) -> None:
    playlist = make(stage)
    job = stage.rows.insert(models.BuildJob, playlist_id=playlist["id"])
    author = stage.people["manager"]["id"]
    stage.rows.insert(models.PlaylistShareLink, playlist_id=playlist["id"], created_by=author, token=str(uuid4()))
    stage.rows.insert(
        models.Notification, playlist_id=playlist["id"], author_id=author, person_id=author, type="playlist-ready"
    )
    moment = stage.studio.now()
    stage.manager.delete(path_of(playlist))
    data = {"playlist_id": playlist["id"], "project_id": stage.project["id"]}
    assert [(event["name"], event["data"]) for event in stage.studio.events_since(moment)] == [
        ("build-job:delete", {"build_job_id": job["id"], **data}),
        ("playlist:delete", data),
    ]
    stage.manager.get(path_of(playlist), 404)
