"""Numbered copies of assets in scenes, shots and other assets (03-entities 1.7, 6.4)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio

from multiplane.models import AssetInstance, AssetInstanceLink

INSTANCE_KEYS = {
    "asset_id", "name", "number", "description", "active", "data", "scene_id", "target_asset_id", "entity_id",
    "entity_type_id", "id", "created_at", "updated_at", "type",
}  # fmt: skip


class Set:
    """A scene, a shot and an asset of one project."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.project = studio.project()
        self.scene = studio.entity(self.project, "Scene", parent_id=studio.sequence(self.project)["id"])
        self.shot = studio.shot(self.project, studio.sequence(self.project))
        self.asset = studio.asset(self.project, name="Main Char")

    def instance(self, **values: Any) -> Row:
        return self.studio.rows.insert(
            AssetInstance,
            **{"asset_id": self.asset["id"], "scene_id": self.scene["id"], "number": 1, "name": "x", **values},
        )

    def playing(self) -> Row:
        instance = self.instance()
        self.studio.rows.insert(AssetInstanceLink, entity_id=self.shot["id"], asset_instance_id=instance["id"])
        return instance


@pytest.fixture
def stage(studio: Studio) -> Set:
    return Set(studio)


class TestInScenes:
    def test_are_numbered(self, stage: Set) -> None:
        path, start = f"/data/scenes/{stage.scene['id']}/asset-instances", stage.studio.now()
        first = stage.studio.admin.post(path, {"asset_id": stage.asset["id"], "description": "left"})
        second = stage.studio.admin.post(path, {"asset_id": stage.asset["id"].upper()})
        assert first.keys() == INSTANCE_KEYS
        assert (first["name"], first["number"], first["description"]) == ("Main_Char_0001", 1, "left")
        assert (second["name"], second["number"], second["description"]) == ("Main_Char_0002", 2, None)
        assert first["scene_id"] == stage.scene["id"]
        assert stage.studio.admin.get(path) == {stage.asset["id"]: [first, second]}
        assert [event["data"] for event in stage.studio.events_since(start) if event["name"] == "asset_instance:new"][
            :1
        ] == [{"scene_id": stage.scene["id"], "asset_id": stage.asset["id"], "asset_instance_id": first["id"]}]

    def test_the_number_follows_the_highest(self, stage: Set) -> None:
        stage.instance(number=7)
        stage.instance(number=9, scene_id=None, target_asset_id=stage.asset["id"])
        path = f"/data/scenes/{stage.scene['id']}/asset-instances"
        assert stage.studio.admin.post(path, {"asset_id": stage.asset["id"]})["number"] == 8

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Sword!", "Sword_0001"), ("  --É t é ", "E_t_e_0001"), ("a__b", "a_b_0001"), ("???", "_0001"),
            ("x" * 160, "x" * 75 + "_0001"),
        ],
    )  # fmt: skip
    def test_are_named_after_their_asset(self, stage: Set, name: str, expected: str) -> None:
        asset = stage.studio.asset(stage.project, name=name)
        path = f"/data/scenes/{stage.scene['id']}/asset-instances"
        assert stage.studio.admin.post(path, {"asset_id": asset["id"]})["name"] == expected

    def test_numbers_are_unique_under_load(self, stage: Set) -> None:
        path = f"/data/scenes/{stage.scene['id']}/asset-instances"
        person = stage.studio.member(stage.project, "user")
        clients = [stage.studio.client_of(person) for _ in range(12)]
        with ThreadPoolExecutor(12) as pool:
            made = list(pool.map(lambda client: client.post(path, {"asset_id": stage.asset["id"]}), clients))
        assert sorted(instance["number"] for instance in made) == list(range(1, 13))

    def test_cameras(self, stage: Set) -> None:
        camera = stage.studio.asset(stage.project, "Camera", name="Main camera")
        path = f"/data/scenes/{stage.scene['id']}"
        stage.studio.admin.post(f"{path}/asset-instances", {"asset_id": stage.asset["id"]})
        instance = stage.studio.admin.post(f"{path}/asset-instances", {"asset_id": camera["id"]})
        assert stage.studio.admin.get(f"{path}/camera-instances") == {camera["id"]: [instance]}

    def test_a_foreign_asset_must_be_shared(self, stage: Set) -> None:
        elsewhere, path = stage.studio.project(), f"/data/scenes/{stage.scene['id']}/asset-instances"
        artist = stage.studio.client_of(stage.studio.member(stage.project))
        artist.post(path, {"asset_id": stage.studio.asset(elsewhere)["id"]}, 404)
        artist.post(path, {"asset_id": stage.studio.asset(elsewhere, is_shared=True)["id"]}, 201)


class TestInAssets:
    def test_are_numbered_in_their_container(self, stage: Set) -> None:
        container, start = stage.studio.asset(stage.project), stage.studio.now()
        path = f"/data/assets/{container['id']}/asset-asset-instances"
        body = {"asset_to_instantiate_id": stage.asset["id"]}
        first, second = stage.studio.admin.post(path, body), stage.studio.admin.post(path, body)
        assert (first["number"], second["number"], first["target_asset_id"]) == (1, 2, container["id"])
        assert stage.studio.admin.get(path) == {stage.asset["id"]: [first, second]}
        [event] = [
            event["data"]
            for event in stage.studio.events_since(start)
            if event["data"].get("asset_instance_id") == first["id"]
        ]
        assert event == {
            "asset_id": container["id"], "asset_instantiated": stage.asset["id"], "asset_instance_id": first["id"],
        }  # fmt: skip

    def test_are_told_with_their_asset(self, stage: Set) -> None:
        in_scene = stage.playing()
        in_asset = stage.instance(scene_id=None, target_asset_id=stage.studio.asset(stage.project)["id"])
        get, path = stage.studio.admin.get, f"/data/assets/{stage.asset['id']}"
        groups = get(f"{path}/scene-asset-instances")
        assert {key: [row["id"] for row in rows] for key, rows in groups.items()} == {
            stage.scene["id"]: [in_scene["id"]], "None": [in_asset["id"]],
        }  # fmt: skip
        groups = get(f"{path}/shot-asset-instances")
        assert {key: [row["id"] for row in rows] for key, rows in groups.items()} == {
            stage.shot["id"]: [in_scene["id"]]
        }
        assert groups[stage.shot["id"]][0].keys() == INSTANCE_KEYS


class TestInShots:
    def test_come_and_go(self, stage: Set) -> None:
        instance, start = stage.instance(), stage.studio.now()
        path = f"/data/shots/{stage.shot['id']}/asset-instances"
        shot = stage.studio.admin.post(path, {"asset_instance_id": instance["id"]})
        assert (shot["id"], shot["type"], len(shot)) == (stage.shot["id"], "Entity", 22)
        stage.studio.admin.post(path, {"asset_instance_id": instance["id"]}, 201)
        groups = stage.studio.admin.get(path)
        assert [row["id"] for row in groups[stage.asset["id"]]] == [instance["id"]]
        stage.studio.admin.delete(f"{path}/{instance['id']}")
        assert stage.studio.admin.get(path) == {}
        stage.studio.admin.delete(f"{path}/{instance['id']}", 404)
        told = [
            (event["name"], event["data"], event["project_id"])
            for event in stage.studio.events_since(start)
            if event["data"].get("asset_instance_id") == instance["id"]
        ]
        payload = {"shot_id": stage.shot["id"], "asset_instance_id": instance["id"]}
        assert told == [
            ("asset_instance:add-to-shot", payload, None), ("asset_instance:remove-from-shot", payload, None),
        ]  # fmt: skip

    def test_an_instance_of_nobody_here_is_missing(self, stage: Set) -> None:
        foreign = Set(stage.studio).instance()
        artist = stage.studio.client_of(stage.studio.member(stage.project))
        artist.post(f"/data/shots/{stage.shot['id']}/asset-instances", {"asset_instance_id": foreign["id"]}, 404)


READS: dict[str, Callable[[Set], str]] = {
    "of a shot": lambda s: f"/data/shots/{s.shot['id']}/asset-instances",
    "of a scene": lambda s: f"/data/scenes/{s.scene['id']}/asset-instances",
    "cameras": lambda s: f"/data/scenes/{s.scene['id']}/camera-instances",
}
READS_OF_ASSETS = ("shot-asset-instances", "scene-asset-instances", "asset-asset-instances")
WRITES: dict[str, Callable[[Set], tuple[str, str, Any]]] = {
    "to a shot": lambda s: (
        "POST", f"/data/shots/{s.shot['id']}/asset-instances", {"asset_instance_id": s.instance()["id"]}
    ),
    "from a shot": lambda s: ("DELETE", f"/data/shots/{s.shot['id']}/asset-instances/{s.playing()['id']}", None),
    "to a scene": lambda s: ("POST", f"/data/scenes/{s.scene['id']}/asset-instances", {"asset_id": s.asset["id"]}),
    "to an asset": lambda s: (
        "POST", f"/data/assets/{s.asset['id']}/asset-asset-instances", {"asset_to_instantiate_id": s.asset["id"]}
    ),
}  # fmt: skip


class TestWhoMay:
    @pytest.mark.parametrize("path", READS.values(), ids=READS)
    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_read(self, stage: Set, path: Callable[[Set], str], role: str, status: int) -> None:
        stage.studio.team(stage.project)[role].get(path(stage), status)

    @pytest.mark.parametrize("leaf", READS_OF_ASSETS)
    @as_each_role(default=200, outsider=403)
    def test_read_of_an_asset(self, stage: Set, leaf: str, role: str, status: int) -> None:
        stage.studio.team(stage.project)[role].get(f"/data/assets/{stage.asset['id']}/{leaf}", status)

    @pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
    @as_each_role(admin=201, manager=201, supervisor=201, user=201)
    def test_write(self, stage: Set, write: Callable[[Set], tuple[str, str, Any]], role: str, status: int) -> None:
        method, path, body = write(stage)
        answer = stage.studio.team(stage.project)[role].request(method, path, json=body)
        assert answer.status_code == (204 if (method, status) == ("DELETE", 201) else status)


class TestRefusals:
    def test_what_is_unknown(self, stage: Set) -> None:
        admin, unknown = stage.studio.admin, str(uuid4())
        admin.post(f"/data/scenes/{stage.scene['id']}/asset-instances", {"asset_id": unknown}, 404)
        admin.post(f"/data/scenes/{stage.scene['id']}/asset-instances", {"asset_id": stage.shot["id"]}, 404)
        admin.post(f"/data/assets/{stage.asset['id']}/asset-asset-instances", {"asset_to_instantiate_id": unknown}, 404)
        admin.post(f"/data/shots/{stage.shot['id']}/asset-instances", {"asset_instance_id": unknown}, 404)
        for wrong in (unknown, "nope", stage.asset["id"]):
            admin.get(f"/data/shots/{wrong}/asset-instances", 404)
            admin.get(f"/data/scenes/{wrong}/asset-instances", 404)
            admin.get(f"/data/scenes/{wrong}/camera-instances", 404)
        for leaf in READS_OF_ASSETS:
            admin.get(f"/data/assets/{stage.shot['id']}/{leaf}", 404)
        admin.delete(f"/data/shots/{stage.shot['id']}/asset-instances/nope", 404)

    @pytest.mark.parametrize(
        ("path", "body", "field"),
        [
            ("/data/scenes/{scene}/asset-instances", {}, "asset_id"),
            ("/data/scenes/{scene}/asset-instances", {"asset_id": "x"}, "asset_id"),
            ("/data/scenes/{scene}/asset-instances", {"asset_id": "{asset}", "description": "x" * 201}, "description"),
            ("/data/assets/{asset}/asset-asset-instances", {}, "asset_to_instantiate_id"),
            ("/data/shots/{shot}/asset-instances", {"asset_instance_id": None}, "asset_instance_id"),
        ],
    )
    def test_what_does_not_fit(self, stage: Set, path: str, body: dict[str, Any], field: str) -> None:
        names = {"scene": stage.scene["id"], "asset": stage.asset["id"], "shot": stage.shot["id"]}
        body = {key: value.format(**names) if isinstance(value, str) else value for key, value in body.items()}
        answer = stage.studio.admin.post(path.format(**names), body, 400)
        assert [error["field"] for error in answer["data"]["errors"]] == [field]


class TestRawRows:
    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_are_read_with_their_asset(self, stage: Set, role: str, status: int) -> None:
        instance = stage.playing()
        answer = stage.studio.team(stage.project)[role].get(f"/data/asset-instances/{instance['id']}", status)
        if status == 200:
            assert answer["shots"] == [stage.shot["id"]]
            assert answer.keys() == INSTANCE_KEYS | {"shots"}

    @as_each_role(admin=200, manager=200, supervisor=200, user=200)
    def test_are_changed_with_their_asset(self, stage: Set, role: str, status: int) -> None:
        instance = stage.instance()
        body = {"number": 42, "description": "second thought"}
        answer = stage.studio.team(stage.project)[role].put(f"/data/asset-instances/{instance['id']}", body, status)
        if status == 200:
            assert (answer["number"], answer["description"]) == (1, "second thought")
            assert answer.keys() == INSTANCE_KEYS

    @as_each_role()
    def test_the_rest_is_for_administrators(self, stage: Set, role: str, status: int) -> None:
        client, instance = stage.studio.team(stage.project)[role], stage.instance()
        is_admin = role == "admin"
        client.get(f"/data/asset-instances?asset_id={stage.asset['id']}", 200 if is_admin else status)
        client.post("/data/asset-instances", {"asset_id": stage.asset["id"]}, 201 if is_admin else status)
        client.delete(f"/data/asset-instances/{instance['id']}", 204 if is_admin else status)

    def test_may_not_be_moved_where_the_caller_sees_nothing(self, stage: Set) -> None:
        instance, elsewhere = stage.playing(), Set(stage.studio)
        artist = stage.studio.client_of(stage.studio.member(stage.project))
        path = f"/data/asset-instances/{instance['id']}"
        for change in (
            {"asset_id": elsewhere.asset["id"]}, {"scene_id": elsewhere.scene["id"]}, {"shots": [elsewhere.shot["id"]]},
        ):  # fmt: skip
            artist.put(path, change, 403)
        artist.put(path, {"shots": []})
        assert artist.get(path)["shots"] == []

    def test_deletion_takes_the_shots_links(self, stage: Set) -> None:
        instance = stage.playing()
        stage.studio.admin.delete(f"/data/asset-instances/{instance['id']}")
        assert stage.studio.admin.get(f"/data/shots/{stage.shot['id']}/asset-instances") == {}
