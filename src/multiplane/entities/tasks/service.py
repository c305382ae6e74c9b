"""Lists of tasks for the pages of one entity."""

from collections.abc import Callable

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import refuse_roles
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.service import readable_without_concepts
from multiplane.entities.tasks import queries
from multiplane.tasks.listing import plain_tasks, task_details, task_types_of

Below = Callable[[str], ColumnElement[bool]]
"""From the id of an entity to the clause of the tasks that count as its own."""
CONTAINERS = ("Sequence", "Episode")


async def tasks_of(session: Session, entity_id: str, kind: str, *, relations: bool) -> list[Row]:
    """The tasks of an entity (ACCESS, ENTITY; concepts not for clients).

    On a sequence or an episode, a vendor gets plain tasks: their own, while the project is open (03-entities 4.2).
    """
    entity = await readable_without_concepts(session, entity_id, kind)
    where = queries.of_entity(entity["id"])
    if kind in CONTAINERS and session.user.role_in(entity["project_id"]) == "vendor":
        return await plain_tasks(session, where & queries.own_in_open_project(session.user), relations=relations)
    return await task_details(session, where, relations=relations)


async def task_types(session: Session, entity_id: str, kind: str, below: Below = queries.of_entity) -> list[Row]:
    """The distinct types of the tasks of an entity, or of those below it (ACCESS, ENTITY; concepts not for clients)."""
    entity = await readable_without_concepts(session, entity_id, kind)
    return await task_types_of(session, below(entity["id"]))


async def tasks_below(session: Session, entity_id: str, kind: str, below: Below, *, relations: bool) -> list[Row]:
    """The tasks of what lies below a sequence or an episode (ACCESS, ENTITY, not for vendors)."""
    entity = await readable_without_concepts(session, entity_id, kind)
    refuse_roles(session, entity["project_id"], "vendor")
    return await task_details(session, below(entity["id"]), relations=relations)
