"""What the name of a downloaded preview is made of."""

from sqlalchemy import bindparam, select

from multiplane.database.statements import prepare
from multiplane.entities.naming import FULL_NAME, with_names
from multiplane.models import Entity, EntityType, Organisation, PreviewFile, Project, Task, TaskType

NAMES = prepare(
    with_names(
        select(
            Project.name.label("project_name"),
            FULL_NAME.label("entity_name"),
            TaskType.name.label("task_type_name"),
            select(Organisation.use_original_file_name)
            .order_by(Organisation.created_at, Organisation.id)
            .limit(1)
            .scalar_subquery()
            .label("use_original_file_name"),
        )
        .select_from(PreviewFile)
        .join(Task, Task.id == PreviewFile.task_id)
        .join(Project, Project.id == Task.project_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
    ).where(PreviewFile.id == bindparam("preview_file_id"))
)
