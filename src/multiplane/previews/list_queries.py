"""The selects of lists of previews."""

from typing import Any

from sqlalchemy import BigInteger, bindparam, select, text

from multiplane.database.statements import among, prepare
from multiplane.entities.naming import FULL_NAME, with_names
from multiplane.models import Entity, EntityType, PreviewFile, Project, ProjectStatus, Task

OF_TASK = prepare(
    text(
        """
        SELECT * FROM preview_file
        WHERE task_id = :task_id AND (cast(:with_rejected AS boolean) OR validation_status <> 'rejected')
        ORDER BY revision DESC, position, created_at, id
        """
    )
)
OF_ENTITIES = prepare(
    text(
        """
        SELECT task.entity_id, task.task_type_id, preview_file.id, preview_file.revision, preview_file.position,
            preview_file.original_name, preview_file.extension, preview_file.width, preview_file.height,
            preview_file.duration, preview_file.status,
            CASE WHEN cast(:with_annotations AS boolean) THEN preview_file.annotations END AS annotations,
            preview_file.created_at, preview_file.task_id,
            preview_file.data -> 'original_width' AS original_width,
            preview_file.data -> 'original_height' AS original_height,
            preview_file.data -> 'original_duration' AS original_duration,
            preview_file.data -> 'original_file_size' AS original_file_size
        FROM preview_file
        JOIN task ON task.id = preview_file.task_id
        JOIN task_type ON task_type.id = task.task_type_id
        WHERE task.entity_id = ANY(cast(:entity_ids AS uuid[]))
        ORDER BY task_type.priority DESC NULLS LAST, task_type.name, task.created_at, task.id,
            preview_file.revision DESC,
            CASE WHEN cast(:by_position AS boolean) THEN preview_file.position END,
            preview_file.created_at, preview_file.id
        """
    )
)
COUNT_OF_PROJECT = prepare(
    text(
        """
        SELECT count(*) FROM preview_file JOIN task ON task.id = preview_file.task_id
        WHERE task.project_id = :project_id
        """
    )
)
OF_PROJECT = prepare(
    text(
        """
        SELECT preview_file.* FROM preview_file JOIN task ON task.id = preview_file.task_id
        WHERE task.project_id = :project_id
        ORDER BY preview_file.updated_at DESC, preview_file.created_at DESC, preview_file.id
        LIMIT cast(:limit AS bigint) OFFSET cast(:offset AS bigint)
        """
    )
)
EXISTS = prepare(text("SELECT id FROM preview_file WHERE id = :preview_file_id"))

_CREATED: Any = (
    select(PreviewFile.created_at).where(PreviewFile.id == bindparam("cursor_id")).correlate(None).scalar_subquery()
)
_RUNNING = (
    with_names(
        select(
            PreviewFile.__table__,
            Task.project_id,
            Task.task_type_id,
            FULL_NAME.label("full_entity_name"),
        )
        .join(Task, Task.id == PreviewFile.task_id)
        .join(Project, Project.id == Task.project_id)
        .join(ProjectStatus, ProjectStatus.id == Project.project_status_id)
        .join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
    )
    .where(
        among(PreviewFile.status, ("broken", "missing", "processing")),
        among(ProjectStatus.name, ("Active", "open", "Open")),
    )
    .order_by(PreviewFile.created_at.desc(), PreviewFile.id)
    .limit(bindparam("limit", type_=BigInteger))
)
RUNNING = prepare(_RUNNING)
RUNNING_BEFORE = prepare(_RUNNING.where(PreviewFile.created_at < _CREATED))
