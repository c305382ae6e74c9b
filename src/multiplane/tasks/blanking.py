"""What clients do not see of a task: the studio's own fields, served empty (04-tasks 1.5)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, case, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.statements import among
from multiplane.models import Task, TaskPersonLink

BLANKS: dict[str, Any] = {
    "assignees": [],
    "assigner_id": None,
    "completion_rate": 0,
    "difficulty": None,
    "done_date": None,
    "due_date": None,
    "duration": 0,
    "end_date": None,
    "estimation": 0,
    "last_comment_date": None,
    "nb_assets_ready": 0,
    "nb_drawings": 0,
    "priority": 0,
    "real_start_date": None,
    "retake_count": 0,
    "start_date": None,
}
"""The studio's fields, and what a client gets in their place."""

ASSIGNEES = func.array(
    select(TaskPersonLink.person_id).where(TaskPersonLink.task_id == Task.id).correlate(Task).scalar_subquery()
)
"""The ids of the assignees, in selects that have `Task` in their FROM."""


def blank(row: Row) -> Row:
    """A task as a client sees it: the studio's fields it has become empty, every other key stays."""
    return {key: BLANKS.get(key, value) for key, value in row.items()}


def is_blanked(user: CurrentUser, project_id: str | None) -> bool:
    """Whether this user sees the tasks of a project as a client does."""
    return user.role_in(project_id) == "client"


def blank_for(user: CurrentUser, rows: Iterable[Row]) -> list[Row]:
    """Tasks as this user may see them, by their role on the project of each (`project_id` must be there)."""
    return [blank(row) if is_blanked(user, row["project_id"]) else row for row in rows]


def task_column(user: CurrentUser, name: str) -> Any:
    """The SQL expression of a column of `Task`, or of its `assignees`, as this user may see it.

    Labelled with its name, for selects that have `Task` in their FROM and build their JSON in the database. The
    role that counts is the one on the project of each row, so one statement serves tasks of several projects.
    """
    column = ASSIGNEES if name == "assignees" else Task.__table__.c[name]
    clients = user.projects("client")
    if name not in BLANKS or not clients:
        return column.label(name)
    return case((among(Task.project_id, clients), _blank_of(name, column)), else_=column).label(name)


def _blank_of(name: str, column: Any) -> Any:
    if name == "assignees":
        return bindparam(None, [], type_=ARRAY(UUID(as_uuid=False)))
    value = BLANKS[name]
    return None if value is None else literal(value, column.type)
