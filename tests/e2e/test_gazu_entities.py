"""Every public function of gazu's entity modules that reaches a route of ours, with the unmodified client.

The modules: asset, shot, scene, edit, concept, casting, entity. Functions of the CSV, OTIO and path-guessing routes
belong to the import and export chapters.
"""

import inspect
from dataclasses import dataclass
from typing import Any

import gazu
import gazu.concept
import gazu.edit
import gazu.scene
import pytest
from tests.entities.builders import preview
from tests.support.studio import Row, Studio, unique

OTHER_CHAPTERS = {
    "export_assets_with_csv", "import_assets_with_csv", "export_shots_with_csv", "import_shots_with_csv",
    "import_otio", "guess_from_path",
}  # fmt: skip
MODULES = (gazu.asset, gazu.shot, gazu.scene, gazu.edit, gazu.concept, gazu.casting, gazu.entity)


class Recording:
    """A gazu module that remembers which of its functions were called, and calls them with our client."""

    def __init__(self, module: Any, client: Any, called: set[str]) -> None:
        self._module, self._client, self._called = module, client, called

    def __getattr__(self, name: str) -> Any:
        function = getattr(self._module, name)

        def call(*arguments: Any, **options: Any) -> Any:
            self._called.add(f"{self._module.__name__}.{name}")
            # gazu caches reads for ever; a test wants the server's answer
            plain = getattr(function, "__wrapped__", function)
            return plain(*arguments, **options, client=self._client)

        return call


@dataclass
class Production:
    """A production made with gazu."""

    project: Row
    episode: Row
    sequence: Row
    shots: list[Row]
    character: Row
    assets: list[Row]


CALLED: set[str] = set()


@pytest.fixture
def client(studio: Studio) -> Any:
    client = gazu.client.create_client(f"{studio.admin.base_url}/api")
    client.tokens = {"access_token": studio.admin.token}
    return client


@pytest.fixture
def modules(client: Any) -> dict[str, Recording]:
    return {module.__name__.rpartition(".")[2]: Recording(module, client, CALLED) for module in MODULES}


@pytest.fixture
def production(studio: Studio, modules: dict[str, Recording]) -> Production:
    shot, asset = modules["shot"], modules["asset"]
    project = studio.project(production_type="tvshow")
    episode = shot.new_episode(project, "E01")
    sequence = shot.new_sequence(project, "SQ01", episode=episode)
    shots = [
        shot.new_shot(project, sequence, f"SH{number:02}", nb_frames=10 * number, frame_in=number, frame_out=20)
        for number in (1, 2, 3)
    ]
    character = asset.new_asset_type(unique("Kind"))
    assets = [asset.new_asset(project, character, name, episode=episode) for name in ("Ann", "Ben")]
    return Production(project, episode, sequence, shots, character, assets)


def ids(rows: list[Row]) -> set[str]:
    return {row["id"] for row in rows}


def shown(studio: Studio, entity: Row) -> dict[str, list[str]]:
    """A preview of an entity, as gazu tells it: its id by the type of its task."""
    task = studio.task(entity)
    return {task["task_type_id"]: [preview(studio, task, revision=1)["id"]]}


def told(previews: dict[str, list[Row]]) -> dict[str, list[str]]:
    return {task_type_id: [row["id"] for row in rows] for task_type_id, rows in previews.items()}


class TestShots:
    def test_reads(self, studio: Studio, modules: dict[str, Recording], production: Production) -> None:
        shot, made = modules["shot"], production
        assert [(row["nb_frames"], row["data"]) for row in made.shots] == [
            (10 * number, {"frame_in": number, "frame_out": 20}) for number in (1, 2, 3)
        ]
        assert ids(shot.all_shots_for_project(made.project)) == ids(made.shots)
        assert ids(shot.all_shots_for_episode(made.episode)) == ids(made.shots)
        assert ids(shot.all_shots_for_sequence(made.sequence)) == ids(made.shots)
        assert ids(shot.all_sequences_for_project(made.project)) == {made.sequence["id"]}
        assert ids(shot.all_sequences_for_episode(made.episode)) == {made.sequence["id"]}
        assert ids(shot.all_episodes_for_project(made.project)) == {made.episode["id"]}
        assert shot.get_episode(made.episode["id"])["name"] == "E01"
        assert shot.get_episode_by_name(made.project, "E01")["id"] == made.episode["id"]
        assert shot.get_episode_from_sequence(made.sequence)["id"] == made.episode["id"]
        assert shot.get_sequence(made.sequence["id"])["name"] == "SQ01"
        assert shot.get_sequence_by_name(made.project, "SQ01", episode=made.episode)["id"] == made.sequence["id"]
        assert shot.get_shot(made.shots[0]["id"])["sequence_name"] == "SQ01"
        assert shot.get_shot_by_name(made.sequence, "SH02")["id"] == made.shots[1]["id"]
        assert shot.get_sequence_from_shot(made.shots[0])["id"] == made.sequence["id"]
        assert shot.all_previews_for_shot(made.shots[1]) == {}
        expected = shown(studio, made.shots[0])
        assert told(shot.all_previews_for_shot(made.shots[0])) == expected
        assert made.project["id"] in shot.get_shot_url(shot.get_shot(made.shots[0]["id"]))
        assert made.episode["id"] in shot.get_episode_url(made.episode)
        assert made.sequence["id"] in shot.get_sequence_url(made.sequence)
        assert made.project["id"] in shot.get_all_episodes_url(made.project)
        assert made.project["id"] in shot.get_all_sequences_url(made.project)

    def test_writes(self, modules: dict[str, Recording], production: Production) -> None:
        shot, made = modules["shot"], production
        changed = shot.update_shot({"id": made.shots[0]["id"], "name": "SH01B"})
        assert changed["name"] == "SH01B"
        assert shot.update_shot_data(made.shots[0], {"lens": 35})["data"]["lens"] == 35
        assert shot.update_sequence({"id": made.sequence["id"], "description": "dawn"})["description"] == "dawn"
        assert shot.update_sequence_data(made.sequence, {"mood": "cold"})["data"]["mood"] == "cold"
        assert shot.update_episode({"id": made.episode["id"], "status": "complete"})["status"] == "complete"
        assert shot.update_episode_data(made.episode, {"air": "2027"})["data"]["air"] == "2027"
        shot.remove_shot(made.shots[2], force=True)
        assert made.shots[2]["id"] not in ids(shot.all_shots_for_project(made.project))
        shot.update_shot({"id": made.shots[1]["id"], "canceled": True})
        assert shot.restore_shot(made.shots[1])["canceled"] is False
        shot.remove_sequence(made.sequence, force=True)
        assert shot.all_sequences_for_project(made.project) == shot.all_shots_for_project(made.project) == []
        shot.remove_episode(made.episode, force=True)
        assert shot.all_episodes_for_project(made.project) == []


class TestAssets:
    def test_reads(self, modules: dict[str, Recording], production: Production) -> None:
        asset, made = modules["asset"], production
        kind, (ann, ben) = made.character, made.assets
        assert ids(asset.all_assets_for_project(made.project)) == {ann["id"], ben["id"]}
        assert ids(asset.all_assets_for_episode(made.episode)) == {ann["id"], ben["id"]}
        assert ids(asset.all_assets_for_project_and_type(made.project, kind)) == {ann["id"], ben["id"]}
        assert {ann["id"], ben["id"]} <= ids(asset.all_assets_for_open_projects())
        assert asset.get_asset(ann["id"])["asset_type_name"] == kind["name"]
        assert asset.get_asset_by_name(made.project, "Ben", kind)["id"] == ben["id"]
        assert kind["id"] in ids(asset.all_asset_types())
        assert ids(asset.all_asset_types_for_project(made.project)) == {kind["id"]}
        assert asset.get_asset_type(kind["id"])["type"] == "AssetType"
        assert asset.get_asset_type_by_name(kind["name"])["id"] == kind["id"]
        assert asset.get_asset_type_from_asset(ann)["id"] == kind["id"]
        assert asset.get_episode_from_asset(ann)["id"] == made.episode["id"]
        assert ann["id"] in asset.get_asset_url(ann)
        assert made.project["id"] in asset.get_all_assets_url(made.project)
        assert made.project["id"] in asset.get_asset_type_url(made.project, kind)

    def test_writes(self, modules: dict[str, Recording], production: Production) -> None:
        asset, made = modules["asset"], production
        ann = made.assets[0]
        lent = asset.new_asset(made.project, made.character, "Cy", "A guest", {"hair": "grey"}, is_shared=True)
        assert (lent["description"], lent["data"], lent["is_shared"]) == ("A guest", {"hair": "grey"}, True)
        assert asset.new_asset(made.project, made.character, "Cy")["id"] == lent["id"]
        asset.remove_asset(lent)
        assert asset.update_asset({"id": ann["id"], "name": "Anna"})["name"] == "Anna"
        assert asset.update_asset_data(ann, {"hair": "red"})["data"]["hair"] == "red"
        empty = asset.new_asset_type(unique("Kind"))
        assert asset.update_asset_type({**empty, "name": f"{empty['name']} 2"})["name"].endswith(" 2")
        asset.remove_asset_type(empty)
        assert empty["id"] not in ids(asset.all_asset_types())
        asset.remove_asset(ann, force=True)
        assert ann["id"] not in ids(asset.all_assets_for_project(made.project))


class TestCasting:
    def test_in_every_direction(self, modules: dict[str, Recording], production: Production) -> None:
        casting, asset, made = modules["casting"], modules["asset"], production
        (ann, ben), first = made.assets, made.shots[0]
        casting.update_shot_casting(made.project, first, [{"asset_id": ann["id"], "nb_occurences": 2}])
        casting.cast_asset(made.project, made.shots[1:], ben, nb_occurences=3, label="fixed")
        casting.update_episode_casting(
            made.project, made.episode, [{"asset_id": row["id"], "nb_occurences": 1} for row in made.assets]
        )
        casting.update_asset_casting(made.project, ann, [{"asset_id": ben["id"], "nb_occurences": 1}])

        assert [row["nb_occurences"] for row in casting.get_shot_casting(first)] == [2]
        assert {row["asset_id"] for row in casting.get_episode_casting(made.episode)} == {ann["id"], ben["id"]}
        assert [row["asset_id"] for row in casting.get_asset_casting(ann)] == [ben["id"]]
        assert {row.get("shot_id") for row in casting.get_asset_cast_in(ben)} >= {row["id"] for row in made.shots[1:]}
        assert set(casting.get_sequence_casting(made.sequence)) == ids(made.shots)
        assert set(casting.get_sequence_shots_casting(made.project, made.sequence)) == ids(made.shots)
        assert set(casting.get_project_shots_casting(made.project)) == ids(made.shots)
        assert set(casting.get_episode_shots_casting(made.project, made.episode)) == ids(made.shots)
        assert set(casting.get_episodes_casting(made.project)) == {made.episode["id"]}
        assert set(casting.get_asset_type_casting(made.project, made.character)) == {ann["id"]}
        assert ids(asset.all_assets_for_shot(first)) == {ann["id"]}
        assert ids(asset.all_asset_types_for_shot(first)) == {made.character["id"]}

        casting.uncast_asset(made.project, [made.shots[1]], ben)
        assert casting.get_shot_casting(made.shots[1]) == []
        links = casting.all_entity_links_for_project(made.project)
        casting.delete_entity_link(links[0])
        assert len(casting.all_entity_links_for_project(made.project)) == len(links) - 1


class TestScenes:
    def test_scenes_and_instances(self, studio: Studio, modules: dict[str, Recording], production: Production) -> None:
        scene, shot, asset, made = modules["scene"], modules["shot"], modules["asset"], production
        first, (ann, ben) = made.shots[0], made.assets
        stage = scene.new_scene(made.project, made.sequence, "SC01")
        assert ids(scene.all_scenes(made.project)) == {stage["id"]}
        assert ids(scene.all_scenes_for_project(made.project)) == {stage["id"]}
        assert ids(scene.all_scenes_for_sequence(made.sequence)) == {stage["id"]}
        assert scene.get_scene(stage["id"])["name"] == "SC01"
        assert scene.get_scene_by_name(made.sequence, "SC01")["id"] == stage["id"]
        assert scene.get_sequence_from_scene(stage)["id"] == made.sequence["id"]
        assert scene.update_scene({"id": stage["id"], "description": "set"})["description"] == "set"
        scene.add_shot_to_scene(stage, first)
        assert ids(scene.all_shots_for_scene(stage)) == {first["id"]}
        scene.remove_shot_from_scene(stage, first)
        assert scene.all_shots_for_scene(stage) == []

        placed = scene.new_scene_asset_instance(stage, ann)
        assert placed["name"] == "Ann_0001"
        assert list(scene.all_asset_instances_for_scene(stage)) == [ann["id"]]
        assert scene.all_camera_instances_for_scene(stage) == {}
        camera = scene.new_scene_asset_instance(stage, studio.asset(made.project, "Camera"))
        assert list(scene.all_camera_instances_for_scene(stage)) == [camera["asset_id"]]
        studio.admin.delete(f"/data/asset-instances/{camera['id']}")
        assert scene.get_asset_instance_by_name(stage, "Ann_0001")["id"] == placed["id"]
        assert scene.update_asset_instance_name(placed, "Double")["name"] == "Double"
        assert scene.update_asset_instance_data(placed, {"pose": "run"})["data"]["pose"] == "run"
        shot.add_asset_instance_to_shot(first, placed)
        assert list(shot.all_asset_instances_for_shot(first)) == [ann["id"]]
        assert list(shot.get_asset_instances_for_shot(first)) == [ann["id"]]
        assert list(asset.all_asset_instances_for_shot(first)) == [ann["id"]]
        assert list(asset.all_shot_asset_instances_for_asset(ann)) == [first["id"]]
        assert list(asset.all_scene_asset_instances_for_asset(ann)) == [stage["id"]]
        shot.remove_asset_instance_from_shot(first, placed)
        assert shot.all_asset_instances_for_shot(first) == {}
        nested = asset.new_asset_asset_instance(ann, ben)
        assert list(asset.all_asset_instances_for_asset(ann)) == [ben["id"]]
        assert asset.get_asset_instance(nested["id"])["asset_id"] == ben["id"]
        assert asset.disable_asset_instance(nested)["active"] is False
        assert asset.enable_asset_instance(nested)["active"] is True


class TestEditsAndConcepts:
    def test_edits(self, studio: Studio, modules: dict[str, Recording], production: Production) -> None:
        edit, made = modules["edit"], production
        cut = edit.new_edit(made.project, "Cut 1", description="first", episode=made.episode)
        assert ids(edit.all_edits_for_project(made.project)) == {cut["id"]}
        assert edit.get_edit(cut["id"])["episode_id"] == made.episode["id"]
        assert edit.get_edit_by_name(made.project, "Cut 1")["id"] == cut["id"]
        expected = shown(studio, cut)
        assert told(edit.all_previews_for_edit(cut)) == expected
        assert edit.update_edit({"id": cut["id"], "name": "Cut 2"})["name"] == "Cut 2"
        assert edit.update_edit_data(cut, {"tc": "01:00"})["data"]["tc"] == "01:00"
        assert cut["id"] in edit.get_edit_url(edit.get_edit(cut["id"]))
        edit.remove_edit(cut, force=True)
        assert edit.all_edits_for_project(made.project) == []

    def test_concepts(self, studio: Studio, modules: dict[str, Recording], production: Production) -> None:
        concept, entity, made = modules["concept"], modules["entity"], production
        ann = made.assets[0]
        sketch = concept.new_concept(made.project, "Sketch", entity_concept_links=[ann])
        assert sketch["entity_concept_links"] == [ann["id"]]
        assert ids(concept.all_concepts_for_project(made.project)) == {sketch["id"]}
        assert sketch["id"] in ids(concept.all_concepts())
        assert concept.get_concept(sketch["id"])["name"] == "Sketch"
        assert concept.get_concept_by_name(made.project, "Sketch")["id"] == sketch["id"]
        expected = shown(studio, sketch)
        assert told(concept.all_previews_for_concept(sketch)) == expected
        assert ids(entity.all_entities_with_tasks_linked_to_entity(ann)) == {sketch["id"]}
        assert concept.update_concept({"id": sketch["id"], "name": "Drawing"})["name"] == "Drawing"
        concept.remove_concept(sketch, force=True)
        assert concept.all_concepts_for_project(made.project) == []


class TestEntities:
    def test_rows_of_any_kind(self, modules: dict[str, Recording], production: Production) -> None:
        entity, made = modules["entity"], production
        assert ids(made.shots) <= ids(entity.all_entities())
        assert entity.get_entity(made.shots[0]["id"])["type"] == "Shot"
        assert entity.get_entity_by_name("SH01", made.project)["id"] == made.shots[0]["id"]
        kind = entity.new_entity_type(unique("Kind"))
        assert kind["id"] in ids(entity.all_entity_types())
        assert entity.get_entity_type(kind["id"])["name"] == kind["name"]
        assert entity.get_entity_type_by_name(kind["name"])["id"] == kind["id"]
        entity.remove_entity_type(kind)
        removed = entity.remove_entities(made.project, made.assets, force=True)
        assert set(removed) == ids(made.assets)
        entity.remove_entity(made.shots[0], force=True)
        assert made.shots[0]["id"] not in ids(entity.all_entities())


def test_no_function_was_forgotten() -> None:
    """Looks at what the tests above called: it passes only with the whole file."""
    public = {
        f"{module.__name__}.{name}"
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and name not in OTHER_CHAPTERS
    }
    assert public - CALLED == set()
