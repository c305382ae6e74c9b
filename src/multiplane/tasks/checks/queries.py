"""The selects of the tasks to check."""

from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, cast, false, func, or_, select
from sqlalchemy.dialects.postgresql import DATE

from multiplane.access.user import CurrentUser
from multiplane.database.statements import among
from multiplane.models import Entity, Project, Task, TaskPersonLink, TaskStatus, TaskType
from multiplane.tasks.checks.filters import CheckFilters
from multiplane.tasks.todos.queries import (
    BY_NAMES,
    EPISODE_ID,
    EPISODE_NAME,
    SEQUENCE,
    Clause,
    assigned_to,
    is_open,
    joined,
    unassigned,
)

Statement = Select[*tuple[Any, ...]]

_EPISODE, _SEQUENCE = EPISODE_NAME.asc().nulls_last(), SEQUENCE.name.asc().nulls_last()
_NAMES = (Project.name, TaskType.name, _EPISODE, _SEQUENCE, Entity.name)
ORDERS: dict[str, tuple[Any, ...]] = {
    "priority": (Task.priority.desc().nulls_last(), Task.due_date.asc().nulls_last(), *_NAMES, Task.id),
    "due_date": (Task.due_date.asc().nulls_last(), *_NAMES, Task.id),
    "estimation": (Task.estimation.desc().nulls_last(), *_NAMES, Task.id),
    "entity_name": (*_NAMES, Task.id),
}
"""The orders of a list of tasks to check; any other name is by names."""


def order(name: str | None) -> tuple[Any, ...]:
    """The order of a name."""
    return ORDERS.get(name or "", BY_NAMES)


def to_check(user: CurrentUser) -> list[Clause]:
    """Tasks that wait for approval and that the user may approve.

    Administrators: in every open project; managers and supervisors in theirs, supervisors in their departments;
    nobody else. The global role opens the list, the one on each project says how much of it.
    """
    waiting = [TaskStatus.is_feedback_request.is_(True), is_open()]
    if user.is_admin:
        return waiting
    if user.role not in ("manager", "supervisor"):
        return [false()]
    supervised = among(Task.project_id, user.projects("supervisor", open_only=True))
    if user.departments:
        supervised = and_(supervised, among(TaskType.department_id, user.departments))
    return [*waiting, or_(among(Task.project_id, user.projects("manager", open_only=True)), supervised)]


def matching(filters: CheckFilters) -> list[Clause]:
    """The clauses of the filters of a request."""
    where: list[Clause] = []
    for column, value in (
        (Task.project_id, filters.project_id),
        (Task.task_type_id, filters.task_type_id),
        (Task.task_status_id, filters.task_status_id),
    ):
        if value is not None:
            where.append(column == value)
    if filters.episode_id is not None:
        places = (SEQUENCE.parent_id, Entity.source_id, Entity.parent_id)
        where.append(or_(*(place == filters.episode_id for place in places)))
    if filters.unassigned:
        where.append(unassigned())
    if filters.person_ids is not None:
        where.append(assigned_to(list(filters.person_ids)))
    if filters.due_date_since is not None:
        where.append(cast(Task.due_date, Date) >= _day(filters.due_date_since))
    if filters.due_date_until is not None:
        where.append(cast(Task.due_date, Date) <= _day(filters.due_date_until))
    return where


def _day(value: str) -> Any:
    return cast(bindparam(None, value[:10], type_=DATE()), DATE())


def totals(where: list[Clause]) -> Statement:
    """Amount and sums of the tasks to check."""
    sums = (
        func.count().label("total"),
        func.coalesce(func.sum(Task.duration), 0.0).label("total_duration"),
        func.coalesce(func.sum(Task.estimation), 0.0).label("total_estimation"),
    )
    return joined(select(*sums)).where(*where)


def values(where: list[Clause]) -> Statement:
    """The distinct values of the filters, in one row."""
    tasks = joined(
        select(Task.id, Task.project_id, Task.task_type_id, Task.task_status_id, EPISODE_ID.label("episode_id"))
    )
    pool = tasks.where(*where).cte("pool")
    people = select(TaskPersonLink.person_id).join(pool, pool.c.id == TaskPersonLink.task_id).distinct()
    sources = {
        "project_ids": select(pool.c.project_id).distinct(),
        "task_type_ids": select(pool.c.task_type_id).distinct(),
        "task_status_ids": select(pool.c.task_status_id).distinct(),
        "episode_ids": select(pool.c.episode_id).where(pool.c.episode_id.is_not(None)).distinct(),
        "person_ids": people,
    }
    return select(
        *(
            func.array(source.order_by(*source.selected_columns).scalar_subquery()).label(name)
            for name, source in sources.items()
        )
    )
