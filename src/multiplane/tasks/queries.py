"""The selects that the rules of tasks need."""

from sqlalchemy import any_, bindparam, exists, select
from sqlalchemy.orm import aliased

from multiplane.database.statements import ids, prepare
from multiplane.models import Entity, EntityType, Project, Task, TaskPersonLink, TaskType
from multiplane.web.crud.resource import relation_ids, table_of

_SIBLING = aliased(Task)

_SCOPES = (
    select(
        Task.id,
        Task.name,
        Task.project_id,
        Task.entity_id,
        Task.task_type_id,
        Task.task_status_id,
        TaskType.department_id,
        Entity.created_by.label("entity_creator_id"),
        EntityType.name.label("entity_type_name"),
        Project.is_bot_collaboration_enabled,
        exists(
            select(TaskPersonLink.task_id).where(
                TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id == bindparam("person_id")
            )
        ).label("is_assigned"),
        exists(
            select(_SIBLING.id)
            .join(TaskPersonLink, TaskPersonLink.task_id == _SIBLING.id)
            .where(_SIBLING.entity_id == Task.entity_id, TaskPersonLink.person_id == bindparam("person_id"))
        ).label("works_on_entity"),
    )
    .outerjoin(TaskType, TaskType.id == Task.task_type_id)
    .outerjoin(Entity, Entity.id == Task.entity_id)
    .outerjoin(EntityType, EntityType.id == Entity.entity_type_id)
    .outerjoin(Project, Project.id == Task.project_id)
    .where(Task.id == any_(ids("task_ids")))
    .order_by(Task.id)
)
SCOPES = prepare(_SCOPES)
LOCKED_SCOPES = prepare(_SCOPES.with_for_update(of=Task, key_share=True))
"""Tasks are locked in the order of their ids, so that no two transactions wait for each other."""

TASK = prepare(select(Task.__table__, relation_ids(Task, "assignees")).where(Task.id == bindparam("task_id")))
TASK_TYPE = prepare(select(table_of(TaskType)).where(TaskType.id == bindparam("task_type_id")))
