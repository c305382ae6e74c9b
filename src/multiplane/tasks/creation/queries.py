"""The statements of the creation of tasks."""

from typing import Any

from sqlalchemy import Select, String, any_, bindparam, func, not_, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.statements import ids, prepare
from multiplane.entities.kinds import ASSET, RESERVED
from multiplane.models import Entity, EntityLink, EntityType, ProjectTaskTypeLink, TaskType, TaskTypeAssetTypeLink
from multiplane.web.crud.resource import table_of

ENTITIES = prepare(
    select(Entity.id, Entity.project_id, EntityType.name.label("entity_type_name"))
    .join(EntityType, EntityType.id == Entity.entity_type_id)
    .where(Entity.id == any_(ids("entity_ids")))
)
NAMED_TYPE = prepare(
    select(EntityType.id).where(EntityType.name == bindparam("name")).order_by(EntityType.created_at).limit(1)
)

# Two requests may want the same tasks at once: the second waits for the first, and makes what is missing.
MAKE = prepare(
    text(
        """
        INSERT INTO task (
            id, created_at, updated_at, name, project_id, task_type_id, task_status_id, entity_id, assigner_id,
            priority, difficulty, duration, estimation, completion_rate, retake_count, sort_order, nb_assets_ready,
            nb_drawings
        )
        SELECT gen_random_uuid(), moment, moment, 'main', entity.project_id, type_id, cast(:task_status_id AS uuid),
            entity.id, cast(:assigner_id AS uuid), 0, 3, 0, 0, 0, 0, 0, 0, 0
        FROM (SELECT clock_timestamp() AT TIME ZONE 'utc' AS moment) AS clock,
            entity, unnest(cast(:task_type_ids AS uuid[])) AS type_id
        WHERE entity.id = ANY (cast(:entity_ids AS uuid[]))
            AND NOT EXISTS (
                SELECT 1 FROM task
                WHERE task.entity_id = entity.id AND task.task_type_id = type_id
                    AND (cast(:any_name AS boolean) OR task.name = 'main')
            )
        ORDER BY entity.id, type_id
        ON CONFLICT DO NOTHING
        RETURNING *
        """
    )
)

TASK_TYPES = prepare(select(table_of(TaskType)).where(TaskType.id == any_(ids("task_type_ids"))))
ENABLED = prepare(
    select(ProjectTaskTypeLink.task_type_id).where(ProjectTaskTypeLink.project_id == bindparam("project_id"))
)
WORKFLOW = prepare(
    select(TaskTypeAssetTypeLink.task_type_id).where(TaskTypeAssetTypeLink.asset_type_id == bindparam("asset_type_id"))
)
SUITABLE = prepare(
    select(table_of(TaskType))
    .join(ProjectTaskTypeLink, ProjectTaskTypeLink.task_type_id == TaskType.id)
    .where(
        ProjectTaskTypeLink.project_id == bindparam("project_id"),
        or_(TaskType.for_entity.is_(None), TaskType.for_entity == bindparam("kind")),
    )
    .order_by(TaskType.priority, TaskType.name, TaskType.id)
)


def of_project(project_id: str, where: list[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """The entities of a project that match, by name."""
    return (
        select(Entity.id, Entity.project_id, EntityType.name.label("entity_type_name"))
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .where(Entity.project_id == project_id, *where)
        .order_by(func.lower(Entity.name), Entity.id)
    )


def of_kind(kind: str) -> ColumnElement[bool]:
    """Entities whose type, joined, is a reserved kind, or any asset type."""
    if kind == ASSET:
        return not_(EntityType.name == any_(bindparam(None, RESERVED, type_=ARRAY(String))))
    return EntityType.name == kind


def of_episode(episode_id: str) -> ColumnElement[bool]:
    """Assets whose main episode it is, or cast in it; `main` is those without main episode (03-entities 4.1)."""
    if episode_id == "main":
        return Entity.source_id.is_(None)
    cast_in = select(EntityLink.entity_out_id).where(EntityLink.entity_in_id == episode_id)
    return or_(Entity.source_id == episode_id, Entity.id.in_(cast_in.scalar_subquery()))
