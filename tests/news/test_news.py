"""The news feed (04-tasks 4.8)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.support.roles import as_each_role
from tests.support.stage import Stage
from tests.support.studio import Row

from multiplane import models

WRONG_DATE = "Wrong date format for before argument.Expected format: 2020-01-05T13:23:10 or 2020-01-05"


def feed(stage: Stage, by: str = "manager", status: int = 200, **params: Any) -> Any:
    return stage.team[by].get(f"/data/projects/{stage.project['id']}/news", status, params=params)


class TestProjectFeed:
    def test_page(self, stage: Stage) -> None:
        """Compared key by key with the example of the contract."""
        made = stage.post("x", "wip")
        page = feed(stage)
        author = stage.people["manager"]
        assert page == {
            "data": [
                {
                    "id": page["data"][0]["id"],
                    "type": "News",
                    "author_id": author["id"],
                    "comment_id": made["id"],
                    "task_id": stage.task["id"],
                    "task_type_id": stage.task["task_type_id"],
                    "task_status_id": stage.id_of("wip"),
                    "task_entity_id": stage.shot["id"],
                    "preview_file_id": None,
                    "preview_file_extension": None,
                    "preview_file_revision": None,
                    "project_id": stage.project["id"],
                    "project_name": stage.project["name"],
                    "created_at": made["created_at"],
                    "change": True,
                    "full_entity_name": f"{stage.sequence['name']} / {stage.shot['name']}",
                    "episode_id": None,
                    "entity_preview_file_id": None,
                    "person": {
                        "id": author["id"],
                        "first_name": author["first_name"],
                        "last_name": "Test",
                        "full_name": f"{author['first_name']} Test",
                        "has_avatar": False,
                        "role": "manager",
                    },
                }
            ],
            "total": 1,
            "nb_pages": 1,
            "limit": 50,
            "offset": 0,
            "page": 1,
            "stats": {stage.id_of("wip"): 1},
        }
        one = stage.manager.get(f"/data/projects/{stage.project['id']}/news/{page['data'][0]['id']}")
        assert one == page["data"][0]

    def test_names_and_episodes(self, stage: Stage) -> None:
        studio = stage.studio
        episode = studio.episode(stage.project)
        sequence = studio.sequence(stage.project, episode)
        cases: list[tuple[Row, str, str | None]] = [
            (studio.shot(stage.project, sequence), "{episode} / {sequence} / {name}", episode["id"]),
            (sequence, "{episode} / {name}", episode["id"]),
            (episode, "{name}", episode["id"]),
            (studio.asset(stage.project, "Prop", source_id=episode["id"]), "Prop / {name}", episode["id"]),
            (studio.asset(stage.project, "Prop"), "Prop / {name}", None),
            (studio.entity(stage.project, "Edit", parent_id=episode["id"]), "Edit / {name}", episode["id"]),
            (studio.shot(stage.project), "{name}", None),
        ]
        for entity, name, episode_id in cases:
            stage.post("x", task=stage.new_task(entity))
            item = next(item for item in feed(stage)["data"] if item["task_entity_id"] == entity["id"])
            expected = name.format(name=entity["name"], sequence=sequence["name"], episode=episode["name"])
            assert (item["full_entity_name"], item["episode_id"]) == (expected, episode_id)
        assert {item["task_entity_id"] for item in feed(stage, episode_id=episode["id"])["data"]} == {cases[0][0]["id"]}

    def test_pages_and_order(self, stage: Stage) -> None:
        for _ in range(5):
            stage.post("x", created_at="2020-01-01T00:00:00")
        pages = [feed(stage, page=number, limit=2) for number in (1, 2, 3, 4)]
        assert [len(page["data"]) for page in pages] == [2, 2, 1, 0]
        assert {(page["total"], page["nb_pages"], page["limit"]) for page in pages} == {(5, 3, 2)}
        assert [page["offset"] for page in pages] == [0, 2, 4, 6]
        ids = [item["id"] for page in pages for item in page["data"]]
        assert ids == sorted(ids, reverse=True), "one second: the id decides"
        assert len(set(ids)) == 5

    def test_filters_and_stats(self, stage: Stage) -> None:
        other = stage.new_task(task_type=stage.studio.task_type())
        stage.post("one", "wip", created_at="2020-01-01T00:00:00")
        stage.post("two", "wip", created_at="2020-01-02T00:00:00")
        stage.post("three", "done", by=stage.team["user"])
        stage.post("four", "wip", task=other, created_at="2020-01-04T00:00:00")

        def count(**params: Any) -> int:
            total: int = feed(stage, **params)["total"]
            return total

        assert count() == 4
        assert count(task_type_id=other["task_type_id"]) == 1
        assert count(task_status_id=stage.id_of("wip")) == 3
        assert count(person_id=stage.people["user"]["id"]) == 1
        assert count(after="2020-01-01", before="2020-01-04") == 1
        assert count(after="", task_type_id="") == 4
        assert count(episode_id=str(uuid4())) == 0
        assert feed(stage)["stats"] == {stage.id_of("wip"): 2, stage.id_of("done"): 1}, "changes only"
        assert feed(stage, person_id=stage.people["user"]["id"])["stats"] == {stage.id_of("done"): 1}

    def test_previews(self, stage: Stage) -> None:
        made = stage.post("x")
        stage.post("y")
        common = {"task_id": stage.task["id"], "status": "ready", "extension": "png", "revision": 3}
        previews = [
            stage.rows.insert(models.PreviewFile, name=uuid4().hex[:13], position=position, **common)
            for position in (2, 1)
        ]
        stage.rows.run("UPDATE news SET preview_file_id = %s WHERE comment_id = %s", previews[1]["id"], made["id"])
        items = feed(stage, only_preview="true")["data"]
        assert [item["comment_id"] for item in items] == [made["id"]]
        assert (items[0]["preview_file_revision"], items[0]["preview_file_extension"]) == (3, "png")
        assert [row["id"] for row in items[0]["preview_files"]] == [previews[1]["id"], previews[0]["id"]]
        assert "preview_files" not in feed(stage)["data"][0]

    @pytest.mark.parametrize(
        ("params", "message"),
        [
            ({"only_preview": "maybe"}, "Wrong value for parameter only_preview."),
            ({"page": "0"}, "page must be a positive integer."),
            ({"page": "x"}, "page must be an integer."),
            ({"limit": "-1"}, "limit must be a positive integer."),
            ({"task_type_id": "x"}, "Invalid UUID format for task_type_id: x"),
            ({"episode_id": "x"}, "Invalid UUID format for episode_id: x"),
            (
                {"after": "x"},
                "Wrong date format for before argument.Expected format: 2020-01-05T13:23:10 or 2020-01-05",
            ),
        ],
    )
    def test_refuses(self, stage: Stage, params: dict[str, str], message: str) -> None:
        for path in (f"/data/projects/{stage.project['id']}/news", "/data/projects/news"):
            assert stage.manager.get(path, 400, params=params)["message"] == message

    @as_each_role(default=200, client=403, outsider=403)
    def test_who_reads_it(self, stage: Stage, role: str, status: int) -> None:
        client = stage.studio.admin if role == "admin" else stage.team[role]
        client.get(f"/data/projects/{stage.project['id']}/news", status)

    def test_vendors_read_their_own_tasks(self, stage: Stage) -> None:
        other = stage.new_task(task_type=stage.studio.task_type())
        stage.post("mine"), stage.post("not mine", "wip", task=other)
        page = feed(stage, "vendor")
        assert ([item["task_id"] for item in page["data"]], page["total"]) == ([stage.task["id"]], 1)
        assert page["stats"] == {}

    def test_one_is_not_for_clients_and_vendors(self, stage: Stage) -> None:
        stage.post("x")
        identifier = feed(stage)["data"][0]["id"]
        path = f"/data/projects/{stage.project['id']}/news"
        for role, status in (("user", 200), ("client", 403), ("vendor", 403), ("outsider", 403)):
            stage.team[role].get(f"{path}/{identifier}", status)
        for missing in (str(uuid4()), "nope"):
            stage.manager.get(f"{path}/{missing}", 404)
        elsewhere = stage.studio.project()
        stage.studio.admin.get(f"/data/projects/{elsewhere['id']}/news/{identifier}", 404)
        stage.studio.admin.get(f"/data/projects/{uuid4()}/news", 404)


class TestFeedOfAllProjects:
    def test_open_projects_of_the_caller(self, stage: Stage) -> None:
        studio = stage.studio
        artist = studio.client_of(stage.people["user"])
        projects = {
            "other": studio.project(), "closed": studio.project(is_open=False), "client": studio.project(),
            "vendor": studio.project(), "foreign": studio.project(),
        }  # fmt: skip
        for name, role in (("other", None), ("closed", None), ("client", "client"), ("vendor", "vendor")):
            studio.join(projects[name], stage.people["user"], role)
        stage.post("x")
        for project in projects.values():
            stage.post("x", by=studio.admin, task=stage.new_task(studio.shot(project)))
        seen = {item["project_id"] for item in artist.get("/data/projects/news")["data"]}
        assert seen == {stage.project["id"], projects["other"]["id"]}

        def of(name: str) -> set[str]:
            params = {"project_id": projects[name]["id"]}
            return {item["project_id"] for item in artist.get("/data/projects/news", params=params)["data"]}

        assert of("other") == {projects["other"]["id"]}
        assert of("foreign") == of("closed") == seen, "not one of them: no filter"
        assert of("client") == set()
        params = {"project_id": projects["foreign"]["id"]}
        found = {item["project_id"] for item in studio.admin.get("/data/projects/news", params=params)["data"]}
        assert found == {projects["foreign"]["id"]}
        params = {"project_id": projects["closed"]["id"], "limit": 200}
        everything = {item["project_id"] for item in studio.admin.get("/data/projects/news", params=params)["data"]}
        assert projects["closed"]["id"] not in everything
        assert projects["foreign"]["id"] in everything
        artist.get("/data/projects/news", 400, params={"project_id": "x"})


class TestFeedOfAnEntity:
    def test_one_long_page(self, stage: Stage) -> None:
        stage.post("x")
        stage.post("y", task=stage.new_task(stage.studio.shot(stage.project)))
        page = stage.manager.get(f"/data/entities/{stage.shot['id']}/news")
        assert [item["task_id"] for item in page["data"]] == [stage.task["id"]]
        assert {key: page[key] for key in page if key != "data"} == {
            "total": 1, "nb_pages": 1, "limit": 2000, "offset": 0, "page": 1,
        }  # fmt: skip

    @as_each_role(default=200, outsider=403)
    def test_who_reads_it(self, stage: Stage, role: str, status: int) -> None:
        client = stage.studio.admin if role == "admin" else stage.team[role]
        client.get(f"/data/entities/{stage.shot['id']}/news", status)

    def test_vendors_need_a_task_there(self, stage: Stage) -> None:
        stage.team["vendor"].get(f"/data/entities/{stage.studio.shot(stage.project)['id']}/news", 403)
        stage.manager.get("/data/entities/nope/news", 404)


class TestGenericResource:
    @as_each_role(admin=200)
    def test_is_for_administrators(self, stage: Stage, role: str, status: int) -> None:
        client = stage.studio.admin if role == "admin" else stage.team[role]
        client.get("/data/news", status, params={"task_id": stage.task["id"]})

    def test_rows(self, stage: Stage) -> None:
        admin = stage.studio.admin
        body = {"author_id": stage.people["user"]["id"], "task_id": stage.task["id"]}
        made = admin.post("/data/news", body)
        assert set(made) == {
            "change", "author_id", "comment_id", "task_id", "preview_file_id", "id", "created_at", "updated_at", "type",
        }  # fmt: skip
        assert admin.get(f"/data/news/{made['id']}") == made
        assert admin.put(f"/data/news/{made['id']}", {"change": True})["change"] is True
        admin.delete(f"/data/news/{made['id']}")
        admin.post("/data/news", {"author_id": body["author_id"]}, 400)
