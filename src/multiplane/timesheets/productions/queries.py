"""The selects of the time spent on productions."""

from typing import Any

from sqlalchemy import Select, bindparam, cast, select, text
from sqlalchemy.dialects.postgresql import DATE
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.statements import prepare
from multiplane.models import Task, TimeSpent
from multiplane.timesheets.queries import OLDEST_FIRST, TIME_SPENT

BUDGETED = prepare(
    text(
        """
        SELECT task_type.department_id, time_spent.person_id, to_char(time_spent.date, 'YYYY-MM') AS month,
            sum(time_spent.duration) AS duration
        FROM time_spent
        JOIN task ON task.id = time_spent.task_id
        JOIN task_type ON task_type.id = task.task_type_id
        WHERE task.project_id = cast(:project_id AS uuid) AND task_type.department_id IS NOT NULL
        GROUP BY task_type.department_id, time_spent.person_id, month
        ORDER BY task_type.department_id, time_spent.person_id, month
        """
    )
)


def of_project(project_id: str, visible: ColumnElement[bool] | None) -> Select[*tuple[Any, ...]]:
    """The time spents of a project on the tasks that are visible, oldest first."""
    statement = select(*TIME_SPENT).join(Task, Task.id == TimeSpent.task_id).where(Task.project_id == project_id)
    return (statement if visible is None else statement.where(visible)).order_by(*OLDEST_FIRST)


def of_task_type(project_id: str, task_type_id: str, start: str | None, end: str | None) -> Select[*tuple[Any, ...]]:
    """The time spents of a task type in a project, newest first."""
    statement = select(*TIME_SPENT).join(Task, Task.id == TimeSpent.task_id)
    statement = statement.where(Task.project_id == project_id, Task.task_type_id == task_type_id)
    if start is not None:
        statement = statement.where(TimeSpent.date >= _day(start))
    if end is not None:
        statement = statement.where(TimeSpent.date <= _day(end))
    return statement.order_by(TimeSpent.date.desc(), TimeSpent.created_at.desc(), TimeSpent.id)


def _day(value: str) -> Any:
    return cast(bindparam(None, value, type_=DATE()), DATE())
