"""The statements of signing in."""

from sqlalchemy import text

from multiplane.database.statements import prepare

LOCKED = """coalesce(login_failed_attemps, 0) >= 5
    AND last_login_failed > (now() AT TIME ZONE 'utc') - interval '1 minute'"""

# E-mail first, then the exact workstation login; bots cannot be found (01-auth A.10).
ACCOUNT = prepare(
    text(
        f"""
        SELECT id, email, password, active, preview_project_id, totp_enabled, email_otp_enabled, fido_enabled,
            preferred_two_factor_authentication, coalesce({LOCKED}, false) AS locked,
            coalesce(preview_open_until > (now() AT TIME ZONE 'utc'), false) AS preview_is_open
        FROM person
        WHERE is_bot IS NOT TRUE AND :login <> '' AND (lower(email) = lower(:login) OR desktop_login = :login)
        ORDER BY (lower(email) = lower(:login)) DESC NULLS LAST, created_at, id
        LIMIT 1
        """  # noqa: S608 - a constant of this file
    )
)
# Both touch the account only while it is not locked, so parallel guesses learn nothing past the limit.
COUNT_FAILURE = prepare(
    text(
        f"""
        UPDATE person SET
            login_failed_attemps = CASE
                WHEN coalesce(login_failed_attemps, 0) >= 5 THEN 1 ELSE coalesce(login_failed_attemps, 0) + 1
            END,
            last_login_failed = now() AT TIME ZONE 'utc'
        WHERE id = :person_id AND NOT coalesce({LOCKED}, false)
        RETURNING id
        """  # noqa: S608
    )
)
FORGET_FAILURES = prepare(
    text(
        f"""
        UPDATE person SET login_failed_attemps = 0
        WHERE id = :person_id AND NOT coalesce({LOCKED}, false)
        RETURNING id
        """  # noqa: S608
    )
)
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
