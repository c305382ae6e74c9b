"""The statements of metadata descriptors and of the values stored under them."""

from typing import Any

from sqlalchemy import String, any_, bindparam, func, literal_column, select, text, update

from multiplane.access.visibility import DESCRIPTOR_SHOWN
from multiplane.database.statements import Prepared, among, ids, prepare
from multiplane.entities.kinds import RESERVED
from multiplane.models import Department, Entity, EntityType, MetadataDescriptor, Project, Task, TaskType
from multiplane.web.crud.resource import relation_ids

_WHOLE = (*MetadataDescriptor.__table__.columns, relation_ids(MetadataDescriptor, "departments"))
_ID: Any = bindparam("descriptor_id")
_PROJECT_ID: Any = bindparam("project_id")
IN_ORDER = (MetadataDescriptor.position.asc().nulls_last(), MetadataDescriptor.name, MetadataDescriptor.id)

ONE = prepare(select(*_WHOLE).where(MetadataDescriptor.id == _ID))
OF_PROJECT = prepare(
    select(*_WHOLE).where(MetadataDescriptor.project_id == _PROJECT_ID, DESCRIPTOR_SHOWN).order_by(*IN_ORDER)
)
IN_PROJECT = prepare(
    select(*_WHOLE, DESCRIPTOR_SHOWN.label("shown")).where(
        MetadataDescriptor.id == _ID, MetadataDescriptor.project_id == _PROJECT_ID
    )
)
LOCK = prepare(text("SELECT id FROM metadata_descriptor WHERE id = :descriptor_id FOR UPDATE"))
OF_TYPE = prepare(
    select(*_WHOLE)
    .where(MetadataDescriptor.project_id == _PROJECT_ID, MetadataDescriptor.entity_type == bindparam("entity_type"))
    .order_by(*IN_ORDER)
)
LOCK_OF_TYPE = prepare(
    text(
        """
        SELECT id, name FROM metadata_descriptor
        WHERE project_id = :project_id AND entity_type = :entity_type
        ORDER BY id
        FOR UPDATE
        """
    )
)
PLACE = prepare(
    text(
        """
        UPDATE metadata_descriptor SET position = place.position, updated_at = now() AT TIME ZONE 'utc'
        FROM unnest(cast(:descriptor_ids AS uuid[])) WITH ORDINALITY AS place (id, position)
        WHERE metadata_descriptor.id = place.id
        """
    )
)
TAKEN = prepare(
    text(
        """
        SELECT 1 FROM metadata_descriptor
        WHERE project_id = :project_id AND entity_type = :entity_type
            AND task_type_id IS NOT DISTINCT FROM cast(:task_type_id AS uuid)
            AND (name = :name OR field_name = :field_name)
            AND id IS DISTINCT FROM cast(:except_id AS uuid)
        LIMIT 1
        """
    )
)
NAMES = prepare(
    text("SELECT entity_type, task_type_id, name, field_name FROM metadata_descriptor WHERE project_id = :project_id")
)
KEEP_DEPARTMENTS = prepare(
    text(
        """
        DELETE FROM department_metadata_descriptor_link
        WHERE metadata_descriptor_id = :descriptor_id AND department_id <> ALL(cast(:department_ids AS uuid[]))
        """
    )
)
ADD_DEPARTMENTS = prepare(
    text(
        """
        INSERT INTO department_metadata_descriptor_link (metadata_descriptor_id, department_id)
        SELECT cast(:descriptor_id AS uuid), department_id FROM unnest(cast(:department_ids AS uuid[])) AS department_id
        ON CONFLICT DO NOTHING
        """
    )
)
DELETE_DEPARTMENTS = prepare(
    text("DELETE FROM department_metadata_descriptor_link WHERE metadata_descriptor_id = :descriptor_id")
)
DELETE = prepare(text("DELETE FROM metadata_descriptor WHERE id = :descriptor_id"))
KNOWN_DEPARTMENTS = prepare(select(Department.id).where(Department.id == any_(ids("department_ids"))))
TASK_TYPE = prepare(select(TaskType.id).where(TaskType.id == bindparam("task_type_id")))
SHARED = prepare(
    text(
        """
        SELECT DISTINCT ON (descriptor.field_name) descriptor.name, descriptor.field_name, descriptor.data_type,
            descriptor.choices, descriptor.for_client, descriptor.position,
            ARRAY(
                SELECT department_id FROM department_metadata_descriptor_link
                WHERE metadata_descriptor_id = descriptor.id
            ) AS departments
        FROM metadata_descriptor AS descriptor
        JOIN project ON project.id = descriptor.project_id
        JOIN project_status ON project_status.id = project.project_status_id
        WHERE descriptor.entity_type = 'Project' AND descriptor.project_id <> :project_id
            AND project_status.name = ANY(cast(:status_names AS text[]))
        ORDER BY descriptor.field_name, descriptor.position NULLS LAST, descriptor.name, descriptor.id
        """
    )
)

# -- the values stored under a descriptor

_FIELD = bindparam("field_name", type_=String)
_NEW_FIELD = bindparam("new_name", type_=String)
_RESERVED = among(EntityType.name, RESERVED)
_NAMED = EntityType.name == bindparam("entity_type")
_HOLDERS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "Project": (Project, (Project.id == _PROJECT_ID,)),
    "Task": (Task, (Task.project_id == _PROJECT_ID, Task.task_type_id == bindparam("task_type_id"))),
    "Asset": (
        Entity,
        (Entity.project_id == _PROJECT_ID, Entity.entity_type_id.not_in(select(EntityType.id).where(_RESERVED))),
    ),
    "Entity": (
        Entity,
        (Entity.project_id == _PROJECT_ID, Entity.entity_type_id.in_(select(EntityType.id).where(_NAMED))),
    ),
}
"""Whose `data` a descriptor of an entity type describes; `Entity` stands for the reserved types."""
_NOW: Any = literal_column("now() AT TIME ZONE 'utc'")


def _move(holder: Any, scope: tuple[Any, ...]) -> Prepared:
    """Rename a key. Values that are null stay where they are; one under the new key is overwritten."""
    kept = holder.data.op("-")(_FIELD)
    moved = func.jsonb_build_object(_NEW_FIELD, holder.data.op("->")(_FIELD))
    has_value = holder.data.op("->>")(_FIELD).is_not(None)
    return _change(holder, kept.op("||")(moved), *scope, has_value)


def _purge(holder: Any, scope: tuple[Any, ...]) -> Prepared:
    """Remove a key."""
    return _change(holder, holder.data.op("-")(_FIELD), *scope, func.jsonb_exists(holder.data, _FIELD))


def _change(holder: Any, data: Any, *conditions: Any) -> Prepared:
    is_object = func.jsonb_typeof(holder.data) == "object"
    return prepare(update(holder).where(is_object, *conditions).values(data=data, updated_at=_NOW))


MOVE_VALUES = {kind: _move(*holder) for kind, holder in _HOLDERS.items()}
PURGE_VALUES = {kind: _purge(*holder) for kind, holder in _HOLDERS.items()}


def for_holder(statements: dict[str, Prepared], entity_type: str) -> Prepared:
    """The statement for what a descriptor of this type describes."""
    return statements.get(entity_type, statements["Entity"])


def holder_values(descriptor: dict[str, Any]) -> dict[str, Any]:
    """The values that tell whose data a descriptor describes."""
    return {key: descriptor[key] for key in ("project_id", "task_type_id", "entity_type", "field_name")}
