"""The statements of assignments: each takes any number of tasks."""

from sqlalchemy import any_, bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import UUID

from multiplane.database.statements import ids, prepare
from multiplane.models import Person, Task, TaskPersonLink
from multiplane.web.crud.resource import relation_ids, table_of

_MOMENT = text("now() AT TIME ZONE 'utc'")

ASSIGNEE = prepare(
    select(Person.id, Person.is_bot, Person.preview_project_id, relation_ids(Person, "departments")).where(
        Person.id == bindparam("person_id")
    )
)
PREVIEW_ACCOUNTS = prepare(
    select(Person.id).where(Person.id == any_(ids("person_ids")), Person.preview_project_id.is_not(None))
)
ASSIGN = prepare(
    text(
        """
        INSERT INTO task_person_link (task_id, person_id)
        SELECT task_id, cast(:person_id AS uuid) FROM unnest(cast(:task_ids AS uuid[])) AS task_id
        ON CONFLICT DO NOTHING
        """
    )
)
SET_ASSIGNER = prepare(
    update(Task)
    .where(Task.id == any_(ids("task_ids")))
    .values(assigner_id=bindparam("assigner_id", type_=UUID(as_uuid=False)), updated_at=_MOMENT)
    .returning(*table_of(Task).columns, relation_ids(Task, "assignees"))
)
JOIN_TEAMS = prepare(
    text(
        """
        INSERT INTO project_person_link (project_id, person_id)
        SELECT project_id, cast(:person_id AS uuid) FROM unnest(cast(:project_ids AS uuid[])) AS project_id
        ORDER BY project_id
        ON CONFLICT DO NOTHING
        RETURNING project_id
        """
    )
)
TOUCH_PROJECTS = prepare(
    text(
        """
        UPDATE project SET updated_at = now() AT TIME ZONE 'utc'
        WHERE id IN (
            SELECT id FROM project WHERE id = ANY (cast(:project_ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE
        )
        """
    )
)
UNASSIGN = prepare(
    delete(TaskPersonLink)
    .where(
        TaskPersonLink.task_id == any_(ids("task_ids")),
        text("(cast(:person_id AS uuid) IS NULL OR person_id = cast(:person_id AS uuid))"),
    )
    .returning(TaskPersonLink.task_id, TaskPersonLink.person_id)
)
TOUCH = prepare(update(Task).where(Task.id == any_(ids("task_ids"))).values(updated_at=_MOMENT))
SET_PRIORITY = prepare(
    update(Task)
    .where(Task.id == any_(ids("task_ids")))
    .values(priority=bindparam("priority"), updated_at=_MOMENT)
    .returning(*table_of(Task).columns)
)
