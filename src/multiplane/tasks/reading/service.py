"""Reading tasks (04-tasks 4.2)."""

from hashlib import sha256
from typing import Any

from multiplane.access.projects import readable_project, refuse_roles
from multiplane.access.visibility import visible_tasks
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import masking
from multiplane.entities.kinds import CONCEPTS
from multiplane.entities.service import readable_entity
from multiplane.errors import Forbidden, NotFound
from multiplane.ids import path_id
from multiplane.models import Task
from multiplane.tasks import policy
from multiplane.tasks.blanking import blank, is_blanked
from multiplane.tasks.listing import TASK, plain_tasks, served
from multiplane.tasks.reading import queries
from multiplane.tasks.service import find_task_type
from multiplane.web.crud.pages import Page

COLUMNS = (*(column.name for column in TASK), "assignees", "is_subscribed")
PARTS = {
    name: tuple((f"{name}.{column.name}", column.name) for column in table.columns)
    for name, table in queries.AROUND.items()
}
SERVED_AS = {
    "entity": "Entity",
    "entity_type": "EntityType",
    "project": "Project",
    "task_status": "TaskStatus",
    "task_type": "TaskType",
}


async def full_task(session: Session, task_id: str) -> Row:
    """A task with everything around it, in one statement. 404, then TASK-READ.

    Clients get it blank and without people; salaries are for administrators and managers.
    """
    user = session.user
    row = await session.one(
        queries.FULL,
        task_id=path_id(task_id),
        person_id=user.id,
        everything=user.is_admin,
        managed_ids=user.projects("manager"),
    )
    if row is None:
        raise NotFound
    if not policy.may_read(user, {**row, "entity_type_name": row["entity_type.name"]}):
        raise Forbidden
    task: Row = {name: row[name] for name in COLUMNS}
    task.update({name: _part(row, name, type_name) for name, type_name in SERVED_AS.items()})
    task.update(_containers(row), type="Task")
    await _mask(session, task)
    if is_blanked(user, row["project_id"]):
        return {**blank(task), "persons": []}
    return task | {name: row[name] for name in ("persons", "assigner") if row[name] is not None}


def _part(row: Row, name: str, type_name: str) -> Row | None:
    """One of the objects around a task; None where there is none."""
    if row[f"{name}.id"] is None:
        return None
    return {**{key: row[label] for label, key in PARTS[name]}, "type": type_name}


def _containers(row: Row) -> dict[str, Row | None]:
    """The sequence and the episode a task belongs to, by the kind of its entity; absent where there are none."""
    kind = row["entity_type.name"]
    found: dict[str, Row | None] = {}
    if kind in ("Shot", "Scene"):
        found = {"sequence": _part(row, "parent", "Sequence"), "episode": _part(row, "grandparent", "Episode")}
    elif kind == "Sequence":
        found = {"sequence": _part(row, "entity", "Sequence"), "episode": _part(row, "parent", "Episode")}
    return {name: part for name, part in found.items() if part is not None}


async def _mask(session: Session, task: Row) -> None:
    """Vendors do not see the metadata of other departments, wherever it appears."""
    for name, kind in (("entity", None), ("sequence", "Sequence"), ("episode", "Episode")):
        part = task.get(name)
        if part is not None:
            part["entity_type_name"] = task["entity_type"]["name"]
            await masking.mask(session, [part], kind)
            del part["entity_type_name"]


async def tasks_of_type(session: Session, entity_id: str, task_type_id: str) -> list[Row]:
    """The tasks of a type on an entity, by name. 404 for either, ACCESS and ENTITY; concepts are not for clients."""
    entity = await readable_entity(session, entity_id)
    if entity["entity_type_name"] in CONCEPTS:
        refuse_roles(session, entity["project_id"], "client")
    task_type = await find_task_type(session, task_type_id)
    return await plain_tasks(session, Task.entity_id == entity["id"], Task.task_type_id == task_type["id"])


# -- of a project


async def validator(session: Session, project_id: str) -> str:
    """The entity tag of the lists of a project's tasks: for this caller and role, until a task changes."""
    state = await session.value(queries.STATE_OF_PROJECT, project_id=project_id)
    parts = (project_id, session.user.id, session.user.role_in(project_id), state)
    return f'"{sha256("|".join(map(str, parts)).encode()).hexdigest()}"'


async def readable(session: Session, project_id: str) -> str:
    """The id of a project of a path whose tasks the caller may list: ACCESS."""
    return await readable_project(session, project_id)


async def tasks_of_project(
    session: Session, project_id: str, page: Page | None, *, task_type_id: str | None, episode_id: str | None
) -> Any:
    """The tasks of a project, the last changed first: an array, or the envelope of one page.

    Vendors get their own, clients blank ones. With an episode, the tasks of its shots while the project is open.
    """
    statement = queries.of_project(project_id, task_type_id, episode_id)
    visible = visible_tasks(session.user, open_only=episode_id is not None)
    if visible is not None:
        statement = statement.where(visible)
    ordered = queries.newest_first(statement)
    if page is None:
        return await served(session, ordered)
    total = await session.value(queries.counted(statement))
    rows = await served(session, ordered.limit(page.limit).offset(page.offset)) if page.is_reachable else []
    return page.envelope(rows, total)
