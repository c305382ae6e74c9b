"""Creation of shots, sequences, episodes and assets: find-or-create, rights, events, refusals (03-entities 1.5)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

ENTITY_KEYS = {
    "id", "name", "code", "description", "shotgun_id", "canceled", "nb_frames", "nb_entities_out",
    "is_casting_standby", "is_shared", "status", "project_id", "entity_type_id", "parent_id", "source_id",
    "preview_file_id", "data", "ready_for", "created_by", "created_at", "updated_at", "type",
}  # fmt: skip
KINDS = ("episodes", "sequences", "shots", "scenes", "edits")


def emitted(studio: Studio, start: Any, project: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Names and payloads of a project's events, without the project."""
    return [
        (event["name"], {key: value for key, value in event["data"].items() if key != "project_id"})
        for event in studio.events_since(start)
        if event["project_id"] == project["id"]
    ]


class TestShot:
    def test_answers_the_whole_entity(self, studio: Studio) -> None:
        project = studio.project()
        sequence = studio.sequence(project, studio.episode(project))
        body = {"name": "SH01", "sequence_id": sequence["id"], "nb_frames": "12", "data": {"fps": 25}, "zzz": 1}

        shot = studio.admin.post(f"/data/projects/{project['id']}/shots", body)

        assert shot.keys() == ENTITY_KEYS
        assert {key: shot[key] for key in ("name", "parent_id", "nb_frames", "data", "type", "description")} == {
            "name": "SH01", "parent_id": sequence["id"], "nb_frames": 12, "data": {"fps": 25}, "type": "Shot",
            "description": None,
        }  # fmt: skip
        assert (shot["canceled"], shot["status"], shot["nb_entities_out"]) == (False, "running", 0)

    def test_emits_with_its_episode(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        sequence, start = studio.sequence(project, episode), studio.now()
        path = f"/data/projects/{project['id']}/shots"
        first = studio.admin.post(path, {"name": "A", "sequence_id": sequence["id"]})
        second = studio.admin.post(path, {"name": "B"})
        assert emitted(studio, start, project) == [
            ("shot:new", {"shot_id": first["id"], "episode_id": episode["id"]}),
            ("shot:new", {"shot_id": second["id"], "episode_id": None}),
        ]

    def test_a_taken_name_gives_the_existing_shot(self, studio: Studio) -> None:
        project = studio.project()
        sequence = studio.sequence(project)
        path = f"/data/projects/{project['id']}/shots"
        body = {"name": "SH01", "sequence_id": sequence["id"]}
        first, start = studio.admin.post(path, body), studio.now()
        assert studio.admin.post(path, {**body, "nb_frames": 99, "data": {"a": 1}}) == first
        assert emitted(studio, start, project) == []
        assert studio.admin.post(path, {"name": "SH01"})["id"] != first["id"]
        assert studio.admin.post(path, {**body, "name": "sh01"})["id"] != first["id"]

    def test_reads_its_body_from_the_query(self, studio: Studio) -> None:
        project = studio.project()
        shot = studio.admin.post(f"/data/projects/{project['id']}/shots?name=A")
        assert shot["name"] == "A"


@pytest.mark.parametrize(
    ("kind", "parent"),
    [("shots", "sequence_id"), ("shots", None), ("sequences", "episode_id"), ("sequences", None), ("episodes", None),
     ("scenes", "sequence_id"), ("scenes", None), ("edits", "episode_id"), ("edits", None), ("concepts", None),
     ("concept-folders", None)],
)  # fmt: skip
def test_simultaneous_creations_make_one(studio: Studio, kind: str, parent: str | None) -> None:
    project = studio.project()
    body = {"name": unique("Same")}
    if parent is not None:
        body[parent] = studio.entity(project, "Sequence" if parent == "sequence_id" else "Episode")["id"]
    person = studio.member(project, "manager")
    clients, start = [studio.client_of(person) for _ in range(20)], studio.now()

    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda client: client.post(f"/data/projects/{project['id']}/{kind}", body), clients))

    assert all(entity == made[0] for entity in made)
    stored = studio.rows.all("SELECT id FROM entity WHERE project_id = %s AND name = %s", project["id"], body["name"])
    assert len(stored) == 1
    assert [name for name, _ in emitted(studio, start, project)] == [f"{kind[:-1]}:new"]


class TestEveryKind:
    @pytest.mark.parametrize("kind", KINDS)
    def test_is_found_again(self, studio: Studio, kind: str) -> None:
        project, start = studio.project(), studio.now()
        path = f"/data/projects/{project['id']}/{kind}"
        first = studio.admin.post(path, {"name": "X"})
        assert first.keys() == ENTITY_KEYS
        assert first["type"] == kind[:-1].title()
        assert studio.admin.post(path, {"name": "X"}) == first
        assert [name for name, _ in emitted(studio, start, project)] == [f"{kind[:-1]}:new"]
        stored = studio.rows.one("SELECT created_by IS NOT NULL AS known FROM entity WHERE id = %s", first["id"])
        assert stored["known"]

    @pytest.mark.parametrize("kind", KINDS)
    @as_each_role(admin=201, manager=201)
    def test_is_for_managers(self, studio: Studio, kind: str, role: str, status: int) -> None:
        project = studio.project()
        path = f"/data/projects/{project['id']}/{kind}"
        studio.team(project)[role].post(path, {"name": "X"}, status)
        count = studio.rows.one("SELECT count(*) AS n FROM entity WHERE project_id = %s", project["id"])["n"]
        assert count == (status == 201)

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_project_role_counts(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        path = f"/data/projects/{project['id']}/{kind}"
        studio.client_of(studio.member(project, "user", "manager")).post(path, {"name": "X"}, 201)
        studio.client_of(studio.member(project, "manager", "user")).post(path, {"name": "Y"}, 403)

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(
        ("body", "field", "message"),
        [
            ({}, "name", "Field required"),
            ({"name": ""}, "name", "String should have at least 1 character"),
            ({"name": "x" * 161}, "name", "String should have at most 160 characters"),
            ({"name": 3}, "name", "Input should be a valid string"),
            ({"name": None}, "name", "Input should be a valid string"),
        ],
    )
    def test_names_what_is_wrong(
        self, studio: Studio, kind: str, body: dict[str, Any], field: str, message: str
    ) -> None:
        answer = studio.admin.post(f"/data/projects/{studio.project()['id']}/{kind}", body, 400)
        assert answer["message"] == "Validation error."
        assert answer["data"] == {"errors": [{"field": field, "message": message}]}

    @pytest.mark.parametrize("kind", KINDS)
    def test_unknown_projects_are_missing(self, studio: Studio, kind: str) -> None:
        manager = studio.client_of(studio.person("manager"))
        for client in (studio.admin, manager):
            client.post(f"/data/projects/{uuid4()}/{kind}", {"name": "X"}, 404)
            client.post(f"/data/projects/all/{kind}", {"name": "X"}, 404)

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_nul_byte_is_refused(self, studio: Studio, kind: str) -> None:
        studio.admin.post(f"/data/projects/{studio.project()['id']}/{kind}", {"name": "a\x00b"}, 400)

    @pytest.mark.parametrize(
        ("kind", "key"),
        [("sequences", "episode_id"), ("shots", "sequence_id"), ("scenes", "sequence_id"), ("edits", "episode_id")],
    )  # fmt: skip
    def test_the_parent_is_of_the_project_and_kind(self, studio: Studio, kind: str, key: str) -> None:
        project, other = studio.project(), studio.project()
        elsewhere = studio.entity(other, "Sequence" if key == "sequence_id" else "Episode")
        path = f"/data/projects/{project['id']}/{kind}"
        for wrong in (elsewhere["id"], studio.asset(project)["id"], str(uuid4())):
            studio.admin.post(path, {"name": "X", key: wrong}, 404)
        studio.admin.post(path, {"name": "X", key: ""}, 400)


class TestAsset:
    @pytest.fixture
    def path(self, studio: Studio) -> str:
        asset_type = studio.entity_type(unique("Prop"))
        return f"/data/projects/{studio.project()['id']}/asset-types/{asset_type['id']}/assets/new"

    def test_names_are_not_unique(self, studio: Studio, path: str) -> None:
        body = {"name": "Tree", "description": "Green", "data": {"a": 1}, "is_shared": True}
        first, second = studio.admin.post(path, body), studio.admin.post(path, body)
        assert first["id"] != second["id"]
        assert first.keys() == ENTITY_KEYS
        assert {key: first[key] for key in (*body, "type")} == {**body, "type": "Asset"}

    def test_emits_its_type(self, studio: Studio, path: str) -> None:
        start = studio.now()
        asset = studio.admin.post(path, {"name": "Tree"})
        assert emitted(studio, start, {"id": asset["project_id"]}) == [
            ("asset:new", {"asset_id": asset["id"], "asset_type": asset["entity_type_id"]})
        ]

    def test_has_a_main_episode(self, studio: Studio, path: str) -> None:
        project = {"id": path.split("/")[3]}
        episode = studio.episode(project)
        assert studio.admin.post(path, {"name": "A", "episode_id": episode["id"]})["source_id"] == episode["id"]
        studio.admin.post(path, {"name": "A", "episode_id": studio.episode(studio.project())["id"]}, 404)
        studio.admin.post(path, {"name": "A", "episode_id": str(uuid4())}, 404)
        answer = studio.admin.post(path, {"name": "A", "episode_id": ""}, 400)
        assert answer["data"]["errors"][0]["field"] == "episode_id"

    def test_its_type_is_an_asset_type(self, studio: Studio) -> None:
        project = studio.project()["id"]
        for wrong in (studio.entity_type("Shot")["id"], str(uuid4()), "x"):
            studio.admin.post(f"/data/projects/{project}/asset-types/{wrong}/assets/new", {"name": "A"}, 404)

    @as_each_role(admin=201, manager=201)
    def test_is_for_managers(self, studio: Studio, path: str, role: str, status: int) -> None:
        studio.team({"id": path.split("/")[3]})[role].post(path, {"name": "X"}, status)
