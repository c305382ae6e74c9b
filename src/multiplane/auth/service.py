"""The rules of signing in and out (01-auth A.2 to A.6, B.1)."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import choice
from string import ascii_uppercase, digits
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from multiplane.access.tokens import TokenPair, issue_access, issue_pair
from multiplane.auth import queries
from multiplane.auth.passwords import DEFAULT_PASSWORD, check_password
from multiplane.auth.schemas import Credentials
from multiplane.database.outbox import SESSIONS_CHANNEL
from multiplane.database.rows import Row, now
from multiplane.database.session import Database, Session
from multiplane.models import LoginLog, OneTimeToken
from multiplane.organisation.service import the_organisation
from multiplane.people.service import safe_person
from multiplane.settings import Settings

RESET_TOKEN = "reset"  # noqa: S105 - a kind of one-time token
RESET_LIFETIME = timedelta(hours=2)
METHODS = (("totp", "totp_enabled"), ("email_otp", "email_otp_enabled"), ("fido", "fido_enabled"))
"""Second factors, and the column that says whether a person enabled them."""
FACTORS = (METHODS[0], METHODS[1], ("fido_authentication_response", "fido_enabled"))
"""The same by the key that carries them in a login."""


class LoginRefused(Exception):
    """A refused login: its status and body (01-auth B.1). What it wrote is kept."""

    def __init__(self, status: int, **body: Any) -> None:
        super().__init__(body.get("message"))
        self.status = status
        self.body = {"login": False, **body}


@dataclass(frozen=True, slots=True)
class Login:
    """A successful login: the body of the answer and the tokens for a browser's cookies."""

    body: Row
    tokens: TokenPair


async def login(
    database: Database, settings: Settings, credentials: Credentials, ip_address: str | None, origin: str
) -> Login:
    """Open a session. `origin` is `web` or `script`. Raises `LoginRefused`.

    No transaction is open while the password is checked: hashing is slow on purpose.
    """
    async with database.reading() as session:
        account = await _find(session, credentials.email)
    if account is not None and account["locked"]:
        raise too_many_attempts()
    fits = await _password_fits(settings, account, credentials.password)
    async with database.transaction() as session:
        outcome = await _judge(session, settings, account, fits, credentials)
        if not isinstance(outcome, LoginRefused):
            return await _open(session, settings, outcome, ip_address, origin)
    raise outcome


async def _find(session: Session, login: str) -> Row | None:
    """The account of an e-mail or workstation login. PostgreSQL knows no text with a NUL in it, and so no account."""
    return None if "\0" in login else await session.one(queries.ACCOUNT, login=login)


async def _judge(
    session: Session, settings: Settings, account: Row | None, fits: bool, credentials: Credentials
) -> Row | LoginRefused:
    """The account to let in, or why not: lock, password, activity, preview window, second factor, default password.

    The account is read again and kept from other attempts: of many at once, those past the limit learn nothing.
    A refusal is returned, not raised, so that what was counted is committed.
    """
    person_id = account["id"] if account is not None else None
    current = await session.one(queries.LOCKED_ACCOUNT, person_id=person_id)
    if current is not None and current["locked"]:
        return too_many_attempts()
    if current is None or not fits:
        await _count_failure(session, person_id)
        return wrong_credentials()
    if not current["active"] or (current["preview_project_id"] and not current["preview_is_open"]):
        return LoginRefused(401, error=True, unactive=True, message="User is unactive, he cannot log in.")
    refusal = _check_second_factor(current, credentials)
    if refusal is not None:
        if "wrong_OTP" in refusal.body:
            await _count_failure(session, person_id)
        return refusal
    await session.run(queries.FORGET_FAILURES, person_id=person_id)
    if credentials.password == DEFAULT_PASSWORD and settings.auth_strategy != "auth_local_no_password":
        return await _ask_for_password(session, current)
    return current


async def _count_failure(session: Session, person_id: str | None) -> None:
    """Count a wrong password or code. The same statements run for an unknown account, which has no counter."""
    await session.run(queries.DO_NOT_WAIT_FOR_THE_DISK)
    await session.run(queries.COUNT_FAILURE, person_id=person_id)


async def _password_fits(settings: Settings, account: Row | None, password: str) -> bool:
    match settings.auth_strategy:
        case "auth_local_no_password":
            return account is not None
        case "auth_local_classic":
            stored = account["password"] if account else None
            return await check_password(password, stored, settings.bcrypt_log_rounds)
        case _:
            raise LoginRefused(409)


def _check_second_factor(account: Row, credentials: Credentials) -> LoginRefused | None:
    """An account with a second factor is never let in on its password alone.

    A factor that is not enabled counts as absent, and so does null (01-auth A.5).
    """
    enabled = [name for name, column in FACTORS if account[column]]
    if not enabled:
        return None
    if all(getattr(credentials, name) is None for name in (*enabled, "recovery_code")):
        return LoginRefused(
            400,
            error=True,
            missing_OTP=True,
            message="A two-factor authentication code is required.",
            preferred_two_factor_authentication=account["preferred_two_factor_authentication"],
            two_factor_authentication_enabled=["recovery_code", *(name for name, column in METHODS if account[column])],
        )
    return LoginRefused(400, error=True, wrong_OTP=True, message="Wrong two-factor authentication code.")


async def _ask_for_password(session: Session, account: Row) -> LoginRefused:
    """Whoever signs in with the password `default` gets a token to choose one; without an address there is no way."""
    if account["email"] is None:
        return wrong_credentials()
    return LoginRefused(400, default_password=True, token=await new_reset_token(session, account["email"]))


async def _open(session: Session, settings: Settings, account: Row, ip_address: str | None, origin: str) -> Login:
    needs_2fa = must_set_up_2fa(settings, account)
    tokens = issue_pair(settings.signing_key, account["id"], needs_2fa=needs_2fa)
    await session.insert(LoginLog, {"person_id": account["id"], "ip_address": ip_address, "origin": origin})
    person = await safe_person(session, account["id"])
    body = {
        "user": person,
        "organisation": await the_organisation(session, for_admin=person["role"] == "admin"),
        "login": True,
        "access_token": tokens.access,
        "refresh_token": tokens.refresh,
    }
    if needs_2fa:
        body["two_factor_authentication_required"] = True
    return Login(body, tokens)


def must_set_up_2fa(settings: Settings, account: Row) -> bool:
    """Forced second factor: pending for an account without any, unless it is exempt (01-auth A.6)."""
    if not settings.enforce_2fa or account["preview_project_id"] is not None:
        return False
    is_exempt = (account["email"] or "").lower() in settings.two_factor_exempt_users
    return not is_exempt and not any(account[column] for _, column in METHODS)


async def refresh(session: Session, settings: Settings) -> str:
    """A new access token of the caller's session; whether a second factor is due is asked again."""
    token = session.user.token
    account = await session.one(queries.ACCOUNT_BY_ID, person_id=session.user.id)
    skip_2fa = bool(token.get("skip_2fa_setup"))
    return issue_access(
        settings.signing_key,
        session.user.id,
        str(token["jti"]),
        skip_2fa=skip_2fa,
        needs_2fa=account is not None and not skip_2fa and must_set_up_2fa(settings, account),
    )


async def logout(session: Session) -> None:
    """Block the access token and the refresh token it is paired with. API tokens stay (01-auth A.2)."""
    token = session.user.token
    if session.user.identity == "person":
        ids = [token[claim] for claim in ("jti", "refresh_jti") if token.get(claim)]
        await session.run(queries.FORGET_EXPIRED)
        await session.run(queries.REVOKE, tokens=ids)
        await session.run(queries.TELL_SOCKETS, channel=SESSIONS_CHANNEL, tokens=",".join(map(str, ids)))


async def authenticated(session: Session) -> Row:
    """Who the caller is, and the studio."""
    person = await safe_person(session, session.user.id)
    devices = await session.value(queries.FIDO_DEVICES, person_id=session.user.id)
    organisation = await the_organisation(session, for_admin=session.user.is_admin)
    return {
        "authenticated": True,
        "user": {**person, "fido_devices": devices or []},
        "organisation": organisation,
    }


async def new_reset_token(session: Session, email: str) -> str:
    """A token that lets the holder choose a password within two hours; it replaces the previous one."""
    token = "".join(choice(ascii_uppercase + digits) for _ in range(64))
    row = {"kind": RESET_TOKEN, "key": email.lower(), "value": token, "expires_at": now(RESET_LIFETIME)}
    statement = insert(OneTimeToken).values(row)
    await session.run(
        statement.on_conflict_do_update(
            index_elements=["kind", "key"], set_={"value": token, "expires_at": row["expires_at"]}
        )
    )
    return token


def wrong_credentials() -> LoginRefused:
    return LoginRefused(400, message="Wrong email or password.")


def too_many_attempts() -> LoginRefused:
    return LoginRefused(
        400,
        error=True,
        too_many_failed_login_attemps=True,
        message="Too many failed login attempts, retry in a minute.",
    )
