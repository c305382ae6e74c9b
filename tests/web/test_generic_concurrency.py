"""Twenty people who take one name at once: one gets it, the others are told what somebody later would be."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.support.studio import Row, Studio, unique
from tests.support.together import released_together

TAKEN = "A record with the same unique values already exists."


def _twins(studio: Studio) -> list[Row]:
    return [{"name": unique("Twin"), "color": "#000000"}] * 20


def _in_both_cases(studio: Studio) -> list[Row]:
    name = unique("Twin")
    return [{"name": name.lower()}, {"name": name.upper()}] * 10


def _named(studio: Studio) -> list[Row]:
    return [{"name": unique("Twin")}] * 20


def _descriptors(studio: Studio) -> list[Row]:
    field = uuid4().hex
    return [{"name": field, "field_name": field, "entity_type": "Shot", "project_id": studio.project()["id"]}] * 20


def _schedule_items(studio: Studio) -> list[Row]:
    return [{"project_id": studio.project()["id"], "task_type_id": studio.task_type()["id"]}] * 20


def _tasks(studio: Studio) -> list[Row]:
    shot, task_type = studio.shot(studio.project()), studio.task_type()
    studio.task_status(is_default=True)
    return [{"entity_id": shot["id"], "task_type_id": task_type["id"]}] * 20


def _shots(studio: Studio) -> list[Row]:
    project = studio.project()
    sequence, kind = studio.sequence(project), studio.entity_type("Shot")
    body = {"name": unique("Shot"), "project_id": project["id"], "parent_id": sequence["id"]}
    return [{**body, "entity_type_id": kind["id"]}] * 20


@pytest.mark.parametrize(
    ("path", "table", "bodies", "messages"),
    [
        ("departments", "department", _twins, {TAKEN}),
        ("entity-types", "entity_type", _in_both_cases, {"Entity type with this name already exists"}),
        ("task-types", "task_type", _in_both_cases, {"A task type with similar name already exists"}),
        ("projects", "project", _named, {TAKEN}),
        ("project-templates", "project_template", _named, {"A project template with this name already exists"}),
        (
            "preview-background-files",
            "preview_background_file",
            _named,
            {"A preview background file with similar name already exists"},
        ),
        ("metadata-descriptors", "metadata_descriptor", _descriptors, {TAKEN}),
        ("schedule-items", "schedule_item", _schedule_items, {"A similar schedule item already exists"}),
        ("tasks", "task", _tasks, {"Task already exists."}),
        ("entities", "entity", _shots, {TAKEN}),
    ],
)
def test_one_of_twenty_gets_the_name(
    studio: Studio, path: str, table: str, bodies: Callable[[Studio], list[Row]], messages: set[str]
) -> None:
    def post(body: Row) -> Callable[[], httpx.Response]:
        client = studio.client_of(studio.person("admin"))
        return lambda: client.request("POST", f"/data/{path}", json=body)

    answers = released_together(studio.rows, table, [post(body) for body in bodies(studio)])

    made: list[Any] = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    refused = [answer for answer in answers if answer.status_code == 400]
    assert (len(made), len(refused)) == (1, 19)
    assert {answer.json()["message"] for answer in refused} == messages
    studio.admin.get(f"/data/{path}/{made[0]}")
