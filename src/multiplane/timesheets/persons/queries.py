"""The selects of what people did."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, cast, func, or_, select, text
from sqlalchemy.dialects.postgresql import DATE
from sqlalchemy.orm import aliased

from multiplane.access.user import CurrentUser
from multiplane.database.statements import among, prepare
from multiplane.models import Entity, EntityType, Person, Project, Task, TaskType, TimeSpent
from multiplane.timesheets.periods import Period
from multiplane.timesheets.queries import OLDEST_FIRST, TIME_SPENT

Clause = ColumnElement[bool]

PERSON = prepare(select(Person.id, Person.is_bot).where(Person.id == bindparam("person_id")))
OF_DAY = prepare(
    text(
        """
        SELECT * FROM day_off
        WHERE person_id = cast(:person_id AS uuid) AND cast(:date AS date) BETWEEN date AND end_date
        ORDER BY date LIMIT 1
        """
    )
)
UNITS: dict[str, Any] = {
    "year": func.extract("year", TimeSpent.date),
    "month": func.extract("month", TimeSpent.date),
    "week": func.extract("week", TimeSpent.date),
    "day": func.extract("day", TimeSpent.date),
}
"""What a table has a row for, by its name."""


def within(period: Period) -> Clause:
    """Time spents of a period."""
    return TimeSpent.date.between(_day(period.start), _day(period.end))


def _day(value: str) -> Any:
    return cast(bindparam(None, value, type_=DATE()), DATE())


def of_projects(project_ids: list[str]) -> Clause:
    """Time spents on tasks of these projects."""
    return among(Task.project_id, project_ids)


def overseen(user: CurrentUser) -> Clause:
    """Time spents the user oversees: all of the projects they manage, and of those they supervise what their
    departments do (all of it when they have none)."""
    supervised = among(Task.project_id, user.projects("supervisor"))
    if user.departments:
        supervised = and_(supervised, among(TaskType.department_id, user.departments))
    return or_(among(Task.project_id, user.projects("manager")), supervised)


def plain(*where: Clause) -> Select[*tuple[Any, ...]]:
    """Time spents, oldest first."""
    return _joined(select(*TIME_SPENT)).where(*where).order_by(*OLDEST_FIRST)


def with_project(*where: Clause) -> Select[*tuple[Any, ...]]:
    """Time spents with the project and the type of their task, oldest first."""
    return plain(*where).add_columns(Task.project_id, Task.task_type_id)


def by_task(*where: Clause) -> Select[*tuple[Any, ...]]:
    """Minutes by task, with the names of what the task belongs to."""
    sequence, episode = aliased(Entity), aliased(Entity)
    statement = select(
        Task.id.label("task_id"),
        Task.task_type_id,
        Task.project_id,
        Project.name.label("project_name"),
        Entity.name.label("entity_name"),
        EntityType.name.label("entity_type_name"),
        sequence.name.label("sequence_name"),
        episode.name.label("episode_name"),
        func.sum(TimeSpent.duration).label("duration"),
    )
    return (
        _joined(statement)
        .join(Project, Project.id == Task.project_id)
        .join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .outerjoin(sequence, sequence.id == Entity.parent_id)
        .outerjoin(episode, episode.id == sequence.parent_id)
        .where(*where)
        .group_by(Task.id, Project.id, Entity.id, EntityType.id, sequence.id, episode.id)
        .order_by(Project.name, EntityType.name, sequence.name, Entity.name, Task.id)
    )


def table(unit: str, *where: Clause) -> Select[*tuple[Any, ...]]:
    """Minutes by unit and person."""
    statement = select(
        cast(UNITS[unit], Integer).label("unit"),
        TimeSpent.person_id,
        func.sum(TimeSpent.duration).label("duration"),
    )
    joined = _joined(statement).join(Person, Person.id == TimeSpent.person_id)
    return joined.where(*where).group_by(UNITS[unit], TimeSpent.person_id).order_by(UNITS[unit])


def _joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.select_from(TimeSpent)
        .join(Task, Task.id == TimeSpent.task_id)
        .outerjoin(TaskType, TaskType.id == Task.task_type_id)
    )
