"""Casting links of a project, and as raw rows (03-entities 6.3)."""

from uuid import uuid4

import pytest
from tests.casting.conftest import Ear, Production
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio

LINK_KEYS = {
    "entity_in_id", "entity_out_id", "data", "nb_occurences", "label", "id", "created_at", "updated_at", "type",
}  # fmt: skip


def stamped(production: Production, count: int) -> list[Row]:
    """Links with known moments, oldest first, and one of another project."""
    shot, studio = production.shot(), production.studio
    production.link(studio.shot(studio.project()), production.asset())
    return [
        production.link(
            shot,
            production.asset(),
            created_at=f"2026-01-01T10:00:00.{place:06d}",
            updated_at=f"2026-01-01T11:00:00.{place:06d}",
            data={"auto": True} if place == 0 else None,
        )
        for place in range(count)
    ]


class TestListing:
    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        client = production.studio.team(production.project)[role]
        for query in ("", "?page=1", "?cursor_created_at=2026-01-01T10:00:00.000000"):
            client.get(f"{production.path}/entity-links{query}", status)

    def test_all_of_the_project(self, production: Production) -> None:
        links = stamped(production, 3)
        answer = production.studio.admin.get(f"{production.path}/entity-links")
        assert [link["id"] for link in answer] == [link["id"] for link in links]
        assert answer[0] == {
            "id": links[0]["id"], "entity_in_id": links[0]["entity_in_id"], "entity_out_id": links[0]["entity_out_id"],
            "nb_occurences": 1, "label": "", "data": {"auto": True}, "created_at": "2026-01-01T10:00:00.000000",
            "type": "EntityLink",
        }  # fmt: skip
        assert answer[1]["data"] is None
        few = production.studio.admin.get(f"{production.path}/entity-links?limit=2")
        assert few == answer[:2]
        assert production.studio.admin.get(f"{production.path}/entity-links?limit={10**17}&page=0") == answer

    def test_nothing(self, production: Production) -> None:
        assert production.studio.admin.get(f"{production.path}/entity-links") == []

    def test_pages(self, production: Production) -> None:
        links = stamped(production, 5)
        get, path = production.studio.admin.get, f"{production.path}/entity-links"
        page = get(f"{path}?page=2&limit=2")
        assert [link["id"] for link in page["data"]] == [link["id"] for link in links[2:4]]
        assert page["data"][0].keys() == LINK_KEYS
        assert page["data"][0]["created_at"] == "2026-01-01T10:00:00"
        del page["data"]
        assert page == {"total": 5, "nb_pages": 3, "limit": 2, "offset": 2, "page": 2}
        for query in ("page=9&limit=2", f"page={10**17}&limit={10**17}"):
            assert (get(f"{path}?{query}")["data"], get(f"{path}?{query}")["total"]) == ([], 5)
        for query in ("page=1", "page=1&limit=0", "page=1&limit=-3"):
            assert get(f"{path}?{query}")["limit"] == 100

    def test_after_a_moment(self, production: Production) -> None:
        links = stamped(production, 4)
        get, path = production.studio.admin.get, f"{production.path}/entity-links?cursor_created_at="
        answer = get(f"{path}2026-01-01T10:00:00.000000&limit=2")
        assert [link["id"] for link in answer["data"]] == [link["id"] for link in links[1:3]]
        assert (answer["total"], answer["limit"]) == (4, 2)
        assert answer["data"][0].keys() == LINK_KEYS
        assert answer["data"][0]["created_at"] == "2026-01-01T10:00:00.000001"
        assert answer["data"][0]["updated_at"] == "2026-01-01T11:00:00.000001"
        rest = get(f"{path}{answer['data'][-1]['created_at']}")
        assert [link["id"] for link in rest["data"]] == [links[3]["id"]]
        assert rest["limit"] == 100

    def test_a_cursor_passes_over_no_link_of_a_casting(self, production: Production) -> None:
        shot = production.shot()
        production.cast(shot, *(production.asset() for _ in range(30)))
        path, cursor, seen = f"{production.path}/entity-links", "2000-01-01T00:00:00.000000", []
        while page := production.studio.admin.get(f"{path}?cursor_created_at={cursor}&limit=7")["data"]:
            seen += [link["id"] for link in page]
            cursor = page[-1]["created_at"]
        assert len(seen) == len(set(seen)) == 60

    @pytest.mark.parametrize(
        "query",
        ["page=x", "limit=x", "page=1.5", "cursor_created_at=x", "cursor_created_at=2026-01-01T10:00:00",
         "cursor_created_at=2026-13-01T10:00:00.000000", "cursor_created_at="],
    )  # fmt: skip
    def test_bad_parameters(self, production: Production, query: str) -> None:
        production.studio.admin.get(f"{production.path}/entity-links?{query}", 400)

    def test_unknown_projects(self, studio: Studio) -> None:
        for project_id in (str(uuid4()), "nope"):
            studio.admin.get(f"/data/projects/{project_id}/entity-links", 404)


class TestRemoving:
    def test_uncasts(self, production: Production, ear: Ear) -> None:
        shot, asset = production.shot(), production.asset()
        task = production.studio.task(shot)
        production.cast(shot, asset)
        ear.heard(production.project)
        link = production.links(shot)[asset["id"]]
        answer = production.studio.admin.delete(f"{production.path}/entity-links/{link['id']}", 200)
        assert answer.keys() == LINK_KEYS
        assert (answer["id"], answer["entity_in_id"], answer["type"]) == (link["id"], shot["id"], "EntityLink")
        assert ear.heard(production.project) == [
            ("task:update-casting-stats", {"task_id": task["id"], "nb_assets_ready": 0}),
            (
                "shot:casting-update",
                {
                    "shot_id": shot["id"], "nb_entities_out": 0, "added_asset_ids": [],
                    "removed_asset_ids": [asset["id"]],
                },
            ),
            (
                "episode:casting-update",
                {
                    "episode_id": production.episode["id"], "nb_entities_out": 0, "added_asset_ids": [],
                    "removed_asset_ids": [asset["id"]],
                },
            ),
            ("asset:update", {"asset_id": asset["id"]}),
        ]  # fmt: skip
        assert production.links(shot) == production.links(production.episode) == {}
        assert (production.count(shot), production.count(production.episode)) == (0, 0)

    def test_the_shots_of_an_episode_keep_theirs(self, production: Production) -> None:
        shot, asset = production.shot(), production.asset()
        production.cast(shot, asset)
        link = production.links(production.episode)[asset["id"]]
        production.studio.admin.delete(f"{production.path}/entity-links/{link['id']}", 200)
        assert production.links(production.episode) == {}
        assert list(production.links(shot)) == [asset["id"]]

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        link = production.link(production.shot(), production.asset())
        production.studio.team(production.project)[role].delete(f"{production.path}/entity-links/{link['id']}", status)

    def test_links_of_other_projects(self, production: Production) -> None:
        studio = production.studio
        foreign = production.link(studio.shot(studio.project()), production.asset())
        for link_id, status in ((foreign["id"], 403), (str(uuid4()), 404), ("nope", 404)):
            studio.admin.delete(f"{production.path}/entity-links/{link_id}", status)
        assert studio.rows.all("SELECT id FROM entity_link WHERE id = %s", foreign["id"])


RAW = {
    "list": ("GET", "?entity_in_id={entity_in_id}"),
    "read": ("GET", "/{id}"),
    "create": ("POST", ""),
    "update": ("PUT", "/{id}"),
    "delete": ("DELETE", "/{id}"),
}


class TestRawRows:
    @pytest.mark.parametrize("operation", RAW.values(), ids=RAW)
    @as_each_role()
    def test_are_for_administrators(
        self, production: Production, operation: tuple[str, str], role: str, status: int
    ) -> None:
        link = production.link(production.shot(), production.asset())
        method, leaf = operation
        body = {"entity_in_id": production.shot()["id"], "entity_out_id": production.asset()["id"]}
        answer = production.studio.team(production.project)[role].request(
            method, f"/data/entity-links{leaf.format(**link)}", json=None if method in ("GET", "DELETE") else body
        )
        assert answer.status_code in ((200, 201, 204) if role == "admin" else (status,))

    def test_leave_figures_and_episodes_alone(self, production: Production, ear: Ear) -> None:
        admin, shot, asset = production.studio.admin, production.shot(), production.asset()
        start = production.studio.now()
        body = {"entity_in_id": shot["id"], "entity_out_id": asset["id"], "nb_occurences": 2}
        link = admin.post("/data/entity-links", body)
        assert link.keys() == LINK_KEYS
        assert admin.post("/data/entity-links", body, 400) == {
            "message": "A record with the same unique values already exists."
        }
        changed = admin.put(f"/data/entity-links/{link['id']}", {"nb_occurences": 5})
        assert changed["nb_occurences"] == 5
        assert admin.get(f"/data/entity-links/{link['id']}")["nb_occurences"] == 5
        assert (production.count(shot), production.links(production.episode)) == (0, {})
        admin.delete(f"/data/entity-links/{link['id']}")
        admin.get(f"/data/entity-links/{link['id']}", 404)
        assert admin.get("/data/entity-links/nope", 400)["message"] == "Malformed ID."
        mine = [
            (event["name"], event["data"], event["project_id"])
            for event in production.studio.events_since(start)
            if event["data"].get("entity_link_id") == link["id"]
        ]
        assert mine == [
            (f"entity-link:{action}", {"entity_link_id": link["id"]}, None) for action in ("new", "update", "delete")
        ]
