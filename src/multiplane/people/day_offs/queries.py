"""The statements of absences."""

from sqlalchemy import text

from multiplane.database.statements import prepare

OVERLAPPING = prepare(
    text(
        """
        SELECT EXISTS (
            SELECT 1 FROM day_off
            WHERE person_id = cast(:person_id AS uuid) AND id IS DISTINCT FROM cast(:day_off_id AS uuid)
                AND date <= cast(:end_date AS date) AND end_date >= cast(:date AS date)
        )
        """
    )
)
# Two absences of one person are written one after the other, so that they cannot overlap.
LOCK_PERSON = prepare(text("SELECT id FROM person WHERE id = cast(:person_id AS uuid) FOR NO KEY UPDATE"))
FORGET_TIME_SPENT = prepare(
    text(
        """
        DELETE FROM time_spent
        WHERE person_id = cast(:person_id AS uuid) AND date BETWEEN cast(:date AS date) AND cast(:end_date AS date)
        RETURNING task_id
        """
    )
)
RECOUNT_DURATIONS = prepare(
    text(
        """
        UPDATE task SET
            duration = coalesce((SELECT sum(duration) FROM time_spent WHERE task_id = task.id), 0),
            updated_at = now() AT TIME ZONE 'utc'
        WHERE id = ANY (cast(:task_ids AS uuid[]))
        RETURNING id, project_id
        """
    )
)
TEAMS_AND_DEPARTMENTS = prepare(
    text(
        """
        SELECT
            ARRAY(SELECT project_id FROM project_person_link WHERE person_id = cast(:person_id AS uuid)) AS teams,
            ARRAY(SELECT department_id FROM department_link WHERE person_id = cast(:person_id AS uuid)) AS departments
        """
    )
)
