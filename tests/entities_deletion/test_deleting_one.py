"""Deleting an asset, a shot, an edit or a concept: canceled or removed, by whom, and what it tells (03-entities 8)."""

from uuid import uuid4

import pytest
from tests.entities_deletion.conftest import Site
from tests.support.roles import as_each_role
from tests.support.studio import Row

KINDS = {"Character": "assets", "Shot": "shots", "Edit": "edits", "Concept": "concepts"}
EVERY_KIND = {**KINDS, "Sequence": "sequences", "Episode": "episodes", "Scene": "scenes"}
each_kind = pytest.mark.parametrize(("kind", "path"), KINDS.items(), ids=KINDS.values())
every_kind = pytest.mark.parametrize(("kind", "path"), EVERY_KIND.items(), ids=EVERY_KIND.values())


def event(kind: str) -> str:
    return "asset" if kind == "Character" else kind.lower()


def told(site: Site, start: object, entity: Row, kind: str) -> list[str]:
    """The entity's own events."""
    key = f"{event(kind)}_id"
    return [
        row["name"]
        for row in site.studio.events_since(start)
        if row["data"].get(key) == entity["id"] and row["project_id"] == site.project["id"]
    ]


class TestTheRule:
    @each_kind
    def test_without_tasks_it_is_removed(self, site: Site, kind: str, path: str) -> None:
        entity, start = site.studio.entity(site.project, kind), site.studio.now()
        site.studio.admin.delete(f"/data/{path}/{entity['id']}")
        assert site.state(entity) == "gone"
        assert told(site, start, entity, kind) == [f"{event(kind)}:delete"]
        site.studio.admin.delete(f"/data/{path}/{entity['id']}", 404)

    @each_kind
    def test_with_tasks_it_is_canceled(self, site: Site, kind: str, path: str) -> None:
        entity = site.studio.entity(site.project, kind)
        site.burden(entity)
        start = site.studio.now()
        for _ in range(2):
            site.studio.admin.delete(f"/data/{path}/{entity['id']}?force=1")
            assert site.state(entity) == "canceled"
        assert site.left() == site.hung
        assert told(site, start, entity, kind) == [f"{event(kind)}:update"] * 2

    @each_kind
    def test_by_force_everything_goes(self, site: Site, kind: str, path: str) -> None:
        entity, start = site.studio.entity(site.project, kind), site.studio.now()
        site.burden(entity)
        site.studio.admin.delete(f"/data/{path}/{entity['id']}?force=True")
        assert site.state(entity) == "gone"
        assert site.left() == []
        assert told(site, start, entity, kind) == [f"{event(kind)}:delete"]
        names = [row["name"] for row in site.studio.events_since(start) if row["project_id"] == site.project["id"]]
        assert [name for name in names if name in ("news:delete", "task:delete", f"{event(kind)}:delete")] == [
            "news:delete", "task:delete", f"{event(kind)}:delete",
        ]  # fmt: skip

    @each_kind
    def test_burdened_but_idle_it_is_removed(self, site: Site, kind: str, path: str) -> None:
        entity = site.studio.entity(site.project, kind)
        site.burden(entity, with_task=False)
        site.studio.admin.delete(f"/data/{path}/{entity['id']}")
        assert (site.state(entity), site.left()) == ("gone", [])

    def test_children_and_what_was_made_from_it_stay(self, site: Site) -> None:
        asset = site.studio.asset(site.project)
        child = site.studio.asset(site.project, parent_id=asset["id"])
        made = site.studio.shot(site.project, source_id=asset["id"])
        site.studio.admin.delete(f"/data/assets/{asset['id']}?force=true")
        kept = site.studio.rows.all(
            "SELECT parent_id, source_id FROM entity WHERE id = ANY(%s)", [child["id"], made["id"]]
        )
        assert [(row["parent_id"], row["source_id"]) for row in kept] == [(None, None)] * 2


class TestWhoMay:
    @every_kind
    @as_each_role(admin=204, manager=204)
    def test_managers(self, site: Site, kind: str, path: str, role: str, status: int) -> None:
        entity = site.studio.entity(site.project, kind)
        site.studio.team(site.project)[role].delete(f"/data/{path}/{entity['id']}?force=true", status)
        assert site.state(entity) == ("gone" if status == 204 else "live")

    @every_kind
    @pytest.mark.parametrize("role", ["supervisor", "user"])
    def test_its_creator_while_on_the_team(self, site: Site, kind: str, path: str, role: str) -> None:
        studio, member, former = site.studio, site.studio.member(site.project, role), site.studio.person(role)
        own = studio.entity(site.project, kind, created_by=member["id"])
        left = studio.entity(site.project, kind, created_by=former["id"])
        studio.client_of(member).delete(f"/data/{path}/{left['id']}", 403)
        studio.client_of(former).delete(f"/data/{path}/{left['id']}", 403)
        studio.client_of(member).delete(f"/data/{path}/{own['id']}", 204)
        assert (site.state(left), site.state(own)) == ("live", "gone")

    @every_kind
    def test_what_is_missing(self, site: Site, kind: str, path: str) -> None:
        other = site.studio.entity(site.project, "Prop" if kind == "Shot" else "Shot")
        for entity_id in (str(uuid4()), "nope", other["id"]):
            site.studio.admin.delete(f"/data/{path}/{entity_id}", 404)
        assert site.state(other) == "live"


class TestBatch:
    def path(self, site: Site, query: str = "") -> str:
        return f"/actions/projects/{site.project['id']}/delete-entities{query}"

    def test_each_by_its_rule(self, site: Site) -> None:
        studio, project = site.studio, site.project
        idle, busy = studio.asset(project), studio.shot(project)
        canceled, concept = studio.shot(project, canceled=True), studio.entity(project, "Concept")
        for entity in (busy, canceled, concept):
            site.task(entity)
        start = studio.now()
        ids = [entity["id"] for entity in (busy, concept, idle, canceled)]
        assert studio.admin.post(self.path(site), [*ids, busy["id"].upper()], 200) == ids
        assert [site.state(entity) for entity in (busy, concept, idle, canceled)] == [
            "canceled",
            "gone",
            "gone",
            "gone",
        ]
        assert told(site, start, busy, "Shot") == ["shot:update"]
        assert told(site, start, canceled, "Shot") == ["shot:delete"]

    def test_by_force(self, site: Site) -> None:
        busy = site.studio.shot(site.project)
        site.burden(busy)
        site.studio.admin.post(self.path(site, "?force=true"), [busy["id"]], 200)
        assert (site.state(busy), site.left()) == ("gone", [])

    def test_what_does_not_belong_is_passed_over(self, site: Site) -> None:
        studio = site.studio
        shot, foreign = studio.shot(site.project), studio.shot(studio.project())
        others = [studio.entity(site.project, kind) for kind in ("Sequence", "Episode", "Scene", "ConceptFolder")]
        ids = [foreign["id"], *(entity["id"] for entity in others), str(uuid4()), shot["id"]]
        assert studio.admin.post(self.path(site), ids, 200) == [shot["id"]]
        assert [site.state(entity) for entity in (foreign, *others)] == ["live"] * 5
        assert studio.admin.post(self.path(site), [], 200) == []

    @as_each_role(admin=200, manager=200)
    def test_managers(self, site: Site, role: str, status: int) -> None:
        shot = site.studio.shot(site.project)
        site.studio.team(site.project)[role].post(self.path(site), [shot["id"]], status)
        assert site.state(shot) == ("gone" if status == 200 else "live")

    def test_one_without_right_refuses_all(self, site: Site) -> None:
        member = site.studio.member(site.project, "user")
        own, other = site.studio.shot(site.project, created_by=member["id"]), site.studio.shot(site.project)
        client = site.studio.client_of(member)
        client.post(self.path(site), [own["id"], other["id"]], 403)
        assert (site.state(own), site.state(other)) == ("live", "live")
        assert client.post(self.path(site), [own["id"]], 200) == [own["id"]]

    def test_what_does_not_fit(self, site: Site) -> None:
        post, path = site.studio.admin.post, self.path(site)
        assert post(path, {"ids": []}, 400)["message"] == "Request body must be a JSON array."
        for body in (["nope"], [None], [1]):
            assert post(path, body, 400)["message"] == "Request body must only contain valid UUIDs."
        for project_id in (str(uuid4()), "nope"):
            post(f"/actions/projects/{project_id}/delete-entities", [], 404)
