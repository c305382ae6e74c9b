"""Lists of playlists, and the playlist that the player opens (06-previews-playlists 11)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from tests.previews.conftest import Stage, stage  # noqa: F401 - the fixture
from tests.support.roles import as_each_role
from tests.support.studio import Row, unique

from multiplane import models

ITEM = {
    "type", "id", "name", "project_id", "episode_id", "task_type_id", "for_client", "for_entity", "is_for_all",
    "created_at", "updated_at", "created_by",
}  # fmt: skip
LIGHT = {
    "id", "revision", "extension", "width", "height", "duration", "status", "created_at", "task_id", "previews",
}  # fmt: skip


def make(stage: Stage, **values: Any) -> Row:
    return stage.rows.insert(
        models.Playlist, **{"name": unique("Playlist"), "project_id": stage.project["id"], "shots": [], **values}
    )


def listed(stage: Stage, query: str = "", role: str = "manager", status: int = 200) -> Any:
    return stage.team[role].get(f"/data/projects/{stage.project['id']}/playlists{query}", status)


def names(rows: Any) -> list[str]:
    return [row["name"] for row in rows]


# -- lists


def test_a_list_is_short_and_newest_first(stage: Stage) -> None:
    preview = stage.preview()
    older = make(stage, updated_at="2024-01-01T00:00:00", for_entity=None)
    newer = make(stage, updated_at="2024-01-02T00:00:00", shots=[{"preview_file_id": preview["id"]}])
    make(stage, updated_at="2023-01-02T00:00:00", shots=None)
    first, second, third = listed(stage)
    assert (first["id"], second["id"]) == (newer["id"], older["id"])
    assert first.keys() == ITEM | {"first_preview_file_id"}
    assert first["first_preview_file_id"] == preview["id"]
    assert second.keys() == third.keys() == ITEM
    assert second["for_entity"] == "shot"


def test_lists_are_sorted_paged_and_filtered(stage: Stage) -> None:
    kind = stage.task_type["id"]
    for number in range(23):
        make(
            stage,
            name=f"P{number:02}",
            updated_at=f"2024-01-01T00:00:{number:02}",
            task_type_id=kind if number < 2 else None,
        )
    assert names(listed(stage)) == [f"P{number:02}" for number in range(22, 2, -1)]
    assert names(listed(stage, "?page=2")) == ["P02", "P01", "P00"]
    assert listed(stage, "?page=3") == listed(stage, "?page=999999999999999999") == []
    assert names(listed(stage, "?sort_by=name"))[:2] == ["P00", "P01"]
    assert names(listed(stage, "?sort_by=nothing"))[0] == "P22"
    assert names(listed(stage, f"?task_type_id={kind}")) == ["P01", "P00"]
    assert listed(stage, "?page=x", status=400)["message"] == "page must be an integer."
    listed(stage, "?task_type_id=x", status=400)


@as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
def test_who_may_list(stage: Stage, role: str, status: int) -> None:
    internal, shown = make(stage), make(stage, for_client=True)
    found = listed(stage, role=role, status=status)
    if status == 200:
        assert {row["id"] for row in found} == {shown["id"]} | (set() if role == "client" else {internal["id"]})
    stage.team[role].get(f"/data/projects/{stage.project['id']}/episodes/main/playlists", status)


def test_the_playlists_of_an_episode(stage: Stage) -> None:
    episode = stage.studio.episode(stage.project)
    make(stage, name="of the episode", episode_id=episode["id"], for_entity="asset")
    make(stage, name="main pack", is_for_all=None)
    make(stage, name="all", is_for_all=True)

    def of(episode_id: str, status: int = 200) -> Any:
        return stage.manager.get(f"/data/projects/{stage.project['id']}/episodes/{episode_id}/playlists", status)

    assert names(of(episode["id"])) == ["of the episode"]
    assert names(of("main")) == ["main pack"]
    assert names(of("all")) == ["all"]
    path = f"/data/projects/{stage.project['id']}/episodes/{episode['id']}/playlists"
    assert stage.manager.get(path, params={"for_entity": "shot"}) == []
    assert names(stage.manager.get(path, params={"for_entity": "asset"})) == ["of the episode"]
    of(stage.shot["id"], 404)
    of("nothing", 404)
    foreign = stage.studio.episode(stage.studio.project())
    of(foreign["id"], 404)


@as_each_role(admin=200)
def test_who_lists_all_of_a_project(stage: Stage, role: str, status: int) -> None:
    playlist = make(stage, shots=[{"entity_id": stage.shot["id"]}])
    job = stage.rows.insert(models.BuildJob, playlist_id=playlist["id"])
    path = f"/data/projects/{stage.project['id']}/playlists/all"
    found = stage.team[role].get(path, status)
    if status == 200:
        (row,) = found
        assert (row["shots"], row["build_jobs"]) == ([{"entity_id": stage.shot["id"]}], [job["id"]])
        page = stage.team[role].get(path + "?page=1")
        assert (page["data"], page["total"], page["limit"]) == (found, 1, 100)


# -- one playlist


def opened(stage: Stage, playlist: Row, role: str = "manager", status: int = 200) -> Any:
    return stage.team[role].get(f"/data/projects/{stage.project['id']}/playlists/{playlist['id']}", status)


def test_entries_carry_the_previews_of_their_entity(stage: Stage) -> None:
    main = stage.preview(name="main", revision=2, width=64, height=36, duration=1.5, annotations=[{"time": 1}])
    extra = stage.preview(name="extra", revision=2, position=2, status="processing")
    older = stage.preview(name="older", revision=1)
    playlist = make(stage, shots=[{"entity_id": stage.shot["id"], "preview_file_id": main["id"]}])
    job = stage.rows.insert(models.BuildJob, playlist_id=playlist["id"])
    whole = opened(stage, playlist)
    (built,) = whole["build_jobs"]
    assert built == {"id": job["id"], "status": "running", "created_at": built["created_at"], "message": None}
    (entry,) = whole["shots"]
    assert (entry["id"], entry["entity_id"]) == (stage.shot["id"], stage.shot["id"])
    newest, oldest = entry["preview_files"][stage.task_type["id"]]
    assert newest.keys() == LIGHT
    assert (newest["id"], oldest["id"], newest["status"]) == (main["id"], older["id"], "Ready")
    (nested,) = newest["previews"]
    assert nested.keys() == LIGHT - {"previews"}
    assert (nested["id"], nested["status"]) == (extra["id"], "Processing")
    pinned = {name.removeprefix("preview_file_"): entry[name] for name in entry if name.startswith("preview_file_")}
    assert pinned.pop("id") == main["id"]
    assert pinned == {
        "extension": "png", "revision": 2, "width": 64, "height": 36, "duration": 1.5, "status": "Ready",
        "task_id": stage.task["id"], "previews": [nested],
    }  # fmt: skip


def test_the_key_of_a_preview_that_is_gone_is_left_out(stage: Stage) -> None:
    foreign = stage.preview(stage.studio.task(stage.studio.asset(stage.project)))
    shots = [
        {"entity_id": stage.shot["id"], "preview_file_id": str(uuid4())},
        {"entity_id": stage.shot["id"], "preview_file_id": foreign["id"]},
        {"shot_id": stage.shot["id"], "preview_file_id": None, "extra": 1},
        {"id": str(uuid4())},
        "nonsense",
    ]
    entries = opened(stage, make(stage, shots=shots))["shots"]
    assert len(entries) == 4
    assert all("preview_file_id" not in entry for entry in entries)
    assert [entry["preview_files"] for entry in entries] == [[]] * 4
    assert entries[2]["extra"] == 1
    for shots in (None, {}, "text"):  # type: ignore[assignment]
        assert opened(stage, make(stage, shots=shots))["shots"] == []


def test_a_playlist_belongs_to_its_project(stage: Stage) -> None:
    foreign = make(Stage(stage.studio))
    opened(stage, foreign, status=404)
    opened(stage, {"id": "nothing"}, status=404)
    opened(stage, foreign, "vendor", 403)


# -- adding


def add(stage: Stage, playlist: Row, *entries: Row, status: int = 200) -> Any:
    return stage.manager.post(f"/actions/playlists/{playlist['id']}/add-entities", {"entities": list(entries)}, status)


def test_entities_are_added_with_their_latest_preview(stage: Stage) -> None:
    stage.preview(name="old", revision=1)
    latest = stage.preview(name="new", revision=2)
    bare = stage.studio.shot(stage.project, stage.sequence)
    playlist = make(stage)
    moment = stage.studio.now()
    unknown = str(uuid4())
    answer = add(
        stage,
        playlist,
        {"entity_id": stage.shot["id"]},
        {"entity_id": stage.shot["id"], "preview_file_id": ""},
        {"entity_id": bare["id"], "preview_file_id": latest["id"]},
        {"entity_id": unknown},
    )
    assert "build_jobs" not in answer
    assert answer["shots"] == [
        {"entity_id": stage.shot["id"], "preview_file_id": latest["id"]},
        {"entity_id": bare["id"]},
        {"entity_id": unknown},
    ]
    base = {"playlist_id": playlist["id"], "project_id": stage.project["id"]}
    assert [(event["name"], event["data"]) for event in stage.studio.events_since(moment)] == [
        ("playlist:add_entity", {**base, "entity_id": stage.shot["id"], "preview_file_id": latest["id"]}),
        ("playlist:add_entity", {**base, "entity_id": bare["id"], "preview_file_id": None}),
        ("playlist:add_entity", {**base, "entity_id": unknown, "preview_file_id": None}),
    ]
    assert len(opened(stage, playlist)["shots"]) == 3


def test_one_entity_may_be_there_with_several_previews(stage: Stage) -> None:
    first, second = stage.preview(name="a", revision=1), stage.preview(name="b", revision=2)
    playlist = make(stage)
    path = f"/actions/playlists/{playlist['id']}/add-entity"
    for preview in (first, second, first):
        stage.manager.post(path, {"entity_id": stage.shot["id"], "preview_file_id": preview["id"]}, 200)
    shots = stage.manager.get(f"/data/playlists/{playlist['id']}")["shots"]
    assert [entry["preview_file_id"] for entry in shots] == [first["id"], second["id"]]


def test_the_task_type_of_a_playlist_limits_what_is_chosen(stage: Stage) -> None:
    wanted = stage.preview(name="wanted", revision=1)
    stage.preview(stage.studio.task(stage.shot), name="other", revision=9)
    answer = add(stage, make(stage, task_type_id=stage.task_type["id"], shots=None), {"entity_id": stage.shot["id"]})
    assert answer["shots"] == [{"entity_id": stage.shot["id"], "preview_file_id": wanted["id"]}]


@pytest.mark.parametrize("body", [{}, {"entities": []}, {"entities": [{}]}, {"entities": [{"entity_id": "x"}]}])
def test_malformed_additions(stage: Stage, body: Any) -> None:
    refusal = stage.manager.post(f"/actions/playlists/{make(stage)['id']}/add-entities", body, 400)
    assert refusal["message"] == "Validation error."


def test_additions_of_many_people_are_all_kept(stage: Stage) -> None:
    playlist = make(stage)
    entities = [stage.studio.shot(stage.project, stage.sequence) for _ in range(12)]
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in entities]

    def add_one(number: int) -> None:
        body = {"entity_id": entities[number]["id"]}
        clients[number].post(f"/actions/playlists/{playlist['id']}/add-entity", body, 200)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(add_one, range(12)))
    shots = stage.manager.get(f"/data/playlists/{playlist['id']}")["shots"]
    assert {entry["entity_id"] for entry in shots} == {entity["id"] for entity in entities}
