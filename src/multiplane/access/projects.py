"""Rules on a project: ACCESS, MANAGE, SUPERVISE and the rest, as checks that raise (01-auth C.2, C.3)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import any_, bindparam, select

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.database.statements import ids, prepare
from multiplane.errors import Forbidden, NotFound
from multiplane.ids import is_id, path_id
from multiplane.models import Entity, Project, Task, TaskPersonLink

PROJECT_EXISTS = prepare(select(Project.id).where(Project.id == bindparam("project_id")))
WORKS_ON_ENTITY = prepare(
    select(Task.id)
    .join(TaskPersonLink, TaskPersonLink.task_id == Task.id)
    .where(Task.entity_id == bindparam("entity_id"), TaskPersonLink.person_id == bindparam("person_id"))
    .limit(1)
)

FOREIGN_ENTITIES = prepare(
    select(Entity.id, Entity.is_shared).where(
        Entity.id == any_(ids("entity_ids")), Entity.project_id.is_distinct_from(bindparam("project_id"))
    )
)


async def require_project(session: Session, project_id: str) -> str:
    """The lower-cased id of a project that exists; 404 when malformed or unknown."""
    project_id = path_id(project_id)
    if await session.value(PROJECT_EXISTS, project_id=project_id) is None:
        raise NotFound
    return project_id


async def readable_project(session: Session, project_id: str) -> str:
    """The id of a project of a path that the caller may enter: 404, then ACCESS(p)."""
    project_id = await require_project(session, project_id)
    await require_access(session, project_id)
    return project_id


async def managed_project(session: Session, project_id: str) -> str:
    """The id of a project of a path that the caller manages: 404, then MANAGE(p)."""
    project_id = await require_project(session, project_id)
    await require_manager(session, project_id)
    return project_id


async def require_access(session: Session, project_id: str | None) -> None:
    """ACCESS(p): an administrator or a member of the team.

    403 for the others; 404 when there is no such project (administrators go on: what follows answers).
    """
    if session.user.has_access(project_id):
        return
    await _must_exist(session, project_id)
    raise Forbidden


async def require_manager(session: Session, project_id: str | None) -> None:
    """MANAGE(p)."""
    if not session.user.manages(project_id):
        await require_access(session, project_id)
        raise Forbidden


async def require_supervisor(session: Session, project_id: str | None) -> None:
    """SUPERVISE(p)."""
    if not session.user.supervises(project_id):
        await require_access(session, project_id)
        raise Forbidden


async def require_department(session: Session, project_id: str | None, department_id: str | None) -> None:
    """SUPERVISE-TYPE(p, tt), given the department of the task type."""
    if not session.user.supervises_department(project_id, department_id):
        await require_access(session, project_id)
        raise Forbidden


def refuse_roles(session: Session, project_id: str | None, *roles: str) -> None:
    """NO-VENDOR, NO-CLIENT: refuse these effective roles on a project."""
    if session.user.role_in(project_id) in roles:
        raise Forbidden


async def require_entity(session: Session, entity: Row) -> None:
    """ACCESS of the entity's project, and ENTITY(e): a vendor works on one of its tasks."""
    await require_access(session, entity["project_id"])
    if session.user.role_in(entity["project_id"]) == "vendor" and not await works_on(session, entity["id"]):
        raise Forbidden


async def works_on(session: Session, entity_id: str) -> bool:
    """Whether the caller is assigned to a task of the entity."""
    found = await session.value(WORKS_ON_ENTITY, entity_id=entity_id, person_id=session.user.id)
    return found is not None


async def foreign_entities(session: Session, project_id: str | None, entity_ids: Iterable[Any]) -> list[Row]:
    """Those of the entities that are of another project (rule SAME-PROJECT): `id` and `is_shared`.

    What is no id, or the id of nothing, is passed over: the database refuses it.
    """
    given = [entity_id.lower() for entity_id in entity_ids if is_id(entity_id)]
    if not given:
        return []
    return await session.all(FOREIGN_ENTITIES, entity_ids=given, project_id=project_id)


async def _must_exist(session: Session, project_id: str | None) -> None:
    if project_id is None:
        return
    if not is_id(project_id) or await session.value(PROJECT_EXISTS, project_id=project_id) is None:
        raise NotFound
