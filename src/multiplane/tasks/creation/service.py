"""Making tasks for entities: any number in a constant number of statements (04-tasks 4.3, 03-entities 7.3)."""

from collections.abc import Sequence

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import managed_project, readable_project, refuse_roles
from multiplane.database.errors import FormatRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.criteria import MALFORMED
from multiplane.entities.kinds import ASSET, kind_of
from multiplane.entities.service import readable_entity
from multiplane.errors import BadRequest, NotFound
from multiplane.ids import is_id
from multiplane.models import Entity
from multiplane.tasks.creation import queries
from multiplane.tasks.service import find_task_type
from multiplane.tasks.status import default_status

Criteria = list[ColumnElement[bool]]


async def make_tasks(
    session: Session, entities: Sequence[Row], task_types: Sequence[Row], *, any_name: bool = True
) -> list[Row]:
    """One task `main` of each type for each entity that has none; the `NewTask` objects of those made.

    With `any_name` a task of the type of any name counts, otherwise only one named `main`. All get the default
    status of the first entity's workflow. Emits `task:new` for each. Simultaneous calls never make one twice.
    """
    if not entities or not task_types:
        return []
    status = await default_status(session, for_concept=entities[0]["entity_type_name"] == "Concept")
    rows = await session.all(
        queries.MAKE,
        entity_ids=[entity["id"] for entity in entities],
        task_type_ids=[task_type["id"] for task_type in task_types],
        task_status_id=status["id"],
        assigner_id=session.user.id,
        any_name=any_name,
    )
    entity_place = {entity["id"]: place for place, entity in enumerate(entities)}
    type_place = {task_type["id"]: place for place, task_type in enumerate(task_types)}
    rows.sort(key=lambda row: (entity_place[row["entity_id"]], type_place[row["task_type_id"]]))
    for row in rows:
        session.emit("task:new", {"task_id": row["id"]}, row["project_id"])
    return [_new_task(row, status, task_types[type_place[row["task_type_id"]]]) for row in rows]


def _new_task(row: Row, status: Row, task_type: Row) -> Row:
    return {
        **row,
        "type": "Task",
        "assignees": [],
        "task_status_name": status["name"],
        "task_status_short_name": status["short_name"],
        "task_status_color": status["color"],
        "task_type_name": task_type["name"],
        "task_type_color": task_type["color"],
        "task_type_priority": task_type["priority"],
    }


async def managed(session: Session, project_id: str) -> str:
    """The id of a project of a path in which the caller may make tasks for entities of any kind."""
    return await managed_project(session, project_id)


async def open_to_concepts(session: Session, project_id: str) -> str:
    """The id of a project of a path in which the caller may make tasks for concepts: no client, no vendor."""
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, "client", "vendor")
    return project_id


async def make_for_kind(
    session: Session, project_id: str, task_type_id: str, kind: str, entity_ids: list[str], criteria: Criteria
) -> list[Row]:
    """Tasks for some entities of a kind, or with no id for all of the project that match.

    404 for an unknown entity or one of another kind; those of another project are passed over.
    """
    task_type = await find_task_type(session, task_type_id)
    if entity_ids:
        entities = await _given(session, entity_ids)
        if any(kind_of(entity["entity_type_name"]) != kind for entity in entities):
            raise NotFound
    else:
        entities = await _matching(session, project_id, [queries.of_kind(kind), *criteria])
    return await _make_in_project(session, project_id, task_type, entities)


async def make_for_type(
    session: Session, project_id: str, task_type_id: str, type_name: str, entity_ids: list[str], criteria: Criteria
) -> list[Row]:
    """Tasks for some entities, whatever they are, or with no id for all of one entity type that match.

    The type is named in any case; 404 when there is none of that name.
    """
    task_type = await find_task_type(session, task_type_id)
    type_id = await session.value(queries.NAMED_TYPE, name=type_name.capitalize())
    if type_id is None:
        raise NotFound
    if entity_ids:
        entities = await _given(session, entity_ids)
    else:
        entities = await _matching(session, project_id, [Entity.entity_type_id == type_id, *criteria])
    return await _make_in_project(session, project_id, task_type, entities)


async def _given(session: Session, entity_ids: list[str]) -> list[Row]:
    wanted = list(dict.fromkeys(entity_ids))
    found = {row["id"]: row for row in await session.all(queries.ENTITIES, entity_ids=wanted)}
    if len(found) < len(wanted):
        raise NotFound
    return [found[entity_id] for entity_id in wanted]


async def _matching(session: Session, project_id: str, where: Criteria) -> list[Row]:
    try:
        return await session.all(queries.of_project(project_id, where))
    except FormatRefused:
        raise BadRequest(MALFORMED) from None


async def _make_in_project(session: Session, project_id: str, task_type: Row, entities: list[Row]) -> list[Row]:
    inside = [entity for entity in entities if entity["project_id"] == project_id]
    return await make_tasks(session, inside, [task_type])


def of_episode(episode_id: str) -> ColumnElement[bool]:
    """The clause of the assets of an episode: theirs or cast in it; `main` is none. 400 when malformed."""
    if episode_id != "main" and not is_id(episode_id):
        raise BadRequest(f"Invalid UUID format for episode_id: {episode_id}")
    return queries.of_episode(episode_id.lower())


# -- the tasks of one entity


async def entity_open_to_tasks(session: Session, entity_id: str) -> Row:
    """The entity of a path for which the caller may make tasks: 404, ACCESS and ENTITY, no client, no vendor."""
    entity = await readable_entity(session, entity_id)
    refuse_roles(session, entity["project_id"], "client", "vendor")
    return entity


async def make_for_entity(session: Session, entity: Row, task_type_ids: list[str]) -> list[Row]:
    """Tasks `main` of some types for an entity, or of all types that suit it; those made.

    404 and 400 tell which type cannot be.
    """
    workflow = set(await session.column(queries.WORKFLOW, asset_type_id=entity["entity_type_id"]))
    if entity["kind"] != ASSET:
        workflow = set()
    if task_type_ids:
        task_types = await _checked_types(session, entity, task_type_ids, workflow)
    else:
        suitable = await session.all(queries.SUITABLE, project_id=entity["project_id"], kind=entity["kind"])
        task_types = [row for row in suitable if not workflow or row["id"] in workflow]
    return await make_tasks(session, [entity], task_types, any_name=False)


async def _checked_types(session: Session, entity: Row, task_type_ids: list[str], workflow: set[str]) -> list[Row]:
    wanted = list(dict.fromkeys(task_type_id.lower() for task_type_id in task_type_ids))
    known = [task_type_id for task_type_id in wanted if is_id(task_type_id)]
    found = {row["id"]: row for row in await session.all(queries.TASK_TYPES, task_type_ids=known)}
    enabled = set(await session.column(queries.ENABLED, project_id=entity["project_id"]))
    for task_type_id in wanted:
        if task_type_id not in found:
            raise NotFound
        _check_type(found[task_type_id], entity, enabled, workflow)
    return [found[task_type_id] for task_type_id in wanted]


def _check_type(task_type: Row, entity: Row, enabled: set[str], workflow: set[str]) -> None:
    type_id, kind = task_type["id"], entity["kind"]
    if task_type["for_entity"] not in (None, kind):
        raise BadRequest(f"Task type {type_id} is for {task_type['for_entity']} entities, got {kind}.")
    if type_id not in enabled:
        raise BadRequest(f"Task type {type_id} is not enabled in project {entity['project_id']}.")
    if workflow and type_id not in workflow:
        raise BadRequest(f"Task type {type_id} is not in the workflow of asset type {entity['entity_type_id']}.")
