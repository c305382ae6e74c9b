"""What the tests of people share: the keys of the forms, and bodies that work."""

from typing import Any
from uuid import uuid4

from tests.support.studio import Studio, unique

Row = dict[str, Any]

SAFE = {
    "first_name", "last_name", "email", "phone", "country", "contract_type", "active", "archived", "last_presence",
    "desktop_login", "totp_enabled", "email_otp_enabled", "fido_enabled", "preferred_two_factor_authentication",
    "shotgun_id", "timezone", "locale", "use_12_hour_clock", "display_date_format", "data", "role", "position",
    "seniority", "daily_salary", "has_avatar", "notifications_enabled", "notifications_slack_enabled",
    "notifications_slack_userid", "notifications_mattermost_enabled", "notifications_mattermost_userid",
    "notifications_discord_enabled", "notifications_discord_userid", "is_bot", "is_guest", "preview_project_id",
    "preview_opened_at", "preview_open_until", "expiration_date", "is_generated_from_ldap", "ldap_uid", "studio_id",
    "full_name", "id", "created_at", "updated_at", "type",
}  # fmt: skip
MINIMAL = {
    "id", "type", "first_name", "last_name", "full_name", "has_avatar", "active", "departments", "studio_id",
    "role", "desktop_login", "is_bot",
}  # fmt: skip
CLIENT = {"id", "type", "first_name", "last_name", "full_name", "has_avatar", "active", "role", "is_bot"}

HIDDEN = {
    "password", "totp_secret", "email_otp_secret", "otp_recovery_codes", "fido_credentials", "jti",
    "login_failed_attemps", "last_login_failed", "oidc_issuer", "oidc_subject", "saml_issuer", "saml_subject",
}  # fmt: skip


def address() -> str:
    return f"{uuid4().hex}@example.com"


def newcomer(**values: Any) -> Row:
    """The body of a creation that works."""
    return {"first_name": unique("Ema"), "last_name": "Doe", "email": address(), **values}


def path_of(person: Row) -> str:
    return f"/data/persons/{person['id']}"


def stored(studio: Studio, person: Row) -> Row:
    """The row of a person, secrets included."""
    return studio.rows.one("SELECT * FROM person WHERE id = %s", person["id"])


def events_of(studio: Studio, start: Any, name: str) -> list[Row]:
    """The payloads of the events of this name since then."""
    return [event["data"] for event in studio.events_since(start) if event["name"] == name]
