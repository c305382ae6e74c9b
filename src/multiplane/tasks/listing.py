"""Lists of tasks of an entity, or of what is below it, for every kind of entity (03-entities 2, 04-tasks 4.2)."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import Entity, EntityType, Project, Task, TaskStatus, TaskType
from multiplane.tasks.blanking import ASSIGNEES, blank_for
from multiplane.web.crud.resource import table_of

TASK = tuple(table_of(Task).columns)
TASK_TYPE = tuple(table_of(TaskType).columns)


async def task_details(session: Session, *where: ColumnElement[bool], relations: bool = False) -> list[Row]:
    """The `TaskDetail` list of the tasks that match, in its documented order; one statement.

    `where` are clauses on `Task`, `Entity`, `EntityType` and `Project`, which the statement joins: for example
    `task_details(session, Task.entity_id == shot_id)`. Who may ask is the caller's business; where the user is a
    client the studio's fields are blank. `relations` adds `assignees`. Tasks without project, status or type are
    left out.
    """
    statement = _tasks(relations).add_columns(
        Project.name.label("project_name"),
        TaskType.name.label("task_type_name"),
        TaskStatus.name.label("task_status_name"),
        EntityType.name.label("entity_type_name"),
        Entity.name.label("entity_name"),
    )
    order = (func.lower(named.name) for named in (Task, Project, TaskType, EntityType, Entity))
    return await served(session, _joined(statement).where(*where).order_by(*order, Task.id))


async def plain_tasks(
    session: Session, *where: ColumnElement[bool], relations: bool = False, order: tuple[Any, ...] = ()
) -> list[Row]:
    """The `Task` objects that match clauses on `Task` and `Entity`, by name unless ordered; one statement.

    Who may ask is the caller's business; where the user is a client the studio's fields are blank.
    """
    statement = _tasks(relations).join(Entity, Entity.id == Task.entity_id).where(*where)
    return await served(session, statement.order_by(*order, Task.name, Task.created_at, Task.id))


async def task_types_of(session: Session, *where: ColumnElement[bool]) -> list[Row]:
    """The distinct `TaskType` objects of the tasks that match, by priority and name; one statement.

    `where` are clauses on `Task`, `Entity`, `EntityType` and `Project`, as in `task_details`.
    """
    used = _joined(select(Task.task_type_id)).where(*where)
    statement = select(*TASK_TYPE).where(TaskType.id.in_(used.distinct()))
    rows = await session.all(statement.order_by(TaskType.priority, func.lower(TaskType.name), TaskType.id))
    return [{**row, "type": "TaskType"} for row in rows]


async def served(session: Session, statement: Select[Any]) -> list[Row]:
    """The rows of a select of tasks as the caller may see them."""
    return blank_for(session.user, [typed(row) for row in await session.all(statement)])


def typed(row: Row) -> Row:
    """A row of `task` as the served object."""
    row["type"] = "Task"
    return row


def _tasks(relations: bool) -> Select[Any]:
    return select(*TASK, ASSIGNEES.label("assignees")) if relations else select(*TASK)


def _joined(statement: Select[Any]) -> Select[Any]:
    """Tasks with everything their details name."""
    return (
        statement.select_from(Task)
        .join(Project, Project.id == Task.project_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .join(TaskStatus, TaskStatus.id == Task.task_status_id)
        .join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
    )
