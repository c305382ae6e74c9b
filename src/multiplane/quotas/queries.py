"""The selects of quotas."""

from sqlalchemy import text

from multiplane.database.statements import prepare

PROJECT = prepare(
    text(
        """
        SELECT id, CASE WHEN fps ~ '^[0-9]+([.][0-9]+)?$' AND cast(fps AS float) > 0 THEN cast(fps AS float)
            ELSE 25 END AS fps
        FROM project WHERE id = cast(:project_id AS uuid)
        """
    )
)
PERSON = prepare(text("SELECT id FROM person WHERE id = cast(:person_id AS uuid)"))
# Tasks on shots with the date of the mode; dates are days of the caller, the rest is stored time.
TASKS = prepare(
    text(
        """
        WITH dated AS (
            SELECT task.*, shot.nb_frames,
                CASE WHEN cast(:by_done AS boolean) THEN task.done_date ELSE task.end_date END AS ended
            FROM task
            JOIN entity AS shot ON shot.id = task.entity_id
            JOIN entity_type AS type ON type.id = shot.entity_type_id AND type.name = 'Shot'
            WHERE task.project_id = cast(:project_id AS uuid)
                AND (cast(:task_type_id AS uuid) IS NULL OR task.task_type_id = cast(:task_type_id AS uuid))
        )
        SELECT dated.task_type_id, coalesce(dated.nb_frames, 0) AS nb_frames,
            coalesce(dated.nb_drawings, 0) AS nb_drawings, coalesce(dated.duration, 0) AS duration,
            cast((dated.ended AT TIME ZONE 'utc') AT TIME ZONE cast(:timezone AS text) AS date) AS day,
            cast(dated.real_start_date AS date) AS started_on,
            cast(extract(day FROM dated.ended - dated.real_start_date) AS int) AS whole_days,
            ARRAY(SELECT person_id FROM task_person_link WHERE task_id = dated.id) AS assignees,
            (
                SELECT jsonb_agg(jsonb_build_array(spent.person_id, spent.date, spent.duration) ORDER BY spent.date)
                FROM time_spent AS spent WHERE spent.task_id = dated.id
            ) AS spent
        FROM dated
        WHERE dated.ended IS NOT NULL
            AND (
                cast(:person_id AS uuid) IS NULL
                OR EXISTS (
                    SELECT 1 FROM task_person_link
                    WHERE task_id = dated.id AND person_id = cast(:person_id AS uuid)
                )
                OR EXISTS (
                    SELECT 1 FROM time_spent WHERE task_id = dated.id AND person_id = cast(:person_id AS uuid)
                )
            )
            AND (
                cast(:studio_id AS uuid) IS NULL
                OR EXISTS (
                    SELECT 1 FROM task_person_link AS link JOIN person ON person.id = link.person_id
                    WHERE link.task_id = dated.id AND person.studio_id = cast(:studio_id AS uuid)
                )
            )
        """
    )
)
