"""The statements of status changes."""

from sqlalchemy import text

from multiplane.database.statements import prepare

# Comments are compared to the second: two comments of one second are both the last one.
BEFORE_COMMENT = prepare(
    text(
        """
        SELECT task.id, task.project_id, task.task_status_id AS previous_id, status.id AS new_id, comment.person_id,
            task.task_status_id IS DISTINCT FROM status.id AS differs,
            task.last_comment_date IS NULL
                OR date_trunc('second', task.last_comment_date) <= date_trunc('second', comment.created_at) AS is_last,
            status.is_retake IS TRUE AS is_retake, status.is_wip IS TRUE AS is_wip,
            status.is_feedback_request IS TRUE AS is_feedback_request, status.is_done IS TRUE AS is_done
        FROM comment
        JOIN task ON task.id = comment.object_id
        JOIN task_status AS status ON status.id = comment.task_status_id
        WHERE comment.id = cast(:comment_id AS uuid)
        FOR NO KEY UPDATE OF task
        """
    )
)
KEEP_STATUS = prepare(
    text(
        """
        UPDATE task SET last_comment_date = comment.created_at, updated_at = cast(:moment AS timestamp)
        FROM comment
        WHERE comment.id = cast(:comment_id AS uuid) AND task.id = comment.object_id
        """
    )
)
CHANGE_STATUS = prepare(
    text(
        """
        UPDATE task SET
            task_status_id = comment.task_status_id,
            last_comment_date = comment.created_at,
            retake_count = coalesce(retake_count, 0) + cast(:is_retake AS boolean)::integer,
            real_start_date = CASE
                WHEN cast(:is_wip AS boolean) THEN coalesce(real_start_date, cast(:moment AS timestamp))
                ELSE real_start_date
            END,
            end_date = CASE
                WHEN cast(:is_feedback_request AS boolean) THEN cast(:moment AS timestamp)
                WHEN cast(:is_done AS boolean) THEN end_date
            END,
            done_date = CASE WHEN cast(:is_done AS boolean) THEN cast(:moment AS timestamp) END,
            updated_at = cast(:moment AS timestamp)
        FROM comment
        WHERE comment.id = cast(:comment_id AS uuid) AND task.id = comment.object_id
        """
    )
)

BEFORE_REPLAY = prepare(
    text(
        """
        SELECT task.id, task.project_id, task.task_status_id AS previous_id,
            coalesce(entity_type.name = 'Concept', false) AS is_concept,
            EXISTS (
                SELECT 1 FROM comment WHERE object_id = task.id AND task_status_id IS NOT NULL
            ) AS has_story
        FROM task
        LEFT JOIN entity ON entity.id = task.entity_id
        LEFT JOIN entity_type ON entity_type.id = entity.entity_type_id
        WHERE task.id = ANY (cast(:task_ids AS uuid[]))
        ORDER BY task.id
        FOR NO KEY UPDATE OF task
        """
    )
)
REPLAY = prepare(
    text(
        """
        WITH story AS (
            SELECT comment.object_id AS task_id, comment.id, comment.created_at, comment.task_status_id,
                status.is_retake IS TRUE AS is_retake, status.is_wip, status.is_feedback_request, status.is_done,
                lag(status.is_retake IS TRUE, 1, false) OVER (
                    PARTITION BY comment.object_id ORDER BY comment.created_at, comment.id
                ) AS after_retake
            FROM comment
            LEFT JOIN task_status AS status ON status.id = comment.task_status_id
            WHERE comment.object_id = ANY (cast(:task_ids AS uuid[]))
        ),
        outcome AS (
            SELECT task_id,
                (array_agg(task_status_id ORDER BY created_at DESC, id DESC)
                    FILTER (WHERE task_status_id IS NOT NULL))[1] AS status_id,
                max(created_at) AS last_comment_date,
                count(*) FILTER (WHERE is_retake AND NOT after_retake) AS retake_count,
                min(created_at) FILTER (WHERE is_wip) AS real_start_date,
                min(created_at) FILTER (WHERE is_feedback_request) AS end_date,
                max(created_at) FILTER (WHERE is_done) AS done_date
            FROM story
            GROUP BY task_id
        )
        UPDATE task SET
            task_status_id = coalesce(outcome.status_id, fallback.status_id),
            last_comment_date = outcome.last_comment_date,
            retake_count = coalesce(outcome.retake_count, 0),
            real_start_date = outcome.real_start_date,
            end_date = outcome.end_date,
            done_date = outcome.done_date,
            duration = coalesce(
                (SELECT sum(time_spent.duration) FROM time_spent WHERE time_spent.task_id = task.id), 0
            ),
            updated_at = cast(:moment AS timestamp)
        FROM unnest(cast(:task_ids AS uuid[]), cast(:fallbacks AS uuid[])) AS fallback (task_id, status_id)
        LEFT JOIN outcome ON outcome.task_id = fallback.task_id
        WHERE task.id = fallback.task_id
        RETURNING task.id, task.task_status_id
        """
    )
)

DEFAULT_STATUS = prepare(
    text(
        """
        SELECT * FROM task_status
        WHERE (is_default AND coalesce(for_concept, false) = cast(:for_concept AS boolean))
            OR short_name = cast(:short_name AS text)
        ORDER BY (is_default AND coalesce(for_concept, false) = cast(:for_concept AS boolean)) IS TRUE DESC,
            created_at, id
        LIMIT 1
        """
    )
)
MAKE_DEFAULT_STATUS = prepare(
    text(
        """
        INSERT INTO task_status (
            id, created_at, updated_at, name, short_name, color, priority, for_concept, is_default, is_artist_allowed,
            is_client_allowed, archived, is_done, is_retake, is_feedback_request, is_wip
        )
        SELECT gen_random_uuid(), moment, moment, cast(:name AS text), cast(:short_name AS text),
            cast(:color AS text), 1, cast(:for_concept AS boolean), true, true, true, false, false, false, false, false
        FROM (SELECT now() AT TIME ZONE 'utc' AS moment) AS clock
        ON CONFLICT (short_name) DO NOTHING
        RETURNING id
        """
    )
)
