"""The selects and updates of the operator's account commands."""

from sqlalchemy import exists, func, select, text

from multiplane.database.statements import prepare
from multiplane.models import Person

ACCOUNT = prepare(
    text(
        """
        SELECT id, role, active, email FROM person
        WHERE is_bot IS NOT TRUE AND lower(email) = lower(:login)
        FOR UPDATE
        """
    )
)
ACCOUNT_BY_LOGIN = prepare(
    text(
        """
        SELECT id, role, active, email FROM person
        WHERE is_bot IS NOT TRUE AND :login <> '' AND (lower(email) = lower(:login) OR desktop_login = :login)
        ORDER BY (lower(email) = lower(:login)) DESC NULLS LAST, created_at, id
        LIMIT 1
        FOR UPDATE
        """
    )
)

# The accounts that count in user_limit (01-auth A.1).
ACTIVE_HUMANS = prepare(
    select(func.count())
    .select_from(Person)
    .where(
        Person.active.is_(True),
        Person.is_bot.is_not(True),
        Person.is_guest.is_not(True),
        Person.preview_project_id.is_(None),
    )
)
ANY_PERSON = prepare(select(exists(select(Person.id).where(Person.is_bot.is_not(True)))))
ANY_ADMIN = prepare(
    select(exists(select(Person.id).where(Person.role == "admin", Person.active.is_(True), Person.is_bot.is_not(True))))
)

# Accounts are counted and made one transaction after the other, so that the limit holds.
ONE_AT_A_TIME = prepare(text("SELECT pg_advisory_xact_lock(hashtextextended('multiplane.accounts', 0))"))

DISABLE_TWO_FACTOR = prepare(
    text(
        """
        UPDATE person SET
            totp_enabled = false, totp_secret = NULL, email_otp_enabled = false, email_otp_secret = NULL,
            fido_enabled = false, fido_credentials = NULL, otp_recovery_codes = NULL,
            preferred_two_factor_authentication = NULL, updated_at = now() AT TIME ZONE 'utc'
        WHERE id = :person_id
        """
    )
)
