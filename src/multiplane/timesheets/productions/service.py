"""The time spent on a project, a task type, an entity (04-tasks 4.11)."""

from typing import Any

from multiplane.access.projects import managed_project, readable_project, refuse_roles, require_project
from multiplane.access.visibility import visible_tasks
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.service import readable_entity
from multiplane.tasks.blanking import is_blanked
from multiplane.tasks.service import find_task_type
from multiplane.timesheets.productions import queries
from multiplane.timesheets.queries import OF_ENTITY
from multiplane.timesheets.service import typed


async def of_entity(session: Session, entity_id: str) -> list[Row]:
    """The time spents on an entity's tasks, newest first (ACCESS, ENTITY); clients see none."""
    entity = await readable_entity(session, entity_id)
    if is_blanked(session.user, entity["project_id"]):
        return []
    return [typed(row) for row in await session.all(OF_ENTITY, entity_id=entity["id"])]


async def of_project(session: Session, project_id: str) -> list[Row]:
    """The time spents on a project's tasks (ACCESS, not for clients); vendors see those of their tasks."""
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, "client")
    visible = visible_tasks(session.user, open_only=False)
    return [typed(row) for row in await session.all(queries.of_project(project_id, visible))]


async def managed(session: Session, project_id: str) -> str:
    """The id of a project of a path that the caller manages."""
    return await managed_project(session, project_id)


async def of_task_type(
    session: Session, project_id: str, task_type_id: str, start: str | None, end: str | None
) -> dict[str, list[Row]]:
    """The time spents on a task type in a project by person, newest first. 404 for the type."""
    task_type = await find_task_type(session, task_type_id)
    found: dict[str, list[Row]] = {}
    for row in await session.all(queries.of_task_type(project_id, task_type["id"], start, end)):
        found.setdefault(row["person_id"], []).append(typed(row))
    return found


async def budgeted(session: Session, project_id: str) -> dict[str, dict[str, Any]]:
    """Minutes in a project by department, person and month, with totals; 404.

    Task types without department are left out.
    """
    project_id = await require_project(session, project_id)
    departments: dict[str, dict[str, Any]] = {}
    for row in await session.all(queries.BUDGETED, project_id=project_id):
        department = departments.setdefault(row["department_id"], {"total": 0.0})
        person = department.setdefault(row["person_id"], {"total": 0.0})
        person[row["month"]] = row["duration"]
        person["total"] += row["duration"]
        department["total"] += row["duration"]
    return departments
