"""The statements of salary scales."""

from sqlalchemy import text

from multiplane.database.statements import prepare

ADD_MISSING = prepare(
    text(
        """
        INSERT INTO salary_scale (id, department_id, position, seniority, salary, created_at, updated_at)
        SELECT gen_random_uuid(), department.id, position.code, seniority.code, 0,
            now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc'
        FROM department
        CROSS JOIN unnest(ARRAY['supervisor', 'lead', 'artist']) AS position(code)
        CROSS JOIN unnest(ARRAY['senior', 'mid', 'junior']) AS seniority(code)
        WHERE NOT EXISTS (
            SELECT 1 FROM salary_scale
            WHERE department_id = department.id AND salary_scale.position = position.code
                AND salary_scale.seniority = seniority.code
        )
        """
    )
)
# Nothing in the schema keeps a department from getting a scale twice: the readers wait for each other.
ONE_AT_A_TIME = prepare(text("SELECT pg_advisory_xact_lock(hashtextextended('multiplane.salary_scale', 0))"))
