"""What a user may see, one function per kind of object: (who asks) -> SQL clause, None for everything.

Every list, single read, search, export and event goes through these. The role counts that the user has on the
project of the row (01-auth C.1, C.5): a vendor on one production may be an artist on another.
"""

from typing import Any

from sqlalchemy import and_, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser, Role
from multiplane.database.statements import among
from multiplane.models import Comment, Entity, Person, PreviewFile, Project, ProjectPersonLink, Task, TaskPersonLink

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
        select(TaskPersonLink.task_id).where(TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id == user.id)
    )


def visible_comments(user: CurrentUser) -> Clause:
    """Comments the user may read one by one (04-tasks 1.7), by the role on the project of the comment's task.

    Supervisors and managers read all of them; artists and vendors those whose author is no client there, vendors
    only on entities they work on; clients what is marked for them and what clients wrote, and where clients are
    isolated only their own of the latter.
    """
    if user.is_admin:
        return None
    by_client = author_role() == "client"
    for_clients = or_(Comment.for_client.is_(True), by_client)
    not_isolated = or_(
        Project.is_clients_isolated.is_not(True), Comment.for_client.is_(True), Comment.person_id == user.id
    )
    by_role = or_(
        among(Task.project_id, user.projects("manager", "supervisor")),
        among(Task.project_id, user.projects("user")) & ~by_client,
        among(Task.project_id, user.projects("vendor")) & works_on_task_entity(user) & ~by_client,
        among(Task.project_id, user.projects("client")) & for_clients & not_isolated,
    )
    of_task = select(Task.id).join(Project, Project.id == Task.project_id)
    return exists(of_task.where(Task.id == Comment.object_id, by_role).correlate(Comment))


def author_role() -> Any:
    """The effective role of a comment's author on the project of its task (01-auth C.1)."""
    link_role = func.nullif(ProjectPersonLink.role, "admin")
    return (
        select(case((Person.role == "admin", "admin"), else_=func.coalesce(link_role, Person.role)))
        .select_from(Person)
        .outerjoin(
            ProjectPersonLink,
            and_(ProjectPersonLink.person_id == Person.id, ProjectPersonLink.project_id == Task.project_id),
        )
        .where(Person.id == Comment.person_id)
        .correlate(Comment, Task)
        .scalar_subquery()
    )


def works_on_task_entity(user: CurrentUser) -> ColumnElement[bool]:
    """Tasks of an entity that has a task assigned to the user."""
    sibling = aliased(Task)
    return exists(
        select(sibling.id)
        .join(TaskPersonLink, TaskPersonLink.task_id == sibling.id)
        .where(sibling.entity_id == Task.entity_id, TaskPersonLink.person_id == user.id)
        .correlate(Task)
    )
