"""What is already there before the seed is sown."""

from sqlalchemy import exists, func, select, text

from multiplane.database.statements import prepare
from multiplane.models import Department, EntityType, Person, ProjectStatus, TaskStatus, TaskType

# Two servers that start at once on one empty database sow one after the other.
ONE_AT_A_TIME = prepare(text("SELECT pg_advisory_xact_lock(hashtextextended('multiplane.seed', 0))"))

IS_FRESH = prepare(select(~exists(select(Person.id)) & ~exists(select(ProjectStatus.id))))

PROJECT_STATUSES = prepare(select(func.lower(ProjectStatus.name)))
ENTITY_TYPES = prepare(select(func.lower(EntityType.name)))
DEPARTMENTS = prepare(select(Department.name, Department.id))
TASK_TYPES = prepare(select(func.lower(TaskType.name).label("name"), TaskType.for_entity))
TASK_STATUSES = prepare(select(func.lower(TaskStatus.name).label("name"), TaskStatus.short_name))
