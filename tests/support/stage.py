"""A production in which people comment: one shot, one task, a team of every role, the usual statuses."""

from typing import Any

from multiplane import models
from tests.support.api import Api
from tests.support.studio import ROLES, Row, Studio, unique

FLAGS: dict[str, dict[str, bool]] = {
    "todo": {"is_default": True},
    "wip": {"is_wip": True},
    "wfa": {"is_feedback_request": True},
    "retake": {"is_retake": True},
    "redo": {"is_retake": True},
    "done": {"is_done": True},
}

COMMENT_KEYS = {
    "shotgun_id", "object_id", "object_type", "text", "data", "replies", "checklist", "pinned", "for_client", "links",
    "task_status_id", "person_id", "editor_id", "preview_file_id", "id", "created_at", "updated_at", "type",
}  # fmt: skip


class Stage:
    """People by role (`people`, and their clients in `team`); the artist `user` and the vendor do the task."""

    def __init__(self, studio: Studio, **project: Any) -> None:
        self.studio = studio
        self.rows = studio.rows
        self.department = studio.department(name=unique("Department"))
        self.project = studio.project(**project)
        self.sequence = studio.sequence(self.project)
        self.shot = studio.shot(self.project, self.sequence)
        self.modeling = studio.task_type(department=self.department)
        self.statuses = {name: studio.task_status(**flags) for name, flags in FLAGS.items()}
        self.people = {role: studio.member(self.project, role) for role in ROLES}
        self.team = {role: studio.client_of(person) for role, person in self.people.items()}
        self.team["outsider"] = studio.client_of(studio.person("manager"))
        self.team["anonymous"] = studio.anonymous()
        self.task = self.new_task()
        for role in ("user", "vendor"):
            self.assign(self.people[role])

    @property
    def manager(self) -> Api:
        return self.team["manager"]

    def new_task(self, entity: Row | None = None, task_type: Row | None = None, **values: Any) -> Row:
        values = {"task_status_id": self.statuses["todo"]["id"], **values}
        return self.studio.task(entity or self.shot, task_type or self.modeling, **values)

    def assign(self, person: Row, task: Row | None = None) -> None:
        self.rows.insert(models.TaskPersonLink, task_id=(task or self.task)["id"], person_id=person["id"])

    def subscribe(self, person: Row, task: Row | None = None) -> None:
        self.rows.insert(models.Subscription, task_id=(task or self.task)["id"], person_id=person["id"])

    def id_of(self, status: str) -> str:
        identifier: str = self.statuses[status]["id"]
        return identifier

    def post(self, text: str = "", status: str = "todo", by: Api | None = None, expect: int = 201, **body: Any) -> Any:
        """Post a comment on the task, as the manager unless told otherwise."""
        task = body.pop("task", self.task)
        body = {"comment": text, "task_status_id": self.id_of(status), **body}
        return (by or self.manager).post(f"/actions/tasks/{task['id']}/comment", body, expect)

    def comments(self, by: Api | None = None, task: Row | None = None) -> Any:
        return (by or self.manager).get(f"/data/tasks/{(task or self.task)['id']}/comments")

    def stored_task(self, task: Row | None = None) -> Row:
        return self.rows.one("SELECT * FROM task WHERE id = %s", (task or self.task)["id"])

    def notified(self, person: Row, comment: Row | None = None) -> list[str]:
        """The kinds of notifications a person has, about one comment or all."""
        found = self.rows.all(
            "SELECT type FROM notification WHERE person_id = %s AND (comment_id = %s OR %s::uuid IS NULL) "
            "ORDER BY created_at, type",
            person["id"],
            comment and comment["id"],
            comment and comment["id"],
        )
        return [row["type"] for row in found]

    def events(self, since: Any) -> list[str]:
        """The names of the events of the project stored since a moment, in order."""
        return [row["name"] for row in self.studio.events_since(since) if row["project_id"] == self.project["id"]]
