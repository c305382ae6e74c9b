"""A small production with tasks, people of every role, and their departments."""

from dataclasses import dataclass, field
from typing import Any

from multiplane import models
from tests.support.api import Api
from tests.support.studio import ROLES, Studio

Row = dict[str, Any]

STUDIO_FIELDS: Row = {
    "assignees": [], "assigner_id": None, "completion_rate": 0, "difficulty": None, "done_date": None,
    "due_date": None, "duration": 0, "end_date": None, "estimation": 0, "last_comment_date": None,
    "nb_assets_ready": 0, "nb_drawings": 0, "priority": 0, "real_start_date": None, "retake_count": 0,
    "start_date": None,
}  # fmt: skip
TASK_KEYS = {column.name for column in models.Task.__table__.columns} | {"type"}
BUSY: Row = {
    "priority": 2, "difficulty": 4, "duration": 30.0, "estimation": 60.0, "completion_rate": 10, "retake_count": 1,
    "start_date": "2026-01-01", "due_date": "2026-01-31", "real_start_date": "2026-01-02", "end_date": "2026-01-20",
    "done_date": "2026-01-21", "last_comment_date": "2026-01-22", "nb_assets_ready": 2, "nb_drawings": 5,
}  # fmt: skip
"""Values for every field that clients do not see."""


@dataclass
class Production:
    """One project; `people` and `team` are by role, all on the team but the outsider and the anonymous."""

    studio: Studio
    project: Row
    department: Row
    task_type: Row
    shot: Row
    people: dict[str, Row] = field(default_factory=dict)
    team: dict[str, Api] = field(default_factory=dict)

    def task(self, *assignees: Row, **values: Any) -> Row:
        """A task of the production's type on its shot, or on the entity given."""
        entity = values.pop("entity", None) or self.studio.shot(self.project)
        task_type = values.pop("task_type", self.task_type)
        if "task_status_id" not in values:
            values["task_status_id"] = self.studio.task_status()["id"]
        return self.studio.task(entity, task_type, list(assignees), **values)

    def member(self, role: str = "user", **values: Any) -> Row:
        return self.studio.member(self.project, role, **values)

    def client_of(self, person: Row) -> Api:
        return self.studio.client_of(person)

    def emitted(self, start: Any, *names: str) -> list[tuple[str, Row]]:
        """Names and payloads, without the project, of the stored events of the project; of these names when given."""
        return [
            (event["name"], {key: value for key, value in event["data"].items() if key != "project_id"})
            for event in self.studio.events_since(start)
            if event["project_id"] == self.project["id"] and (not names or event["name"] in names)
        ]

    def stored(self, task: Row) -> Row:
        """The row of a task as it is now; ids as text."""
        row = self.studio.rows.one("SELECT * FROM task WHERE id = %s", task["id"])
        return {key: str(value) if key.endswith("id") and value else value for key, value in row.items()}

    def assignees(self, task: Row) -> set[str]:
        rows = self.studio.rows.all("SELECT person_id::text FROM task_person_link WHERE task_id = %s", task["id"])
        return {row["person_id"] for row in rows}


def make_production(studio: Studio, **values: Any) -> Production:
    """A production whose task type belongs to a department, and a person of each role on its team."""
    project = studio.project(**values)
    department = studio.department()
    production = Production(studio, project, department, studio.task_type("Shot", department), studio.shot(project))
    for role in ROLES:
        production.people[role] = studio.member(project, role)
        production.team[role] = studio.client_of(production.people[role])
    production.people["outsider"] = studio.person("manager")
    production.team["outsider"] = studio.client_of(production.people["outsider"])
    production.team["anonymous"] = studio.anonymous()
    return production
