"""The selects of projects."""

from typing import Any

from sqlalchemy import Boolean, String, any_, bindparam, case, func, literal_column, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from multiplane.access.visibility import DESCRIPTOR_SHOWN
from multiplane.database.statements import ids, json_object, prepare
from multiplane.models import (
    DepartmentMetadataDescriptorLink,
    Entity,
    EntityType,
    MetadataDescriptor,
    PreviewBackgroundFile,
    Project,
    ProjectStatus,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
)
from multiplane.web.crud.resource import relation_ids

OPEN = "Open"
OPEN_NAMES = ("Active", "open", OPEN)
"""What counts as open in an administrator's list of open projects and in the copy of descriptors."""


DEPARTMENT_IDS = func.array(
    select(DepartmentMetadataDescriptorLink.department_id)
    .where(DepartmentMetadataDescriptorLink.metadata_descriptor_id == MetadataDescriptor.id)
    .scalar_subquery()
)
SHORT_DESCRIPTOR = json_object(
    MetadataDescriptor.id,
    MetadataDescriptor.name,
    MetadataDescriptor.field_name,
    MetadataDescriptor.data_type,
    MetadataDescriptor.choices,
    MetadataDescriptor.entity_type,
    MetadataDescriptor.task_type_id,
    MetadataDescriptor.position,
    for_client=func.coalesce(MetadataDescriptor.for_client, literal_column("false")),
    departments=DEPARTMENT_IDS,
)


def short_descriptors(*conditions: Any) -> Any:
    """The descriptors of a project that the caller sees, as a JSON array in display order."""
    in_order = aggregate_order_by(
        SHORT_DESCRIPTOR, MetadataDescriptor.position.asc().nulls_last(), MetadataDescriptor.name
    )
    return (
        select(func.coalesce(func.json_agg(in_order), literal_column("'[]'::json")))
        .where(MetadataDescriptor.project_id == Project.id, DESCRIPTOR_SHOWN, *conditions)
        .correlate(Project)
        .scalar_subquery()
    )


def links_by_id(link: Any, key: Any, value: Any) -> Any:
    """The links of a project as one JSON object, by the id of what they link."""
    return (
        select(func.coalesce(func.json_object_agg(key, value), literal_column("'{}'::json")))
        .where(link.project_id == Project.id)
        .correlate(Project)
        .scalar_subquery()
    )


FIRST_EPISODE = (
    select(Entity.id)
    .join(EntityType, EntityType.id == Entity.entity_type_id)
    .where(EntityType.name == "Episode", Entity.project_id == Project.id)
    .order_by((Entity.status == "running").desc(), Entity.name)
    .limit(1)
    .correlate(Project)
    .scalar_subquery()
)
COLUMNS = tuple(Project.__table__.columns)
RELATIONS = tuple(relation_ids(Project, name) for name in Project.relations)
COMPUTED = (
    short_descriptors().label("descriptors"),
    links_by_id(
        ProjectTaskTypeLink,
        ProjectTaskTypeLink.task_type_id,
        json_object(
            ProjectTaskTypeLink.priority,
            ProjectTaskTypeLink.hd_bitrate_compression,
            ProjectTaskTypeLink.ld_bitrate_compression,
            ProjectTaskTypeLink.is_client_visible,
        ),
    ).label("task_type_links"),
    links_by_id(ProjectTaskTypeLink, ProjectTaskTypeLink.task_type_id, ProjectTaskTypeLink.priority).label(
        "task_types_priority"
    ),
    links_by_id(
        ProjectTaskStatusLink,
        ProjectTaskStatusLink.task_status_id,
        json_object(
            ProjectTaskStatusLink.priority,
            ProjectTaskStatusLink.roles_for_board,
            ProjectTaskStatusLink.is_client_allowed,
        ),
    ).label("task_statuses_link"),
    case((Project.production_type == "tvshow", FIRST_EPISODE)).label("first_episode_id"),
)
STATUS_NAME = ProjectStatus.name.label("project_status_name")

_NAME = bindparam("name", type_=String)
_MINE = or_(bindparam("everything", type_=Boolean), Project.id == any_(ids("project_ids")))
_OPEN = ProjectStatus.name == any_(bindparam("status_names", type_=ARRAY(String)))


def _with_status(*columns: Any) -> Any:
    return select(*columns).select_from(Project).outerjoin(ProjectStatus, ProjectStatus.id == Project.project_status_id)


COMPUTED_OF = prepare(_with_status(*COMPUTED, STATUS_NAME).where(Project.id == bindparam("project_id")))
STATUS_NAME_OF = prepare(_with_status(STATUS_NAME).where(Project.id == bindparam("project_id")))
OPEN_PROJECTS = prepare(
    _with_status(*COLUMNS, *RELATIONS, *COMPUTED)
    .where(_OPEN, _MINE, or_(_NAME.is_(None), Project.name == _NAME))
    .order_by(Project.name)
)
ALL_PROJECTS = prepare(
    _with_status(
        *COLUMNS,
        STATUS_NAME,
        short_descriptors(MetadataDescriptor.entity_type == "Project").label("descriptors"),
    ).order_by(Project.name)
)
NAMED_LIKE = prepare(select(*COLUMNS).where(Project.name.ilike(_NAME)).order_by(Project.name, Project.id).limit(1))
MINE = prepare(
    select(*COLUMNS)
    .where(Project.id == any_(ids("project_ids")), or_(_NAME.is_(None), func.lower(Project.name) == func.lower(_NAME)))
    .order_by(Project.name)
)
RELATIONS_OF = prepare(select(*RELATIONS).where(Project.id == bindparam("project_id")))

STATUS_ID = prepare(select(ProjectStatus.id).where(ProjectStatus.name == bindparam("name")))
MAKE_STATUS = prepare(
    text(
        """
        INSERT INTO project_status (id, name, color, created_at, updated_at)
        VALUES (gen_random_uuid(), :name, '#000000', now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc')
        ON CONFLICT DO NOTHING
        """
    )
)
FIRST_EPISODE_OF = prepare(select(FIRST_EPISODE).select_from(Project).where(Project.id == bindparam("project_id")))
KNOWN_BACKGROUNDS = prepare(
    select(PreviewBackgroundFile.id).where(PreviewBackgroundFile.id == any_(ids("background_ids")))
)
