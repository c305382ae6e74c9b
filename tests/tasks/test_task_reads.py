"""One task with all around it, the tasks of a project and of an entity: rights, blanking, pages, validators."""

from typing import Any
from uuid import uuid4

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.support.studio import Studio
from tests.tasks.production import BUSY, STUDIO_FIELDS, TASK_KEYS, Production

Row = dict[str, Any]


def columns(model: Any) -> set[str]:
    return {column.name for column in model.__table__.columns if not column.info.get("hidden")} | {"type"}


class TestFull:
    def full(self, production: Production, task: Row, role: str = "manager", status: int = 200) -> Any:
        return production.team[role].get(f"/data/tasks/{task['id']}/full", status=status)

    def test_has_everything_around_a_task(self, production: Production) -> None:
        artist, assigner = production.people["user"], production.people["manager"]
        task = production.task(artist, assigner_id=assigner["id"], data={"a": 1}, due_date="2026-01-02T03:04:05")

        found = self.full(production, task)

        assert found.keys() == TASK_KEYS | {
            "assignees", "is_subscribed", "entity", "entity_type", "project", "task_status", "task_type", "persons",
            "assigner",
        }  # fmt: skip
        for key, model in (
            ("entity", models.Entity), ("entity_type", models.EntityType), ("project", models.Project),
            ("task_status", models.TaskStatus), ("task_type", models.TaskType),
        ):  # fmt: skip
            assert found[key].keys() == columns(model)
        assert (found["due_date"], found["data"], found["is_subscribed"]) == ("2026-01-02T03:04:05", {"a": 1}, False)
        assert found["entity"]["id"] == task["entity_id"]
        assert (found["entity"]["type"], found["project"]["type"], found["type"]) == ("Entity", "Project", "Task")
        assert [person["id"] for person in found["persons"]] == found["assignees"] == [artist["id"]]
        assert found["assigner"]["id"] == assigner["id"]
        assert found["assigner"]["full_name"] == f"{assigner['first_name']} Test"
        assert "password" not in found["assigner"]
        assert found["persons"][0].keys() | {"departments"} == found["assigner"].keys() != found["persons"][0].keys()

    def test_leaves_out_an_assigner_there_is_not(self, production: Production) -> None:
        assert "assigner" not in self.full(production, production.task())

    @pytest.mark.parametrize("kind", ["Shot", "Scene"])
    def test_a_shot_and_a_scene_have_sequence_and_episode(self, production: Production, kind: str) -> None:
        studio = production.studio
        episode = studio.episode(production.project)
        sequence = studio.sequence(production.project, episode)
        inside = studio.entity(production.project, kind, parent_id=sequence["id"])
        found = self.full(production, production.task(entity=inside))
        assert (found["sequence"]["id"], found["sequence"]["type"]) == (sequence["id"], "Sequence")
        assert (found["episode"]["id"], found["episode"]["type"]) == (episode["id"], "Episode")
        alone = studio.entity(production.project, kind, parent_id=studio.sequence(production.project)["id"])
        assert "episode" not in self.full(production, production.task(entity=alone))

    def test_a_sequence_is_its_own(self, production: Production) -> None:
        studio = production.studio
        episode = studio.episode(production.project)
        sequence = studio.sequence(production.project, episode)
        found = self.full(production, production.task(entity=sequence))
        assert (found["sequence"]["id"], found["episode"]["id"]) == (sequence["id"], episode["id"])

    def test_others_have_neither(self, production: Production) -> None:
        studio = production.studio
        episode = studio.episode(production.project)
        edit = studio.entity(production.project, "Edit", parent_id=episode["id"])
        asset = studio.asset(production.project, source_id=episode["id"])
        for entity in (edit, asset, episode):
            assert not {"sequence", "episode"} & self.full(production, production.task(entity=entity)).keys()

    def test_tells_whether_the_caller_follows_it(self, production: Production) -> None:
        task = production.task()
        production.studio.rows.insert(
            models.Subscription, task_id=task["id"], person_id=production.people["manager"]["id"]
        )
        assert self.full(production, task)["is_subscribed"] is True
        assert self.full(production, task, "user")["is_subscribed"] is False

    def test_salaries_are_for_managers(self, production: Production) -> None:
        artist = production.people["user"]
        task = production.task(artist, assigner_id=artist["id"])
        for role, shown in (("admin", True), ("manager", True), ("supervisor", False), ("user", False)):
            found = self.full(production, task, role)
            assert ("daily_salary" in found["persons"][0]) is ("daily_salary" in found["assigner"]) is shown

    def test_clients_see_no_studio_field_and_nobody(self, production: Production) -> None:
        task = production.task(production.people["user"], **BUSY, assigner_id=production.people["manager"]["id"])
        seen = self.full(production, task, "client")
        assert {key: seen[key] for key in STUDIO_FIELDS} == STUDIO_FIELDS
        assert seen["persons"] == []
        assert "assigner" not in seen
        assert seen["task_status"]["id"] == task["task_status_id"]

    def test_vendors_see_no_metadata_of_other_departments(self, production: Production) -> None:
        studio, vendor = production.studio, production.people["vendor"]
        descriptor = studio.rows.insert(
            models.MetadataDescriptor, project_id=production.project["id"], entity_type="Shot", name="Secret",
            field_name="secret", data_type="string",
        )  # fmt: skip
        studio.rows.insert(
            models.DepartmentMetadataDescriptorLink, metadata_descriptor_id=descriptor["id"],
            department_id=production.department["id"],
        )  # fmt: skip
        shot = studio.shot(production.project, data={"secret": 1, "open": 2})
        task = production.task(vendor, entity=shot)
        assert self.full(production, task, "vendor")["entity"]["data"] == {"open": 2}
        assert self.full(production, task, "user")["entity"]["data"] == {"secret": 1, "open": 2}

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_is_for_the_team(self, production: Production, role: str, status: int) -> None:
        self.full(production, production.task(), role, status)

    def test_malformed_and_unknown(self, production: Production) -> None:
        for task_id in ("x", str(uuid4())):
            production.team["user"].get(f"/data/tasks/{task_id}/full", status=404)


class TestOfEntity:
    def url(self, production: Production, entity: Row) -> str:
        return f"/data/entities/{entity['id']}/task-types/{production.task_type['id']}/tasks"

    def test_lists_the_tasks_of_the_type_by_name(self, production: Production) -> None:
        shot = production.shot
        second, first = production.task(entity=shot, name="b"), production.task(entity=shot, name="a")
        production.task(entity=shot, task_type=production.studio.task_type())
        found = production.team["user"].get(self.url(production, shot))
        assert [task["id"] for task in found] == [first["id"], second["id"]]
        assert found[0].keys() == TASK_KEYS

    def test_clients_see_no_studio_field(self, production: Production) -> None:
        production.task(entity=production.shot, **BUSY)
        (seen,) = production.team["client"].get(self.url(production, production.shot))
        assert (seen["estimation"], seen["difficulty"], seen["priority"]) == (0, None, 0)

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
    def test_is_for_the_team_and_vendors_who_work_there(self, production: Production, role: str, status: int) -> None:
        production.team[role].get(self.url(production, production.shot), status=status)
        production.task(production.people["vendor"], entity=production.shot)
        if role == "vendor":
            production.team[role].get(self.url(production, production.shot))

    def test_unknown(self, production: Production) -> None:
        user, shot, task_type = production.team["user"], production.shot["id"], production.task_type["id"]
        for entity_id, type_id in ((uuid4(), task_type), ("x", task_type), (shot, uuid4()), (shot, "x")):
            user.get(f"/data/entities/{entity_id}/task-types/{type_id}/tasks", status=404)


class TestOfProject:
    def url(self, production: Production, query: str = "") -> str:
        return f"/data/projects/{production.project['id']}/tasks{query}"

    def test_lists_the_last_changed_first(self, production: Production) -> None:
        old, new = (production.task(updated_at=f"2026-01-0{day}") for day in (1, 2))
        found = production.team["user"].get(self.url(production))
        assert [task["id"] for task in found] == [new["id"], old["id"]]
        assert found[0].keys() == TASK_KEYS | {"assignees"}

    def test_comes_in_pages(self, production: Production) -> None:
        for _ in range(3):
            production.task()
        page = production.team["user"].get(self.url(production, "?page=1"))
        assert {key: value for key, value in page.items() if key != "data"} == {
            "total": 3, "nb_pages": 1, "limit": 100, "offset": 0, "page": 1,
        }  # fmt: skip
        assert len(page["data"]) == 3
        past = production.team["user"].get(self.url(production, "?page=9"))
        assert (past["data"], past["total"]) == ([], 3)
        assert len(production.team["user"].get(self.url(production, "?page=0"))) == 3
        production.team["user"].get(self.url(production, "?page=x"), status=400)

    def test_narrows_by_type_and_episode(self, production: Production) -> None:
        studio = production.studio
        episode = studio.episode(production.project)
        shot = studio.shot(production.project, studio.sequence(production.project, episode))
        inside = production.task(entity=shot)
        other = production.task(task_type=studio.task_type())
        by_type = production.team["user"].get(self.url(production, f"?task_type_id={other['task_type_id']}"))
        assert [task["id"] for task in by_type] == [other["id"]]
        by_episode = production.team["user"].get(self.url(production, f"?episode_id={episode['id']}"))
        assert [task["id"] for task in by_episode] == [inside["id"]]
        answer = production.team["user"].get(self.url(production, "?episode_id=x"), status=400)
        assert answer["message"] == "Invalid UUID format for episode_id: x"

    def test_vendors_see_their_own_and_clients_blank_ones(self, production: Production) -> None:
        own = production.task(production.people["vendor"], **BUSY)
        production.task()
        assert [task["id"] for task in production.team["vendor"].get(self.url(production))] == [own["id"]]
        seen = production.team["client"].get(self.url(production))
        assert len(seen) == 2
        assert all(task["assignees"] == [] and task["estimation"] == 0 for task in seen)

    @as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200, vendor=200)
    def test_is_for_the_team(self, production: Production, role: str, status: int) -> None:
        production.team[role].get(self.url(production), status=status)

    def test_answers_304_until_a_task_changes(self, production: Production) -> None:
        task, artist = production.task(), production.people["user"]

        def ask(role: str, tag: str | None = None) -> Any:
            headers = {"If-None-Match": tag} if tag else {}
            return production.team[role].request("GET", self.url(production), headers=headers)

        first = ask("user")
        tag = first.headers["etag"]
        assert first.headers["cache-control"] == "private, no-cache"
        again = ask("user", tag)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert ask("manager", tag).status_code == 200
        production.team["manager"].put(f"/actions/tasks/{task['id']}/assign", {"person_id": artist["id"]})
        changed = ask("user", tag)
        assert (changed.status_code, changed.json()[0]["assignees"]) == (200, [artist["id"]])
        production.team["manager"].put("/actions/tasks/clear-assignation", {"task_ids": [task["id"]]})
        assert ask("user", changed.headers["etag"]).status_code == 200
        latest = ask("user").headers["etag"]
        production.team["manager"].delete(f"/data/tasks/{task['id']}?force=true")
        assert ask("user", latest).json() == []
        assert ask("outsider", latest).status_code == 403

    def test_a_closed_project_stays_readable(self, studio: Studio) -> None:
        project = studio.project(is_open=False)
        task = studio.task(studio.shot(project))
        member = studio.client_of(studio.member(project))
        assert [row["id"] for row in member.get(f"/data/projects/{project['id']}/tasks")] == [task["id"]]
