"""The generic resources of working and output files, their types and states (02-models 8.4)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.previews.conftest import Stage, stage  # noqa: F401 - the fixture
from tests.support.roles import as_each_role
from tests.support.studio import Row, unique

from multiplane import models

WORKING = {
    "shotgun_id", "name", "description", "comment", "revision", "size", "checksum", "path", "data",
    "validation_status", "task_id", "entity_id", "person_id", "software_id", "id", "created_at", "updated_at", "type",
}  # fmt: skip
OUTPUT = {
    "shotgun_id", "name", "canceled", "size", "checksum", "description", "comment", "extension", "revision",
    "representation", "nb_elements", "source", "path", "data", "quality", "file_status_id", "entity_id",
    "asset_instance_id", "output_type_id", "task_type_id", "person_id", "source_file_id", "source_file",
    "temporal_entity_id", "id", "created_at", "updated_at", "type",
}  # fmt: skip


def working_file(stage: Stage, **values: Any) -> Row:
    defaults = {"name": unique("scene"), "task_id": stage.task["id"], "entity_id": stage.shot["id"], "revision": 1}
    return stage.rows.insert(models.WorkingFile, **{**defaults, **values})


def output_file(stage: Stage, **values: Any) -> Row:
    status = stage.rows.insert(models.FileStatus, name=unique("Status"), color="#fff")
    defaults = {"name": "main", "revision": 1, "file_status_id": status["id"], "entity_id": stage.shot["id"]}
    return stage.rows.insert(models.OutputFile, **{**defaults, **values})


# -- working files


@as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
def test_who_reads_a_working_file(stage: Stage, role: str, status: int) -> None:
    row = working_file(stage)
    found = stage.team[role].get(f"/data/working-files/{row['id']}?relations=false", status)
    if status == 200:
        assert found.keys() == WORKING | {"outputs"}


def test_a_vendor_reads_what_they_work_on(stage: Stage) -> None:
    working, output = working_file(stage), output_file(stage)
    stage.assign("vendor")
    stage.team["vendor"].get(f"/data/working-files/{working['id']}")
    stage.team["vendor"].get(f"/data/output-files/{output['id']}")


@pytest.mark.parametrize("collection", ["working-files", "output-files"])
def test_lists_are_closed_to_vendors_and_kept_to_the_team(stage: Stage, collection: str) -> None:
    row = working_file(stage) if collection == "working-files" else output_file(stage)
    path = f"/data/{collection}?entity_id={stage.shot['id']}"
    for role in ("admin", "manager", "supervisor", "user", "client"):
        assert [found["id"] for found in stage.team[role].get(path)] == [row["id"]], role
    assert stage.team["outsider"].get(path) == []
    stage.team["vendor"].get(path, 403)
    hired = stage.studio.client_of(stage.studio.member(stage.project, "user", "vendor"))
    assert hired.get(path) == []


def test_working_files_of_closed_projects_are_listed_and_output_files_not(stage: Stage) -> None:
    closed = Stage(stage.studio, is_open=False)
    working_file(closed)
    output_file(closed)
    query = f"?entity_id={closed.shot['id']}"
    assert len(closed.manager.get("/data/working-files" + query)) == 1
    assert closed.manager.get("/data/output-files" + query) == []


@as_each_role(admin=200, manager=200, supervisor=200)
def test_who_changes_a_working_file(stage: Stage, role: str, status: int) -> None:
    row = working_file(stage)
    moment = stage.studio.now()
    answer = stage.team[role].put(f"/data/working-files/{row['id']}", {"comment": "better"}, status)
    if status == 200:
        assert answer.keys() == WORKING
        (event,) = stage.studio.events_since(moment)
        assert (event["name"], event["data"]) == ("working-file:update", {"working_file_id": row["id"]})


def test_an_assignee_changes_a_working_file_but_does_not_move_it(stage: Stage) -> None:
    stage.assign("user")
    row = working_file(stage)
    elsewhere = stage.studio.task(stage.studio.shot(stage.studio.project()))
    body = {"comment": "mine", "task_id": elsewhere["id"], "entity_id": elsewhere["entity_id"]}
    answer = stage.team["user"].put(f"/data/working-files/{row['id']}", body)
    assert (answer["comment"], answer["task_id"], answer["entity_id"]) == ("mine", row["task_id"], row["entity_id"])


@as_each_role(admin=201)
def test_who_makes_and_removes_a_working_file(stage: Stage, role: str, status: int) -> None:
    body = {"name": unique("scene"), "task_id": stage.task["id"], "entity_id": stage.shot["id"], "revision": 1}
    stage.team[role].post("/data/working-files", body, status)
    row = working_file(stage)
    output = output_file(stage, source_file_id=row["id"])
    stage.team[role].delete(f"/data/working-files/{row['id']}", 204 if status == 201 else status)
    left = stage.rows.one("SELECT source_file_id FROM output_file WHERE id = %s", output["id"])
    assert (left["source_file_id"] is None) == (status == 201)


def test_working_file_refusals(stage: Stage) -> None:
    stage.manager.get("/data/working-files/nothing", 404)
    stage.manager.get(f"/data/working-files/{uuid4()}", 404)
    row = working_file(stage)
    refusal = stage.manager.put(f"/data/working-files/{row['id']}", {"validation_status": "maybe"}, 400)
    assert refusal["message"] == "Invalid validation_status"


def test_a_working_file_sent_back_as_it_was_read_takes_no_output_away(stage: Stage) -> None:
    stage.assign("user")
    read = stage.team["user"].get(f"/data/working-files/{working_file(stage)['id']}")
    output = output_file(stage, source_file_id=read["id"])
    stage.team["user"].put(f"/data/working-files/{read['id']}", {**read, "comment": "mine"})
    assert stage.manager.get(f"/data/output-files/{output['id']}")["source_file_id"] == read["id"]


def test_administrators_choose_the_outputs_of_a_working_file(stage: Stage) -> None:
    row = working_file(stage)
    first, second = output_file(stage, source_file_id=row["id"]), output_file(stage)
    stage.studio.admin.put(f"/data/working-files/{row['id']}", {"outputs": [second["id"]]})
    assert stage.manager.get(f"/data/working-files/{row['id']}")["outputs"] == [second["id"]]
    assert stage.manager.get(f"/data/output-files/{first['id']}")["source_file_id"] is None
    made = stage.studio.admin.post(
        "/data/working-files", {"name": unique("scene"), "entity_id": stage.shot["id"], "outputs": [first["id"]]}
    )
    assert made["outputs"] == [first["id"]]


# -- output files


@as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
def test_who_reads_an_output_file(stage: Stage, role: str, status: int) -> None:
    working = working_file(stage)
    row = output_file(stage, source_file_id=working["id"])
    found = stage.team[role].get(f"/data/output-files/{row['id']}", status)
    if status == 200:
        assert found.keys() == OUTPUT
        assert (found["source_file"]["id"], found["source_file"]["type"]) == (working["id"], "WorkingFile")


@as_each_role(admin=200, manager=200)
def test_who_changes_an_output_file(stage: Stage, role: str, status: int) -> None:
    row = output_file(stage)
    moment = stage.studio.now()
    answer = stage.team[role].put(f"/data/output-files/{row['id']}", {"comment": "final"}, status)
    if status == 200:
        assert answer.keys() == OUTPUT
        (event,) = stage.studio.events_since(moment)
        assert event["data"] == {"output_file_id": row["id"], "project_id": stage.project["id"]}
        assert (event["name"], event["project_id"]) == ("output-file:update", stage.project["id"])


def test_whoever_works_on_the_entity_changes_its_output_files(stage: Stage) -> None:
    stage.assign("user")
    row = output_file(stage)
    stage.team["user"].put(f"/data/output-files/{row['id']}", {"comment": "final"})
    other = stage.studio.shot(stage.project, stage.sequence)
    instance = output_file(stage, temporal_entity_id=other["id"])
    stage.team["user"].put(f"/data/output-files/{instance['id']}", {"comment": "final"}, 403)


def test_an_output_file_is_not_made_from_a_file_of_another_production(stage: Stage) -> None:
    other = Stage(stage.studio)
    row, own, foreign = output_file(stage), working_file(stage), working_file(other)
    path = f"/data/output-files/{row['id']}"
    stage.manager.put(path, {"source_file_id": foreign["id"]}, 403)
    assert stage.manager.put(path, {"source_file_id": own["id"]})["source_file"]["id"] == own["id"]


def test_an_output_file_is_of_an_entity(stage: Stage) -> None:
    status = stage.rows.insert(models.FileStatus, name=unique("Status"), color="#fff")
    body = {"name": "main", "revision": 1, "file_status_id": status["id"]}
    admin = stage.studio.admin
    assert admin.post("/data/output-files", body, 400)["message"] == "entity_id is required"
    moment = stage.studio.now()
    made = admin.post("/data/output-files", {**body, "entity_id": stage.shot["id"]})
    assert made.keys() == OUTPUT
    admin.delete(f"/data/output-files/{made['id']}")
    events = stage.studio.events_since(moment)
    assert [(event["name"], event["project_id"]) for event in events] == [
        ("output-file:new", stage.project["id"]),
        ("output-file:delete", stage.project["id"]),
    ]
    refusal = admin.post("/data/output-files", {**body, "entity_id": stage.shot["id"], "quality": "best"}, 400)
    assert refusal["message"] == "Invalid quality"


# -- types and states


@pytest.mark.parametrize(
    ("collection", "model", "body"),
    [
        ("file-status", models.FileStatus, {"color": "#00FF00"}),
        ("output-types", models.OutputType, {"short_name": "geo"}),
    ],
)
def test_types_and_states(stage: Stage, collection: str, model: Any, body: Row) -> None:
    path = f"/data/{collection}"
    body = {"name": unique("Name"), **body}
    row = stage.studio.admin.post(path, body)
    assert row.keys() == {*body, "id", "created_at", "updated_at", "type"}
    assert row["type"] == model.__name__
    twice = {"message": "A record with the same unique values already exists."}
    assert stage.studio.admin.post(path, body, 400) == twice
    for role, client in stage.team.items():
        if role == "anonymous":
            client.get(path, 401)
            continue
        assert client.get(f"{path}/{row['id']}")["name"] == body["name"]
        assert row["id"] in {found["id"] for found in client.get(path)}
        if role != "admin":
            client.post(path, {**body, "name": "mine"}, 403)
            client.put(f"{path}/{row['id']}", {"name": "mine"}, 403)
            client.delete(f"{path}/{row['id']}", 403)
    stage.studio.admin.put(f"{path}/{row['id']}", {"name": unique("Other")})
    stage.studio.admin.delete(f"{path}/{row['id']}")
    stage.studio.admin.get(f"{path}/{row['id']}", 404)
