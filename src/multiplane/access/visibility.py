"""What a user may see, one function per kind of object: (who asks) -> SQL clause, None for everything.

Every list, single read, search, export and event goes through these. The role counts that the user has on the
project of the row (01-auth C.1, C.5): a vendor on one production may be an artist on another.
"""

from typing import Any

from sqlalchemy import exists, false, or_, select
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser, Role
from multiplane.database.statements import among
from multiplane.models import Entity, PreviewFile, Project, Task, TaskPersonLink

Clause = ColumnElement[bool] | None

STAFF: tuple[Role, ...] = ("manager", "supervisor", "user")
NOT_VENDOR: tuple[Role, ...] = (*STAFF, "client")


def visible_projects(user: CurrentUser, *, open_only: bool = True) -> Clause:
    """Projects whose team holds the user."""
    if user.is_admin:
        return None
    return among(Project.id, user.projects(open_only=open_only))


def visible_entities(user: CurrentUser, *, open_only: bool = True) -> Clause:
    """Entities of the user's projects; where the user is a vendor, only those with a task assigned to them."""
    if user.is_admin:
        return None
    return or_(
        among(Entity.project_id, user.projects(*NOT_VENDOR, open_only=open_only)),
        among(Entity.project_id, user.projects("vendor", open_only=open_only)) & assigned_entity(user),
    )


def visible_tasks(user: CurrentUser, *, open_only: bool = True) -> Clause:
    """Tasks of the user's projects; where the user is a vendor, only those assigned to them."""
    if user.is_admin:
        return None
    return or_(
        among(Task.project_id, user.projects(*NOT_VENDOR, open_only=open_only)),
        among(Task.project_id, user.projects("vendor", open_only=open_only)) & assigned_task(user),
    )


def visible_preview_files(user: CurrentUser, *, open_only: bool = True) -> Clause:
    """Previews of the tasks the user sees."""
    tasks = visible_tasks(user, open_only=open_only)
    if tasks is None:
        return None
    return exists(select(Task.id).where(Task.id == PreviewFile.task_id, tasks))


def in_projects(column: Any, user: CurrentUser, *roles: Role, open_only: bool = True) -> Clause:
    """Rows whose project column is one of the user's projects, held with one of these roles (any when none)."""
    if user.is_admin:
        return None
    projects = user.projects(*roles, open_only=open_only)
    return among(column, projects) if projects else false()


def assigned_entity(user: CurrentUser) -> ColumnElement[bool]:
    """Entities with a task assigned to the user."""
    return exists(
        select(Task.id)
        .join(TaskPersonLink, TaskPersonLink.task_id == Task.id)
        .where(Task.entity_id == Entity.id, TaskPersonLink.person_id == user.id)
    )


def assigned_task(user: CurrentUser) -> ColumnElement[bool]:
    """Tasks assigned to the user."""
    return exists(
        select(TaskPersonLink.task_id).where(
            TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id == user.id
        )
    )
