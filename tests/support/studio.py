"""Builds what a test needs directly in the database, and hands out clients for its people.

Every name is unique, so tests share a database without seeing each other.
"""

from typing import Any
from uuid import uuid4

from multiplane import models
from multiplane.access.tokens import issue_pair
from tests.support.api import Api
from tests.support.database import Rows

Row = dict[str, Any]

ROLES = ("admin", "manager", "supervisor", "user", "client", "vendor")
TEMPORAL = ("Shot", "Scene", "Sequence", "Episode", "Edit", "Concept", "ConceptFolder")


def unique(prefix: str) -> str:
    return f"{prefix} {uuid4().hex[:8]}"


class Studio:
    """One studio with its people and productions."""

    def __init__(self, rows: Rows, base_url: str, secret: str) -> None:
        self.rows = rows
        self.base_url = base_url
        self.secret = secret
        self.admin = self.client_of(self.person("admin"))

    # -- people

    def person(self, role: str = "user", **values: Any) -> Row:
        """A person, without password; `client_of` signs them in."""
        first = values.pop("first_name", unique(role.title()))
        departments = values.pop("departments", [])
        row = self.rows.insert(
            models.Person,
            **{
                "first_name": first,
                "last_name": "Test",
                "email": f"{uuid4().hex}@example.com",
                "role": role,
                "timezone": "Europe/Paris",
                "locale": "en_US",
                **values,
            },
        )
        for department in departments:
            self.rows.insert(models.DepartmentLink, person_id=row["id"], department_id=department["id"])
        return row

    def client_of(self, person: Row) -> Api:
        """A client signed in as this person."""
        return Api(self.base_url, issue_pair(self.secret, person["id"]).access)

    def anonymous(self) -> Api:
        return Api(self.base_url)

    def member(self, project: Row, role: str = "user", project_role: str | None = None, **values: Any) -> Row:
        """A person on the team of a project; `project_role` overrides the global role there."""
        person = self.person(role, **values)
        self.join(project, person, project_role)
        return person

    def join(self, project: Row, person: Row, project_role: str | None = None) -> None:
        self.rows.insert(models.ProjectPersonLink, project_id=project["id"], person_id=person["id"], role=project_role)

    def team(self, project: Row) -> dict[str, Api]:
        """A client for each role on the team, an `outsider` (a manager of nothing here) and an `anonymous`."""
        clients = {role: self.client_of(self.member(project, role)) for role in ROLES}
        clients["outsider"] = self.client_of(self.person("manager"))
        clients["anonymous"] = self.anonymous()
        return clients

    def department(self, **values: Any) -> Row:
        return self.rows.insert(models.Department, **{"name": unique("Department"), "color": "#000000", **values})

    # -- productions

    def project(self, *, is_open: bool = True, **values: Any) -> Row:
        status = self.project_status("Open" if is_open else "Closed")
        return self.rows.insert(
            models.Project, **{"name": unique("Project"), "project_status_id": status["id"], **values}
        )

    def project_status(self, name: str) -> Row:
        self.rows.run(
            "INSERT INTO project_status (id, name, color, created_at, updated_at) "
            "VALUES (gen_random_uuid(), %s, '#000000', now(), now()) ON CONFLICT (name) DO NOTHING",
            name,
        )
        return self._text_ids(self.rows.one("SELECT id, name FROM project_status WHERE name = %s", name))

    def entity_type(self, name: str) -> Row:
        """The reserved type, or the asset type, of this name."""
        self.rows.run(
            "INSERT INTO entity_type (id, name, archived, created_at, updated_at) "
            "VALUES (gen_random_uuid(), %s, false, now(), now()) ON CONFLICT (name) DO NOTHING",
            name,
        )
        return self._text_ids(self.rows.one("SELECT id, name FROM entity_type WHERE name = %s", name))

    def entity(self, project: Row, kind: str, **values: Any) -> Row:
        """An entity of a reserved kind (`Shot`, ...) or of an asset type by name."""
        return self.rows.insert(
            models.Entity,
            **{
                "name": unique(kind),
                "project_id": project["id"],
                "entity_type_id": self.entity_type(kind)["id"],
                "data": {},
                **values,
            },
        )

    def asset(self, project: Row, kind: str = "Character", **values: Any) -> Row:
        return self.entity(project, kind, **values)

    def episode(self, project: Row, **values: Any) -> Row:
        return self.entity(project, "Episode", **values)

    def sequence(self, project: Row, episode: Row | None = None, **values: Any) -> Row:
        return self.entity(project, "Sequence", parent_id=episode["id"] if episode else None, **values)

    def shot(self, project: Row, sequence: Row | None = None, **values: Any) -> Row:
        return self.entity(project, "Shot", parent_id=sequence["id"] if sequence else None, **values)

    # -- tasks

    def task_type(self, for_entity: str = "Shot", department: Row | None = None, **values: Any) -> Row:
        return self.rows.insert(
            models.TaskType,
            **{
                "name": unique("Type"),
                "for_entity": for_entity,
                "department_id": department["id"] if department else None,
                **values,
            },
        )

    def task_status(self, **values: Any) -> Row:
        return self.rows.insert(
            models.TaskStatus,
            **{"name": unique("Status"), "short_name": uuid4().hex[:8], "color": "#123456", **values},
        )

    def task(
        self,
        entity: Row,
        task_type: Row | None = None,
        assignees: list[Row] | None = None,
        **values: Any,
    ) -> Row:
        row = self.rows.insert(
            models.Task,
            **{
                "name": "main",
                "project_id": entity["project_id"],
                "entity_id": entity["id"],
                "task_type_id": (task_type or self.task_type())["id"],
                "task_status_id": self.task_status()["id"] if "task_status_id" not in values else None,
                **values,
            },
        )
        for person in assignees or []:
            self.rows.insert(models.TaskPersonLink, task_id=row["id"], person_id=person["id"])
        return row

    # -- events

    def events_since(self, moment: Any) -> list[Row]:
        """Stored events after `now()`, oldest first: name, data and project. Not those another test dated later."""
        return self.rows.all(
            "SELECT name, data, project_id::text, user_id::text FROM api_event WHERE created_at > %s "
            "AND created_at < clock_timestamp() AT TIME ZONE 'utc' + interval '10 seconds' ORDER BY created_at, id",
            moment,
        )

    def now(self) -> Any:
        """The database's clock, to be given to `events_since`."""
        return self.rows.one("SELECT now() AT TIME ZONE 'utc' AS moment")["moment"]

    @staticmethod
    def _text_ids(row: Row) -> Row:
        return {key: str(value) if key == "id" else value for key, value in row.items()}
