"""The statements of subscriptions."""

from sqlalchemy import text

from multiplane.database.statements import prepare

IS_SUBSCRIBED = prepare(
    text(
        """
        SELECT EXISTS (
            SELECT 1 FROM subscription
            WHERE person_id = cast(:person_id AS uuid) AND task_id = cast(:task_id AS uuid)
        )
        """
    )
)
# Subscribing twice, even at the same moment, is subscribing once.
SUBSCRIBE = prepare(
    text(
        """
        INSERT INTO subscription (id, created_at, updated_at, person_id, task_id)
        SELECT gen_random_uuid(), moment, moment, cast(:person_id AS uuid), task_id
        FROM (SELECT now() AT TIME ZONE 'utc' AS moment) AS clock,
            unnest(cast(:task_ids AS uuid[])) AS task_id
        ORDER BY task_id
        ON CONFLICT (person_id, task_id) DO NOTHING
        RETURNING id
        """
    )
)
OF_TASKS = prepare(
    text(
        """
        SELECT * FROM subscription
        WHERE person_id = cast(:person_id AS uuid) AND task_id = ANY (cast(:task_ids AS uuid[]))
        """
    )
)
UNSUBSCRIBE = prepare(
    text(
        """
        DELETE FROM subscription
        WHERE person_id = cast(:person_id AS uuid) AND task_id = ANY (cast(:task_ids AS uuid[]))
        RETURNING id
        """
    )
)
IS_SUBSCRIBED_TO_TYPE = prepare(
    text(
        """
        SELECT EXISTS (
            SELECT 1 FROM subscription
            WHERE person_id = cast(:person_id AS uuid) AND entity_id = cast(:entity_id AS uuid)
                AND task_type_id = cast(:task_type_id AS uuid)
        )
        """
    )
)
SUBSCRIBE_TO_TYPE = prepare(
    text(
        """
        INSERT INTO subscription (id, created_at, updated_at, person_id, entity_id, task_type_id)
        SELECT gen_random_uuid(), moment, moment, cast(:person_id AS uuid), cast(:entity_id AS uuid),
            cast(:task_type_id AS uuid)
        FROM (SELECT now() AT TIME ZONE 'utc' AS moment) AS clock
        ON CONFLICT (person_id, task_type_id, entity_id) DO NOTHING
        RETURNING id
        """
    )
)
OF_TYPE = prepare(
    text(
        """
        SELECT * FROM subscription
        WHERE person_id = cast(:person_id AS uuid) AND entity_id = cast(:entity_id AS uuid)
            AND task_type_id = cast(:task_type_id AS uuid)
        """
    )
)
UNSUBSCRIBE_FROM_TYPE = prepare(
    text(
        """
        DELETE FROM subscription
        WHERE person_id = cast(:person_id AS uuid) AND entity_id = cast(:entity_id AS uuid)
            AND task_type_id = cast(:task_type_id AS uuid)
        """
    )
)
OF_PROJECT = prepare(
    text(
        """
        SELECT subscription.* FROM subscription JOIN task ON task.id = subscription.task_id
        WHERE task.project_id = cast(:project_id AS uuid)
        ORDER BY subscription.created_at, subscription.id
        """
    )
)
