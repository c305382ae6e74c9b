"""The statements of the schedule."""

from sqlalchemy import bindparam, select, text

from multiplane.database.statements import prepare
from multiplane.models import ProductionScheduleVersion, Task, TaskType

DEPARTMENT_OF_TYPE = prepare(select(TaskType.department_id).where(TaskType.id == bindparam("task_type_id")))

# The unique constraint lets items with nulls pass twice; the lock ends with the transaction.
LOCK_ITEM = prepare(
    text(
        """
        SELECT pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'schedule item', cast(:project_id AS text),
            coalesce(cast(:task_type_id AS text), '-'), coalesce(cast(:object_id AS text), '-')), 0))
        """
    )
)
SIMILAR_ITEM = prepare(
    text(
        """
        SELECT id FROM schedule_item
        WHERE project_id IS NOT DISTINCT FROM cast(:project_id AS uuid)
            AND task_type_id IS NOT DISTINCT FROM cast(:task_type_id AS uuid)
            AND object_id IS NOT DISTINCT FROM cast(:object_id AS uuid)
        LIMIT 1
        """
    )
)

VERSION_PROJECT = prepare(
    select(ProductionScheduleVersion.project_id).where(ProductionScheduleVersion.id == bindparam("version_id"))
)
TASK_PROJECT = prepare(select(Task.project_id).where(Task.id == bindparam("task_id")))
FORGET_SOURCE = prepare(
    text(
        """
        UPDATE production_schedule_version
        SET production_schedule_from = NULL, updated_at = now() AT TIME ZONE 'utc'
        WHERE production_schedule_from = :version_id
        """
    )
)
FORGET_APPLIED = prepare(
    text(
        """
        UPDATE project SET from_schedule_version_id = NULL, updated_at = now() AT TIME ZONE 'utc'
        WHERE from_schedule_version_id = :version_id
        RETURNING id
        """
    )
)
