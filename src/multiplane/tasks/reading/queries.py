"""The selects of task reads."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, Select, and_, any_, bindparam, case, exists, func, literal_column, or_, select, text
from sqlalchemy.orm import aliased

from multiplane.database.statements import ids, prepare
from multiplane.models import (
    Entity,
    EntityType,
    Person,
    Project,
    Subscription,
    Task,
    TaskPersonLink,
    TaskStatus,
    TaskType,
)
from multiplane.people import forms
from multiplane.tasks.blanking import ASSIGNEES
from multiplane.web.crud.resource import table_of

_SIBLING = aliased(Task)
_PARENT, _GRANDPARENT = table_of(Entity).alias("parent_entity"), table_of(Entity).alias("grandparent_entity")
AROUND: dict[str, Any] = {
    "entity": table_of(Entity),
    "entity_type": table_of(EntityType),
    "project": table_of(Project),
    "task_status": table_of(TaskStatus),
    "task_type": table_of(TaskType),
    "parent": _PARENT,
    "grandparent": _GRANDPARENT,
}
"""What surrounds a task, by the name its columns get in a row of `FULL`."""


def _labelled() -> Iterable[Any]:
    return (column.label(f"{name}.{column.name}") for name, table in AROUND.items() for column in table.columns)


def _person(*left_out: str) -> Any:
    """A person; salaries are for administrators and the managers of the production (04-tasks 6.15)."""
    manages = or_(bindparam("everything", type_=Boolean), Task.project_id == any_(ids("managed_ids")))
    return case((manages, forms.safe_json(*left_out)), else_=forms.safe_json("daily_salary", *left_out))


# Departments are told of who assigned the task only, as recorded.
_PERSONS = (
    select(func.coalesce(func.json_agg(_person("departments")), literal_column("'[]'::json")))
    .select_from(TaskPersonLink)
    .join(Person, Person.id == TaskPersonLink.person_id)
    .where(TaskPersonLink.task_id == Task.id)
    .correlate(Task)
    .scalar_subquery()
)
_ASSIGNER = select(_person()).where(Person.id == Task.assigner_id).correlate(Task).scalar_subquery()
FULL = prepare(
    select(
        *table_of(Task).columns,
        *_labelled(),
        ASSIGNEES.label("assignees"),
        _PERSONS.label("persons"),
        _ASSIGNER.label("assigner"),
        exists(
            select(Subscription.id).where(
                Subscription.task_id == Task.id, Subscription.person_id == bindparam("person_id")
            )
        ).label("is_subscribed"),
        exists(
            select(_SIBLING.id)
            .join(TaskPersonLink, TaskPersonLink.task_id == _SIBLING.id)
            .where(_SIBLING.entity_id == Task.entity_id, TaskPersonLink.person_id == bindparam("person_id"))
        ).label("works_on_entity"),
    )
    .select_from(Task)
    .outerjoin(Entity, Entity.id == Task.entity_id)
    .outerjoin(EntityType, EntityType.id == Entity.entity_type_id)
    .outerjoin(Project, Project.id == Task.project_id)
    .outerjoin(TaskStatus, TaskStatus.id == Task.task_status_id)
    .outerjoin(TaskType, TaskType.id == Task.task_type_id)
    .outerjoin(_PARENT, _PARENT.c.id == Entity.parent_id)
    .outerjoin(_GRANDPARENT, _GRANDPARENT.c.id == _PARENT.c.parent_id)
    .where(Task.id == bindparam("task_id"))
)
# Microseconds matter: a change within the second of the last one must show.
STATE_OF_PROJECT = prepare(
    text(
        """
        SELECT concat_ws('/', count(*), to_char(max(updated_at), 'YYYYMMDDHH24MISSUS')) FROM task
        WHERE project_id = cast(:project_id AS uuid)
        """
    )
)


def of_project(project_id: str, task_type_id: str | None, episode_id: str | None) -> Select[*tuple[Any, ...]]:
    """The tasks of a project with their assignees; with an episode, those of its shots."""
    statement = select(*table_of(Task).columns, ASSIGNEES.label("assignees")).where(Task.project_id == project_id)
    if task_type_id is not None:
        statement = statement.where(Task.task_type_id == task_type_id)
    if episode_id is None:
        return statement
    sequence = aliased(Entity)
    return (
        statement.join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, and_(EntityType.id == Entity.entity_type_id, EntityType.name == "Shot"))
        .join(sequence, sequence.id == Entity.parent_id)
        .where(sequence.parent_id == episode_id)
    )


def counted(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """How many rows a select has."""
    return select(func.count()).select_from(statement.order_by(None).subquery())


def newest_first(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """In the order of changes, the last first."""
    return statement.order_by(Task.updated_at.desc(), Task.created_at.desc(), Task.id)
