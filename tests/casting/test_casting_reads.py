"""Castings of one entity and of whole productions (03-entities 6.1), and where an asset is cast."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.casting.conftest import Production
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio

Path = Callable[[Production], str]

READS: dict[str, Path] = {
    "entity": lambda p: f"{p.path}/entities/{p.shot()['id']}/casting",
    "asset type": lambda p: f"{p.path}/asset-types/{p.studio.entity_type('Character')['id']}/casting",
    "episodes": lambda p: f"{p.path}/episodes/casting",
    "sequence": lambda p: f"{p.path}/sequences/{p.sequence['id']}/casting",
    "all sequences": lambda p: f"{p.path}/sequences/all/casting",
    "sequences of an episode": lambda p: f"{p.path}/episodes/{p.episode['id']}/sequences/all/casting",
    "all sequences of all episodes": lambda p: f"{p.path}/episodes/all/sequences/all/casting",
}


def cast_short(asset: Row, **more: Any) -> Row:
    """What the castings of productions tell of an asset."""
    return {
        "asset_id": asset["id"], "name": asset["name"], "asset_name": asset["name"], "asset_type_name": "Character",
        "preview_file_id": None, "nb_occurences": 1, "label": "", "is_shared": False,
        "project_id": asset["project_id"], **more,
    }  # fmt: skip


class TestWhoMayRead:
    @pytest.mark.parametrize("path", READS.values(), ids=READS)
    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_everybody_but_vendors(self, production: Production, path: Path, role: str, status: int) -> None:
        production.studio.team(production.project)[role].get(path(production), status)

    @pytest.mark.parametrize("path", READS.values(), ids=READS)
    def test_the_role_on_the_project_counts(self, production: Production, path: Path) -> None:
        studio = production.studio
        vendor_here = studio.client_of(studio.member(production.project, "user", "vendor"))
        artist_here = studio.client_of(studio.member(production.project, "vendor", "user"))
        vendor_here.get(path(production), 403)
        artist_here.get(path(production), 200)

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_one_asset(self, production: Production, role: str, status: int) -> None:
        asset, client = production.asset(), production.studio.team(production.project)[role]
        for leaf in ("casting", "cast-in", "assets"):
            client.get(f"/data/assets/{asset['id']}/{leaf}", status)

    def test_a_vendor_reads_the_assets_they_work_on(self, production: Production) -> None:
        studio, asset, other = production.studio, production.asset(), production.asset()
        vendor = studio.member(production.project, "vendor")
        studio.task(asset, assignees=[vendor])
        for leaf in ("casting", "cast-in"):
            studio.client_of(vendor).get(f"/data/assets/{asset['id']}/{leaf}", 200)
            studio.client_of(vendor).get(f"/data/assets/{other['id']}/{leaf}", 403)


class TestWhatIsMissing:
    def test_entities(self, production: Production) -> None:
        studio = production.studio
        foreign = studio.shot(studio.project())
        for entity_id, status in ((str(uuid4()), 404), ("nope", 404), (foreign["id"], 403)):
            studio.admin.get(f"{production.path}/entities/{entity_id}/casting", status)

    def test_sequences(self, production: Production) -> None:
        studio, shot = production.studio, production.shot()
        foreign = studio.sequence(studio.project())
        for sequence_id, status in ((str(uuid4()), 404), ("nope", 404), (shot["id"], 404), (foreign["id"], 403)):
            studio.admin.get(f"{production.path}/sequences/{sequence_id}/casting", status)

    def test_asset_types(self, production: Production) -> None:
        for type_id in (str(uuid4()), "nope", production.studio.entity_type("Shot")["id"]):
            production.studio.admin.get(f"{production.path}/asset-types/{type_id}/casting", 404)

    def test_episodes(self, production: Production) -> None:
        path = f"{production.path}/episodes/%s/sequences/all/casting"
        assert production.studio.admin.get(path % "main") == {}
        assert production.studio.admin.get(path % uuid4()) == {}
        production.studio.admin.get(path % "nope", 400)

    def test_projects(self, studio: Studio) -> None:
        for project_id in (str(uuid4()), "nope"):
            studio.admin.get(f"/data/projects/{project_id}/episodes/casting", 404)
            studio.admin.get(f"/data/projects/{project_id}/sequences/all/casting", 404)

    def test_assets(self, production: Production) -> None:
        for asset_id in (str(uuid4()), "nope", production.shot()["id"]):
            for leaf in ("casting", "cast-in"):
                production.studio.admin.get(f"/data/assets/{asset_id}/{leaf}", 404)


class TestOneEntity:
    def test_tells_each_asset(self, production: Production) -> None:
        studio, shot = production.studio, production.shot()
        task_type = studio.task_type()
        prop = studio.asset(production.project, "Prop", name="A", ready_for=task_type["id"])
        rabbit = production.asset(name="Rabbit", source_id=production.episode["id"], is_shared=True)
        dog, gone = production.asset(name="Dog"), production.asset(name="Cat", canceled=True)
        for place, asset in enumerate((prop, rabbit, gone, dog)):
            production.link(shot, asset, nb_occurences=place, label=f"n{place}")
        casting = studio.admin.get(f"{production.path}/entities/{shot['id']}/casting")
        assert [cast["asset_name"] for cast in casting] == ["Dog", "Rabbit", "A"]
        assert casting[1] == {
            "asset_id": rabbit["id"], "asset_name": "Rabbit", "asset_type_name": "Character", "ready_for": None,
            "episode_id": production.episode["id"], "preview_file_id": None, "nb_occurences": 1, "label": "n1",
            "is_shared": True, "project_id": production.project["id"],
        }  # fmt: skip
        assert casting[2]["ready_for"] == task_type["id"]


class TestProductions:
    def test_shots_of_a_sequence(self, production: Production) -> None:
        second, first, bare = production.shot(name="B"), production.shot(name="A"), production.shot(name="C")
        asset, gone = production.asset(name='Quote " \\ é\n'), production.asset(canceled=True)
        production.link(first, asset)
        production.link(second, asset, nb_occurences=3, label='say "hi"')
        production.link(bare, gone)
        other = production.studio.sequence(production.project)
        production.link(production.studio.shot(production.project, other), asset)
        answer = production.studio.admin.get(f"{production.path}/sequences/{production.sequence['id']}/casting")
        assert list(answer) == [first["id"], second["id"]]
        assert answer[first["id"]] == [cast_short(asset, sequence_name="SQ01")]
        assert answer[second["id"]] == [cast_short(asset, sequence_name="SQ01", nb_occurences=3, label='say "hi"')]

    def test_shots_of_the_project_and_of_an_episode(self, production: Production) -> None:
        studio, asset, other = production.studio, production.asset(name="B"), production.asset(name="A")
        early = studio.sequence(production.project, name="SQ00")
        shots = [
            studio.shot(production.project, early, name="Z"),
            studio.shot(production.project, production.sequence, name="A"),
            studio.shot(production.project, production.sequence, name="B"),
        ]
        for shot in shots:
            production.link(shot, asset)
            production.link(shot, other)
        parentless, canceled = studio.shot(production.project), production.shot(canceled=True)
        foreign = studio.shot(studio.project(), studio.sequence(studio.project()))
        for hidden in (parentless, canceled, foreign):
            production.link(hidden, asset)
        ids = [shot["id"] for shot in shots]
        everything = studio.admin.get(f"{production.path}/sequences/all/casting")
        assert list(everything) == ids
        assert [cast["asset_name"] for cast in everything[ids[0]]] == ["A", "B"]
        assert everything[ids[0]][0]["sequence_name"] == "SQ00"
        path = f"{production.path}/episodes/%s/sequences/all/casting"
        assert studio.admin.get(path % "all") == everything
        assert studio.admin.get(path % production.episode["id"]) == {key: everything[key] for key in ids[1:]}

    def test_episodes(self, production: Production) -> None:
        asset, shot = production.asset(), production.shot()
        second = production.studio.episode(production.project, name="E02")
        production.link(second, asset)
        production.link(production.episode, asset)
        production.link(shot, asset)
        production.link(production.asset(), asset)
        answer = production.studio.admin.get(f"{production.path}/episodes/casting")
        assert answer == {production.episode["id"]: [cast_short(asset)], second["id"]: [cast_short(asset)]}

    def test_assets_of_a_type(self, production: Production) -> None:
        studio, asset, shot = production.studio, production.asset(), production.shot()
        container, prop = production.asset(), studio.asset(production.project, "Prop")
        for holder in (container, prop, shot):
            production.link(holder, asset)
        type_id = studio.entity_type("Character")["id"]
        expected = cast_short(asset)
        del expected["is_shared"], expected["project_id"]
        assert studio.admin.get(f"{production.path}/asset-types/{type_id}/casting") == {container["id"]: [expected]}

    @pytest.mark.parametrize("leaf", ["episodes/casting", "sequences/all/casting"])
    def test_nothing(self, production: Production, leaf: str) -> None:
        assert production.studio.admin.get(f"{production.path}/{leaf}") == {}

    def test_null_columns_of_imported_links(self, production: Production) -> None:
        shot, asset = production.shot(), production.asset()
        production.link(shot, asset, nb_occurences=None, label=None)
        answer = production.studio.admin.get(f"{production.path}/sequences/all/casting")
        assert answer[shot["id"]] == [cast_short(asset, sequence_name="SQ01", nb_occurences=None, label=None)]


class TestCastIn:
    def test_shots_first_then_assets(self, production: Production) -> None:
        studio, project, asset = production.studio, production.project, production.asset()
        late = studio.shot(project, studio.sequence(project, name="SQ00"), name="S")
        second, first = production.shot(name="B"), production.shot(name="A")
        prop = studio.asset(project, "Prop", name="Box")
        character = production.asset(name="Zoe")
        elsewhere = studio.project()
        foreign = studio.shot(elsewhere, studio.sequence(elsewhere, name="SQ99"), name="F")
        hidden = [production.shot(canceled=True), production.asset(canceled=True), studio.shot(project)]
        for holder in (late, second, first, prop, character, foreign, production.sequence, *hidden):
            production.link(holder, asset, nb_occurences=2)
        answer = studio.admin.get(f"/data/assets/{asset['id']}/cast-in")
        names = [row.get("shot_name") or row["asset_name"] for row in answer]
        assert names == ["A", "B", "SQ01", "S", "F", "Zoe", "Box"]
        assert answer[0] == {
            "shot_id": first["id"], "shot_name": "A", "sequence_name": "SQ01", "episode_id": production.episode["id"],
            "episode_name": "E01", "preview_file_id": None, "nb_occurences": 2,
        }  # fmt: skip
        assert (answer[2]["sequence_name"], answer[2]["episode_id"]) == ("E01", "None")
        assert (answer[3]["episode_id"], answer[3]["episode_name"]) == ("None", None)
        assert answer[-1] == {
            "asset_id": prop["id"], "asset_name": "Box", "asset_type_name": "Prop", "preview_file_id": None,
            "nb_occurences": 2,
        }  # fmt: skip
