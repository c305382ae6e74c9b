"""What an operator does to accounts from the command line (01-auth B.13, 02-models 10.3)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from uuid import uuid4

from multiplane.access.tokens import issue_api_token
from multiplane.auth.passwords import hash_password
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import Person
from multiplane.people import account_queries as queries
from multiplane.settings import Settings
from multiplane.settings.kinds import email_address

Outcome = Literal["created", "upgraded", "unchanged"]


class AccountRefused(Exception):
    """The account was not made or changed; the message says why, for the operator."""


@dataclass(frozen=True)
class NewBot:
    """A bot and its token, which is shown once and not kept."""

    id: str
    token: str


async def has_administrator(session: Session) -> bool:
    """Whether an active administrator exists."""
    return bool(await session.value(queries.ANY_ADMIN))


async def has_people(session: Session) -> bool:
    """Whether any account of a human exists."""
    return bool(await session.value(queries.ANY_PERSON))


async def create_admin(session: Session, settings: Settings, email: str, password: str) -> Outcome:
    """Make the administrator `Super Admin`, or make an existing person administrator (password untouched).

    Emits `person:new` or `person:update`. AccountRefused: short password, wrong address, full studio.
    """
    address = _address(email)
    _check_password(settings, password)
    await session.run(queries.ONE_AT_A_TIME)
    account = await session.one(queries.ACCOUNT, login=address)
    if account is None:
        await _check_limit(session, settings)
        await _insert_admin(session, settings, address, password)
        return "created"
    if account["role"] == "admin":
        return "unchanged"
    await _change(session, account, {"role": "admin"})
    return "upgraded"


async def create_bot(
    session: Session,
    settings: Settings,
    *,
    email: str,
    name: str,
    role: str = "user",
    expires_on: date | None = None,
) -> NewBot:
    """Make a bot and its API token (01-auth A.12). Emits `person:new`. AccountRefused for a wrong value."""
    if expires_on is not None and expires_on < datetime.now(UTC).date():
        raise AccountRefused("The expiration date is in the past. Give a later one, or none.")
    token_id = str(uuid4())
    values = {
        **_defaults(settings, _address(email), name, ""),
        "role": role,
        "is_bot": True,
        "jti": token_id,
        "expiration_date": expires_on.isoformat() if expires_on else None,
    }
    row = await session.insert(Person, values)
    session.emit("person:new", {"person_id": row["id"]})
    return NewBot(row["id"], issue_api_token(settings.signing_key, row["id"], "bot", token_id, expires_on))


async def change_password(session: Session, settings: Settings, email: str, password: str) -> None:
    """Give a person a new password and lift a login lock. AccountRefused: unknown person, short password."""
    _check_password(settings, password)
    account = await _account(session, email)
    hashed = await hash_password(password, settings.bcrypt_log_rounds)
    await _change(session, account, {"password": hashed, "login_failed_attemps": 0})


async def set_active(session: Session, settings: Settings, email: str, *, active: bool) -> None:
    """Activate or deactivate a person. AccountRefused for an unknown person, or when the studio is full."""
    await session.run(queries.ONE_AT_A_TIME)
    account = await _account(session, email)
    if active and not account["active"]:
        await _check_limit(session, settings)
    await _change(session, account, {"active": active})


async def disable_two_factor(session: Session, login: str) -> None:
    """Remove the second factors of a person (by e-mail or desktop login). AccountRefused when unknown."""
    account = await session.one(queries.ACCOUNT_BY_LOGIN, login=login)
    if account is None:
        raise AccountRefused(f"There is no person with the e-mail or desktop login {login}.")
    await session.run(queries.DISABLE_TWO_FACTOR, person_id=account["id"])
    session.emit("person:update", {"person_id": account["id"]})


async def _account(session: Session, email: str) -> Row:
    account = await session.one(queries.ACCOUNT, login=email.strip())
    if account is None:
        raise AccountRefused(f"There is no person with the e-mail {email}.")
    return account


async def _change(session: Session, account: Row, values: dict[str, object]) -> None:
    await session.update(Person, account["id"], values)
    session.emit("person:update", {"person_id": account["id"]})


async def _insert_admin(session: Session, settings: Settings, email: str, password: str) -> None:
    hashed = await hash_password(password, settings.bcrypt_log_rounds)
    values = {**_defaults(settings, email, "Super", "Admin"), "role": "admin", "password": hashed}
    row = await session.insert(Person, values)
    session.emit("person:new", {"person_id": row["id"]})


def _defaults(settings: Settings, email: str, first_name: str, last_name: str) -> dict[str, object]:
    return {
        "first_name": first_name,
        "last_name": last_name,
        "email": email,
        "phone": "",
        "desktop_login": "",
        "timezone": settings.default_timezone,
        "locale": settings.default_locale,
    }


async def _check_limit(session: Session, settings: Settings) -> None:
    if await session.value(queries.ACTIVE_HUMANS) >= settings.user_limit:
        raise AccountRefused(
            f"User limit reached: {settings.user_limit} active accounts. Raise user_limit, or deactivate somebody."
        )


def _check_password(settings: Settings, password: str) -> None:
    if len(password) < settings.min_password_length:
        raise AccountRefused(
            f"The password is too short. Give one of {settings.min_password_length} characters or more."
        )


def _address(email: str) -> str:
    try:
        return email_address(email)
    except ValueError as error:
        raise AccountRefused(f"{email} is not an e-mail address. Give one like admin@example.com.") from error
