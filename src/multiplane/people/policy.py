"""Who may see and change what of a person (01-auth C.4, C.8; 02-models 3.1)."""

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.errors import Forbidden
from multiplane.settings import Settings

FILTERABLE = frozenset(
    {
        "id", "first_name", "last_name", "full_name", "has_avatar", "active", "departments", "studio_id",
        "role", "desktop_login", "email", "is_bot", "is_guest",
    }
)  # fmt: skip
"""What anybody but an administrator may filter on."""
NEVER_UPDATED = frozenset(
    {
        "password", "jti", "totp_enabled", "totp_secret", "email_otp_enabled", "email_otp_secret", "fido_enabled",
        "fido_credentials", "otp_recovery_codes", "preferred_two_factor_authentication", "preview_project_id",
        "preview_opened_at", "preview_open_until",
    }
)  # fmt: skip
"""What only their own routes change."""
NEVER_CREATED = frozenset({"jti", "full_name", "preview_project_id", "preview_opened_at", "preview_open_until"})
"""What a creation drops: clients send back what they read."""
ADMIN_UPDATED = frozenset(
    {
        "role", "departments", "active", "is_bot", "archived", "login_failed_attemps", "last_login_failed",
        "is_generated_from_ldap", "ldap_uid", "oidc_issuer", "oidc_subject", "saml_issuer", "saml_subject",
        "last_presence", "studio_id", "daily_salary", "position", "seniority", "contract_type", "is_guest",
        "shotgun_id",
    }
)  # fmt: skip
"""What people may not change of themselves; dropped without a word."""


def updatable(settings: Settings, user: CurrentUser, person: Row, data: Row) -> Row:
    """The keys of an update this user may change.

    Nobody takes an API token in the name of a protected account: it would be as good as its password.
    """
    dropped = frozenset[str]() if user.is_admin else ADMIN_UPDATED
    if (user.is_bot and not user.is_admin) or is_shielded(settings, user, person):
        dropped |= {"expiration_date"}
    return {key: value for key, value in data.items() if key not in dropped}


def is_protected(settings: Settings, person: Row) -> bool:
    """Whether the account is one other administrators may not touch."""
    return not person["is_bot"] and (person["email"] or "").lower() in settings.protected_accounts


def is_shielded(settings: Settings, user: CurrentUser, person: Row) -> bool:
    """Whether the account is protected from this user; everyone may act on themselves."""
    return user.id != person["id"] and is_protected(settings, person)


def check_protected_update(settings: Settings, user: CurrentUser, person: Row, data: Row) -> None:
    """A protected account keeps its role and stays active, unless it acts itself.

    It also keeps the address that protects it and stays a human, or the protection could be taken off first.
    """
    if not is_shielded(settings, user, person):
        return
    if "active" in data and not data["active"]:
        raise Forbidden("Can't set this person as inactive it's a protected account.")
    if data.get("role") is not None:
        raise Forbidden("Can't change the role of this person it's a protected account.")
    if data.get("is_bot") or str(data.get("email", person["email"])).strip().lower() != person["email"].lower():
        raise Forbidden


def check_deletion(settings: Settings, user: CurrentUser, person: Row) -> None:
    """Administrators delete, never themselves and never a protected account."""
    if not user.is_admin or user.id == person["id"]:
        raise Forbidden
    if is_protected(settings, person):
        raise Forbidden("Can't delete this person it's a protected account.")
