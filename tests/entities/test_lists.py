"""Plain lists of entities: what they hold, criteria, order, refusals (03-entities 1.12, 3 to 5)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.entities.builders import cast, depict, descriptor
from tests.support.studio import Row, Studio, unique

ENTITY_KEYS = {
    "id", "name", "code", "description", "shotgun_id", "canceled", "nb_frames", "nb_entities_out",
    "is_casting_standby", "is_shared", "status", "project_id", "entity_type_id", "parent_id", "source_id",
    "preview_file_id", "data", "ready_for", "created_by", "created_at", "updated_at", "type",
}  # fmt: skip
MORE_KEYS = {
    "shots": {"project_name", "sequence_name"},
    "scenes/all": {"project_name", "sequence_name"},
    "edits": {"project_name"},
    "concepts": {"project_name", "entity_concept_links"},
}
LISTS = (
    "assets",
    "assets/all",
    "shots",
    "shots/all",
    "sequences",
    "episodes",
    "scenes/all",
    "edits",
    "edits/all",
    "concepts",
)
KIND = {"assets": "Character", "shots": "Shot", "sequences": "Sequence", "episodes": "Episode", "scenes": "Scene",
        "edits": "Edit", "concepts": "Concept"}  # fmt: skip


def noun(path: str) -> str:
    return path.split("/", maxsplit=1)[0]


def make(studio: Studio, project: Row, path: str, **values: Any) -> Row:
    if noun(path) in ("shots", "scenes"):
        values = {"parent_id": studio.sequence(project)["id"], **values}
    return studio.entity(project, KIND[noun(path)], **values)


def ids(rows: list[Row]) -> set[str]:
    return {row["id"] for row in rows}


class TestLists:
    @pytest.mark.parametrize("path", LISTS)
    def test_hold_whole_entities(self, studio: Studio, path: str) -> None:
        project = studio.project()
        entity = make(studio, project, path, data={"a": [1]}, canceled=True)
        (row,) = studio.admin.get(f"/data/{path}", params={"project_id": project["id"]})
        more = MORE_KEYS.get(path, MORE_KEYS.get(noun(path), set()))
        assert row.keys() == ENTITY_KEYS | more
        label = "Asset" if noun(path) == "assets" else KIND[noun(path)]
        assert (row["id"], row["type"], row["data"], row["canceled"]) == (entity["id"], label, {"a": [1]}, True)
        assert row.get("project_name", project["name"]) == project["name"]
        assert len(row["created_at"]) == len("2026-01-01T00:00:00")

    @pytest.mark.parametrize("kind", ["shots", "sequences", "episodes", "scenes", "edits", "concepts", "assets"])
    def test_of_a_project_hold_everything_by_name(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        for name in ("b", "c", "a"):
            studio.entity(project, KIND[kind], name=name)
        rows = studio.admin.get(f"/data/projects/{project['id']}/{kind}")
        assert [row["name"] for row in rows] == ["a", "b", "c"]
        assert all("project_name" not in row for row in rows)

    @pytest.mark.parametrize("kind", ["shots", "sequences", "episodes", "scenes", "edits", "concepts"])
    def test_of_an_unknown_project_are_missing(self, studio: Studio, kind: str) -> None:
        for wrong in (str(uuid4()), "all"):
            studio.admin.get(f"/data/projects/{wrong}/{kind}", 404)

    def test_assets_of_an_unknown_project(self, studio: Studio) -> None:
        manager = studio.client_of(studio.person("manager"))
        assert studio.admin.get(f"/data/projects/{uuid4()}/assets") == []
        studio.admin.get("/data/projects/wrong/assets", 400)
        manager.get(f"/data/projects/{uuid4()}/assets", 404)
        manager.get("/data/projects/wrong/assets", 404)

    def test_shots_and_scenes_without_sequence_are_only_in_their_project(self, studio: Studio) -> None:
        project = studio.project()
        for kind, path in (("Shot", "shots"), ("Scene", "scenes/all")):
            entity = studio.entity(project, kind)
            assert studio.admin.get(f"/data/{path}?project_id={project['id']}") == []
            assert ids(studio.admin.get(f"/data/projects/{project['id']}/{noun(path)}")) == {entity["id"]}

    def test_shots_are_sorted_by_lower_cased_name(self, studio: Studio) -> None:
        project = studio.project()
        sequence = studio.sequence(project)
        for name in ("b", "A", "C"):
            studio.shot(project, sequence, name=name)
        for path in (f"/data/shots?project_id={project['id']}", f"/data/sequences/{sequence['id']}/shots"):
            assert [row["name"] for row in studio.admin.get(path)] == ["A", "b", "C"]

    def test_vendors_metadata_is_masked(self, studio: Studio) -> None:
        project = studio.project()
        descriptor(studio, project, "Asset", "secret", studio.department())
        vendor = studio.member(project, "vendor")
        asset = studio.asset(project, data={"secret": 1, "open": 2})
        studio.task(asset, assignees=[vendor])
        client = studio.client_of(vendor)
        for path in ("/data/assets", f"/data/projects/{project['id']}/assets", f"/data/entities?id={asset['id']}"):
            (row,) = client.get(path)
            assert row["data"] == {"open": 2}
        for path in (f"/data/assets/{asset['id']}", f"/data/entities/{asset['id']}"):
            assert client.get(path)["data"] == {"open": 2}

    def test_vendors_learn_no_metadata_by_filters(self, studio: Studio) -> None:
        project = studio.project()
        vendor, artist = studio.member(project, "user", "vendor"), studio.member(project, "user")
        asset = studio.asset(project, data={"secret": 1})
        studio.task(asset, assignees=[vendor])
        for path in ("/data/assets", f"/data/projects/{project['id']}/assets", "/data/entities"):
            query = {"id": asset["id"], "data": '{"secret": 1}'}
            assert [row["id"] for row in studio.client_of(artist).get(path, params=query)] == [asset["id"]]
            assert studio.client_of(vendor).get(path, params=query) == []

    @pytest.mark.parametrize(("role", "project_role"), [("vendor", None), ("user", "vendor")])
    def test_vendors_metadata_of_other_productions_is_masked(
        self, studio: Studio, role: str, project_role: str | None
    ) -> None:
        project, other = studio.project(), studio.project()
        descriptor(studio, other, "Asset", "secret", studio.department())
        shot = studio.shot(project, studio.sequence(project))
        cast(studio, shot, studio.asset(other, is_shared=True, data={"secret": 1, "open": 2}))
        vendor = studio.member(project, role, project_role)
        studio.task(shot, assignees=[vendor])
        client, artist = studio.client_of(vendor), studio.client_of(studio.member(project))
        for path in (f"/data/shots/{shot['id']}/assets", f"/data/projects/{project['id']}/assets/shared-used"):
            assert [row["data"] for row in client.get(path)] == [{"open": 2}]
            assert [row["data"] for row in artist.get(path)] == [{"secret": 1, "open": 2}]


class TestCriteria:
    def test_columns(self, studio: Studio) -> None:
        project = studio.project()
        prop = studio.asset(project, "Prop", name="Tree 01", is_shared=True, nb_frames=3)
        studio.asset(project, "Prop", name="Bush")
        for criteria in (
            {"name": "tree%"},
            {"name": "TREE 01"},
            {"is_shared": "Yes"},
            {"nb_frames": "3"},
            {"id": prop["id"].upper()},
            {"id": f'["{prop["id"]}"]'},
            {"name": "Tree 01", "entity_type_id": prop["entity_type_id"]},
            {"name": "Tree 01", "page": "2", "limit": "1", "relations": "true", "unknown": "x"},
        ):
            rows = studio.admin.get("/data/assets", params={"project_id": project["id"], **criteria})
            assert ids(rows) == {prop["id"]}, criteria
        for criteria in ({"status": "zz"}, {"name": "tree"}, {"id": "[]"}, {"canceled": "on"}):
            assert studio.admin.get("/data/assets", params={"project_id": project["id"], **criteria}) == [], criteria

    def test_relations(self, studio: Studio) -> None:
        project = studio.project()
        shot, asset, concept = studio.shot(project, studio.sequence(project)), studio.asset(project), None
        cast(studio, shot, asset)
        concept = studio.entity(project, "Concept")
        depict(studio, concept, asset)
        scope = {"project_id": project["id"]}
        assert ids(studio.admin.get("/data/shots", params={**scope, "entities_out": asset["id"]})) == {shot["id"]}
        assert ids(studio.admin.get("/data/assets", params={**scope, "entities_in": shot["id"]})) == {asset["id"]}
        linked = {**scope, "entity_concept_links": asset["id"]}
        assert ids(studio.admin.get("/data/concepts", params=linked)) == {concept["id"]}
        assert studio.admin.get("/data/shots", params={**scope, "instance_casting": str(uuid4())}) == []

    def test_assigned_to_means_the_caller(self, studio: Studio) -> None:
        project = studio.project()
        person = studio.member(project)
        mine = studio.asset(project)
        studio.task(mine, assignees=[person])
        studio.task(studio.asset(project), assignees=[studio.member(project)])
        scope = {"project_id": project["id"], "assigned_to": "whoever"}
        assert ids(studio.client_of(person).get("/data/assets", params=scope)) == {mine["id"]}
        assert studio.admin.get("/data/assets", params=scope) == []

    @pytest.mark.parametrize("path", LISTS)
    @pytest.mark.parametrize(
        ("criteria", "message"),
        [
            ({"canceled": "maybe"}, "Invalid boolean value: maybe"),
            ({"parent_id": "x"}, "Invalid UUID value: x"),
            ({"project_id": "undefined"}, "Invalid UUID value: undefined"),
            ({"parent_id": ""}, "One of the ID sent in parameter is not properly formatted."),
            ({"project_id": ""}, "One of the ID sent in parameter is not properly formatted."),
            ({"nb_frames": "x"}, "One of the ID sent in parameter is not properly formatted."),
            ({"nb_frames": "99999999999999999999"}, "One of the ID sent in parameter is not properly formatted."),
            ({"entities_out": "x"}, "One of the ID sent in parameter is not properly formatted."),
            ({"id": "[not json"}, "Malformed list filter for field id."),
        ],
    )
    def test_name_what_is_wrong(self, studio: Studio, path: str, criteria: dict[str, str], message: str) -> None:
        answer = studio.admin.get(f"/data/{path}", 400, params=criteria)
        assert answer == {"error": True, "message": message, "data": None}

    def test_never_become_sql(self, studio: Studio) -> None:
        project = studio.project()
        studio.asset(project)
        for value in ("' OR 1=1 --", "%'; DROP TABLE entity; --", "a" * 5000):
            assert studio.admin.get("/data/assets", params={"project_id": project["id"], "name": value}) == []

    def test_shots_of_a_sequence_given_in_the_query(self, studio: Studio) -> None:
        project = studio.project()
        sequence = studio.sequence(project)
        shot = studio.shot(project, sequence)
        studio.shot(project, studio.sequence(project))
        member = studio.client_of(studio.member(project))
        assert ids(member.get(f"/data/shots?sequence_id={sequence['id']}")) == {shot["id"]}
        assert ids(member.get(f"/data/sequences/{sequence['id']}/shots")) == {shot["id"]}
        member.get(f"/data/shots?sequence_id={uuid4()}", 404)
        member.get(f"/data/shots?sequence_id={shot['id']}", 404)
        studio.client_of(studio.person("manager")).get(f"/data/shots?sequence_id={sequence['id']}", 403)

    def test_sequences_of_an_episode_given_in_the_query(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        sequence = studio.sequence(project, episode)
        studio.sequence(project)
        assert ids(studio.admin.get(f"/data/sequences?episode_id={episode['id']}")) == {sequence["id"]}
        studio.admin.get(f"/data/sequences?episode_id={uuid4()}", 404)

    def test_assets_of_an_episode_given_in_the_query(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        main, guest, free = (studio.asset(project, source_id=source) for source in (episode["id"], None, None))
        cast(studio, episode, guest)
        member = studio.client_of(studio.member(project))
        assert ids(member.get(f"/data/assets?episode_id={episode['id']}")) == {main["id"], guest["id"]}
        scope = f"/data/assets?project_id={project['id']}&episode_id="
        assert ids(member.get(scope + "all")) == {main["id"], guest["id"], free["id"]}
        assert ids(member.get(scope + "main")) == {guest["id"], free["id"]}
        member.get(f"/data/assets?episode_id={uuid4()}", 404)
        studio.client_of(studio.person("manager")).get(f"/data/assets?episode_id={episode['id']}", 403)


class TestBelow:
    def test_an_episode(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        sequence = studio.sequence(project, episode)
        shot, edit = studio.shot(project, sequence), studio.entity(project, "Edit", parent_id=episode["id"])
        path = f"/data/episodes/{episode['id']}"
        (row,) = studio.admin.get(f"{path}/shots")
        assert (row["id"], row["type"], row.keys()) == (shot["id"], "Shot", ENTITY_KEYS)
        (row,) = studio.admin.get(f"{path}/shots?relations=True")
        assert row["entities_out"] == row["instance_casting"] == []
        assert ids(studio.admin.get(f"{path}/sequences")) == {sequence["id"]}
        assert studio.admin.get(f"{path}/sequences?name=other") == []
        assert ids(studio.admin.get(f"{path}/edits")) == {edit["id"]}
        for pseudo in ("all", "main", "x"):
            assert studio.admin.get(f"/data/episodes/{pseudo}/sequences") == []

    def test_a_sequence(self, studio: Studio) -> None:
        project = studio.project()
        sequence = studio.sequence(project)
        for name in ("b", "a"):
            studio.entity(project, "Scene", parent_id=sequence["id"], name=name)
        assert [row["name"] for row in studio.admin.get(f"/data/sequences/{sequence['id']}/scenes")] == ["a", "b"]

    def test_what_is_cast(self, studio: Studio) -> None:
        project = studio.project()
        shot, asset = studio.shot(project), studio.asset(project)
        canceled = studio.asset(studio.project(), unique("Prop"), canceled=True)
        for inside in (asset, canceled):
            cast(studio, shot, inside)
        cast(studio, asset, canceled)
        assert ids(studio.admin.get(f"/data/shots/{shot['id']}/assets")) == {asset["id"], canceled["id"]}
        (row,) = studio.admin.get(f"/data/assets/{asset['id']}/assets")
        assert (row["id"], row["type"]) == (canceled["id"], "Asset")
        types = studio.admin.get(f"/data/shots/{shot['id']}/asset-types")
        assert {row["id"] for row in types} == {asset["entity_type_id"], canceled["entity_type_id"]}
        assert all(row["type"] == "AssetType" and "task_types" not in row for row in types)

    @pytest.mark.parametrize(
        ("kind", "below"),
        [("Shot", "assets"), ("Shot", "asset-types"), ("Shot", "versions"), ("Shot", "preview-files"),
         ("Shot", "tasks"), ("Shot", "task-types"), ("Character", "assets"), ("Character", "tasks"),
         ("Character", "task-types"), ("Sequence", "scenes"), ("Sequence", "tasks"), ("Sequence", "task-types"),
         ("Episode", "shots"), ("Episode", "edits"), ("Episode", "tasks"), ("Episode", "task-types"),
         ("Scene", "shots"), ("Scene", "tasks"), ("Scene", "task-types"), ("Edit", "tasks"), ("Edit", "task-types"),
         ("Edit", "versions"), ("Edit", "preview-files")],
    )  # fmt: skip
    def test_is_missing_when_it_is_not_that(self, studio: Studio, kind: str, below: str) -> None:
        path = f"/data/{'asset' if kind == 'Character' else kind.lower()}s/"
        for wrong in (str(uuid4()), "x", studio.entity(studio.project(), "ConceptFolder")["id"]):
            studio.admin.get(f"{path}{wrong}/{below}", 404)


class TestTasks:
    @pytest.fixture
    def work(self, studio: Studio) -> Row:
        project = studio.project()
        episode = studio.episode(project)
        sequence = studio.sequence(project, episode)
        made = {
            "project": project, "episode": episode, "sequence": sequence, "shot": studio.shot(project, sequence),
            "scene": studio.entity(project, "Scene", parent_id=sequence["id"]),
            "asset": studio.asset(project, source_id=episode["id"]),
            "edit": studio.entity(project, "Edit", parent_id=episode["id"]),
        }  # fmt: skip
        cast(studio, episode, studio.asset(project))
        made["tasks"] = {kind: studio.task(made[kind]) for kind in made if kind != "project"}
        return made

    @pytest.mark.parametrize(
        ("path", "kinds"),
        [
            ("sequences/{sequence}/tasks", {"sequence"}), ("sequences/{sequence}/shot-tasks", {"shot", "scene"}),
            ("episodes/{episode}/tasks", {"episode"}), ("episodes/{episode}/shot-tasks", {"shot", "scene"}),
            ("episodes/{episode}/asset-tasks", {"asset"}), ("episodes/{episode}/edit-tasks", {"edit"}),
            ("shots/{shot}/tasks", {"shot"}), ("assets/{asset}/tasks", {"asset"}),
            ("scenes/{scene}/tasks", {"scene"}), ("edits/{edit}/tasks", {"edit"}),
        ],
    )  # fmt: skip
    def test_are_those_of_the_page(self, studio: Studio, work: Row, path: str, kinds: set[str]) -> None:
        path = path.format(**{kind: row["id"] for kind, row in work.items() if kind != "tasks"})
        rows = studio.admin.get(f"/data/{path}")
        assert ids(rows) == {work["tasks"][kind]["id"] for kind in kinds}
        assert {"project_name", "task_type_name", "entity_type_name", "entity_name"} <= rows[0].keys()
        assert "assignees" not in rows[0]
        assert studio.admin.get(f"/data/{path}?relations=true")[0]["assignees"] == []

    @pytest.mark.parametrize(
        ("path", "kinds"),
        [("sequences/{sequence}/task-types", {"shot", "scene"}), ("episodes/{episode}/task-types", {"shot", "scene"}),
         ("shots/{shot}/task-types", {"shot"})],
    )  # fmt: skip
    def test_types_are_those_below(self, studio: Studio, work: Row, path: str, kinds: set[str]) -> None:
        path = path.format(**{kind: row["id"] for kind, row in work.items() if kind != "tasks"})
        rows = studio.admin.get(f"/data/{path}")
        assert ids(rows) == {work["tasks"][kind]["task_type_id"] for kind in kinds}
        assert {row["type"] for row in rows} == {"TaskType"}

    @pytest.mark.parametrize(
        "path", ["sequences/{sequence}/shot-tasks", "episodes/{episode}/shot-tasks",
                 "episodes/{episode}/asset-tasks", "episodes/{episode}/edit-tasks"],
    )  # fmt: skip
    def test_below_are_not_for_vendors(self, studio: Studio, work: Row, path: str) -> None:
        vendor = studio.member(work["project"], "vendor")
        for kind in ("sequence", "episode"):
            studio.task(work[kind], assignees=[vendor])
        path = path.format(**{kind: row["id"] for kind, row in work.items() if kind != "tasks"})
        studio.client_of(vendor).get(f"/data/{path}", 403)

    def test_of_a_sequence_are_a_vendors_own(self, studio: Studio, work: Row) -> None:
        vendor = studio.member(work["project"], "vendor")
        own = studio.task(work["sequence"], assignees=[vendor])
        (row,) = studio.client_of(vendor).get(f"/data/sequences/{work['sequence']['id']}/tasks")
        assert (row["id"], row["type"]) == (own["id"], "Task")
        assert "project_name" not in row

    def test_are_blank_for_clients(self, studio: Studio, work: Row) -> None:
        client = studio.client_of(studio.member(work["project"], "user", "client"))
        studio.rows.run("UPDATE task SET priority = 3 WHERE id = %s", work["tasks"]["shot"]["id"])
        (row,) = client.get(f"/data/shots/{work['shot']['id']}/tasks?relations=true")
        assert (row["priority"], row["difficulty"], row["assignees"]) == (0, None, [])


class TestAssetTypes:
    def test_are_all_but_the_reserved_ones(self, studio: Studio) -> None:
        name = unique("Type")
        task_type = studio.task_type("Asset")
        made = studio.admin.post("/data/entity-types", {"name": name, "task_types": [task_type["id"]]})
        client = studio.client_of(studio.person("vendor"))
        (row,) = client.get("/data/asset-types", params={"name": name})
        assert row == {**made, "type": "AssetType"}
        assert row["task_types"] == [task_type["id"]]
        assert client.get(f"/data/asset-types/{made['id']}") == row
        reserved = studio.entity_type("Shot")["id"]
        assert reserved not in ids(client.get("/data/asset-types"))
        for wrong in (reserved, str(uuid4()), "x"):
            client.get(f"/data/asset-types/{wrong}", 404)

    def test_of_a_project_are_those_used(self, studio: Studio) -> None:
        project = studio.project()
        used = studio.asset(project, unique("Type"), canceled=True)["entity_type_id"]
        studio.asset(studio.project(), unique("Type"))
        (row,) = studio.admin.get(f"/data/asset-types?project_id={project['id']}")
        assert (row["id"], row["task_types"]) == (used, [])
        (row,) = studio.admin.get(f"/data/projects/{project['id']}/asset-types")
        assert (row["id"], row["type"], "task_types" in row) == (used, "AssetType", False)
        studio.admin.get("/data/asset-types?project_id=x", 400)

    def test_assets_of_a_type(self, studio: Studio) -> None:
        project = studio.project()
        asset = studio.asset(project, unique("Type"))
        studio.asset(project, unique("Type"))
        path = f"/data/projects/{project['id']}/asset-types/"
        assert ids(studio.admin.get(f"{path}{asset['entity_type_id']}/assets")) == {asset["id"]}
        assert studio.admin.get(f"{path}{uuid4()}/assets") == []
        studio.admin.get(f"{path}x/assets", 400)
