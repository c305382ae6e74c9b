"""Replacing a casting: what is stored, what is answered, who may, what is refused (03-entities 6.2)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.casting.conftest import Production
from tests.support.roles import as_each_role
from tests.support.studio import Studio


class TestReplacing:
    def test_stores_the_links_and_echoes_the_body(self, production: Production) -> None:
        shot, first, second = production.shot(), production.asset(), production.asset()
        body = [
            {"asset_id": first["id"], "nb_occurences": 2, "label": "animate", "zzz": [1]},
            {"asset_id": second["id"].upper(), "nb_occurences": 1},
        ]
        answer = production.studio.admin.put(f"{production.path}/entities/{shot['id']}/casting", body)
        assert answer == body
        stored = production.links(shot)
        assert [(link["nb_occurences"], link["label"], link["data"]) for link in stored.values()] == [
            (2, "animate", None), (1, "", None),
        ]  # fmt: skip
        assert list(stored) == [first["id"], second["id"]]
        assert production.count(shot) == 2

    def test_what_is_not_repeated_is_gone(self, production: Production) -> None:
        shot, kept, dropped, canceled = production.shot(), production.asset(), production.asset(), production.asset()
        production.cast(shot, kept, dropped, canceled)
        before = production.links(shot)[kept["id"]]["id"]
        production.studio.rows.run("UPDATE entity SET canceled = true WHERE id = %s", canceled["id"])
        production.cast(shot, kept)
        after = production.links(shot)
        assert list(after) == [kept["id"]]
        assert after[kept["id"]]["id"] != before
        production.cast(shot)
        assert production.links(shot) == {}
        assert production.count(shot) == 0

    def test_canceled_assets_do_not_count(self, production: Production) -> None:
        shot, live, canceled = production.shot(), production.asset(), production.asset(canceled=True)
        production.cast(shot, live, canceled)
        assert len(production.links(shot)) == 2
        assert production.count(shot) == 1

    def test_incomplete_items_are_passed_over_and_the_last_mention_wins(self, production: Production) -> None:
        shot, asset, other = production.shot(), production.asset(), production.asset()
        body = [
            {"asset_id": asset["id"]},
            {"nb_occurences": 3},
            {"asset_id": other["id"], "nb_occurences": 1, "label": "a"},
            {"asset_id": other["id"], "nb_occurences": "4", "label": None},
            {"asset_id": str(uuid4()), "nb_occurences": 1},
        ]
        production.studio.admin.put(f"{production.path}/entities/{shot['id']}/casting", body)
        stored = production.links(shot)
        assert list(stored) == [other["id"]]
        assert (stored[other["id"]]["nb_occurences"], stored[other["id"]]["label"]) == (4, "")

    def test_counts_of_zero_and_below_are_stored(self, production: Production) -> None:
        shot, none, less = production.shot(), production.asset(), production.asset()
        body = [{"asset_id": none["id"], "nb_occurences": 0}, {"asset_id": less["id"], "nb_occurences": -1}]
        production.studio.admin.put(f"{production.path}/entities/{shot['id']}/casting", body)
        assert {link["nb_occurences"] for link in production.links(shot).values()} == {0, -1}
        assert production.count(shot) == 2

    def test_assets_of_other_projects_may_be_cast(self, production: Production) -> None:
        shot, foreign = production.shot(), production.studio.asset(production.studio.project())
        production.cast(shot, foreign)
        assert list(production.links(shot)) == [foreign["id"]]

    @pytest.mark.parametrize("kind", ["Episode", "Sequence", "Scene", "Character", "Edit"])
    def test_anything_may_hold_assets(self, production: Production, kind: str) -> None:
        container, asset = production.studio.entity(production.project, kind), production.asset()
        production.cast(container, asset)
        assert production.count(container) == 1

    def test_the_container_is_touched(self, production: Production) -> None:
        shot, asset, other = production.shot(), production.asset(), production.asset()
        production.cast(shot, asset)
        before = production.studio.rows.one("SELECT updated_at FROM entity WHERE id = %s", shot["id"])
        production.cast(shot, other)
        after = production.studio.rows.one("SELECT updated_at FROM entity WHERE id = %s", shot["id"])
        assert after["updated_at"] > before["updated_at"]


class TestRefusals:
    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        shot, asset = production.shot(), production.asset()
        client = production.studio.team(production.project)[role]
        production.cast(shot, asset, client=client, status=status)
        assert len(production.links(shot)) == (1 if status == 200 else 0)

    def test_the_role_on_the_project_counts(self, production: Production) -> None:
        studio, project, shot = production.studio, production.project, production.shot()
        production.cast(shot, client=studio.client_of(studio.member(project, "user", "manager")), status=200)
        production.cast(shot, client=studio.client_of(studio.member(project, "manager", "user")), status=403)

    @pytest.mark.parametrize("body", ["{}", '"x"', "null", "3"])
    def test_only_arrays(self, production: Production, body: str) -> None:
        path = f"{production.path}/entities/{production.shot()['id']}/casting"
        headers = {"Content-Type": "application/json"}
        answer = production.studio.admin.request("PUT", path, content=body, headers=headers)
        assert answer.status_code == 400
        assert answer.json() == {"error": True, "message": "Request body must be a JSON array"}

    @pytest.mark.parametrize(
        "item",
        [
            {"asset_id": "nope", "nb_occurences": 1},
            {"asset_id": None, "nb_occurences": 1},
            {"asset_id": 3, "nb_occurences": 1},
            {"nb_occurences": "many"},
            {"nb_occurences": None},
            {"nb_occurences": []},
            {"nb_occurences": 2**31},
            {"nb_occurences": 10**400},
            {"nb_occurences": 1, "label": "x" * 81},
            {"nb_occurences": 1, "label": 3},
            {"nb_occurences": 1, "label": "a\x00b"},
            "text",
            None,
            [],
        ],
    )
    def test_bad_items_change_nothing(self, production: Production, item: Any) -> None:
        shot, asset = production.shot(), production.asset()
        production.cast(shot, asset)
        before = production.links(shot)
        item = {"asset_id": production.asset()["id"], **item} if isinstance(item, dict) else item
        body = [{"asset_id": production.asset()["id"], "nb_occurences": 1}, item]
        answer = production.studio.admin.put(f"{production.path}/entities/{shot['id']}/casting", body, 400)
        assert answer["error"] is True
        assert production.links(shot) == before

    def test_needs_json(self, production: Production) -> None:
        path = f"{production.path}/entities/{production.shot()['id']}/casting"
        assert production.studio.admin.request("PUT", path, content="[]").status_code == 415
        answer = production.studio.admin.request("PUT", path, content="[", headers={"Content-Type": "application/json"})
        assert answer.status_code == 400

    def test_unknown_and_foreign_entities(self, production: Production) -> None:
        studio = production.studio
        foreign = studio.shot(studio.project())
        for entity_id, status in ((str(uuid4()), 404), ("nope", 404), (foreign["id"], 403)):
            studio.admin.put(f"{production.path}/entities/{entity_id}/casting", [], status)
        for project_id in (str(uuid4()), "nope"):
            studio.admin.put(f"/data/projects/{project_id}/entities/{foreign['id']}/casting", [], 404)


class TestBatch:
    def test_replaces_each(self, production: Production) -> None:
        first, second, asset, other = production.shot(), production.shot(), production.asset(), production.asset()
        production.cast(first, other)
        body = {
            first["id"]: [{"asset_id": asset["id"], "nb_occurences": 1}],
            second["id"].upper(): [{"asset_id": other["id"], "nb_occurences": 5}],
        }
        assert production.studio.admin.put(f"{production.path}/entities/casting", body) == body
        assert list(production.links(first)) == [asset["id"]]
        assert production.links(second)[other["id"]]["nb_occurences"] == 5

    def test_nothing_is_nothing(self, production: Production) -> None:
        assert production.studio.admin.put(f"{production.path}/entities/casting", {}) == {}

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        client = production.studio.team(production.project)[role]
        client.put(f"{production.path}/entities/casting", {production.shot()["id"]: []}, status)

    def test_every_key_is_checked_first(self, production: Production) -> None:
        shot, asset = production.shot(), production.asset()
        casting = [{"asset_id": asset["id"], "nb_occurences": 1}]
        foreign = production.studio.shot(production.studio.project())
        for other, status in ((str(uuid4()), 404), ("nope", 404), (foreign["id"], 403)):
            body = {shot["id"]: casting, other: casting}
            production.studio.admin.put(f"{production.path}/entities/casting", body, status)
        assert production.links(shot) == {}

    @pytest.mark.parametrize("body", [[], [1], "x", 3, {"a": {}}, {"a": None}])
    def test_other_shapes_are_refused(self, production: Production, body: Any) -> None:
        answer = production.studio.admin.request("PUT", f"{production.path}/entities/casting", json=body)
        assert answer.status_code == 400
        assert answer.json() == {
            "error": True,
            "message": "Request body must be a JSON object mapping entity ids to casting arrays",
        }

    def test_one_bad_item_refuses_all(self, production: Production) -> None:
        first, second, asset = production.shot(), production.shot(), production.asset()
        body = {
            first["id"]: [{"asset_id": asset["id"], "nb_occurences": 1}],
            second["id"]: [{"asset_id": "nope", "nb_occurences": 1}],
        }
        production.studio.admin.put(f"{production.path}/entities/casting", body, 400)
        assert production.links(first) == {}


class TestOneAsset:
    def path(self, production: Production, asset: dict[str, Any]) -> str:
        return f"{production.path}/entities/casting/assets/{asset['id']}"

    def test_leaves_the_others_alone(self, production: Production) -> None:
        shot, bare, asset, other = production.shot(), production.shot(), production.asset(), production.asset()
        production.cast(shot, other)
        before = production.links(shot)[other["id"]]["id"]
        body = {"entity_ids": [shot["id"], bare["id"], bare["id"]], "nb_occurences": 3, "label": "animate"}
        answer = production.studio.admin.put(self.path(production, asset), body)
        assert set(answer) == {shot["id"], bare["id"]}
        assert {cast["asset_id"] for cast in answer[shot["id"]]} == {asset["id"], other["id"]}
        assert answer[bare["id"]] == [
            {
                "asset_id": asset["id"], "asset_name": asset["name"], "asset_type_name": "Character",
                "ready_for": None, "episode_id": None, "preview_file_id": None, "nb_occurences": 3,
                "label": "animate", "is_shared": False, "project_id": production.project["id"],
            }
        ]  # fmt: skip
        assert production.links(shot)[other["id"]]["id"] == before

    def test_null_keeps_what_there_is(self, production: Production) -> None:
        shot, asset = production.shot(), production.asset()
        path, body = self.path(production, asset), {"entity_ids": [shot["id"]]}
        put = production.studio.admin.put
        [new] = put(path, body)[shot["id"]]
        assert (new["nb_occurences"], new["label"]) == (1, "")
        put(path, {**body, "nb_occurences": 4, "label": "fixed"})
        first = production.links(shot)[asset["id"]]
        [same] = put(path, {**body, "nb_occurences": None, "label": None})[shot["id"]]
        assert (same["nb_occurences"], same["label"]) == (4, "fixed")
        [changed] = put(path, {**body, "label": ""})[shot["id"]]
        assert (changed["nb_occurences"], changed["label"]) == (4, "")
        assert production.links(shot)[asset["id"]]["id"] == first["id"]

    def test_zero_uncasts(self, production: Production) -> None:
        shot, bare, asset, other = production.shot(), production.shot(), production.asset(), production.asset()
        production.cast(shot, asset, other)
        body = {"entity_ids": [shot["id"], bare["id"]], "nb_occurences": 0}
        answer = production.studio.admin.put(self.path(production, asset), body)
        assert [cast["asset_id"] for cast in answer[shot["id"]]] == [other["id"]]
        assert answer[bare["id"]] == []
        assert production.count(shot) == 1

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        client = production.studio.team(production.project)[role]
        client.put(self.path(production, production.asset()), {"entity_ids": [production.shot()["id"]]}, status)

    def test_refuses_what_it_does_not_know(self, production: Production) -> None:
        studio, shot, asset = production.studio, production.shot(), production.asset()
        body = {"entity_ids": [shot["id"]]}
        for wrong in ({"id": str(uuid4())}, {"id": "nope"}, shot):
            studio.admin.put(self.path(production, wrong), body, 404)
        foreign = studio.shot(studio.project())
        studio.admin.put(self.path(production, asset), {"entity_ids": [shot["id"], str(uuid4())]}, 404)
        studio.admin.put(self.path(production, asset), {"entity_ids": [shot["id"], foreign["id"]]}, 403)
        assert production.links(shot) == {}

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"entity_ids": []}, "entity_ids"),
            ({"entity_ids": None}, "entity_ids"),
            ({"entity_ids": ["nope"]}, "entity_ids.0"),
            ({"nb_occurences": -1}, "nb_occurences"),
            ({"nb_occurences": 2**31}, "nb_occurences"),
            ({"label": "x" * 81}, "label"),
            ({"label": 3}, "label"),
        ],
    )
    def test_names_what_is_wrong(self, production: Production, changes: dict[str, Any], field: str) -> None:
        shot, asset = production.shot(), production.asset()
        body = {"entity_ids": [shot["id"]], **changes}
        answer = production.studio.admin.put(self.path(production, asset), body, 400)
        assert [error["field"] for error in answer["data"]["errors"]] == [field]
        assert production.links(shot) == {}


class TestAssetCasting:
    def test_answers_the_normalised_array(self, studio: Studio) -> None:
        project = studio.project()
        container, first, second = studio.asset(project), studio.asset(project), studio.asset(project)
        body = [{"asset_id": first["id"]}, {"asset_id": second["id"].upper(), "nb_occurences": 2, "zzz": 1}]
        assert studio.admin.put(f"/data/assets/{container['id']}/casting", body) == [
            {"asset_id": first["id"], "nb_occurences": 1, "label": ""},
            {"asset_id": second["id"], "nb_occurences": 2, "label": ""},
        ]
        read = studio.admin.get(f"/data/assets/{container['id']}/casting")
        assert {cast["asset_id"]: cast["nb_occurences"] for cast in read} == {first["id"]: 1, second["id"]: 2}
        assert {asset["id"] for asset in studio.admin.get(f"/data/assets/{container['id']}/assets")} == {
            first["id"], second["id"],
        }  # fmt: skip

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        asset = studio.asset(project)
        studio.team(project)[role].put(f"/data/assets/{asset['id']}/casting", [], status)

    def test_the_body_is_checked_before_the_asset(self, studio: Studio) -> None:
        path = f"/data/assets/{uuid4()}/casting"
        assert studio.admin.put(path, {}, 400)["message"] == "Request body must be a JSON array."
        answer = studio.admin.put(path, [{"asset_id": "x"}, {"nb_occurences": -1}], 400)
        assert [error["field"] for error in answer["data"]["errors"]] == [
            "0.asset_id", "1.asset_id", "1.nb_occurences",
        ]  # fmt: skip
        studio.admin.put(path, [], 404)
        studio.admin.put(f"/data/assets/{studio.shot(studio.project())['id']}/casting", [], 404)
