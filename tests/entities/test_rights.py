"""Every reading operation of the chapter as every kind of caller (03-entities 1.9, 3 to 5, 7)."""

import re

import pytest
from litestar.handlers import HTTPRouteHandler
from tests.support.api import Api
from tests.support.database import Rows
from tests.support.server import SECRET
from tests.support.studio import Row, Studio

from multiplane.entities.routes import ENTITY_MODULES

TEAM = {"admin", "manager", "supervisor", "artist", "bot", "client", "vendor", "assigned vendor"}
RULES: dict[str, set[str]] = {
    "anybody": TEAM | {"outsider"},
    "team": TEAM,
    "entity": TEAM - {"vendor"},
    "no vendor": TEAM - {"vendor", "assigned vendor"},
    "no client": TEAM - {"client"},
    "studio": TEAM - {"vendor", "assigned vendor", "client"},
    "studio entity": TEAM - {"vendor", "client"},
}
"""Who is answered. In each group some have their role from the person, others from the project."""

READS: dict[str, tuple[str, ...]] = {
    "anybody": (
        "/data/assets", "/data/assets/all", "/data/assets/with-tasks", "/data/asset-types",
        "/data/asset-types/{asset_type_id}", "/data/entities?id={shot_id}", "/data/entity-types",
        "/data/entity-types/{asset_type_id}",
    ),
    "team": (
        "/data/assets?project_id={project_id}", "/data/assets/all?project_id={project_id}",
        "/data/assets?episode_id={episode_id}", "/data/assets/with-tasks?project_id={project_id}",
        "/data/assets/with-tasks?episode_id={episode_id}",
        "/data/shots?project_id={project_id}", "/data/shots/all?project_id={project_id}",
        "/data/shots?sequence_id={sequence_id}", "/data/shots/with-tasks?project_id={project_id}",
        "/data/sequences?project_id={project_id}", "/data/sequences?episode_id={episode_id}",
        "/data/sequences/with-tasks?project_id={project_id}",
        "/data/episodes?project_id={project_id}", "/data/episodes/with-tasks?project_id={project_id}",
        "/data/edits?project_id={project_id}", "/data/edits/all?project_id={project_id}",
        "/data/edits/with-tasks?project_id={project_id}",
        "/data/projects/{project_id}/assets", "/data/projects/{project_id}/asset-types",
        "/data/projects/{project_id}/asset-types/{asset_type_id}/assets",
        "/data/projects/{project_id}/assets/shared-used",
        "/data/projects/{project_id}/episodes/{episode_id}/assets/shared-used",
        "/data/projects/{project_id}/shots", "/data/projects/{project_id}/sequences",
        "/data/projects/{project_id}/episodes", "/data/projects/{project_id}/scenes",
        "/data/projects/{project_id}/edits", "/data/projects/{project_id}/episodes/stats",
        "/data/shots/{shot_id}/asset-types", "/data/sequences/{sequence_id}/shots",
        "/data/episodes/{episode_id}/sequences",
    ),
    "entity": (
        "/data/assets/{asset_id}", "/data/assets/{asset_id}/assets", "/data/assets/{asset_id}/tasks",
        "/data/assets/{asset_id}/task-types",
        "/data/shots/{shot_id}", "/data/shots/{shot_id}/assets", "/data/shots/{shot_id}/tasks",
        "/data/shots/{shot_id}/task-types", "/data/shots/{shot_id}/preview-files", "/data/shots/{shot_id}/versions",
        "/data/scenes/{scene_id}", "/data/scenes/{scene_id}/tasks", "/data/scenes/{scene_id}/task-types",
        "/data/scenes/{scene_id}/shots",
        "/data/sequences/{sequence_id}", "/data/sequences/{sequence_id}/scenes", "/data/sequences/{sequence_id}/tasks",
        "/data/sequences/{sequence_id}/task-types",
        "/data/episodes/{episode_id}", "/data/episodes/{episode_id}/shots", "/data/episodes/{episode_id}/tasks",
        "/data/episodes/{episode_id}/task-types", "/data/episodes/{episode_id}/edits",
        "/data/edits/{edit_id}", "/data/edits/{edit_id}/tasks", "/data/edits/{edit_id}/task-types",
        "/data/edits/{edit_id}/preview-files", "/data/edits/{edit_id}/versions",
        "/data/entities/{shot_id}", "/data/entities/{shot_id}?relations=false",
        "/data/entities/{entity_id}/news", "/data/entities/{entity_id}/preview-files",
        "/data/entities/{entity_id}/time-spents", "/data/entities/{entity_id}/entities-linked/with-tasks",
    ),
    "no vendor": (
        "/data/scenes/all?project_id={project_id}", "/data/scenes/with-tasks?project_id={project_id}",
        "/data/sequences/{sequence_id}/shot-tasks", "/data/episodes/{episode_id}/shot-tasks",
        "/data/episodes/{episode_id}/asset-tasks", "/data/episodes/{episode_id}/edit-tasks",
    ),
    "no client": (
        "/data/projects/{project_id}/episodes/retake-stats", "/data/projects/{project_id}/quotas/{task_type_id}",
    ),
    "studio": (
        "/data/concepts?project_id={project_id}", "/data/concepts/with-tasks?project_id={project_id}",
        "/data/projects/{project_id}/concepts", "/data/projects/{project_id}/concept-folders",
    ),
    "studio entity": (
        "/data/concepts/{concept_id}", "/data/concepts/{concept_id}/tasks", "/data/concepts/{concept_id}/task-types",
        "/data/concepts/{concept_id}/preview-files", "/data/entities/{concept_id}", "/data/entities/{concept_id}/news",
        "/data/entities/{concept_id}/preview-files",
    ),
}  # fmt: skip
ADMINISTRATORS = (
    "/data/shots", "/data/shots/all", "/data/shots/with-tasks", "/data/sequences", "/data/sequences/with-tasks",
    "/data/episodes", "/data/episodes/with-tasks", "/data/scenes/all", "/data/scenes/with-tasks", "/data/edits",
    "/data/edits/all", "/data/edits/with-tasks", "/data/concepts", "/data/concepts/with-tasks",
)  # fmt: skip
"""Lists that without a project are for administrators."""


class Production:
    """One entity of each kind, each with work of the assigned vendor."""

    def __init__(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        sequence = studio.sequence(project, episode)
        made = {
            "episode_id": episode,
            "sequence_id": sequence,
            "shot_id": studio.shot(project, sequence),
            "scene_id": studio.entity(project, "Scene", parent_id=sequence["id"]),
            "asset_id": studio.asset(project, source_id=episode["id"]),
            "edit_id": studio.entity(project, "Edit", parent_id=episode["id"]),
            "concept_id": studio.entity(project, "Concept"),
        }
        self.project, task_type, vendor = project, studio.task_type(), studio.member(project, "user", "vendor")
        for entity in made.values():
            studio.task(entity, task_type, assignees=[vendor])
        self.ids = {key: entity["id"] for key, entity in made.items()} | {
            "project_id": project["id"],
            "asset_type_id": made["asset_id"]["entity_type_id"],
            "task_type_id": task_type["id"],
            "entity_id": made["shot_id"]["id"],
        }
        self.callers = self._callers(studio, vendor)

    def _callers(self, studio: Studio, vendor: Row) -> dict[str, list[Api]]:
        people = {
            "admin": [("admin", None), ("admin", "client")],
            "manager": [("manager", None), ("vendor", "manager")],
            "supervisor": [("supervisor", None), ("client", "supervisor")],
            "artist": [("user", None), ("manager", "user")],
            "client": [("client", None), ("manager", "client")],
            "vendor": [("vendor", None), ("supervisor", "vendor")],
        }
        callers = {
            name: [studio.client_of(studio.member(self.project, *roles)) for roles in both]
            for name, both in people.items()
        }
        return {
            **callers,
            "bot": [studio.client_of(studio.member(self.project, "user", is_bot=True))],
            "assigned vendor": [studio.client_of(vendor)],
            "outsider": [studio.client_of(studio.person(role)) for role in ("manager", "user")],
            "anonymous": [studio.anonymous()],
        }

    def answers(self, path: str) -> dict[str, set[int]]:
        """The statuses each group of callers gets."""
        url = path.format(**self.ids)
        return {
            name: {client.request("GET", url).status_code for client in clients}
            for name, clients in self.callers.items()
        }


@pytest.fixture(scope="module")
def production(rows: Rows, server: str) -> Production:
    """Made once: nothing here changes it."""
    return Production(Studio(rows, server, SECRET))


@pytest.mark.parametrize(("rule", "path"), [(rule, path) for rule, paths in READS.items() for path in paths])
def test_are_for_those_who_may(production: Production, rule: str, path: str) -> None:
    answered = RULES[rule]
    expected = {name: {200 if name in answered else 403} for name in production.callers} | {"anonymous": {401}}
    assert production.answers(path) == expected


@pytest.mark.parametrize("path", ADMINISTRATORS)
def test_whole_lists_are_for_administrators(production: Production, path: str) -> None:
    expected = {name: {403} for name in production.callers} | {"admin": {200}, "anonymous": {401}}
    assert production.answers(f"{path}?id={production.ids['shot_id']}") == expected


def test_a_closed_production_is_read_by_its_team(studio: Studio) -> None:
    production, closed = Production(studio), studio.project_status("Closed")
    studio.rows.run("UPDATE project SET project_status_id = %s WHERE id = %s", closed["id"], production.project["id"])
    for rule in RULES:
        for path in READS[rule]:
            production.callers["artist"][0].get(path.format(**production.ids))


def test_no_reading_operation_was_forgotten() -> None:
    known = {re.sub(r"\?.*", "", path) for paths in (*READS.values(), ADMINISTRATORS) for path in paths}
    known = {re.sub(r"/data/entities/\{\w+\}/", "/data/entities/{entity_id}/", path) for path in known}
    served = {
        re.sub(r":str\}", "}", path)
        for module in ENTITY_MODULES
        for handler in vars(module).values()
        if isinstance(handler, HTTPRouteHandler) and "GET" in handler.http_methods
        for path in handler.paths
    }
    assert served - known == set()
