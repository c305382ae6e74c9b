"""The selects of entities of any kind."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, bindparam, select, text
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_entities, visible_episodes, visible_sequences
from multiplane.database.statements import among, prepare
from multiplane.entities.kinds import ASSET, RESERVED
from multiplane.models import Entity, EntityLink, EntityType, Project
from multiplane.web.crud.resource import relation_ids, table_of

VISIBLE: dict[str, Callable[..., ColumnElement[bool] | None]] = {
    "Sequence": visible_sequences,
    "Episode": visible_episodes,
}
"""How lists of a kind are scoped; the others go by `visible_entities`."""

ENTITY = prepare(
    select(Entity.__table__, EntityType.name.label("entity_type_name"))
    .join(EntityType, EntityType.id == Entity.entity_type_id)
    .where(Entity.id == bindparam("entity_id"))
)
NAMED_ENTITY = prepare(
    text(
        """
        SELECT entity.*, entity_type.name AS entity_type_name, project.name AS project_name,
            parent.name AS parent_name, grandparent.id AS grandparent_id, grandparent.name AS grandparent_name
        FROM entity
        JOIN entity_type ON entity_type.id = entity.entity_type_id
        JOIN project ON project.id = entity.project_id
        LEFT JOIN entity AS parent ON parent.id = entity.parent_id
        LEFT JOIN entity AS grandparent ON grandparent.id = parent.parent_id
        WHERE entity.id = :entity_id
        """
    )
)
LOCK_ENTITY = prepare(text("SELECT id FROM entity WHERE id = :entity_id FOR UPDATE"))
LOCK_TASKS = prepare(text("SELECT id FROM task WHERE entity_id = :entity_id ORDER BY id FOR UPDATE"))
RESERVED_TYPE = prepare(select(EntityType.id).where(EntityType.name == bindparam("name")))
TYPE_NAME = prepare(select(EntityType.name).where(EntityType.id == bindparam("type_id")))
MAKE_RESERVED_TYPE = prepare(
    text(
        """
        INSERT INTO entity_type (id, name, archived, created_at, updated_at)
        VALUES (gen_random_uuid(), :name, false, now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc')
        ON CONFLICT DO NOTHING
        """
    )
)

# Names are unique per parent, but the constraint lets twins without parent pass; the lock ends with the transaction.
LOCK_NAME = prepare(
    text(
        """
        SELECT pg_advisory_xact_lock(
            hashtextextended(concat_ws('/', cast(:type_id AS text), cast(:project_id AS text), cast(:name AS text)), 0)
        )
        """
    )
)
SAME_NAME = prepare(
    text(
        """
        SELECT * FROM entity
        WHERE name = :name AND project_id = :project_id AND entity_type_id = :type_id
            AND (:any_parent OR parent_id IS NOT DISTINCT FROM cast(:parent_id AS uuid))
        ORDER BY created_at, id
        LIMIT 1
        """
    )
)
DUPLICATE = prepare(
    text(
        """
        SELECT id FROM entity
        WHERE name = :name AND project_id = :project_id AND entity_type_id = :type_id
            AND parent_id IS NOT DISTINCT FROM cast(:parent_id AS uuid) AND id <> :entity_id
        LIMIT 1
        """
    )
)
CONCEPT_LINKS = prepare(
    text(
        """
        SELECT entity_in_id AS concept_id, array_agg(entity_out_id) AS linked
        FROM entity_concept_link
        WHERE entity_in_id = ANY(cast(:concept_ids AS uuid[]))
        GROUP BY entity_in_id
        """
    )
)
DELETE_DEPICTIONS = prepare(text("DELETE FROM entity_concept_link WHERE entity_out_id = :entity_id"))
DELETE_SUBSCRIPTIONS = prepare(text("DELETE FROM subscription WHERE entity_id = :entity_id"))

# Names are unique whatever their case, which no constraint says; the lock ends with the transaction.
LOCK_TYPE_NAMES = prepare(text("SELECT pg_advisory_xact_lock(hashtextextended('multiplane.entity_type.name', 0))"))
TAKEN_TYPE_NAME = prepare(
    text(
        """
        SELECT id FROM entity_type
        WHERE lower(name) = lower(:name) AND id IS DISTINCT FROM cast(:except_id AS uuid)
        LIMIT 1
        """
    )
)
NEWEST_VERSION = prepare(
    text(
        """
        SELECT *,
            person_id = :person_id
            AND updated_at >= (now() AT TIME ZONE 'utc') - interval '60 seconds'
            AND created_at >= (now() AT TIME ZONE 'utc') - interval '300 seconds' AS is_recent
        FROM entity_version
        WHERE entity_id = :entity_id
        ORDER BY created_at DESC, id
        LIMIT 1
        """
    )
)
HIDDEN_FIELDS = prepare(
    text(
        """
        SELECT descriptor.project_id, descriptor.entity_type, descriptor.field_name
        FROM metadata_descriptor AS descriptor
        JOIN department_metadata_descriptor_link AS link ON link.metadata_descriptor_id = descriptor.id
        WHERE descriptor.project_id = ANY(cast(:project_ids AS uuid[]))
        GROUP BY descriptor.id
        HAVING NOT bool_or(link.department_id = ANY(cast(:departments AS uuid[])))
        """
    )
)
OPEN_FIELDS = prepare(
    text(
        """
        SELECT DISTINCT descriptor.field_name
        FROM metadata_descriptor AS descriptor
        JOIN department_metadata_descriptor_link AS link ON link.metadata_descriptor_id = descriptor.id
        WHERE descriptor.project_id = :project_id AND descriptor.entity_type = :kind
            AND descriptor.entity_type IN ('Shot', 'Asset', 'Edit')
            AND link.department_id = ANY(cast(:departments AS uuid[]))
        """
    )
)


def of_kind(kind: str) -> ColumnElement[bool]:
    """Entities of a reserved kind, or assets."""
    if kind == ASSET:
        reserved = select(EntityType.id).where(among(EntityType.name, RESERVED))
        return Entity.entity_type_id.not_in(reserved)
    return Entity.entity_type_id == select(EntityType.id).where(EntityType.name == kind).scalar_subquery()


def listing(user: CurrentUser, kind: str, *where: ColumnElement[bool]) -> Select[Any]:
    """The entities of a kind that the user sees and that match."""
    visible = VISIBLE.get(kind, visible_entities)(user, open_only=False)
    statement = select(table_of(Entity)).where(of_kind(kind), *where)
    return statement if visible is None else statement.where(visible)


def with_project(statement: Select[Any]) -> Select[Any]:
    """The rows with the name of their project."""
    return statement.join(Project, Project.id == Entity.project_id).add_columns(Project.name.label("project_name"))


def with_sequence(statement: Select[Any]) -> Select[Any]:
    """The rows that have a sequence, with its name."""
    sequence = aliased(Entity)
    return statement.join(sequence, sequence.id == Entity.parent_id).add_columns(sequence.name.label("sequence_name"))


def with_relations(statement: Select[Any]) -> Select[Any]:
    """The rows with their four relations."""
    return statement.add_columns(*(relation_ids(Entity, name) for name in Entity.relations))


def by_name(statement: Select[Any]) -> Select[Any]:
    """In the order of names."""
    return statement.order_by(Entity.name, Entity.id)


def cast_in(entity_id: str) -> Select[Any]:
    """The entities cast in one, wherever they are from and canceled or not."""
    link = table_of(EntityLink)
    return (
        select(table_of(Entity)).join(link, link.c.entity_out_id == Entity.id).where(link.c.entity_in_id == entity_id)
    )
