"""One entity: the keys and values of each kind, and who may read it (03-entities 2)."""

from uuid import uuid4

import pytest
from tests.entities.builders import cast, depict, descriptor, preview, subscribe
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio

ENTITY = {
    "id", "name", "code", "description", "shotgun_id", "canceled", "nb_frames", "nb_entities_out",
    "is_casting_standby", "is_shared", "status", "project_id", "entity_type_id", "parent_id", "source_id",
    "preview_file_id", "data", "ready_for", "created_by", "created_at", "updated_at", "type",
}  # fmt: skip
RELATIONS = {"entities_out", "entities_in", "entity_concept_links", "instance_casting"}
KEYS = {
    "assets": (ENTITY - {"source_id", "nb_frames"}) | RELATIONS | {
        "project_name", "asset_type_id", "asset_type_name", "episode_id", "casting_episode_ids", "tasks",
    },
    "shots": ENTITY | RELATIONS | {
        "episode_id", "episode_name", "fps", "frame_in", "frame_out", "project_name", "sequence_id",
        "sequence_name", "tasks",
    },
    "concepts": ENTITY | RELATIONS | {
        "fps", "frame_in", "frame_out", "preview_file_status", "project_name", "tasks",
    },
    "edits": {
        "canceled", "data", "description", "entity_type_id", "episode_id", "episode_name", "id", "name",
        "parent_id", "preview_file_id", "project_id", "project_name", "source_id", "nb_entities_out", "tasks", "type",
    },
    "sequences": ENTITY | {"project_name"},
    "episodes": ENTITY | {"project_name"},
    "scenes": ENTITY | {"project_name"},
}  # fmt: skip
KIND = {"assets": "Character", "shots": "Shot", "concepts": "Concept", "edits": "Edit", "sequences": "Sequence",
        "episodes": "Episode", "scenes": "Scene"}  # fmt: skip


@pytest.mark.parametrize("noun", KEYS)
def test_has_exactly_its_keys(studio: Studio, noun: str) -> None:
    project = studio.project()
    entity = studio.entity(project, KIND[noun], created_at="2026-01-02 03:04:05.999")
    row = studio.admin.get(f"/data/{noun}/{entity['id'].upper()}")
    assert row.keys() == KEYS[noun]
    assert (row["id"], row["type"], row["project_name"]) == (
        entity["id"], "Asset" if noun == "assets" else KIND[noun], project["name"],
    )  # fmt: skip
    assert row.get("created_at", "2026-01-02T03:04:05") == "2026-01-02T03:04:05"


@pytest.mark.parametrize("noun", KEYS)
def test_is_missing_when_it_is_not_that(studio: Studio, noun: str) -> None:
    other = studio.shot(studio.project()) if noun != "shots" else studio.asset(studio.project())
    for wrong in (str(uuid4()), "undefined", other["id"]):
        answer = studio.admin.get(f"/data/{noun}/{wrong}", 404)
        assert answer["message"].startswith("404 Not Found")


@pytest.mark.parametrize("noun", KEYS)
def test_is_for_the_vendor_who_works_on_it(studio: Studio, noun: str) -> None:
    project = studio.project()
    vendor = studio.member(project, "user", "vendor")
    descriptor(studio, project, "Asset" if noun == "assets" else KIND[noun], "secret", studio.department())
    entity = studio.entity(project, KIND[noun], data={"secret": 1, "open": 2})
    client = studio.client_of(vendor)
    client.get(f"/data/{noun}/{entity['id']}", 403)
    own, _other = studio.task(entity, assignees=[vendor]), studio.task(entity)
    row = client.get(f"/data/{noun}/{entity['id']}")
    assert row["data"] == {"open": 2}
    if "tasks" in row:
        assert [task["id"] for task in row["tasks"]] == [own["id"]]


@as_each_role(admin=200, manager=200, supervisor=200, user=200)
def test_a_concept_is_not_for_clients(studio: Studio, role: str, status: int) -> None:
    project = studio.project()
    path = f"/data/entities/{studio.entity(project, 'Concept')['id']}"
    client = studio.team(project)[role]
    for below in ("", "/news", "/preview-files"):
        client.get(path + below, status)


@pytest.mark.parametrize("noun", KEYS)
def test_is_read_when_the_production_is_closed(studio: Studio, noun: str) -> None:
    project = studio.project(is_open=False)
    client = studio.client_of(studio.member(project, "manager", "user"))
    client.get(f"/data/{noun}/{studio.entity(project, KIND[noun])['id']}")


class TestValues:
    def test_of_a_shot(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project, name="E01")
        sequence = studio.sequence(project, episode, name="SQ01")
        asset = studio.asset(project)
        shot = studio.shot(project, sequence, data={"fps": 25, "frame_in": 0}, nb_frames=100)
        cast(studio, shot, asset)
        person = studio.member(project, "admin")
        task = studio.task(shot, assignees=[person])
        subscribe(studio, person, task)
        row = studio.client_of(person).get(f"/data/shots/{shot['id']}")
        assert (row["episode_id"], row["episode_name"]) == (episode["id"], "E01")
        assert (row["sequence_id"], row["sequence_name"]) == (sequence["id"], "SQ01")
        assert (row["fps"], row["frame_in"], row["frame_out"], row["nb_frames"]) == (25, 0, None, 100)
        assert row["entities_out"] == [asset["id"]]
        assert (row["tasks"][0]["id"], row["tasks"][0]["assignees"]) == (task["id"], [person["id"]])
        assert row["tasks"][0]["is_subscribed"] is False
        assert (row["preview_file_id"], row["ready_for"]) == (None, None)

    def test_of_a_shot_without_sequence(self, studio: Studio) -> None:
        shot = studio.shot(studio.project())
        row = studio.admin.get(f"/data/shots/{shot['id']}")
        assert (row["sequence_id"], row["sequence_name"], row["episode_id"], row["episode_name"]) == (
            None, None, None, "",
        )  # fmt: skip

    def test_of_an_asset(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        asset = studio.asset(project, "Prop", source_id=episode["id"], data=None)
        cast(studio, episode, asset)
        cast(studio, studio.episode(studio.project()), asset)
        row = studio.admin.get(f"/data/assets/{asset['id']}?relations=false")
        assert row["asset_type_name"] == "Prop"
        assert (row["preview_file_id"], row["ready_for"], row["data"]) == ("", "None", {})
        assert (row["episode_id"], row["casting_episode_ids"]) == (episode["id"], [episode["id"]])
        assert len(row["entities_in"]) == 2

    def test_of_a_concept(self, studio: Studio) -> None:
        project = studio.project()
        asset, concept = studio.asset(project), studio.entity(project, "Concept")
        depict(studio, concept, asset)
        row = studio.admin.get(f"/data/concepts/{concept['id']}")
        assert (row["entity_concept_links"], row["preview_file_status"]) == ([asset["id"]], None)

    def test_of_what_has_no_parent(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project, name="E01")
        sequence = studio.sequence(project, episode, name="S01")
        row = studio.admin.get(f"/data/sequences/{sequence['id']}")
        assert (row["episode_id"], row["episode_name"]) == (episode["id"], "E01")
        scene = studio.entity(project, "Scene", parent_id=sequence["id"])
        row = studio.admin.get(f"/data/scenes/{scene['id']}")
        assert (row["sequence_id"], row["sequence_name"]) == (sequence["id"], "S01")
        assert (row["episode_id"], row["episode_name"]) == (episode["id"], "E01")
        scene = studio.entity(project, "Scene", parent_id=studio.sequence(project)["id"])
        assert "episode_id" not in studio.admin.get(f"/data/scenes/{scene['id']}")

    def test_clients_do_not_see_the_studios_figures(self, studio: Studio) -> None:
        project = studio.project()
        client = studio.client_of(studio.member(project, "user", "client"))
        for noun in ("shots", "assets", "edits"):
            entity = studio.entity(project, KIND[noun])
            studio.task(entity, priority=3, estimation=10, assignees=[studio.member(project)])
            (task,) = client.get(f"/data/{noun}/{entity['id']}")["tasks"]
            assert (task["priority"], task["estimation"], task["assignees"]) == (0, 0, [])


class TestEntity:
    def test_carries_its_kind(self, studio: Studio) -> None:
        project = studio.project()
        for kind, label in (("Prop", "Asset"), ("Shot", "Shot"), ("ConceptFolder", "ConceptFolder")):
            entity = studio.entity(project, kind)
            row = studio.admin.get(f"/data/entities/{entity['id']}")
            assert row.keys() == ENTITY | RELATIONS
            assert row["type"] == label
            assert studio.admin.get(f"/data/entities/{entity['id']}?relations=false").keys() == ENTITY

    def test_a_concept_always_tells_its_links(self, studio: Studio) -> None:
        project = studio.project()
        asset, concept = studio.asset(project), studio.entity(project, "Concept")
        depict(studio, concept, asset)
        path = f"/data/entities/{concept['id']}?relations=false"
        assert studio.admin.get(path)["entity_concept_links"] == [asset["id"]]
        (row,) = studio.admin.get(f"/data/entities?id={concept['id']}")
        assert (row["type"], row["entity_concept_links"]) == ("Concept", [asset["id"]])

    def test_malformed_and_unknown(self, studio: Studio) -> None:
        assert studio.admin.get("/data/entities/x", 400)["message"] == "Malformed ID."
        studio.admin.get(f"/data/entities/{uuid4()}", 404)


class TestPreviews:
    @pytest.fixture
    def shot(self, studio: Studio) -> Row:
        return studio.shot(studio.project())

    def test_by_task_type(self, studio: Studio, shot: Row) -> None:
        late, early = studio.task_type(priority=1, name="Z"), studio.task_type(priority=5)
        first, second = studio.task(shot, late), studio.task(shot, early)
        data = {"original_width": 10, "original_height": 20, "original_duration": 1.5, "original_file_size": 7}
        main = preview(studio, first, revision=2, data=data, created_at="2026-01-01T00:00:00.1")
        other = preview(studio, first, revision=2, position=2, created_at="2026-01-02T00:00:00")
        old = preview(studio, first, revision=1)
        top = preview(studio, second, revision=1)
        found = studio.admin.get(f"/data/shots/{shot['id']}/preview-files")
        assert list(found) == [early["id"], late["id"]]
        assert [row["id"] for row in found[early["id"]]] == [top["id"]]
        newest, oldest = found[late["id"]]
        assert (newest["id"], oldest["id"], oldest["previews"]) == (main["id"], old["id"], [])
        assert newest.keys() == {
            "id", "revision", "original_name", "extension", "width", "height", "duration", "status", "annotations",
            "previews", "created_at", "task_id", "original_width", "original_height", "original_duration",
            "original_file_size",
        }  # fmt: skip
        (inside,) = newest["previews"]
        assert inside["id"] == other["id"]
        assert inside.keys() == (newest.keys() - {"previews"}) | {"position", "task_type_id"}
        assert (newest["original_width"], newest["original_file_size"], inside["original_width"]) == (10, 7, None)
        assert newest["created_at"] == "2026-01-01T00:00:00"

    def test_without_any(self, studio: Studio, shot: Row) -> None:
        assert studio.admin.get(f"/data/shots/{shot['id']}/preview-files") == {}
        assert studio.admin.get(f"/data/entities/{shot['id']}/preview-files") == []

    def test_of_any_entity(self, studio: Studio, shot: Row) -> None:
        task = studio.task(shot)
        old, new = (preview(studio, task, revision=revision) for revision in (1, 2))
        rows = studio.admin.get(f"/data/entities/{shot['id']}/preview-files")
        assert [row["id"] for row in rows] == [new["id"], old["id"]]
        assert list(rows[0]) == [
            "id", "name", "original_name", "extension", "revision", "position", "file_size", "status",
            "validation_status", "task_id", "person_id", "created_at", "token_in", "token_out",
        ]  # fmt: skip
        for wrong in (str(uuid4()), "x"):
            studio.admin.get(f"/data/entities/{wrong}/preview-files", 404)
