"""Scenes and their shots, sharing of assets, frame counts, statistics of episodes (03-entities 3, 4.3-4.5)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.entities.builders import cast, preview
from tests.entities.test_creation import emitted
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio


def ids(rows: list[Row]) -> set[str]:
    return {row["id"] for row in rows}


class TestShotsOfAScene:
    def test_come_and_go(self, studio: Studio) -> None:
        project = studio.project()
        scene = studio.entity(project, "Scene")
        shot, start = studio.shot(project, studio.sequence(project)), studio.now()
        path = f"/data/scenes/{scene['id']}/shots"
        added = studio.admin.post(path, {"shot_id": shot["id"]})
        assert (added["source_id"], added["type"]) == (scene["id"], "Entity")
        (listed,) = studio.admin.get(path)
        assert (listed["id"], listed["type"], listed["project_name"]) == (shot["id"], "Shot", project["name"])
        studio.admin.delete(f"{path}/{shot['id']}")
        assert studio.admin.get(path) == []
        both = {"scene_id": scene["id"], "shot_id": shot["id"]}
        assert [event for event in emitted(studio, start, project) if event[0] != "shot:update"] == [
            ("shot:add-to-scene", both),
            ("shot:remove-from-scene", both),
        ]
        assert ("shot:update", {"shot_id": shot["id"]}) in emitted(studio, start, project)

    def test_are_of_the_same_project(self, studio: Studio) -> None:
        project = studio.project()
        scene = studio.entity(project, "Scene")
        elsewhere = studio.shot(studio.project())
        path = f"/data/scenes/{scene['id']}/shots"
        for wrong in (elsewhere["id"], studio.asset(project)["id"], str(uuid4())):
            studio.admin.post(path, {"shot_id": wrong}, 404)
            studio.admin.delete(f"{path}/{wrong}", 404)
        for body in ({}, {"shot_id": "x"}, {"shot_id": None}):
            studio.admin.post(path, body, 400)

    @as_each_role(admin=201, manager=201, supervisor=201, user=201)
    def test_are_changed_by_the_studio(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        scene, shot = studio.entity(project, "Scene"), studio.shot(project)
        client = studio.team(project)[role]
        client.post(f"/data/scenes/{scene['id']}/shots", {"shot_id": shot["id"]}, status)
        client.delete(f"/data/scenes/{scene['id']}/shots/{shot['id']}", 204 if status == 201 else status)


class TestSharing:
    @pytest.fixture
    def assets(self, studio: Studio) -> list[Row]:
        project = studio.project()
        return [studio.asset(project, kind) for kind in ("Prop", "Prop", "Character")]

    def test_of_a_project(self, studio: Studio, assets: list[Row]) -> None:
        project, start = assets[0]["project_id"], studio.now()
        path, elsewhere = f"/actions/projects/{project}/assets/share", studio.asset(studio.project())
        some = studio.admin.post(path, {"asset_ids": [assets[0]["id"], elsewhere["id"]]}, 200)
        assert [(row["id"], row["is_shared"], row["type"]) for row in some] == [(assets[0]["id"], True, "Asset")]
        assert ids(studio.admin.post(path, {"asset_ids": []}, 200)) == ids(assets)
        rows = studio.admin.post(path, {"is_shared": False, "asset_ids": None}, 200)
        assert [row["is_shared"] for row in rows] == [False] * 3
        shot = studio.shot({"id": project})
        assert studio.admin.post(path, {"asset_ids": [shot["id"]]}, 200) == []
        assert emitted(studio, start, {"id": project}) == []
        assert not studio.rows.one("SELECT is_shared FROM entity WHERE id = %s", elsewhere["id"])["is_shared"]

    def test_of_a_type(self, studio: Studio, assets: list[Row]) -> None:
        path = f"/actions/projects/{assets[0]['project_id']}/asset-types/{assets[0]['entity_type_id']}/assets/share"
        rows = studio.admin.post(path, {"asset_ids": [assets[2]["id"]]}, 200)
        assert ids(rows) == ids(assets[:2])
        wrong = (
            f"/actions/projects/{assets[0]['project_id']}/asset-types/{studio.entity_type('Shot')['id']}/assets/share"
        )
        studio.admin.post(wrong, {}, 404)

    def test_of_a_list(self, studio: Studio, assets: list[Row]) -> None:
        other = studio.asset(studio.project())
        path = "/actions/assets/share"
        assert ids(studio.admin.post(path, {"asset_ids": [assets[0]["id"], other["id"]]}, 200)) == {
            assets[0]["id"], other["id"],
        }  # fmt: skip
        assert studio.admin.post(path, {"asset_ids": []}, 200) == studio.admin.post(path, {}, 200) == []
        studio.admin.post(path, {"asset_ids": [other["id"], str(uuid4())], "is_shared": False}, 404)
        manager = studio.client_of(studio.member({"id": assets[0]["project_id"]}, "manager"))
        assert len(manager.post(path, {"asset_ids": [assets[0]["id"]], "is_shared": False}, 200)) == 1
        manager.post(path, {"asset_ids": [assets[1]["id"], other["id"]], "is_shared": False}, 403)
        assert studio.rows.one("SELECT is_shared FROM entity WHERE id = %s", other["id"])["is_shared"]

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, studio: Studio, assets: list[Row], role: str, status: int) -> None:
        project = assets[0]["project_id"]
        client = studio.team({"id": project})[role]
        client.post(f"/actions/projects/{project}/assets/share", {}, status)
        of_type = f"asset-types/{assets[0]['entity_type_id']}/assets/share"
        client.post(f"/actions/projects/{project}/{of_type}", {}, status)
        client.post("/actions/assets/share", {"asset_ids": [assets[0]["id"]]}, status)

    def test_wants_a_boolean(self, studio: Studio, assets: list[Row]) -> None:
        project = assets[0]["project_id"]
        for path in ("assets/share", f"asset-types/{assets[0]['entity_type_id']}/assets/share"):
            studio.admin.post(f"/actions/projects/{project}/{path}", {"is_shared": None}, 400)
        studio.admin.post("/actions/assets/share", {"is_shared": None}, 400)

    def test_used_ones_are_listed(self, studio: Studio) -> None:
        project, other = studio.project(), studio.project()
        first, second = studio.episode(project), studio.episode(project)
        shots = [studio.shot(project, studio.sequence(project, episode)) for episode in (first, second)]
        used, late, private, canceled, unused = (
            studio.asset(other, **{"is_shared": True, **values})
            for values in ({}, {}, {"is_shared": False}, {"canceled": True}, {})
        )
        own = studio.asset(project, is_shared=True)
        for asset in (used, private, canceled, own):
            cast(studio, shots[0], asset)
        for asset in (used, late):
            cast(studio, shots[1], asset)
        cast(studio, second, unused)
        member = studio.client_of(studio.member(project))
        path = f"/data/projects/{project['id']}"
        assert ids(member.get(f"{path}/assets/shared-used")) == {used["id"], late["id"]}
        assert ids(member.get(f"{path}/episodes/{first['id']}/assets/shared-used")) == {used["id"]}
        for pseudo in ("all", "main"):
            assert len(member.get(f"{path}/episodes/{pseudo}/assets/shared-used")) == 2
        studio.admin.get(f"{path}/episodes/x/assets/shared-used", 400)
        studio.admin.get("/data/projects/x/assets/shared-used", 400)
        studio.client_of(studio.person("manager")).get(f"{path}/assets/shared-used", 403)


class TestFrameCounts:
    def test_come_from_the_newest_preview(self, studio: Studio) -> None:
        project = studio.project(fps="24")
        episode = studio.episode(project)
        shot, other = studio.shot(project, studio.sequence(project, episode)), studio.shot(project, nb_frames=5)
        task_type = studio.task_type()
        task = studio.task(shot, task_type)
        preview(studio, task, revision=9, duration=1, created_at="2026-01-01T00:00:00")
        preview(studio, task, duration=2.5208333333, created_at="2026-01-02T00:00:00")
        preview(studio, studio.task(shot), duration=100, created_at="2026-02-02T00:00:00")
        preview(studio, studio.task(other, task_type), duration=None)
        start = studio.now()
        path = f"/actions/projects/{project['id']}/task-types/{task_type['id']}/set-shot-nb-frames"
        tag = studio.admin.request("GET", f"/data/shots/with-tasks?project_id={project['id']}").headers["etag"]
        assert studio.admin.post(path, {}, 200) == [{"id": shot["id"], "nb_frames": 60}]
        assert studio.admin.post(f"{path}?episode_id={episode['id']}", None, 200) != []
        assert studio.admin.post(f"{path}?episode_id={studio.episode(project)['id']}", None, 200) == []
        assert studio.rows.one("SELECT nb_frames FROM entity WHERE id = %s", other["id"])["nb_frames"] == 5
        assert emitted(studio, start, project) == []
        assert studio.admin.request("GET", f"/data/shots/with-tasks?project_id={project['id']}").headers["etag"] != tag

    @pytest.mark.parametrize(
        ("fps", "duration", "frames"), [("25", 0.5, 12), ("25", 1.5, 38), (None, 1, 25), ("x", 2, 50)]
    )
    def test_are_rounded_to_even(self, studio: Studio, fps: str | None, duration: float, frames: int) -> None:
        project = studio.project(fps=fps)
        task = studio.task(studio.shot(project))
        preview(studio, task, duration=duration)
        path = f"/actions/projects/{project['id']}/task-types/{task['task_type_id']}/set-shot-nb-frames"
        assert [row["nb_frames"] for row in studio.admin.post(path, {}, 200)] == [frames]

    def test_pass_over_durations_that_are_none(self, studio: Studio) -> None:
        project, task_type = studio.project(), studio.task_type()
        for duration in (None, "NaN", "Infinity", 1e300, -1):
            preview(studio, studio.task(studio.shot(project), task_type), duration=duration)
        shot = studio.shot(project)
        preview(studio, studio.task(shot, task_type), duration=2)
        path = f"/actions/projects/{project['id']}/task-types/{task_type['id']}/set-shot-nb-frames"
        assert studio.admin.post(path, {}, 200) == [{"id": shot["id"], "nb_frames": 50}]

    def test_refusals(self, studio: Studio) -> None:
        project = studio.project()["id"]
        path = f"/actions/projects/{project}/task-types"
        bad = "Invalid project or task type id"
        assert studio.admin.post(f"{path}/x/set-shot-nb-frames", {}, 400)["message"] == bad
        answer = studio.admin.post(f"/actions/projects/x/task-types/{uuid4()}/set-shot-nb-frames", {}, 400)
        assert answer["message"] == bad
        for episode in ("main", "all", "x"):
            answer = studio.admin.post(f"{path}/{uuid4()}/set-shot-nb-frames?episode_id={episode}", {}, 400)
            assert answer["message"] == "Invalid episode id"
        assert studio.admin.post(f"{path}/{uuid4()}/set-shot-nb-frames?episode_id=", {}, 200) == []

    @as_each_role(admin=200, manager=200)
    def test_are_for_managers(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        path = f"/actions/projects/{project['id']}/task-types/{uuid4()}/set-shot-nb-frames"
        studio.team(project)[role].post(path, {}, status)


class TestStatistics:
    @pytest.fixture
    def made(self, studio: Studio) -> Row:
        project = studio.project()
        episode = studio.episode(project)
        shots = [studio.shot(project, studio.sequence(project, episode), nb_frames=frames) for frames in (10, None)]
        types = [studio.task_type(), studio.task_type()]
        done = studio.task_status(is_done=True, is_retake=True, color="#00ff00")
        retake, other = studio.task_status(is_retake=True), studio.task_status()
        studio.task(shots[0], types[0], task_status_id=done["id"], nb_drawings=3, retake_count=1)
        studio.task(shots[1], types[0], task_status_id=done["id"], nb_drawings=None)
        studio.task(shots[0], types[1], task_status_id=retake["id"], retake_count=2)
        mine = studio.member(project, "vendor")
        studio.task(shots[1], types[1], task_status_id=other["id"], assignees=[mine])
        studio.task(studio.shot(project, studio.sequence(project)), types[0], task_status_id=done["id"])
        studio.task(studio.asset(project, source_id=episode["id"]), types[0], task_status_id=done["id"])
        return {"project": project, "episode": episode, "types": types, "done": done, "retake": retake,
                "other": other, "vendor": mine}  # fmt: skip

    def path(self, project: Row, name: str) -> str:
        return f"/data/projects/{project['id']}/episodes/{name}"

    def test_by_status(self, studio: Studio, made: Row) -> None:
        found = studio.admin.get(self.path(made["project"], "stats"))
        episode, (first, second) = made["episode"]["id"], (row["id"] for row in made["types"])
        assert found.keys() == {"all", episode}
        assert found["all"] == found[episode]
        assert found["all"].keys() == {"all", first, second}
        assert found["all"][first] == {
            made["done"]["id"]: {
                "name": made["done"]["short_name"], "color": "#00ff00", "count": 2, "frames": 10, "drawings": 3,
            }
        }  # fmt: skip
        assert {status: row["count"] for status, row in found["all"]["all"].items()} == {
            made["done"]["id"]: 2, made["retake"]["id"]: 1, made["other"]["id"]: 1,
        }  # fmt: skip

    def test_by_take(self, studio: Studio, made: Row) -> None:
        found = studio.admin.get(self.path(made["project"], "retake-stats"))
        episode, (first, second) = made["episode"]["id"], (row["id"] for row in made["types"])
        whole = found["all"]["all"]
        assert (whole["max_retake_count"], whole["evolution"]) == (2, {})
        assert whole["done"] == {"count": 2, "frames": 10, "drawings": 3}
        assert whole["retake"] == {"count": 1, "frames": 10, "drawings": 0}
        assert whole["other"] == {"count": 1, "frames": 0, "drawings": 0}
        assert found[episode]["all"] == {**whole, "evolution": found[episode]["all"]["evolution"]}
        takes = found[episode]["all"]["evolution"]
        counts = {take: {key: bucket["count"] for key, bucket in row.items()} for take, row in takes.items()}
        assert counts == {"1": {"done": 1, "retake": 2, "other": 1}, "2": {"done": 2, "retake": 1, "other": 1}}
        assert found[episode][first]["max_retake_count"] == 1
        assert found[episode][second]["evolution"]["1"]["retake"]["count"] == 1

    def test_of_an_empty_project(self, studio: Studio) -> None:
        project = studio.project()
        empty = {"count": 0, "frames": 0, "drawings": 0}
        nothing = {"max_retake_count": 0, "evolution": {}, "done": empty, "retake": empty, "other": empty}
        assert studio.admin.get(self.path(project, "stats")) == {}
        assert studio.admin.get(self.path(project, "retake-stats")) == {"all": {"all": nothing}}
        for name in ("stats", "retake-stats"):
            studio.admin.get(f"/data/projects/{uuid4()}/episodes/{name}", 404)

    def test_of_a_vendor_are_their_own(self, studio: Studio, made: Row) -> None:
        client = studio.client_of(made["vendor"])
        found = client.get(self.path(made["project"], "stats"))
        assert [row["count"] for row in found["all"]["all"].values()] == [1]
        assert client.get(self.path(made["project"], "retake-stats"))["all"]["all"]["other"]["count"] == 1

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200, vendor=200)
    def test_by_status_are_for_the_team(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        studio.team(project)[role].get(self.path(project, "stats"), status)
        if role == "client":
            hidden: Any = studio.project(is_client_stats_visible=False)
            studio.team(hidden)[role].get(self.path(hidden, "stats"), 403)
            studio.team(hidden)["user"].get(self.path(hidden, "stats"))

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, vendor=200)
    def test_by_take_are_not_for_clients(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        studio.team(project)[role].get(self.path(project, "retake-stats"), status)
