"""Updates and raw removals of entities, versions of shots (03-entities 1.5, 1.8, 4.1, 7.1)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from tests.entities.builders import cast, depict, descriptor, subscribe
from tests.entities.test_creation import emitted
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio, unique

from multiplane import models

FORMAT = {"error": True, "message": "One of the provided values has an invalid format."}


def update(studio: Studio, entity: Row, body: Any, status: int = 200) -> Any:
    return studio.admin.put(f"/data/entities/{entity['id']}", body, status)


class TestUpdate:
    def test_merges_metadata(self, studio: Studio) -> None:
        asset = studio.asset(studio.project(), data={"a": 1, "b": {"c": 1}})
        row = update(studio, asset, {"data": {"b": {"d": 2}, "e": None}, "description": "New"})
        assert row["data"] == {"a": 1, "b": {"d": 2}, "e": None}
        assert (row["description"], row["type"], row["entities_out"]) == ("New", "Asset", [])
        assert update(studio, asset, {"data": None})["data"] == row["data"]
        assert update(studio, asset, {"name": "Other"})["data"] == row["data"]

    def test_starts_metadata_where_there_is_none(self, studio: Studio) -> None:
        for stored in (None, [1], 3):
            asset = studio.asset(studio.project(), data=stored)
            assert update(studio, asset, {"data": {"a": 1}})["data"] == {"a": 1}

    def test_drops_what_nobody_changes(self, studio: Studio) -> None:
        project = studio.project()
        asset, other = studio.asset(project), studio.project()
        body = {
            "id": str(uuid4()), "created_at": "2001-01-01", "updated_at": "2001-01-01", "project_id": other["id"],
            "instance_casting": [str(uuid4())], "entities_in": [asset["id"]], "entities_out": [asset["id"]],
            "type": "Shot", "shotgun_id": 7, "created_by": str(uuid4()), "zzz": 1,
        }  # fmt: skip
        row = update(studio, asset, body)
        assert (row["id"], row["project_id"], row["shotgun_id"]) == (asset["id"], project["id"], None)
        assert (row["entities_in"], row["entities_out"], row["created_by"]) == ([], [], None)
        assert not row["updated_at"].startswith("2001")

    def test_sets_links_and_source(self, studio: Studio) -> None:
        project = studio.project()
        first, second, concept = studio.asset(project), studio.asset(project), studio.entity(project, "Concept")
        depict(studio, concept, first)
        links = [{"id": second["id"]}, str(uuid4())]
        assert update(studio, concept, {"entity_concept_links": links})["entity_concept_links"] == [second["id"]]
        episode = studio.episode(project)
        assert update(studio, first, {"source_id": episode["id"]})["source_id"] == episode["id"]
        assert update(studio, first, {"source_id": "null"})["source_id"] is None

    @pytest.mark.parametrize(
        "kind", ["Prop", "Shot", "Sequence", "Episode", "Scene", "Edit", "Concept", "ConceptFolder"]
    )
    def test_always_tells(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        entity, start = studio.entity(project, kind), studio.now()
        assert update(studio, entity, {})["type"] == ("Asset" if kind == "Prop" else kind)
        name = {"Prop": "asset", "ConceptFolder": "concept-folder"}.get(kind, kind.lower())
        assert emitted(studio, start, project) == [(f"{name}:update", {f"{name.replace('-', '_')}_id": entity["id"]})]

    @pytest.mark.parametrize(
        ("body", "answer"),
        [
            ({"data": [1]}, FORMAT), ({"data": "x"}, FORMAT), ({"ready_for": ""}, FORMAT),
            ({"name": "x" * 161}, FORMAT),
            ({"nb_frames": "x"}, FORMAT), ({"canceled": "true"}, FORMAT), ({"parent_id": "x"}, FORMAT),
            ({"entity_concept_links": ["x"]}, FORMAT), ({"name": "a\x00"}, FORMAT), ({"nb_frames": 2**40}, FORMAT),
            ({"data": {"a": "\x00"}}, FORMAT),
            ({"status": "zz"}, {"error": True, "message": "Invalid status", "data": None}),
            ({"ready_for": str(uuid4())},
             {"error": True, "message": "The change conflicts with records referencing this one."}),
            ({"name": None}, {"error": True, "message": "A required field is missing."}),
        ],
    )  # fmt: skip
    def test_refuses(self, studio: Studio, body: Row, answer: Row) -> None:
        asset = studio.asset(studio.project(), data={"kept": 1})
        assert update(studio, asset, body, 400) == answer
        stored = studio.rows.one("SELECT name, data, nb_frames FROM entity WHERE id = %s", asset["id"])
        assert stored == {"name": asset["name"], "data": {"kept": 1}, "nb_frames": None}

    def test_reads_only_objects(self, studio: Studio) -> None:
        path = f"/data/entities/{studio.asset(studio.project())['id']}"
        studio.admin.put(path, [1], 400)
        assert studio.admin.http.put(path, data={"name": "x"}).status_code == 415
        studio.admin.put("/data/entities/x", {}, 400)
        studio.admin.put(f"/data/entities/{uuid4()}", {}, 404)

    def test_refuses_the_name_of_another(self, studio: Studio) -> None:
        project = studio.project()
        first, second = studio.asset(project, name="A"), studio.asset(project, name="B")
        answer = update(studio, second, {"name": "A"}, 400)
        assert answer["message"] == (
            f"An entity with name 'A', project_id '{project['id']}', entity_type_id '{first['entity_type_id']}', and "
            "parent_id 'None' already exists. The combination of these fields must be unique."
        )
        twin = studio.asset(project, name="A")
        assert update(studio, twin, {"name": "A", "description": "kept"})["description"] == "kept"
        update(studio, studio.asset(project, "Prop", name="A"), {"entity_type_id": first["entity_type_id"]}, 400)
        sequence = studio.sequence(project)
        studio.shot(project, sequence, name="S")
        update(studio, studio.shot(project, name="S"), {"parent_id": sequence["id"]}, 400)

    def test_two_renames_at_once_do_not_make_twins(self, studio: Studio) -> None:
        project = studio.project()
        assets = [studio.asset(project) for _ in range(6)]
        clients = [studio.client_of(studio.member(project, "manager")) for _ in assets]
        with ThreadPoolExecutor(6) as pool:
            answers = list(
                pool.map(
                    lambda pair: pair[0].request("PUT", f"/data/entities/{pair[1]['id']}", json={"name": "Same"}),
                    zip(clients, assets, strict=True),
                )
            )
        assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400, 400, 400]

    def test_updates_of_different_keys_are_all_kept(self, studio: Studio) -> None:
        project = studio.project()
        shot = studio.shot(project)
        clients = [studio.client_of(studio.member(project, "manager")) for _ in range(10)]
        with ThreadPoolExecutor(10) as pool:
            list(
                pool.map(
                    lambda pair: pair[1].put(f"/data/entities/{shot['id']}", {"data": {f"k{pair[0]}": pair[0]}}),
                    enumerate(clients),
                )
            )
        stored = studio.rows.one("SELECT data FROM entity WHERE id = %s", shot["id"])["data"]
        assert stored == {f"k{place}": place for place in range(10)}


class TestParent:
    @pytest.mark.parametrize("path", ["entities", "shots"])
    def test_is_of_the_same_project(self, studio: Studio, path: str) -> None:
        project = studio.project()
        shot, foreign = studio.shot(project), studio.sequence(studio.project())
        manager = studio.client_of(studio.member(project, "manager"))
        answer = manager.put(f"/data/{path}/{shot['id']}", {"parent_id": foreign["id"]}, 400)
        assert answer["message"] == "The change conflicts with records referencing this one."
        own = studio.sequence(project)
        manager.put(f"/data/{path}/{shot['id']}", {"parent_id": own["id"]})
        assert manager.get(f"/data/entities/{shot['id']}")["parent_id"] == own["id"]
        manager.put(f"/data/entities/{shot['id']}", {"parent_id": None})
        assert manager.get(f"/data/entities/{shot['id']}")["parent_id"] is None


class TestWhoUpdates:
    @as_each_role(admin=200, manager=200)
    def test_any_column(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        asset = studio.asset(project)
        studio.team(project)[role].put(f"/data/entities/{asset['id']}", {"name": "New"}, status)
        name = studio.rows.one("SELECT name FROM entity WHERE id = %s", asset["id"])["name"]
        assert name == ("New" if status == 200 else asset["name"])

    @as_each_role(admin=200, manager=200, supervisor=200)
    def test_metadata_alone(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        for kind in ("Prop", "Sequence"):
            entity = studio.entity(project, kind)
            client = studio.team(project)[role]
            client.put(f"/data/entities/{entity['id']}", {"data": {"a": 1}}, status)
            if role == "supervisor":
                client.put(f"/data/entities/{entity['id']}", {"data": {"a": 1}, "name": "New"}, 403)

    @pytest.mark.parametrize("role", ["user", "supervisor", "client", "vendor"])
    def test_the_creator_while_on_the_team(self, studio: Studio, role: str) -> None:
        project = studio.project()
        creator = studio.member(project, role)
        asset = studio.asset(project, created_by=creator["id"])
        client = studio.client_of(creator)
        assert client.put(f"/data/entities/{asset['id']}", {"name": "New"})["name"] == "New"
        studio.rows.run("DELETE FROM project_person_link WHERE person_id = %s", creator["id"])
        client.put(f"/data/entities/{asset['id']}", {"name": "Newer"}, 403)
        client.delete(f"/data/entities/{asset['id']}", 403)

    def test_a_supervisor_within_their_departments(self, studio: Studio) -> None:
        project = studio.project()
        own, other = studio.department(), studio.department()
        supervisor = studio.client_of(studio.member(project, "user", "supervisor", departments=[own]))
        for kind in ("Asset", "Shot", "Sequence"):
            descriptor(studio, project, kind, "mine", own)
            descriptor(studio, project, kind, "theirs", other)
            descriptor(studio, project, kind, "nobodys")
        for kind, allowed in (("Prop", 200), ("Shot", 200), ("Sequence", 403)):
            path = f"/data/entities/{studio.entity(project, kind)['id']}"
            supervisor.put(path, {"data": {"mine": 1}}, allowed)
            for body in ({"data": {"theirs": 1}}, {"data": {"mine": 1, "theirs": 1}}, {"data": {"nobodys": 1}},
                         {"data": {"unknown": 1}}, {"data": {}}, {"data": None}, {}):  # fmt: skip
                supervisor.put(path, body, 403)

    def test_a_vendor_is_not_told_what_is_hidden(self, studio: Studio) -> None:
        project = studio.project()
        descriptor(studio, project, "Asset", "secret", studio.department())
        vendor = studio.member(project, "vendor")
        asset = studio.asset(project, created_by=vendor["id"], data={"secret": 1})
        assert studio.client_of(vendor).put(f"/data/entities/{asset['id']}", {"name": "New"})["data"] == {}
        assert studio.rows.one("SELECT data FROM entity WHERE id = %s", asset["id"])["data"] == {"secret": 1}


class TestReadiness:
    def test_follows_the_asset(self, studio: Studio) -> None:
        project = studio.project()
        task_type = studio.task_type()
        studio.rows.insert(
            models.ProjectTaskTypeLink, project_id=project["id"], task_type_id=task_type["id"], priority=1
        )
        asset, shot = studio.asset(project), studio.shot(project)
        cast(studio, shot, asset)
        task = studio.task(shot, task_type)
        ready = "SELECT nb_assets_ready AS n FROM task WHERE id = %s"
        update(studio, asset, {"ready_for": task_type["id"]})
        assert studio.rows.one(ready, task["id"])["n"] == 1
        assert studio.rows.one("SELECT nb_entities_out AS n FROM entity WHERE id = %s", shot["id"])["n"] == 1
        update(studio, asset, {"canceled": True})
        assert studio.rows.one(ready, task["id"])["n"] == 0
        assert studio.rows.one("SELECT nb_entities_out AS n FROM entity WHERE id = %s", shot["id"])["n"] == 0
        update(studio, asset, {"canceled": False})
        assert studio.rows.one(ready, task["id"])["n"] == 1


class TestVersions:
    @pytest.fixture
    def shot(self, studio: Studio) -> Row:
        return studio.shot(studio.project(), name="S1", data={"frame_in": 1, "note": "x"})

    def versions(self, studio: Studio, shot: Row) -> list[Row]:
        rows: list[Row] = studio.admin.get(f"/data/shots/{shot['id']}/versions")
        return rows

    def age(self, studio: Studio, shot: Row, changed: int, created: int) -> None:
        studio.rows.run(
            "UPDATE entity_version SET updated_at = updated_at - %s * interval '1 s', "
            "created_at = created_at - %s * interval '1 s' WHERE entity_id = %s",
            changed, created, shot["id"],
        )  # fmt: skip

    def test_keep_the_old_name_and_the_new_range(self, studio: Studio, shot: Row) -> None:
        update(studio, shot, {"name": "S2", "data": {"frame_in": 5}})
        (version,) = self.versions(studio, shot)
        assert list(version) == ["name", "data", "entity_id", "person_id", "id", "created_at", "updated_at", "type"]
        assert (version["name"], version["data"]) == ("S1", {"frame_in": 5, "note": "x"})
        assert (version["entity_id"], version["type"]) == (shot["id"], "ShotVersion")

    @pytest.mark.parametrize(
        "body",
        [{"data": {"note": "y"}}, {"data": {"frame_in": 1}}, {"description": "d"}, {"data": {"frame_out": 0}}, {}],
    )
    def test_are_not_made_by_other_changes(self, studio: Studio, shot: Row, body: Row) -> None:
        update(studio, shot, body)
        assert self.versions(studio, shot) == []

    def test_compare_values_as_they_are(self, studio: Studio, shot: Row) -> None:
        update(studio, shot, {"data": {"frame_in": "1"}})
        assert len(self.versions(studio, shot)) == 1

    def test_are_not_made_for_other_kinds(self, studio: Studio) -> None:
        asset = studio.asset(studio.project())
        update(studio, asset, {"name": unique("N"), "data": {"frame_in": 3}})
        found = studio.rows.all("SELECT id FROM entity_version WHERE entity_id = %s", asset["id"])
        assert found == []

    def test_fold_quick_changes(self, studio: Studio, shot: Row) -> None:
        update(studio, shot, {"data": {"frame_in": 2}})
        update(studio, shot, {"data": {"frame_in": 3}})
        (version,) = self.versions(studio, shot)
        assert (version["name"], version["data"]["frame_in"]) == ("S1", 3)

    @pytest.mark.parametrize(("changed", "created", "kept"), [(50, 290, 1), (70, 70, 2), (10, 310, 2)])
    def test_fold_for_a_while_only(self, studio: Studio, shot: Row, changed: int, created: int, kept: int) -> None:
        update(studio, shot, {"data": {"frame_in": 2}})
        self.age(studio, shot, changed, created)
        update(studio, shot, {"data": {"frame_in": 3}})
        assert len(self.versions(studio, shot)) == kept

    def test_of_different_people_do_not_fold(self, studio: Studio, shot: Row) -> None:
        update(studio, shot, {"data": {"frame_in": 2}})
        manager = studio.client_of(studio.member({"id": shot["project_id"]}, "manager"))
        manager.put(f"/data/entities/{shot['id']}", {"data": {"frame_in": 3}})
        newest, oldest = self.versions(studio, shot)
        assert (newest["data"]["frame_in"], oldest["data"]["frame_in"]) == (3, 2)

    def test_a_range_after_a_rename_does_not_fold(self, studio: Studio, shot: Row) -> None:
        update(studio, shot, {"name": "S2"})
        update(studio, shot, {"data": {"frame_in": 9}})
        assert [version["name"] for version in self.versions(studio, shot)] == ["S2", "S1"]

    def test_a_rename_folds_into_the_range_it_leaves_alone(self, studio: Studio, shot: Row) -> None:
        update(studio, shot, {"data": {"frame_in": 9}})
        update(studio, shot, {"name": "S2"})
        assert len(self.versions(studio, shot)) == 1
        studio.rows.run("UPDATE entity SET data = '{\"frame_in\": 4}' WHERE id = %s", shot["id"])
        update(studio, shot, {"name": "S3"})
        assert len(self.versions(studio, shot)) == 2

    def test_of_an_edit_are_those_imported(self, studio: Studio) -> None:
        edit = studio.entity(studio.project(), "Edit")
        studio.rows.insert(models.EntityVersion, entity_id=edit["id"], name="V1", data={})
        (version,) = studio.admin.get(f"/data/edits/{edit['id']}/versions")
        assert (version["name"], version["type"]) == ("V1", "EditVersion")

    def test_hide_what_a_vendor_may_not_see(self, studio: Studio, shot: Row) -> None:
        project = {"id": shot["project_id"]}
        descriptor(studio, project, "Shot", "note", studio.department())
        update(studio, shot, {"name": "S2"})
        vendor = studio.member(project, "vendor")
        studio.task(shot, assignees=[vendor])
        (version,) = studio.client_of(vendor).get(f"/data/shots/{shot['id']}/versions")
        assert version["data"] == {"frame_in": 1}


class TestShotUpdate:
    def test_replaces_metadata_and_takes_any_column(self, studio: Studio) -> None:
        project = studio.project()
        shot, sequence, start = studio.shot(project, data={"a": 1}), studio.sequence(project), studio.now()
        body = {"data": {"b": 2}, "nb_frames": "10", "parent_id": sequence["id"], "is_casting_standby": True,
                "created_by": str(uuid4()), "project_id": str(uuid4()), "zzz": 1}  # fmt: skip
        row = studio.admin.put(f"/data/shots/{shot['id']}", body)
        assert (row["data"], row["nb_frames"], row["parent_id"]) == ({"b": 2}, 10, sequence["id"])
        assert (row["is_casting_standby"], row["type"], row["project_id"]) == (True, "Entity", project["id"])
        assert "entities_out" not in row
        assert emitted(studio, start, project) == [("shot:update", {"shot_id": shot["id"]})]
        row = studio.admin.put(f"/data/shots/{shot['id']}", {"name": "New", "data": None})
        assert (row["data"], row["name"], row["nb_frames"]) == (None, "New", 10)
        assert studio.admin.get(f"/data/shots/{shot['id']}/versions") == []

    @pytest.mark.parametrize(
        "body", [{"name": ""}, {"name": None}, {"data": []}, {"status": "zz"}, {"parent_id": "x"}, {"nb_frames": "x"},
                 {"parent_id": str(uuid4())}, {"source_id": "x"}, {"name": "x" * 161}, {"entity_type_id": None}],
    )  # fmt: skip
    def test_refuses(self, studio: Studio, body: Row) -> None:
        shot = studio.shot(studio.project())
        studio.admin.put(f"/data/shots/{shot['id']}", body, 400)
        stored = studio.rows.one("SELECT name, status FROM entity WHERE id = %s", shot["id"])
        assert stored == {"name": shot["name"], "status": "running"}

    def test_refuses_a_taken_name(self, studio: Studio) -> None:
        project = studio.project()
        sequence = studio.sequence(project)
        studio.shot(project, sequence, name="A")
        other = studio.shot(project, sequence, name="B")
        studio.admin.put(f"/data/shots/{other['id']}", {"name": "A"}, 400)

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        shot = studio.shot(project)
        studio.team(project)[role].put(f"/data/shots/{shot['id']}", {"name": "New"}, status)
        studio.admin.put(f"/data/shots/{uuid4()}", {"name": "New"}, 404)
        studio.admin.put(f"/data/shots/{studio.asset(project)['id']}", {"name": "New"}, 404)


class TestRawCreation:
    def test_answers_the_raw_label_and_tells_the_kind(self, studio: Studio) -> None:
        project, asset_type, start = studio.project(), studio.entity_type("Prop"), studio.now()
        body = {
            "name": "A",
            "project_id": project["id"],
            "entity_type_id": asset_type["id"],
            "created_by": str(uuid4()),
        }
        row = studio.admin.post("/data/entities", body)
        assert (row["type"], row["entities_out"], row["nb_entities_out"]) == ("Entity", [], 0)
        assert row["created_by"] != body["created_by"]
        assert emitted(studio, start, project) == [("asset:new", {"asset_id": row["id"]})]

    @as_each_role(admin=201, manager=201)
    def test_is_for_managers(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        body = {"name": "A", "project_id": project["id"], "entity_type_id": studio.entity_type("Prop")["id"]}
        studio.team(project)[role].post("/data/entities", body, status)

    def test_refuses(self, studio: Studio) -> None:
        whole = {"name": "A", "project_id": studio.project()["id"], "entity_type_id": studio.entity_type("Shot")["id"]}
        for change, message in (
            ({"project_id": ...}, "'project_id'"),
            ({"name": ...}, "A required field is missing."),
            ({"zzz": 1}, "'zzz' is an invalid keyword argument for Entity"),
            ({"name": "x" * 161}, "One of the provided values has an invalid format."),
            ({"parent_id": str(uuid4())}, "The change conflicts with records referencing this one."),
        ):
            body = {key: value for key, value in {**whole, **change}.items() if value is not ...}
            assert studio.admin.post("/data/entities", body, 400) == {"message": message}
        assert studio.admin.post("/data/entities", {**whole, "status": "zz"}, 400)["message"] == "Invalid status"

    def test_reaches_no_other_production(self, studio: Studio) -> None:
        project, other = studio.project(), studio.project()
        manager = studio.client_of(studio.member(project, "manager"))
        sequence, asset, shot = studio.sequence(other), studio.asset(other), studio.shot(other)
        body = {"project_id": project["id"], "entity_type_id": studio.entity_type("Shot")["id"]}
        manager.post("/data/entities", {**body, "name": "A", "parent_id": sequence["id"]}, 400)
        manager.post("/data/entities", {**body, "name": "B", "entities_out": [asset["id"]]}, 403)
        row = manager.post("/data/entities", {**body, "name": "C", "entities_in": [shot["id"]]})
        assert row["entities_in"] == []


class TestRawRemoval:
    def test_takes_its_links_along(self, studio: Studio) -> None:
        project, start = studio.project(), studio.now()
        asset, shot, concept = studio.asset(project), studio.shot(project), studio.entity(project, "Concept")
        cast(studio, shot, asset)
        cast(studio, asset, studio.asset(project))
        depict(studio, concept, asset)
        studio.admin.delete(f"/data/entities/{asset['id']}")
        studio.admin.get(f"/data/entities/{asset['id']}", 404)
        assert emitted(studio, start, project) == [("asset:delete", {"asset_id": asset["id"]})]

    def test_takes_the_subscriptions_of_a_sequence_along(self, studio: Studio) -> None:
        project = studio.project()
        sequence = studio.sequence(project)
        studio.rows.insert(models.Subscription, person_id=studio.member(project)["id"], entity_id=sequence["id"])
        studio.admin.delete(f"/data/entities/{sequence['id']}")

    def test_is_refused_while_others_refer_to_it(self, studio: Studio) -> None:
        project, start = studio.project(), studio.now()
        shot, asset = studio.shot(project), studio.asset(project)
        cast(studio, shot, asset)
        subscribe(studio, studio.member(project), studio.task(shot))
        answer = studio.admin.delete(f"/data/entities/{shot['id']}", 400)
        assert answer == {"message": "The change conflicts with records referencing this one."}
        assert studio.admin.get(f"/data/entities/{shot['id']}")["entities_out"] == [asset["id"]]
        assert emitted(studio, start, project) == []

    def test_at_once_with_a_forced_deletion(self, studio: Studio) -> None:
        project = studio.project()
        clients = [studio.client_of(studio.member(project, "manager")) for _ in range(4)]
        for _ in range(12):
            shot = studio.shot(project)
            for _ in range(4):
                studio.task(shot)
            paths = [f"/data/{kind}/{shot['id']}" for kind in ("shots", "entities", "entities", "entities")]
            with ThreadPoolExecutor(4) as pool:
                forced, *raw = pool.map(
                    lambda pair: pair[0].request("DELETE", f"{pair[1]}?force=true").status_code,
                    zip(clients, paths, strict=True),
                )
            assert forced == 204
            assert set(raw) <= {400, 404}

    @as_each_role(admin=204, manager=204)
    def test_is_for_managers_and_the_creator(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        studio.team(project)[role].delete(f"/data/entities/{studio.asset(project)['id']}", status)
        artist = studio.member(project)
        studio.client_of(artist).delete(f"/data/entities/{studio.asset(project, created_by=artist['id'])['id']}")


class TestEntityTypes:
    def test_life(self, studio: Studio) -> None:
        start, name, task_type = studio.now(), unique("Type"), studio.task_type("Asset")
        made = studio.admin.post(
            "/data/entity-types", {"name": name, "short_name": "t", "task_types": [task_type["id"]]}
        )
        assert made["task_types"] == [task_type["id"]]
        path = f"/data/entity-types/{made['id']}"
        assert studio.client_of(studio.person("vendor")).get(path) == made
        changed = studio.admin.put(path, {"task_types": [], "archived": True})
        assert (changed["task_types"], changed["archived"], changed["type"]) == ([], True, "EntityType")
        studio.admin.delete(path)
        events = [event for event in studio.events_since(start) if event["data"] == {"asset_type_id": made["id"]}]
        assert [event["name"] for event in events] == ["asset-type:new", "asset-type:update", "asset-type:delete"]
        assert [event["project_id"] for event in events] == [None] * 3

    def test_names_are_unique_in_any_case(self, studio: Studio) -> None:
        name = unique("Type")
        first, other = (studio.admin.post("/data/entity-types", {"name": text}) for text in (name, unique("Other")))
        message = "Entity type with this name already exists"
        assert studio.admin.post("/data/entity-types", {"name": name.upper()}, 400)["message"] == message
        assert studio.admin.put(f"/data/entity-types/{other['id']}", {"name": name.upper()}, 400)["message"] == message
        assert studio.admin.put(f"/data/entity-types/{first['id']}", {"name": name.upper()})["name"] == name.upper()
        studio.admin.post("/data/entity-types", {"name": name.replace(" ", "_")})

    def test_used_ones_stay(self, studio: Studio) -> None:
        asset = studio.asset(studio.project(), unique("Type"))
        answer = studio.admin.delete(f"/data/entity-types/{asset['entity_type_id']}", 400)
        assert answer == {"message": "The change conflicts with records referencing this one."}

    @as_each_role(admin=201)
    def test_are_made_by_administrators(self, studio: Studio, role: str, status: int) -> None:
        client = studio.team(studio.project())[role]
        client.post("/data/entity-types", {"name": unique("Type")}, status)
        made = studio.admin.post("/data/entity-types", {"name": unique("Type")})
        client.put(f"/data/entity-types/{made['id']}", {}, 200 if status == 201 else status)
        client.delete(f"/data/entity-types/{made['id']}", 204 if status == 201 else status)
