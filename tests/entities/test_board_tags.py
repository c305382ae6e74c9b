"""Conditional requests of boards: a client's copy counts exactly as long as nothing changed (03-entities 1.13)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.entities.builders import cast, descriptor, subscribe
from tests.support.api import Api
from tests.support.studio import Row, Studio, unique

from multiplane import models

BOARDS = ("assets", "shots")


class Production:
    """A production with something of everything a board is made of."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.project = studio.project()
        self.person = studio.member(self.project, "user")
        self.episode = studio.episode(self.project)
        self.sequence = studio.sequence(self.project, self.episode)
        self.shot = studio.shot(self.project, self.sequence)
        self.asset = studio.asset(self.project)
        self.spare = studio.asset(self.project)
        self.task = studio.task(self.shot, assignees=[self.person])
        self.link = cast(studio, self.episode, self.asset)
        self.followed = subscribe(studio, self.person, self.task)
        self.department = studio.department()
        self.descriptor = descriptor(studio, self.project, "Shot", "secret", self.department)

    def run(self, statement: str, *values: Any) -> None:
        self.studio.rows.run(statement, *values)


@pytest.fixture
def production(studio: Studio) -> Production:
    return Production(studio)


def tag(client: Api, kind: str, **filters: Any) -> str:
    answer = client.request("GET", f"/data/{kind}/with-tasks", params=filters)
    assert answer.status_code == 200
    return answer.headers["etag"]


CHANGES: dict[str, Callable[[Production], Any]] = {
    "an entity": lambda made: made.run("UPDATE entity SET name = 'X' WHERE id = %s", made.shot["id"]),
    "a new entity": lambda made: made.studio.asset(made.project),
    "an entity of any kind": lambda made: made.studio.entity(made.project, "Edit"),
    "an entity gone": lambda made: made.run("DELETE FROM entity WHERE id = %s", made.spare["id"]),
    "a task": lambda made: made.run("UPDATE task SET retake_count = 3 WHERE id = %s", made.task["id"]),
    "a new task": lambda made: made.studio.task(made.asset),
    "a task gone": lambda made: (
        made.run("DELETE FROM subscription WHERE task_id = %s", made.task["id"]),
        made.run("DELETE FROM task_person_link WHERE task_id = %s", made.task["id"]),
        made.run("DELETE FROM task WHERE id = %s", made.task["id"]),
    ),
    "an assignment": lambda made: made.studio.rows.insert(
        models.TaskPersonLink, task_id=made.task["id"], person_id=made.studio.member(made.project)["id"]
    ),
    "an assignment gone": lambda made: made.run("DELETE FROM task_person_link WHERE task_id = %s", made.task["id"]),
    "another assignee": lambda made: made.run(
        "UPDATE task_person_link SET person_id = %s WHERE task_id = %s",
        made.studio.member(made.project)["id"],
        made.task["id"],
    ),
    "a casting link": lambda made: cast(made.studio, made.shot, made.asset),
    "a casting link gone": lambda made: made.run("DELETE FROM entity_link WHERE id = %s", made.link["id"]),
    "a subscription": lambda made: subscribe(made.studio, made.person, made.studio.task(made.asset)),
    "a subscription gone": lambda made: made.run("DELETE FROM subscription WHERE id = %s", made.followed["id"]),
    "the project": lambda made: made.run("UPDATE project SET name = %s WHERE id = %s", unique("P"), made.project["id"]),
    "an entity type": lambda made: made.studio.entity_type(unique("Type")),
    "the caller's role": lambda made: made.run(
        "UPDATE project_person_link SET role = 'client' WHERE person_id = %s", made.person["id"]
    ),
    "the caller's departments": lambda made: made.studio.rows.insert(
        models.DepartmentLink, person_id=made.person["id"], department_id=made.department["id"]
    ),
    "the departments of a metadata column": lambda made: made.run(
        "DELETE FROM department_metadata_descriptor_link WHERE metadata_descriptor_id = %s", made.descriptor["id"]
    ),
}


@pytest.mark.parametrize("kind", BOARDS)
@pytest.mark.parametrize("change", CHANGES)
def test_changes_with(production: Production, kind: str, change: str) -> None:
    client = production.studio.client_of(production.person)
    before = tag(client, kind, project_id=production.project["id"])
    CHANGES[change](production)
    assert tag(client, kind, project_id=production.project["id"]) != before


@pytest.mark.parametrize("kind", BOARDS)
def test_stays_while_nothing_changes(production: Production, kind: str) -> None:
    client, scope = production.studio.client_of(production.person), {"project_id": production.project["id"]}
    before = tag(client, kind, **scope)
    production.studio.task(production.studio.asset(production.studio.project()))
    assert tag(client, kind, **scope) == before
    assert re.fullmatch(r'"[0-9a-f]{64}"', before)


@pytest.mark.parametrize("kind", BOARDS)
@pytest.mark.parametrize("form", [{}, {"compact": "true"}, {"stream": "true"}, {"compact": "true", "stream": "true"}])
def test_a_current_copy_is_not_sent_again(production: Production, kind: str, form: dict[str, str]) -> None:
    client, scope = production.studio.client_of(production.person), {"project_id": production.project["id"], **form}
    current = tag(client, kind, **scope)
    for sent in (current, f'"other", {current}', f"W/{current}"):
        headers = {"If-None-Match": sent}
        answer = client.request("GET", f"/data/{kind}/with-tasks", params=scope, headers=headers)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == current
        assert answer.headers["cache-control"] == "private, no-cache"
    production.studio.asset(production.project)
    answer = client.request("GET", f"/data/{kind}/with-tasks", params=scope, headers={"If-None-Match": current})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-cache"


def test_differs_for_each_question(production: Production) -> None:
    studio, scope = production.studio, {"project_id": production.project["id"]}
    client = studio.client_of(production.person)
    tags = [
        tag(client, "shots", **scope),
        tag(client, "assets", **scope),
        tag(studio.admin, "shots", **scope),
        tag(client, "shots", **scope, compact="true"),
        tag(client, "shots", **scope, stream="true"),
        tag(client, "shots", **scope, episode_id=production.episode["id"]),
        tag(client, "shots", **scope, episode_id="main"),
        tag(client, "shots", **scope, id=production.shot["id"]),
        tag(client, "shots", **scope, assigned_to="me"),
        tag(studio.admin, "shots", project_id=studio.project()["id"]),
    ]
    assert len(set(tags)) == len(tags)


def test_rights_come_before_the_copy(production: Production) -> None:
    studio, project = production.studio, production.project
    client = studio.client_of(production.person)
    current = tag(client, "shots", project_id=project["id"])
    studio.rows.run("DELETE FROM project_person_link WHERE person_id = %s", production.person["id"])
    answer = client.request(
        "GET", "/data/shots/with-tasks", params={"project_id": project["id"]}, headers={"If-None-Match": current}
    )
    assert answer.status_code == 403


def test_needs_a_project(studio: Studio) -> None:
    project: Row = studio.project()
    asset = studio.asset(project)
    for path in ("/data/assets/with-tasks", "/data/shots/with-tasks"):
        assert "etag" not in studio.admin.request("GET", path, params={"id": asset["id"]}).headers
