"""The statements of time spents."""

from sqlalchemy import text

from multiplane.database.statements import prepare
from multiplane.models import TimeSpent
from multiplane.web.crud.resource import table_of

TIME_SPENT = tuple(table_of(TimeSpent).columns)
OLDEST_FIRST = (TimeSpent.date, TimeSpent.created_at, TimeSpent.id)

LOCK_TASKS_OF = prepare(
    text(
        """
        SELECT id FROM task
        WHERE id = cast(:task_id AS uuid)
            OR id = (SELECT task_id FROM time_spent WHERE id = cast(:time_spent_id AS uuid))
        ORDER BY id FOR NO KEY UPDATE
        """
    )
)
WORKER = prepare(
    text(
        """
        SELECT person.id, person.is_bot,
            EXISTS (
                SELECT 1 FROM task_person_link
                WHERE task_id = cast(:task_id AS uuid) AND person_id = person.id
            ) AS is_assigned
        FROM person WHERE id = cast(:person_id AS uuid)
        """
    )
)
# `xmax` is zero in a row that this very statement inserted.
WRITE = prepare(
    text(
        """
        INSERT INTO time_spent (id, created_at, updated_at, duration, date, task_id, person_id)
        SELECT gen_random_uuid(), moment, moment, cast(:duration AS double precision), cast(:date AS date),
            cast(:task_id AS uuid), cast(:person_id AS uuid)
        FROM (SELECT clock_timestamp() AT TIME ZONE 'utc' AS moment) AS clock
        ON CONFLICT (person_id, task_id, date) DO UPDATE SET
            duration = excluded.duration
                + CASE WHEN cast(:adds AS boolean) THEN time_spent.duration ELSE 0 END,
            updated_at = excluded.updated_at
        RETURNING *, xmax = 0 AS is_new
        """
    )
)
REMOVE = prepare(
    text(
        """
        DELETE FROM time_spent
        WHERE task_id = cast(:task_id AS uuid) AND person_id = cast(:person_id AS uuid) AND date = cast(:date AS date)
        RETURNING *
        """
    )
)
REMOVE_ONE = prepare(text("DELETE FROM time_spent WHERE id = cast(:time_spent_id AS uuid)"))
SUM_UP = prepare(
    text(
        """
        UPDATE task SET
            duration = coalesce((SELECT sum(duration) FROM time_spent WHERE task_id = task.id), 0),
            updated_at = clock_timestamp() AT TIME ZONE 'utc'
        WHERE id = ANY (cast(:task_ids AS uuid[]))
        RETURNING id, project_id
        """
    )
)
REFRESH_PRESENCE = prepare(
    text(
        """
        UPDATE person SET
            last_presence = greatest(
                (SELECT max(date)::date FROM desktop_login_log WHERE person_id = person.id),
                (SELECT max(date) FROM time_spent WHERE person_id = person.id)
            ),
            updated_at = now() AT TIME ZONE 'utc'
        WHERE id = cast(:person_id AS uuid)
        """
    )
)

OF_TASK = prepare(
    text(
        """
        SELECT * FROM time_spent
        WHERE task_id = cast(:task_id AS uuid)
            AND (cast(:date AS date) IS NULL OR date = cast(:date AS date))
        ORDER BY date, created_at, id
        """
    )
)
OF_PERSON_AND_TASK = prepare(
    text(
        """
        SELECT * FROM time_spent
        WHERE task_id = cast(:task_id AS uuid) AND person_id = cast(:person_id AS uuid) AND date = cast(:date AS date)
        """
    )
)
OF_ENTITY = prepare(
    text(
        """
        SELECT time_spent.* FROM time_spent JOIN task ON task.id = time_spent.task_id
        WHERE task.entity_id = cast(:entity_id AS uuid)
        ORDER BY time_spent.date DESC, time_spent.created_at DESC, time_spent.id
        """
    )
)
