"""Concepts, their folders and links (03-entities 5.2, 5.3)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from tests.entities.builders import depict
from tests.entities.test_creation import emitted
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio


def create(studio: Studio, project: Row, body: Any, status: int = 201) -> Any:
    return studio.admin.post(f"/data/projects/{project['id']}/concepts", body, status)


class TestConcept:
    def test_is_made_with_its_links(self, studio: Studio) -> None:
        project, start = studio.project(), studio.now()
        first, second = studio.asset(project), studio.asset(project)
        links: list[Any] = [{"id": first["id"]}, second["id"], str(uuid4())]
        concept = create(studio, project, {"name": "C", "entity_concept_links": links, "data": {"a": 1}})
        assert sorted(concept["entity_concept_links"]) == sorted([first["id"], second["id"]])
        assert (concept["type"], concept["data"], concept["description"]) == ("Concept", {"a": 1}, None)
        assert emitted(studio, start, project) == [("concept:new", {"concept_id": concept["id"]})]
        read = studio.admin.get(f"/data/concepts/{concept['id']}")
        assert sorted(read["entity_concept_links"]) == sorted(concept["entity_concept_links"])

    def test_is_found_by_name_whatever_its_folder(self, studio: Studio) -> None:
        project = studio.project()
        folder = studio.entity(project, "ConceptFolder")
        asset = studio.asset(project)
        first = create(studio, project, {"name": "C", "parent_id": folder["id"], "entity_concept_links": [asset["id"]]})
        start = studio.now()
        again = create(studio, project, {"name": "C", "entity_concept_links": [studio.asset(project)["id"]]})
        assert again == first
        assert first["parent_id"] == folder["id"]
        assert emitted(studio, start, project) == []

    def test_is_made_once(self, studio: Studio) -> None:
        project = studio.project()
        folders = [studio.entity(project, "ConceptFolder")["id"] for _ in range(8)]
        clients = [studio.client_of(studio.member(project)) for _ in folders]
        with ThreadPoolExecutor(8) as pool:
            made = list(
                pool.map(
                    lambda pair: pair[0].post(
                        f"/data/projects/{project['id']}/concepts", {"name": "C", "parent_id": pair[1]}
                    ),
                    zip(clients, folders, strict=True),
                )
            )
        assert len({concept["id"] for concept in made}) == 1

    def test_refusals(self, studio: Studio) -> None:
        project = studio.project()
        assert create(studio, project, {"name": "C", "parent_id": "x"}, 400)["data"]["errors"] == [
            {"field": "parent_id", "message": "Value error, must be a valid UUID"}
        ]
        for links, status in ([["x"], 404], [[{"id": "x"}], 404], [[{}], 400], [[3], 400], ["x", 400]):
            create(studio, project, {"name": "C", "entity_concept_links": links}, status)
        elsewhere = studio.entity(studio.project(), "ConceptFolder")
        for parent in (elsewhere["id"], studio.asset(project)["id"], str(uuid4())):
            create(studio, project, {"name": "C", "parent_id": parent}, 404)
        assert studio.admin.get(f"/data/projects/{project['id']}/concepts") == []

    @as_each_role(admin=201, manager=201, supervisor=201, user=201)
    def test_is_for_the_studio(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        studio.team(project)[role].post(f"/data/projects/{project['id']}/concepts", {"name": "C"}, status)


class TestFolder:
    def path(self, project: Row) -> str:
        return f"/data/projects/{project['id']}/concept-folders"

    def test_life(self, studio: Studio) -> None:
        project, start = studio.project(), studio.now()
        folder = studio.admin.post(self.path(project), {"name": "A"})
        assert (folder["type"], folder["data"]) == ("ConceptFolder", None)
        assert studio.admin.post(self.path(project), {"name": "A"}) == folder
        assert studio.admin.get(self.path(project)) == [folder]
        concept = studio.entity(project, "Concept", parent_id=folder["id"])
        renamed = studio.admin.put(f"/data/concept-folders/{folder['id']}", {"name": "B"})
        assert (renamed["name"], renamed["type"]) == ("B", "ConceptFolder")
        studio.admin.delete(f"/data/concept-folders/{folder['id']}")
        assert studio.admin.get(f"/data/entities/{concept['id']}")["parent_id"] is None
        key = {"concept_folder_id": folder["id"]}
        assert emitted(studio, start, project) == [
            ("concept-folder:new", key),
            ("concept-folder:update", key),
            ("concept:update", {"concept_id": concept["id"]}),
            ("concept-folder:delete", key),
        ]

    def test_goes_with_all_that_hangs_on_it(self, studio: Studio) -> None:
        project = studio.project()
        folder, concept = studio.entity(project, "ConceptFolder"), studio.entity(project, "Concept")
        depict(studio, concept, folder)
        task, start = studio.task(folder), studio.now()
        studio.admin.delete(f"/data/concept-folders/{folder['id']}")
        assert studio.admin.get(f"/data/concepts/{concept['id']}")["entity_concept_links"] == []
        assert [name for name, _ in emitted(studio, start, project)] == ["task:delete", "concept-folder:delete"]
        assert studio.rows.all("SELECT id FROM task WHERE id = %s", task["id"]) == []

    def test_names_are_unique(self, studio: Studio) -> None:
        project = studio.project()
        first, second = (studio.admin.post(self.path(project), {"name": name}) for name in "AB")
        path = f"/data/concept-folders/{second['id']}"
        message = "A concept folder with this name already exists."
        assert studio.admin.put(path, {"name": first["name"]}, 400)["message"] == message
        assert studio.admin.put(path, {"name": "B"})["id"] == second["id"]
        for name in ("", "x" * 161, None):
            studio.admin.put(path, {"name": name}, 400)
        for wrong in (str(uuid4()), "x", studio.asset(project)["id"]):
            studio.admin.put(f"/data/concept-folders/{wrong}", {"name": "C"}, 404)
            studio.admin.delete(f"/data/concept-folders/{wrong}", 404)

    @as_each_role(admin=201, manager=201, supervisor=201)
    def test_is_for_supervisors(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        client = studio.team(project)[role]
        client.post(self.path(project), {"name": "A"}, status)
        folder = studio.entity(project, "ConceptFolder")
        allowed = status == 201
        client.put(f"/data/concept-folders/{folder['id']}", {"name": "B"}, 200 if allowed else status)
        client.post(f"/actions/projects/{project['id']}/move-concepts", {"concept_ids": []}, 200 if allowed else status)
        client.delete(f"/data/concept-folders/{folder['id']}", 204 if allowed else status)


class TestMove:
    def test_puts_concepts_in_a_folder_and_back(self, studio: Studio) -> None:
        project = studio.project()
        folder = studio.entity(project, "ConceptFolder")
        concepts = [studio.entity(project, "Concept")["id"] for _ in range(3)]
        others = [studio.asset(project)["id"], studio.entity(studio.project(), "Concept")["id"], str(uuid4())]
        path, start = f"/actions/projects/{project['id']}/move-concepts", studio.now()
        body = {"concept_ids": [*concepts, *others], "concept_folder_id": folder["id"]}
        assert studio.admin.post(path, body, 200) == concepts
        rows = studio.admin.get(f"/data/projects/{project['id']}/concepts")
        assert {row["parent_id"] for row in rows} == {folder["id"]}
        assert emitted(studio, start, project) == [("concept:update", {"concept_id": one}) for one in concepts]
        assert studio.admin.post(path, {"concept_ids": concepts[:1]}, 200) == concepts[:1]
        assert studio.admin.get(f"/data/entities/{concepts[0]}")["parent_id"] is None
        assert studio.admin.post(path, {"concept_ids": []}, 200) == []

    @pytest.mark.parametrize(
        ("body", "status"),
        [({}, 400), ({"concept_ids": ["x"]}, 400), ({"concept_ids": None}, 400),
         ({"concept_ids": [], "concept_folder_id": str(uuid4())}, 404)],
    )  # fmt: skip
    def test_refuses(self, studio: Studio, body: Row, status: int) -> None:
        studio.admin.post(f"/actions/projects/{studio.project()['id']}/move-concepts", body, status)

    def test_only_into_a_folder_of_the_project(self, studio: Studio) -> None:
        project = studio.project()
        concept = studio.entity(project, "Concept")
        for folder in (studio.entity(studio.project(), "ConceptFolder"), concept):
            body = {"concept_ids": [concept["id"]], "concept_folder_id": folder["id"]}
            studio.admin.post(f"/actions/projects/{project['id']}/move-concepts", body, 404)

    def test_at_once_with_the_removal_of_the_folder(self, studio: Studio) -> None:
        project = studio.project()
        client_of = studio.client_of
        supervisors = [client_of(studio.member(project, "supervisor")) for _ in range(4)]
        for _ in range(10):
            folder = studio.entity(project, "ConceptFolder")["id"]
            concepts = [studio.entity(project, "Concept", parent_id=(folder, None)[n % 2])["id"] for n in range(8)]
            path = f"/actions/projects/{project['id']}/move-concepts"
            calls: list[tuple[str, str, Any]] = [
                ("DELETE", f"/data/concept-folders/{folder}", None),
                ("POST", path, {"concept_ids": concepts, "concept_folder_id": folder}),
                ("POST", path, {"concept_ids": concepts[::-1], "concept_folder_id": folder}),
                ("POST", path, {"concept_ids": concepts[::-1]}),
            ]
            with ThreadPoolExecutor(4) as pool:
                answers = list(
                    pool.map(
                        lambda pair: pair[0].request(pair[1][0], pair[1][1], json=pair[1][2]),
                        zip(supervisors, calls, strict=True),
                    )
                )
            assert [answer.status_code for answer in answers][::3] == [204, 200]
            assert all(answer.status_code in (200, 404) for answer in answers[1:3])
            rows = studio.admin.get(f"/data/projects/{project['id']}/concepts")
            assert {row["parent_id"] for row in rows} == {None}


def test_raw_removal_of_a_linked_entity(studio: Studio) -> None:
    project = studio.project()
    asset, concept = studio.asset(project), studio.entity(project, "Concept")
    depict(studio, concept, asset)
    studio.admin.delete(f"/data/entities/{asset['id']}")
    assert studio.admin.get(f"/data/concepts/{concept['id']}")["entity_concept_links"] == []
