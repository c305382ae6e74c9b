"""Making tasks for entities: selection, rights, defaults, refusals, events, simultaneous requests (04-tasks 4.3)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.tasks.production import TASK_KEYS, Production

Row = dict[str, Any]

NEW_TASK_KEYS = TASK_KEYS | {
    "assignees", "task_status_name", "task_status_short_name", "task_status_color", "task_type_name",
    "task_type_color", "task_type_priority",
}  # fmt: skip


def path(production: Production, kind: str = "shots", task_type: Row | None = None) -> str:
    type_id = (task_type or production.task_type)["id"]
    return f"/actions/projects/{production.project['id']}/task-types/{type_id}/{kind}/create-tasks"


class TestForKind:
    def test_answers_new_tasks_in_the_order_asked(self, production: Production) -> None:
        shots = [production.studio.shot(production.project) for _ in range(3)]
        start, caller = production.studio.now(), production.people["manager"]

        made = production.team["manager"].post(path(production), [shot["id"] for shot in shots])

        assert [task["entity_id"] for task in made] == [shot["id"] for shot in shots]
        assert all(task.keys() == NEW_TASK_KEYS for task in made)
        task = made[0]
        assert (task["name"], task["assignees"], task["assigner_id"]) == ("main", [], caller["id"])
        assert (task["duration"], task["estimation"], task["difficulty"], task["due_date"]) == (0.0, 0.0, 3, None)
        assert task["task_type_name"] == production.task_type["name"]
        status = production.studio.rows.one("SELECT * FROM task_status WHERE id = %s", task["task_status_id"])
        assert (task["task_status_short_name"], task["task_status_color"]) == (status["short_name"], status["color"])
        assert production.emitted(start) == [("task:new", {"task_id": task["id"]}) for task in made]
        listed = production.team["manager"].get(f"/data/tasks/{task['id']}")
        assert {key: listed[key] for key in TASK_KEYS} == {key: task[key] for key in TASK_KEYS}

    def test_passes_over_entities_that_have_one_of_any_name(self, production: Production) -> None:
        named, bare = (production.studio.shot(production.project) for _ in range(2))
        production.task(entity=named, name="special")
        made = production.team["manager"].post(path(production), [named["id"], bare["id"]])
        assert [task["entity_id"] for task in made] == [bare["id"]]
        assert production.team["manager"].post(path(production), [named["id"], bare["id"]]) == []

    @pytest.mark.parametrize("body", [None, [], {}])
    def test_without_ids_all_of_the_project_that_match(self, production: Production, body: Any) -> None:
        shot = production.studio.shot(production.project, canceled=True)
        production.studio.asset(production.project)
        production.studio.shot(production.studio.project())
        one = production.team["manager"].post(f"{path(production)}?id={shot['id']}", body)
        assert [task["entity_id"] for task in one] == [shot["id"]]
        rest = production.team["manager"].post(path(production), body)
        assert [task["entity_id"] for task in rest] == [production.shot["id"]]

    def test_assets_of_an_episode(self, production: Production) -> None:
        studio = production.studio
        episode = studio.episode(production.project)
        main = studio.asset(production.project, source_id=episode["id"])
        cast, free = studio.asset(production.project), studio.asset(production.project)
        studio.rows.insert(
            models.EntityLink, id=str(uuid4()), entity_in_id=episode["id"], entity_out_id=cast["id"], nb_occurences=1
        )
        where = path(production, "assets")
        made = production.team["manager"].post(f"{where}?episode_id={episode['id']}", {})
        assert {task["entity_id"] for task in made} == {main["id"], cast["id"]}
        made = production.team["manager"].post(f"{where}?episode_id=main", {})
        assert {task["entity_id"] for task in made} == {free["id"]}
        production.team["manager"].post(f"{where}?episode_id=x", {}, status=400)

    def test_entities_of_other_projects_are_passed_over(self, production: Production) -> None:
        foreign = production.studio.shot(production.studio.project())
        body = [foreign["id"], production.shot["id"].upper()]
        made = production.team["manager"].post(path(production), body)
        assert [task["entity_id"] for task in made] == [production.shot["id"]]

    def test_an_unknown_entity_or_one_of_another_kind_makes_nothing(self, production: Production) -> None:
        asset = production.studio.asset(production.project)
        for entity_id in (asset["id"], str(uuid4())):
            production.team["manager"].post(path(production), [production.shot["id"], entity_id], status=404)
        assert not production.studio.rows.all("SELECT id FROM task WHERE entity_id = %s", production.shot["id"])
        edit = production.studio.entity(production.project, "Edit")
        assert len(production.team["manager"].post(path(production, "edits"), [edit["id"]])) == 1
        assert len(production.team["manager"].post(path(production, "assets"), [asset["id"]])) == 1

    def test_bad_requests(self, production: Production) -> None:
        manager, project = production.team["manager"], production.project["id"]
        assert manager.post(path(production), ["x"], status=400)["message"] == (
            "Request body must only contain valid UUIDs."
        )
        assert manager.post(path(production), {"ids": []}, status=400)["message"] == (
            "Request body must be a JSON array."
        )
        for type_id in (str(uuid4()), "x"):
            manager.post(f"/actions/projects/{project}/task-types/{type_id}/shots/create-tasks", [], status=404)
        for project_id in (str(uuid4()), "x"):
            production.studio.admin.post(
                f"/actions/projects/{project_id}/task-types/{production.task_type['id']}/shots/create-tasks", status=404
            )
        manager.post(f"{path(production)}?nb_frames=x", [], status=400)

    @as_each_role(admin=201, manager=201)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        production.team[role].post(path(production), [production.shot["id"]], status=status)
        made = production.studio.rows.all("SELECT id FROM task WHERE entity_id = %s", production.shot["id"])
        assert len(made) == (1 if status == 201 else 0)

    @as_each_role(admin=201, manager=201, supervisor=201, user=201)
    def test_concepts_are_for_the_studio(self, production: Production, role: str, status: int) -> None:
        concept = production.studio.entity(production.project, "Concept")
        task_type = production.studio.task_type("Concept")
        made = production.team[role].post(path(production, "concepts", task_type), [concept["id"]], status=status)
        if status == 201:
            stored = production.studio.rows.one(
                "SELECT for_concept FROM task_status WHERE id = %s", made[0]["task_status_id"]
            )
            assert stored["for_concept"]

    def test_simultaneous_requests_make_each_task_once(self, production: Production) -> None:
        shots = [production.studio.shot(production.project)["id"] for _ in range(30)]
        clients = [production.client_of(production.people["manager"]) for _ in range(8)]

        def run(number: int) -> list[Row]:
            order = shots if number % 2 else shots[::-1]
            made: list[Row] = clients[number].post(path(production), order)
            return made

        with ThreadPoolExecutor(8) as pool:
            made = [task["id"] for tasks in pool.map(run, range(8)) for task in tasks]
        stored = production.studio.rows.all("SELECT id::text FROM task WHERE entity_id::text = ANY(%s)", shots)
        assert sorted(made) == sorted(row["id"] for row in stored)
        assert len(stored) == 30


class TestForType:
    def url(self, production: Production, entity_type: str, query: str = "") -> str:
        project, task_type = production.project["id"], production.task_type["id"]
        return f"/actions/projects/{project}/task-types/{task_type}/create-tasks/{entity_type}{query}"

    def test_an_entity_type_in_any_case(self, production: Production) -> None:
        studio = production.studio
        props, tree = studio.asset(production.project, "Props"), studio.asset(production.project, "Tree")
        made = production.team["manager"].post(self.url(production, "pROPS"))
        assert [task["entity_id"] for task in made] == [props["id"]]
        made = production.team["manager"].post(self.url(production, "Props"), [tree["id"]])
        assert [task["entity_id"] for task in made] == [tree["id"]]

    def test_below_a_parent(self, production: Production) -> None:
        studio = production.studio
        episode = studio.episode(production.project)
        inside = studio.sequence(production.project, episode)
        studio.sequence(production.project)
        made = production.team["manager"].post(self.url(production, "sequence", f"?episode_id={episode['id']}"))
        assert [task["entity_id"] for task in made] == [inside["id"]]

    def test_unknown(self, production: Production) -> None:
        production.team["manager"].post(self.url(production, "nothing-of-the-kind"), status=404)
        production.team["manager"].post(self.url(production, "shot"), [str(uuid4())], status=404)

    @as_each_role(admin=201, manager=201)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        production.team[role].post(self.url(production, "shot"), status=status)


class TestForEntity:
    def enable(self, production: Production, *task_types: Row) -> None:
        for task_type in task_types:
            production.studio.rows.insert(
                models.ProjectTaskTypeLink, project_id=production.project["id"], task_type_id=task_type["id"]
            )

    def test_all_types_that_suit(self, production: Production) -> None:
        studio = production.studio
        for_all, for_assets = studio.task_type("Shot"), studio.task_type("Asset")
        studio.rows.run("UPDATE task_type SET for_entity = NULL WHERE id = %s", for_all["id"])
        self.enable(production, production.task_type, for_all, for_assets)
        start = studio.now()
        made = production.team["user"].post(f"/data/entities/{production.shot['id']}/tasks", {})
        assert {task["task_type_id"] for task in made} == {production.task_type["id"], for_all["id"]}
        assert all(task.keys() == NEW_TASK_KEYS for task in made)
        assert production.emitted(start) == [("task:new", {"task_id": task["id"]}) for task in made]
        assert production.team["user"].post(f"/data/entities/{production.shot['id']}/tasks") == []

    def test_only_what_the_asset_types_workflow_has(self, production: Production) -> None:
        studio = production.studio
        inside, outside = studio.task_type("Asset"), studio.task_type("Asset")
        self.enable(production, inside, outside)
        asset = studio.asset(production.project, f"Kind {uuid4().hex[:6]}")
        studio.rows.insert(
            models.TaskTypeAssetTypeLink, asset_type_id=asset["entity_type_id"], task_type_id=inside["id"]
        )
        where = f"/data/entities/{asset['id']}/tasks"
        answer = production.team["user"].post(where, {"task_type_ids": [outside["id"]]}, status=400)
        assert answer["message"] == (
            f"Task type {outside['id']} is not in the workflow of asset type {asset['entity_type_id']}."
        )
        made = production.team["user"].post(where)
        assert [task["task_type_id"] for task in made] == [inside["id"]]

    def test_another_name_does_not_count(self, production: Production) -> None:
        self.enable(production, production.task_type)
        production.task(entity=production.shot, name="other")
        body = {"task_type_ids": [production.task_type["id"].upper()]}
        made = production.team["user"].post(f"/data/entities/{production.shot['id']}/tasks", body)
        assert [task["name"] for task in made] == ["main"]

    def test_refuses(self, production: Production) -> None:
        where, for_assets = f"/data/entities/{production.shot['id']}/tasks", production.studio.task_type("Asset")
        user, project_id = production.team["user"], production.project["id"]
        for task_type_id, message in (
            (for_assets["id"], f"Task type {for_assets['id']} is for Asset entities, got Shot."),
            (
                production.task_type["id"],
                f"Task type {production.task_type['id']} is not enabled in project {project_id}.",
            ),
        ):
            assert user.post(where, {"task_type_ids": [task_type_id]}, status=400)["message"] == message
        for task_type_id in (str(uuid4()), "x"):
            user.post(where, {"task_type_ids": [task_type_id]}, status=404)
        for body in ({"task_type_ids": None}, {"task_type_ids": "x"}, {"task_type_ids": [1]}):
            assert user.post(where, body, status=400)["message"] == "Validation error."
        for entity_id in (str(uuid4()), "x"):
            user.post(f"/data/entities/{entity_id}/tasks", {}, status=404)

    @as_each_role(admin=201, manager=201, supervisor=201, user=201)
    def test_who_may(self, production: Production, role: str, status: int) -> None:
        where = f"/data/entities/{production.shot['id']}/tasks"
        production.team[role].post(where, {}, status=status)
        production.team[role].post(where, {"task_type_ids": None}, status=400 if status == 201 else status)

    def test_simultaneous_requests_make_each_task_once(self, production: Production) -> None:
        types = [production.studio.task_type() for _ in range(6)]
        self.enable(production, *types)
        clients = [production.client_of(production.people["user"]) for _ in range(8)]
        where = f"/data/entities/{production.shot['id']}/tasks"
        with ThreadPoolExecutor(8) as pool:
            made = [task for tasks in pool.map(lambda client: client.post(where, {}), clients) for task in tasks]
        assert sorted(task["task_type_id"] for task in made) == sorted(row["id"] for row in types)
