"""The statements of signing in."""

from sqlalchemy import text

from multiplane.database.statements import prepare

LOCKED = """coalesce(login_failed_attemps, 0) >= 5
    AND last_login_failed > (now() AT TIME ZONE 'utc') - interval '1 minute'"""

ACCOUNT_COLUMNS = f"""
    id, email, password, active, preview_project_id, totp_enabled, email_otp_enabled, fido_enabled,
    preferred_two_factor_authentication, coalesce({LOCKED}, false) AS locked,
    coalesce(preview_open_until > (now() AT TIME ZONE 'utc'), false) AS preview_is_open
"""

# E-mail first, then the exact workstation login; bots and guests cannot be found (01-auth A.1, A.10).
ACCOUNT = prepare(
    text(
        f"""
        SELECT {ACCOUNT_COLUMNS}
        FROM person
        WHERE is_bot IS NOT TRUE AND is_guest IS NOT TRUE AND :login <> ''
            AND (lower(email) = lower(:login) OR desktop_login = :login)
        ORDER BY (lower(email) = lower(:login)) DESC NULLS LAST, created_at, id
        LIMIT 1
        """  # noqa: S608 - a constant of this file
    )
)
ACCOUNT_BY_ID = prepare(
    text(f"SELECT {ACCOUNT_COLUMNS} FROM person WHERE id = cast(:person_id AS uuid)")  # noqa: S608
)
# Attempts on one account are judged one after the other, so parallel guesses learn nothing past the limit.
LOCKED_ACCOUNT = prepare(
    text(
        f"""
        SELECT {ACCOUNT_COLUMNS} FROM person
        WHERE id = cast(:person_id AS uuid)
        FOR NO KEY UPDATE
        """  # noqa: S608
    )
)
COUNT_FAILURE = prepare(
    text(
        """
        UPDATE person SET
            login_failed_attemps = CASE
                WHEN coalesce(login_failed_attemps, 0) >= 5 THEN 1 ELSE coalesce(login_failed_attemps, 0) + 1
            END,
            last_login_failed = clock_timestamp() AT TIME ZONE 'utc'
        WHERE id = cast(:person_id AS uuid)
        """
    )
)
FORGET_FAILURES = prepare(text("UPDATE person SET login_failed_attemps = 0 WHERE id = cast(:person_id AS uuid)"))
# Waiting for the disk would tell a wrong password of a known account from an unknown account.
DO_NOT_WAIT_FOR_THE_DISK = prepare(text("SET LOCAL synchronous_commit TO off"))
REVOKE = prepare(
    text(
        """
        INSERT INTO multiplane.revoked_token (jti, expires_at)
        SELECT jti, (now() AT TIME ZONE 'utc') + interval '15 days' FROM unnest(cast(:tokens AS text[])) AS jti
        ON CONFLICT DO NOTHING
        """
    )
)
FORGET_EXPIRED = prepare(text("DELETE FROM multiplane.revoked_token WHERE expires_at < now() AT TIME ZONE 'utc'"))
FIDO_DEVICES = prepare(
    text(
        """
        SELECT ARRAY(SELECT device ->> 'device_name' FROM unnest(fido_credentials) AS device)
        FROM person WHERE id = :person_id
        """
    )
)
TELL_SOCKETS = prepare(text("SELECT pg_notify(:channel, :tokens)"))
