"""The statements of people's planned dates."""

from sqlalchemy import text

from multiplane.database.statements import prepare

DATES = prepare(
    text(
        """
        SELECT person.id AS person_id, min(task.start_date) AS min_date, max(task.due_date) AS max_date
        FROM task
        JOIN task_person_link AS link ON link.task_id = task.id
        JOIN person ON person.id = link.person_id AND person.active
        JOIN project ON project.id = task.project_id
        JOIN project_status AS status ON status.id = project.project_status_id
        WHERE CASE
            WHEN cast(:project_ids AS uuid[]) IS NULL THEN status.name = 'Open'
            ELSE task.project_id = ANY (cast(:project_ids AS uuid[]))
        END
        GROUP BY person.id
        ORDER BY person.id
        """
    )
)
BUSY_ELSEWHERE = prepare(
    text(
        """
        SELECT person.id AS person_id, task.start_date, task.due_date AS end_date
        FROM task
        JOIN task_person_link AS link ON link.task_id = task.id
        JOIN person ON person.id = link.person_id AND person.active
        JOIN project ON project.id = task.project_id
        JOIN project_status AS status ON status.id = project.project_status_id
        WHERE status.name = 'Open' AND task.project_id <> ALL (cast(:project_ids AS uuid[]))
            AND task.start_date <= task.due_date
        ORDER BY person.id, task.start_date
        """
    )
)
