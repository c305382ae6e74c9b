"""The selects of the pool of open tasks."""

from typing import Any

from sqlalchemy import Date, Select, any_, bindparam, cast, func, literal, select
from sqlalchemy.dialects.postgresql import TIMESTAMP

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_tasks
from multiplane.models import DepartmentLink, Entity, Person, Project, ProjectStatus, Task, TaskStatus, TaskType
from multiplane.tasks.blanking import ASSIGNEES
from multiplane.tasks.listing import TASK
from multiplane.tasks.open_tasks.filters import Filters
from multiplane.tasks.todos.queries import (
    BY_NAMES,
    ENTITY_NAMES,
    NAMED,
    OF_POOL,
    Clause,
    assigned_to,
    assigned_where,
    joined,
    not_as_client,
    seen,
    shown_in_open_projects,
    unassigned,
    with_entities,
)

Statement = Select[*tuple[Any, ...]]


def pool(user: CurrentUser, filters: Filters) -> list[Clause]:
    """The clauses of the tasks of the pool the user may see: of a project, or of every open one."""
    where: list[Clause] = [Task.entity_id.is_not(None)]
    if filters.project_id is None:
        where.append(shown_in_open_projects(user))
    else:
        where.append(Task.project_id == filters.project_id)
        visible = visible_tasks(user, open_only=False)
        where += [] if visible is None else [visible]
    if filters.task_type_id is None:
        where.append(TaskType.for_entity != "Concept")
    else:
        where.append(Task.task_type_id == filters.task_type_id)
    if filters.task_status_id is not None:
        where.append(Task.task_status_id == filters.task_status_id)
    if filters.priority is not None:
        where.append(TaskType.priority == filters.priority)
    hidden = [*_by_people(filters), *_by_dates(filters)]
    return [*where, *hidden, *(not_as_client(user) if hidden else [])]


def _by_people(filters: Filters) -> list[Clause]:
    where: list[Clause] = []
    if filters.unassigned:
        where.append(unassigned())
    if filters.person_ids is not None:
        where.append(assigned_to(list(filters.person_ids)))
    if filters.studio_id is not None:
        where.append(assigned_where(Person.studio_id == filters.studio_id))
    if filters.department_id is not None:
        of_department = select(DepartmentLink.person_id).where(
            DepartmentLink.person_id == Person.id, DepartmentLink.department_id == filters.department_id
        )
        where.append(assigned_where(of_department.exists()))
    return where


def _by_dates(filters: Filters) -> list[Clause]:
    where: list[Clause] = []
    if filters.start_date is not None:
        where.append(Task.start_date >= _moment(filters.start_date))
    if filters.due_date is not None:
        where.append(Task.due_date <= _moment(filters.due_date))
    return where


def _moment(value: str) -> Any:
    return cast(bindparam(None, value, type_=TIMESTAMP()), TIMESTAMP())


def page(where: list[Clause], limit: int, offset: int) -> Statement:
    """One page of the tasks of the pool, by names.

    Names are compared once for each entity, not for each of its tasks, and only the page itself is joined with all
    it shows.
    """
    place = func.rank().over(order_by=ENTITY_NAMES).label("place")
    places = with_entities(
        select(Entity.id, place).select_from(Entity).join(Project, Project.id == Entity.project_id)
    ).cte("places")
    picked = (
        _lean(select(Task.id))
        .join(places, places.c.id == Task.entity_id)
        .where(*where)
        .order_by(places.c.place, TaskType.name, Task.id)
        .limit(limit)
        .offset(offset)
    )
    shown = joined(select(*TASK, ASSIGNEES.label("assignees"), *NAMED, *OF_POOL))
    return shown.where(Task.id == any_(func.array(picked.scalar_subquery()))).order_by(*BY_NAMES)


def _lean(statement: Statement) -> Statement:
    """Tasks with what the clauses of the pool need."""
    return (
        statement.select_from(Task)
        .join(Project, Project.id == Task.project_id)
        .join(ProjectStatus, ProjectStatus.id == Project.project_status_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .join(TaskStatus, TaskStatus.id == Task.task_status_id)
    )


def by_status(user: CurrentUser, where: list[Clause]) -> Statement:
    """Amounts and sums by status."""
    statement = select(Task.task_status_id, *_sums(user))
    return _lean(statement).where(*where).group_by(Task.task_status_id).order_by(func.count().desc())


def by_project(user: CurrentUser, where: list[Clause]) -> Statement:
    """Amounts and sums by project, type and status."""
    keys = (Task.project_id, Task.task_type_id, Task.task_status_id)
    statement = select(*keys, *_sums(user), func.count().filter(TaskStatus.is_done.is_(True)).label("amount_done"))
    return _lean(statement).where(*where).group_by(*keys).order_by(*keys)


def _sums(user: CurrentUser) -> tuple[Any, ...]:
    return (
        func.count().label("amount"),
        func.sum(seen(user, "duration")).label("total_duration"),
        func.sum(seen(user, "estimation")).label("total_estimation"),
    )


def burndown(user: CurrentUser, where: list[Clause]) -> Statement:
    """The planned dates and totals of the pool, in one row."""
    planned = (
        func.count().label("total"),
        func.coalesce(func.sum(seen(user, "estimation")), literal(0.0)).label("total_estimation"),
        cast(func.min(seen(user, "start_date")), Date).label("first_task"),
        cast(func.max(seen(user, "due_date")), Date).label("last_task"),
        func.min(Project.start_date).label("first_project"),
        func.max(Project.end_date).label("last_project"),
    )
    return _lean(select(*planned)).where(*where)


def done_by_day(user: CurrentUser, where: list[Clause]) -> Statement:
    """How many tasks were done on each day, and what they were estimated at."""
    day = cast(Task.done_date, Date)
    shown = [Task.done_date.is_not(None), *not_as_client(user)]
    statement = select(
        day.label("date"),
        func.count().label("done"),
        func.coalesce(func.sum(Task.estimation), literal(0.0)).label("done_estimation"),
    )
    return _lean(statement).where(*where, *shown).group_by(day).order_by(day)
