"""The forced removal of tasks: all that goes, what is told, what is left alone (04-tasks 4.1, 4.3; 02-models 8.1)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from multiplane import models
from tests.support.roles import as_each_role
from tests.tasks.production import Production

Row = dict[str, Any]

TABLES_OF_TASK = (
    ("news", "task_id"),
    ("notification", "task_id"),
    ("subscription", "task_id"),
    ("time_spent", "task_id"),
    ("preview_file", "task_id"),
    ("working_file", "task_id"),
    ("task_person_link", "task_id"),
    ("production_schedule_version_task_link", "task_id"),
    ("comment", "object_id"),
    ("task", "id"),
)


def preview_of(production: Production, task: Row, **values: Any) -> Row:
    return production.studio.rows.insert(
        models.PreviewFile,
        **{
            "name": uuid4().hex, "task_id": task["id"], "extension": "png", "status": "ready", "revision": 1,
            "person_id": production.people["user"]["id"], **values,
        },
    )  # fmt: skip


def furnished_task(production: Production) -> Row:
    """A task with something in every table that refers to it."""
    rows, artist = production.studio.rows, production.people["user"]
    task = production.task(artist)
    comment = rows.insert(
        models.Comment, object_id=task["id"], object_type="Task", text="x", person_id=artist["id"],
        task_status_id=task["task_status_id"],
    )  # fmt: skip
    preview = preview_of(production, task)
    rows.insert(models.CommentPreviewLink, comment=comment["id"], preview_file=preview["id"])
    rows.insert(models.CommentMention, comment=comment["id"], person=artist["id"])
    rows.insert(models.CommentDepartmentMention, comment=comment["id"], department=production.department["id"])
    rows.insert(models.CommentAcknowledgement, comment=comment["id"], person=artist["id"])
    attachment = rows.insert(models.AttachmentFile, comment_id=comment["id"], name="a.txt", extension="txt")
    news = rows.insert(
        models.News, task_id=task["id"], comment_id=comment["id"], author_id=artist["id"], preview_file_id=preview["id"]
    )
    for values in ({"type": "comment", "comment_id": comment["id"]}, {"type": "assignation"}):
        rows.insert(models.Notification, person_id=artist["id"], author_id=artist["id"], task_id=task["id"], **values)
    rows.insert(models.Subscription, task_id=task["id"], person_id=artist["id"])
    rows.insert(models.TimeSpent, task_id=task["id"], person_id=artist["id"], duration=1, date="2026-01-01")
    working = rows.insert(models.WorkingFile, task_id=task["id"], entity_id=task["entity_id"], name="w", revision=1)
    status = rows.insert(models.FileStatus, name=uuid4().hex, color="#000000")
    output = rows.insert(
        models.OutputFile, name="o", revision=1, entity_id=task["entity_id"], source_file_id=working["id"],
        file_status_id=status["id"],
    )  # fmt: skip
    rows.run("UPDATE preview_file SET source_file_id = %s WHERE id = %s", output["id"], preview["id"])
    version = rows.insert(models.ProductionScheduleVersion, name=uuid4().hex, project_id=production.project["id"])
    rows.insert(
        models.ProductionScheduleVersionTaskLink, production_schedule_version_id=version["id"], task_id=task["id"]
    )
    return {**task, "attachment": attachment, "news": news, "preview": preview, "output": output}


def left_of(production: Production, task: Row) -> dict[str, int]:
    counts = {}
    for table, column in TABLES_OF_TASK:
        row = production.studio.rows.one(f"SELECT count(*) FROM {table} WHERE {column} = %s", task["id"])
        if row["count"]:
            counts[table] = row["count"]
    return counts


class TestForced:
    def test_everything_goes(self, production: Production) -> None:
        task, kept = furnished_task(production), furnished_task(production)
        start, before = production.studio.now(), left_of(production, kept)

        production.team["manager"].delete(f"/data/tasks/{task['id']}?force=true")

        assert left_of(production, task) == {}
        rows = production.studio.rows
        assert not rows.all("SELECT id FROM output_file WHERE id = %s", task["output"]["id"])
        assert not rows.all("SELECT id FROM attachment_file WHERE id = %s", task["attachment"]["id"])
        assert left_of(production, kept) == before
        assert production.emitted(start) == [
            ("news:delete", {"news_id": task["news"]["id"]}),
            (
                "task:delete",
                {"task_id": task["id"], "entity_id": task["entity_id"], "task_type_id": task["task_type_id"]},
            ),
        ]

    def test_marks_stored_files_for_purging(self, production: Production) -> None:
        task = furnished_task(production)
        movie = preview_of(production, task, extension="mp4", revision=2)
        production.team["manager"].delete(f"/data/tasks/{task['id']}?force=true")
        marked = production.studio.rows.all(
            "SELECT bucket, prefix, file_id FROM stored_file WHERE deleted_at IS NOT NULL AND file_id = ANY(%s)",
            [task["preview"]["id"], movie["id"], task["attachment"]["id"]],
        )
        places = {(row["file_id"], row["bucket"], row["prefix"]) for row in marked}
        assert (task["preview"]["id"], "pictures", "thumbnails") in places
        assert (movie["id"], "movies", "previews") in places
        assert (task["attachment"]["id"], "files", "attachments") in places

    @pytest.mark.parametrize("automated", [True, False])
    def test_the_entity_shows_another_preview_where_the_production_says_so(
        self, production: Production, automated: bool
    ) -> None:
        rows, shot = production.studio.rows, production.shot
        rows.run("UPDATE project SET is_set_preview_automated = %s WHERE id = %s", automated, production.project["id"])
        task, sibling = production.task(entity=shot), production.task(entity=shot, name="other")
        shown = preview_of(production, task)
        preview_of(production, sibling, created_at="2026-01-01")
        newest = preview_of(production, sibling, revision=2, created_at="2026-01-02")
        preview_of(production, sibling, revision=3, created_at="2026-01-03", status="processing")
        preview_of(production, sibling, revision=4, created_at="2026-01-04", position=2)
        preview_of(production, sibling, revision=5, created_at="2026-01-05", extension="pdf")
        rows.run("UPDATE entity SET preview_file_id = %s WHERE id = %s", shown["id"], shot["id"])
        start = production.studio.now()

        production.team["manager"].delete(f"/data/tasks/{task['id']}?force=true")

        expected = newest["id"] if automated else None
        entity = rows.one("SELECT preview_file_id::text FROM entity WHERE id = %s", shot["id"])
        assert entity["preview_file_id"] == expected
        assert production.emitted(start) == [
            (
                "preview-file:set-main",
                {
                    "entity_id": shot["id"], "preview_file_id": expected,
                    "preview_file_status": "ready" if automated else None,
                },
            ),
            ("shot:update", {"shot_id": shot["id"]}),
            ("task:delete", {"task_id": task["id"], "entity_id": shot["id"], "task_type_id": task["task_type_id"]}),
        ]  # fmt: skip

    def test_simultaneous_removals_are_one(self, production: Production) -> None:
        task = furnished_task(production)
        clients = [production.client_of(production.people["manager"]) for _ in range(6)]
        with ThreadPoolExecutor(6) as pool:
            answers = list(
                pool.map(
                    lambda client: client.request("DELETE", f"/data/tasks/{task['id']}?force=true").status_code, clients
                )
            )
        assert sorted(answers) == [204, *[404] * 5]


class TestOfProject:
    def url(self, production: Production) -> str:
        return f"/actions/projects/{production.project['id']}/delete-tasks"

    def test_answers_the_ids_sent_and_leaves_other_projects_alone(self, production: Production) -> None:
        task = furnished_task(production)
        foreign = production.studio.task(production.studio.shot(production.studio.project()))
        body = [task["id"], foreign["id"], str(uuid4())]
        assert production.team["manager"].post(self.url(production), body, status=200) == body
        assert left_of(production, task) == {}
        assert left_of(production, foreign) == {"task": 1}

    @as_each_role(admin=200, manager=200)
    def test_is_for_managers(self, production: Production, role: str, status: int) -> None:
        task = production.task()
        production.team[role].post(self.url(production), [task["id"]], status=status)
        assert left_of(production, task) == ({} if status == 200 else {"task": 1})

    def test_bad_requests(self, production: Production) -> None:
        manager = production.team["manager"]
        assert manager.post(self.url(production), {}, status=400)["message"] == "Request body must be a JSON array."
        assert manager.post(self.url(production), ["x"], status=400)["message"] == (
            "Request body must only contain valid UUIDs."
        )
        production.studio.admin.post(f"/actions/projects/{uuid4()}/delete-tasks", [], status=404)


class TestOfType:
    def url(self, production: Production) -> str:
        return f"/actions/projects/{production.project['id']}/task-types/{production.task_type['id']}/delete-tasks"

    def test_takes_all_of_the_type_in_the_project(self, production: Production) -> None:
        tasks = [furnished_task(production), production.task()]
        other = production.task(task_type=production.studio.task_type())
        foreign = production.studio.task(production.studio.shot(production.studio.project()), production.task_type)
        production.studio.admin.delete(self.url(production))
        assert [left_of(production, task) for task in tasks] == [{}, {}]
        assert left_of(production, other) == left_of(production, foreign) == {"task": 1}
        production.studio.admin.delete(self.url(production))

    @as_each_role(admin=204)
    def test_is_for_administrators(self, production: Production, role: str, status: int) -> None:
        task = production.task()
        production.team[role].delete(self.url(production), status=status)
        assert left_of(production, task) == ({} if status == 204 else {"task": 1})

    def test_unknown(self, production: Production) -> None:
        project, task_type = production.project["id"], production.task_type["id"]
        for parts in ((uuid4(), task_type), ("x", task_type), (project, uuid4()), (project, "x")):
            production.studio.admin.delete(
                f"/actions/projects/{parts[0]}/task-types/{parts[1]}/delete-tasks", status=404
            )
