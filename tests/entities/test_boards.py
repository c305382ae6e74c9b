"""Boards: what a row holds, the forms it comes in, filters, and what each role sees (03-entities 1.10-1.13, 2)."""

import json
from typing import Any
from uuid import uuid4

import pytest
from tests.entities.builders import cast, depict, descriptor, preview, subscribe
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio

ASSET_FIELDS = [
    "id", "name", "preview_file_id", "description", "asset_type_name", "asset_type_id", "canceled", "ready_for",
    "episode_id", "casting_episode_ids", "is_casting_standby", "is_shared", "data", "tasks",
]  # fmt: skip
ASSET_TASK_FIELDS = [
    "id", "due_date", "done_date", "duration", "entity_id", "estimation", "end_date", "is_subscribed",
    "last_comment_date", "last_preview_file_id", "priority", "real_start_date", "retake_count", "start_date",
    "difficulty", "task_status_id", "task_type_id", "assignees", "data",
]  # fmt: skip
SHOT_FIELDS = [
    "canceled", "data", "description", "entity_type_id", "episode_id", "episode_name", "fps", "frame_in",
    "frame_out", "id", "name", "nb_frames", "parent_id", "preview_file_id", "project_id", "project_name",
    "sequence_id", "sequence_name", "source_id", "nb_entities_out", "is_casting_standby", "type", "tasks",
]  # fmt: skip
SHOT_TASK_FIELDS = [
    "id", "duration", "due_date", "end_date", "done_date", "entity_id", "estimation", "is_subscribed",
    "last_comment_date", "last_preview_file_id", "nb_assets_ready", "priority", "real_start_date", "retake_count",
    "start_date", "difficulty", "nb_drawings", "task_status_id", "task_type_id", "assignees", "data",
]  # fmt: skip
BOARD_FIELDS = [
    "id", "name", "status", "episode_id", "description", "frame_in", "frame_out", "fps", "preview_file_id",
    "canceled", "data", "tasks",
]  # fmt: skip
BOARD_TASK_FIELDS = [
    "id", "estimation", "entity_id", "end_date", "due_date", "done_date", "duration", "last_comment_date",
    "last_preview_file_id", "priority", "real_start_date", "retake_count", "start_date", "difficulty",
    "task_status_id", "task_type_id", "data", "is_subscribed", "assignees",
]  # fmt: skip
EDIT_FIELDS = [
    "canceled", "data", "description", "entity_type_id", "episode_id", "episode_name", "id", "name", "parent_id",
    "preview_file_id", "project_id", "project_name", "source_id", "nb_entities_out", "tasks", "type",
]  # fmt: skip
EDIT_TASK_FIELDS = [
    "id", "duration", "due_date", "entity_id", "end_date", "estimation", "last_comment_date",
    "last_preview_file_id", "nb_assets_ready", "priority", "real_start_date", "retake_count", "start_date",
    "task_status_id", "task_type_id", "data", "is_subscribed", "assignees",
]  # fmt: skip
CONCEPT_FIELDS = [
    "canceled", "data", "description", "entity_type_id", "fps", "frame_in", "frame_out", "id", "name", "nb_frames",
    "parent_id", "preview_file_id", "preview_file_status", "project_id", "project_name", "source_id",
    "nb_entities_out", "is_casting_standby", "tasks", "entity_concept_links", "type", "updated_at", "created_at",
    "created_by",
]  # fmt: skip
CONCEPT_TASK_FIELDS = [
    "id", "duration", "due_date", "end_date", "entity_id", "estimation", "last_comment_date", "nb_assets_ready",
    "priority", "real_start_date", "retake_count", "start_date", "task_status_id", "task_type_id", "data",
    "is_subscribed", "assignees",
]  # fmt: skip
LINKED_TASK_FIELDS = [
    "id", "duration", "due_date", "end_date", "entity_id", "estimation", "last_comment_date", "nb_assets_ready",
    "priority", "real_start_date", "retake_count", "start_date", "task_status_id", "task_type_id", "assigner_id",
    "assignees",
]  # fmt: skip
FIELDS = {
    "assets": (ASSET_FIELDS, ASSET_TASK_FIELDS),
    "shots": (SHOT_FIELDS, SHOT_TASK_FIELDS),
    "sequences": (BOARD_FIELDS, BOARD_TASK_FIELDS),
    "episodes": (BOARD_FIELDS, BOARD_TASK_FIELDS),
    "scenes": (BOARD_FIELDS, BOARD_TASK_FIELDS),
    "edits": (EDIT_FIELDS, EDIT_TASK_FIELDS),
    "concepts": (CONCEPT_FIELDS, CONCEPT_TASK_FIELDS),
}
BLANKED = {
    "assignees": [], "assigner_id": None, "difficulty": None, "done_date": None, "due_date": None, "duration": 0,
    "end_date": None, "estimation": 0, "last_comment_date": None, "nb_assets_ready": 0, "nb_drawings": 0,
    "priority": 0, "real_start_date": None, "retake_count": 0, "start_date": None,
}  # fmt: skip
WORKED = {
    "duration": 90.0, "estimation": 33.25, "priority": 2, "difficulty": 4, "retake_count": 1, "nb_drawings": 7,
    "nb_assets_ready": 3, "start_date": "2026-03-01 08:00:00.5", "due_date": "2026-03-09", "end_date": "2026-03-08",
    "done_date": "2026-03-07 10:11:12.999", "real_start_date": "2026-03-02", "last_comment_date": "2026-03-03",
}  # fmt: skip


def board(client: Api, kind: str, status: int = 200, **filters: Any) -> Any:
    return client.get(f"/data/{kind}/with-tasks", status, params=filters)


def make(studio: Studio, project: Row, kind: str, **values: Any) -> Row:
    """An entity that appears on the board of its kind."""
    if kind == "assets":
        return studio.asset(project, **values)
    if kind == "shots":
        return studio.shot(project, studio.sequence(project), **values)
    return studio.entity(project, kind[:-1].title(), **values)


class TestRows:
    @pytest.mark.parametrize("kind", FIELDS)
    def test_hold_every_key_in_order(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        studio.task(make(studio, project, kind))
        (row,) = board(studio.admin, kind, project_id=project["id"])
        fields, task_fields = FIELDS[kind]
        assert list(row) == fields
        assert list(row["tasks"][0]) == task_fields

    def test_of_a_shot(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project, name="E01")
        sequence = studio.sequence(project, episode, name="SQ01")
        data = {"fps": "24", "frame_in": 1001, "frame_out": None, "note": 'a "b"\n\u2028é'}
        shot = studio.shot(project, sequence, name='S "1"\\', data=data, nb_frames=12, nb_entities_out=2)
        person = studio.member(project)
        status = studio.task_status()
        task = studio.task(shot, assignees=[person], data={"a": 1}, task_status_id=status["id"], **WORKED)
        (row,) = board(studio.admin, "shots", project_id=project["id"])
        (served,) = row.pop("tasks")
        assert row == {
            "canceled": False, "data": data, "description": None, "entity_type_id": shot["entity_type_id"],
            "episode_id": episode["id"], "episode_name": "E01", "fps": "24", "frame_in": 1001, "frame_out": None,
            "id": shot["id"], "name": 'S "1"\\', "nb_frames": 12, "parent_id": sequence["id"],
            "preview_file_id": None, "project_id": project["id"], "project_name": project["name"],
            "sequence_id": sequence["id"], "sequence_name": "SQ01", "source_id": None, "nb_entities_out": 2,
            "is_casting_standby": False, "type": "Shot",
        }  # fmt: skip
        assert served == {
            "id": task["id"], "duration": 90.0, "due_date": "2026-03-09T00:00:00", "end_date": "2026-03-08T00:00:00",
            "done_date": "2026-03-07T10:11:12", "entity_id": shot["id"], "estimation": 33.25, "is_subscribed": False,
            "last_comment_date": "2026-03-03T00:00:00", "last_preview_file_id": None, "nb_assets_ready": 3,
            "priority": 2, "real_start_date": "2026-03-02T00:00:00", "retake_count": 1,
            "start_date": "2026-03-01T08:00:00", "difficulty": 4, "nb_drawings": 7, "task_status_id": status["id"],
            "task_type_id": task["task_type_id"], "assignees": [person["id"]], "data": {"a": 1},
        }  # fmt: skip
        assert isinstance(served["duration"], float)

    def test_of_an_asset(self, studio: Studio) -> None:
        project = studio.project()
        asset = studio.asset(project, name="Tree", data=None)
        (row,) = board(studio.admin, "assets", project_id=project["id"])
        assert row == {
            "id": asset["id"], "name": "Tree", "preview_file_id": "", "description": None,
            "asset_type_name": "Character", "asset_type_id": asset["entity_type_id"], "canceled": False,
            "ready_for": "None", "episode_id": "", "casting_episode_ids": [], "is_casting_standby": False,
            "is_shared": False, "data": {}, "tasks": [],
        }  # fmt: skip

    def test_of_an_asset_with_everything(self, studio: Studio) -> None:
        project = studio.project()
        episodes = [studio.episode(project, name=name) for name in ("E02", "E01")]
        task_type = studio.task_type()
        asset = studio.asset(project, source_id=episodes[0]["id"], ready_for=task_type["id"], is_shared=True)
        for episode in episodes:
            cast(studio, episode, asset)
        cast(studio, studio.episode(studio.project()), asset)
        cast(studio, studio.shot(project, studio.sequence(project)), asset)
        picture = preview(studio, studio.task(asset))
        studio.rows.run("UPDATE entity SET preview_file_id = %s WHERE id = %s", picture["id"], asset["id"])
        (row,) = board(studio.admin, "assets", project_id=project["id"])
        assert row["episode_id"] == episodes[0]["id"]
        assert row["casting_episode_ids"] == [episodes[1]["id"], episodes[0]["id"]]
        assert (row["ready_for"], row["preview_file_id"]) == (task_type["id"], picture["id"])
        (row,) = board(studio.admin, "assets", project_id=project["id"], episode_id=episodes[1]["id"])
        assert row["casting_episode_ids"] == [episodes[1]["id"]]
        (row,) = board(studio.admin, "assets", id=asset["id"])
        assert row["casting_episode_ids"] == []

    def test_of_a_sequence(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        sequence = studio.sequence(project, episode, name="A", data={"fps": 25}, status="complete")
        studio.sequence(project, name="B", data=None)
        studio.task(studio.shot(project, sequence))
        own = studio.task(sequence)
        first, second = board(studio.admin, "sequences", project_id=project["id"])
        assert [task["id"] for task in first.pop("tasks")] == [own["id"]]
        assert first == {
            "id": sequence["id"], "name": "A", "status": "complete", "episode_id": episode["id"],
            "description": None, "frame_in": None, "frame_out": None, "fps": 25, "preview_file_id": "",
            "canceled": False, "data": {"fps": 25},
        }  # fmt: skip
        assert (second["episode_id"], second["data"], second["status"]) == ("None", {}, "running")

    def test_of_a_concept(self, studio: Studio) -> None:
        project = studio.project()
        asset, concept = studio.asset(project), studio.entity(project, "Concept", created_at="2026-01-02 03:04:05.6")
        depict(studio, concept, asset)
        picture = preview(studio, studio.task(concept), status="broken")
        studio.rows.run("UPDATE entity SET preview_file_id = %s WHERE id = %s", picture["id"], concept["id"])
        (row,) = board(studio.admin, "concepts", project_id=project["id"])
        assert row["entity_concept_links"] == [asset["id"]]
        assert (row["preview_file_id"], row["preview_file_status"]) == (picture["id"], "broken")
        assert row["created_at"] == "2026-01-02T03:04:05"

    def test_tell_what_the_caller_follows_in_a_project(self, studio: Studio) -> None:
        project = studio.project()
        person = studio.member(project, "admin")
        shot = make(studio, project, "shots")
        followed, other = studio.task(shot), studio.task(shot)
        subscribe(studio, person, followed)
        subscribe(studio, studio.member(project), other)
        client = studio.client_of(person)
        (row,) = board(client, "shots", project_id=project["id"])
        assert {task["id"]: task["is_subscribed"] for task in row["tasks"]} == {
            followed["id"]: True,
            other["id"]: False,
        }
        (row,) = board(client, "shots", id=shot["id"])
        assert not any(task["is_subscribed"] for task in row["tasks"])

    def test_numbers_that_json_has_not_are_null(self, studio: Studio) -> None:
        project = studio.project()
        studio.task(make(studio, project, "shots"), duration="NaN", estimation="Infinity")
        (row,) = board(studio.admin, "shots", project_id=project["id"])
        assert (row["tasks"][0]["duration"], row["tasks"][0]["estimation"]) == (None, None)

    def test_shots_without_sequence_are_left_out_and_canceled_ones_are_not(self, studio: Studio) -> None:
        project = studio.project()
        studio.shot(project)
        canceled = make(studio, project, "shots", canceled=True)
        rows = board(studio.admin, "shots", project_id=project["id"])
        assert [(row["id"], row["canceled"]) for row in rows] == [(canceled["id"], True)]

    def test_assets_are_in_the_order_of_their_types_then_names(self, studio: Studio) -> None:
        project = studio.project()
        for kind, name in (("Prop", "a"), ("Character", "c"), ("Character", "b")):
            studio.asset(project, kind, name=name)
        rows = board(studio.admin, "assets", project_id=project["id"])
        assert [(row["asset_type_name"], row["name"]) for row in rows] == [
            ("Character", "b"), ("Character", "c"), ("Prop", "a"),
        ]  # fmt: skip


class TestForms:
    @pytest.fixture(params=["assets", "shots"])
    def kind(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.mark.parametrize("size", [0, 1, 450])
    def test_all_say_the_same(self, studio: Studio, kind: str, size: int) -> None:
        project = studio.project()
        person = studio.member(project)
        sequence = studio.sequence(project)
        for place in range(size):
            values = {"name": f"X{place:03}", "data": {"text": f'line\nbreak "{place}" \x7f', "fps": place}}
            entity = studio.asset(project, **values) if kind == "assets" else studio.shot(project, sequence, **values)
            if place % 50 == 0:
                studio.task(entity, assignees=[person], data={"n": "\n"})
        url = f"/data/{kind}/with-tasks"
        scope = {"project_id": project["id"]}
        rows = studio.admin.get(url, params=scope)
        assert len(rows) == size

        streamed = studio.admin.request("GET", url, params={**scope, "stream": "true"})
        assert streamed.headers["content-type"].startswith("application/x-ndjson")
        assert streamed.text.endswith("\n")
        header, *lines = streamed.text[:-1].split("\n")
        assert json.loads(header) == {"compact": False}
        assert [json.loads(line) for line in lines] == rows

        compact = studio.admin.get(url, params={**scope, "compact": "true"})
        fields, task_fields = FIELDS[kind]
        assert {key: value for key, value in compact.items() if key != "rows"} == {
            "compact": True, f"{kind[:-1]}_fields": fields, "task_fields": task_fields,
        }  # fmt: skip
        assert [opened(row, fields, task_fields) for row in compact["rows"]] == rows

        both = studio.admin.request("GET", url, params={**scope, "stream": "true", "compact": "true"}).text
        header, *lines = both[:-1].split("\n")
        assert json.loads(header) == {key: value for key, value in compact.items() if key != "rows"}
        assert [json.loads(line) for line in lines] == compact["rows"]

    def test_are_asked_for_in_lower_case_only(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        answer = studio.admin.request(
            "GET", f"/data/{kind}/with-tasks", params={"project_id": project["id"], "stream": "True", "compact": "1"}
        )
        assert answer.json() == []

    def test_refusals_stay_json(self, studio: Studio, kind: str) -> None:
        outsider = studio.client_of(studio.person("manager"))
        project = studio.project()["id"]
        answer = outsider.request("GET", f"/data/{kind}/with-tasks", params={"project_id": project, "stream": "true"})
        assert (answer.status_code, answer.json()["error"]) == (403, True)

    @pytest.mark.parametrize("other", ["sequences", "episodes", "scenes", "edits", "concepts"])
    def test_other_boards_have_one(self, studio: Studio, other: str) -> None:
        project = studio.project()
        make(studio, project, other)
        answer = studio.admin.request(
            "GET",
            f"/data/{other}/with-tasks",
            params={"project_id": project["id"], "stream": "true", "compact": "true"},
        )
        assert answer.headers["content-type"].startswith("application/json")
        assert len(answer.json()) == 1
        assert "etag" not in answer.headers


class TestFilters:
    def test_shots_of_an_episode(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        inside = studio.shot(project, studio.sequence(project, episode))
        outside = studio.shot(project, studio.sequence(project))
        for value, expected in (
            (episode["id"], {inside["id"]}),
            ("main", {outside["id"]}),
            ("all", {inside["id"], outside["id"]}),
            (str(uuid4()), set()),
        ):
            rows = board(studio.admin, "shots", project_id=project["id"], episode_id=value)
            assert {row["id"] for row in rows} == expected, value

    def test_assets_of_an_episode(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        main = studio.asset(project, source_id=episode["id"])
        guest, free = studio.asset(project), studio.asset(project)
        cast(studio, episode, guest)
        for value, expected in (
            (episode["id"], {main["id"], guest["id"]}),
            ("main", {guest["id"], free["id"]}),
            ("all", {main["id"], guest["id"], free["id"]}),
        ):
            rows = board(studio.admin, "assets", project_id=project["id"], episode_id=value)
            assert {row["id"] for row in rows} == expected, value
        rows = board(studio.admin, "assets", episode_id=episode["id"])
        assert {row["id"] for row in rows} == {main["id"], guest["id"]}
        for wrong in ("all", "main", str(uuid4()), main["id"]):
            board(studio.admin, "assets", 404, episode_id=wrong)

    @pytest.mark.parametrize(
        ("kind", "parent"), [("sequences", "Episode"), ("edits", "Episode"), ("scenes", "Sequence")]
    )
    def test_children_of_a_parent(self, studio: Studio, kind: str, parent: str) -> None:
        project = studio.project()
        above = studio.entity(project, parent)
        inside = studio.entity(project, kind[:-1].title(), parent_id=above["id"])
        outside = studio.entity(project, kind[:-1].title())
        for value, expected in (
            (above["id"], {inside["id"]}),
            ("main", {outside["id"]}),
            ("all", {inside["id"], outside["id"]}),
        ):
            rows = board(studio.admin, kind, project_id=project["id"], episode_id=value)
            assert {row["id"] for row in rows} == expected, value

    def test_an_episode_is_in_no_episode(self, studio: Studio) -> None:
        project = studio.project()
        episode = studio.episode(project)
        assert board(studio.admin, "episodes", project_id=project["id"], episode_id=episode["id"]) == []
        assert len(board(studio.admin, "episodes", project_id=project["id"], episode_id="all")) == 1

    @pytest.mark.parametrize("kind", ["assets", "shots", "edits", "concepts"])
    def test_mine_are_those_assigned_to_me(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        person = studio.member(project, "user")
        mine, _other = make(studio, project, kind), make(studio, project, kind)
        task = studio.task(mine, assignees=[person])
        studio.task(mine)
        rows = board(studio.client_of(person), kind, project_id=project["id"], assigned_to="anything")
        assert [(row["id"], [found["id"] for found in row["tasks"]]) for row in rows] == [(mine["id"], [task["id"]])]
        assert board(studio.admin, kind, project_id=project["id"], assigned_to=person["id"]) == []

    @pytest.mark.parametrize("kind", ["sequences", "episodes", "scenes"])
    def test_of_the_others_the_tasks_of_a_person_are_kept(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        person = studio.member(project)
        busy, _idle = make(studio, project, kind), make(studio, project, kind)
        task = studio.task(busy, assignees=[person])
        studio.task(busy)
        rows = board(studio.admin, kind, project_id=project["id"], assigned_to=person["id"])
        found = {row["id"]: [task["id"] for task in row["tasks"]] for row in rows}
        assert found == {busy["id"]: [task["id"]], _idle["id"]: []}

    @pytest.mark.parametrize("kind", ["sequences", "episodes", "scenes"])
    def test_clients_do_not_learn_whose_tasks_they_are(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        person, client = studio.member(project), studio.client_of(studio.member(project, "user", "client"))
        studio.task(make(studio, project, kind), assignees=[person])
        (row,) = board(client, kind, project_id=project["id"], assigned_to=person["id"])
        assert row["tasks"] == []
        (row,) = board(client, kind, project_id=project["id"])
        assert len(row["tasks"]) == 1

    @pytest.mark.parametrize("kind", FIELDS)
    def test_by_id_where_the_board_has_it(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        first, second = make(studio, project, kind), make(studio, project, kind)
        rows = board(studio.admin, kind, project_id=project["id"], id=first["id"], name="nothing", page=3)
        everything = kind in ("sequences", "episodes", "scenes")
        assert {row["id"] for row in rows} == {first["id"]} | ({second["id"]} if everything else set())

    @pytest.mark.parametrize("kind", FIELDS)
    @pytest.mark.parametrize("value", ["not-a-uuid", "", "x' OR 1=1 --", "\x00"])
    def test_ids_are_checked_first(self, studio: Studio, kind: str, value: str) -> None:
        outsider = studio.client_of(studio.person("vendor"))
        answer = board(outsider, kind, 400, project_id=value)
        assert answer == {"error": True, "message": f"Invalid UUID format for project_id: {value}", "data": None}
        if kind != "concepts":
            answer = board(outsider, kind, 400, project_id=str(uuid4()), episode_id=value)
            assert answer["message"] == f"Invalid UUID format for episode_id: {value}"


class TestRights:
    @pytest.mark.parametrize("kind", ["assets", "shots", "sequences", "episodes", "edits"])
    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200, vendor=200)
    def test_members_read(self, studio: Studio, kind: str, role: str, status: int) -> None:
        project = studio.project()
        board(studio.team(project)[role], kind, status, project_id=project["id"])

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_scenes_are_not_for_vendors(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        board(studio.team(project)[role], "scenes", status, project_id=project["id"])

    @as_each_role(admin=200, manager=200, supervisor=200, user=200)
    def test_concepts_are_the_studios(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        board(studio.team(project)[role], "concepts", status, project_id=project["id"])

    @pytest.mark.parametrize("kind", ["shots", "sequences", "episodes", "scenes", "edits", "concepts"])
    @as_each_role(admin=200)
    def test_without_project_they_are_for_administrators(
        self, studio: Studio, kind: str, role: str, status: int
    ) -> None:
        board(studio.team(studio.project())[role], kind, status, id=str(uuid4()))

    def test_assets_without_project_are_those_of_the_callers_teams(self, studio: Studio) -> None:
        mine, closed, other = studio.project(), studio.project(is_open=False), studio.project()
        person = studio.member(mine, "user")
        studio.join(closed, person)
        expected = {studio.asset(mine)["id"], studio.asset(closed)["id"]}
        hidden = studio.asset(other)
        rows = board(studio.client_of(person), "assets")
        assert {row["id"] for row in rows} == expected
        assert board(studio.client_of(person), "assets", id=hidden["id"]) == []

    @pytest.mark.parametrize("kind", FIELDS)
    def test_unknown_projects(self, studio: Studio, kind: str) -> None:
        assert board(studio.admin, kind, project_id=str(uuid4())) == []
        board(studio.client_of(studio.person("manager")), kind, 404, project_id=str(uuid4()))

    @pytest.mark.parametrize("kind", ["assets", "shots", "sequences", "episodes", "scenes", "edits"])
    @pytest.mark.parametrize(("role", "project_role"), [("client", None), ("user", "client")])
    def test_clients_do_not_see_the_studios_figures(
        self, studio: Studio, kind: str, role: str, project_role: str | None
    ) -> None:
        project = studio.project()
        person = studio.member(project, role, project_role)
        task = studio.task(make(studio, project, kind, data={"a": 1}), assignees=[person], data={"b": 2}, **WORKED)
        (row,) = board(studio.client_of(person), kind, project_id=project["id"])
        (served,) = row["tasks"]
        assert list(served) == FIELDS[kind][1]
        assert {key: served[key] for key in served.keys() & BLANKED.keys()} == {
            key: value for key, value in BLANKED.items() if key in served
        }
        assert (served["id"], served["task_status_id"]) == (task["id"], task["task_status_id"])
        assert served["data"] == {"b": 2}

    @pytest.mark.parametrize("kind", ["assets", "shots", "edits"])
    def test_vendors_see_their_work(self, studio: Studio, kind: str) -> None:
        project = studio.project()
        animation, fx = studio.department(), studio.department()
        for field, *departments in (("open",), ("fx", fx), ("ours", animation), ("both", fx, animation)):
            descriptor(studio, project, {"assets": "Asset"}.get(kind, kind[:-1].title()), field, *departments)
        vendor = studio.member(project, "user", "vendor", departments=[animation])
        data = {"open": 1, "fx": 2, "ours": 3, "both": 4, "free": 5}
        mine, _other = make(studio, project, kind, data=data), make(studio, project, kind)
        own = studio.task(mine, assignees=[vendor])
        studio.task(mine)
        (row,) = board(studio.client_of(vendor), kind, project_id=project["id"])
        assert row["id"] == mine["id"]
        assert [task["id"] for task in row["tasks"]] == [own["id"]]
        assert row["data"] == {"open": 1, "ours": 3, "both": 4, "free": 5}
        (row,) = [row for row in board(studio.admin, kind, project_id=project["id"]) if row["id"] == mine["id"]]
        assert row["data"] == data

    def test_a_masked_value_is_not_told_beside_the_metadata(self, studio: Studio) -> None:
        project = studio.project()
        descriptor(studio, project, "Shot", "fps", studio.department())
        vendor = studio.member(project, "vendor")
        studio.task(make(studio, project, "shots", data={"fps": 25, "frame_in": 1}), assignees=[vendor])
        (row,) = board(studio.client_of(vendor), "shots", project_id=project["id"])
        assert (row["fps"], row["frame_in"], row["data"]) == (None, 1, {"frame_in": 1})

    def test_vendors_see_the_sequences_and_episodes_of_their_work(self, studio: Studio) -> None:
        project = studio.project()
        vendor = studio.member(project, "vendor")
        first, second, third = (studio.episode(project) for _ in range(3))
        sequence = studio.sequence(project, first)
        studio.sequence(project, first)
        studio.task(studio.shot(project, sequence), assignees=[vendor])
        studio.task(studio.asset(project, source_id=second["id"]), assignees=[vendor])
        studio.task(studio.shot(project, studio.sequence(project, third)))
        own, _other = studio.task(sequence, assignees=[vendor]), studio.task(sequence)
        client = studio.client_of(vendor)
        (row,) = board(client, "sequences", project_id=project["id"])
        assert (row["id"], [task["id"] for task in row["tasks"]]) == (sequence["id"], [own["id"]])
        assert board(client, "sequences", project_id=project["id"], episode_id=second["id"]) == []
        rows = board(client, "episodes", project_id=project["id"])
        assert {row["id"] for row in rows} == {first["id"], second["id"]}

    def test_each_project_has_its_own_role(self, studio: Studio) -> None:
        whole, narrow, shown = (studio.project() for _ in range(3))
        person = studio.member(whole, "user")
        studio.join(narrow, person, "vendor")
        studio.join(shown, person, "client")
        assigned = studio.asset(narrow)
        studio.task(assigned, assignees=[person], priority=3)
        studio.asset(narrow)
        for project in (whole, shown):
            studio.task(studio.asset(project), priority=3)
        rows = board(studio.client_of(person), "assets")
        assert len(rows) == 3
        assert {row["id"] for row in rows} > {assigned["id"]}
        assert sorted(task["priority"] for row in rows for task in row["tasks"]) == [0, 3, 3]


class TestLinked:
    def test_concepts_that_depict_an_entity(self, studio: Studio) -> None:
        project = studio.project()
        asset, concept = studio.asset(project), studio.entity(project, "Concept")
        depict(studio, concept, asset)
        depict(studio, studio.entity(project, "Concept"), studio.asset(project))
        studio.task(concept, assigner_id=studio.member(project)["id"])
        (row,) = studio.admin.get(f"/data/entities/{asset['id']}/entities-linked/with-tasks")
        assert list(row) == [field for field in CONCEPT_FIELDS if field != "preview_file_status"]
        assert list(row["tasks"][0]) == LINKED_TASK_FIELDS
        assert (row["id"], row["type"], row["entity_concept_links"]) == (concept["id"], "Concept", [asset["id"]])

    @pytest.mark.parametrize(("role", "seen"), [("user", 1), ("supervisor", 1), ("manager", 1), ("client", 0)])
    def test_are_none_for_clients(self, studio: Studio, role: str, seen: int) -> None:
        project = studio.project()
        asset = studio.asset(project)
        depict(studio, studio.entity(project, "Concept"), asset)
        client = studio.client_of(studio.member(project, role))
        assert len(client.get(f"/data/entities/{asset['id']}/entities-linked/with-tasks")) == seen

    def test_hide_what_a_vendor_may_not_see(self, studio: Studio) -> None:
        project = studio.project()
        descriptor(studio, project, "Asset", "secret", studio.department())
        vendor = studio.member(project, "vendor")
        shot, asset = studio.shot(project), studio.asset(project, data={"secret": 1, "open": 2})
        for entity in (shot, asset):
            studio.task(entity, assignees=[vendor])
        studio.admin.put(f"/data/entities/{asset['id']}", {"entity_concept_links": [shot["id"]]})
        (row,) = studio.client_of(vendor).get(f"/data/entities/{shot['id']}/entities-linked/with-tasks")
        assert (row["type"], row["data"]) == ("Asset", {"open": 2})

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_are_of_entities_the_caller_reads(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        path = f"/data/entities/{studio.asset(project)['id']}/entities-linked/with-tasks"
        studio.team(project)[role].get(path, status)


def opened(row: list[Any], fields: list[str], task_fields: list[str]) -> Row:
    """A compact row as the object it stands for."""
    found = dict(zip(fields, row, strict=True))
    found["tasks"] = [dict(zip(task_fields, task, strict=True)) for task in found["tasks"]]
    return found
