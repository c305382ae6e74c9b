"""JSON Web Tokens of sessions, bots and personal API keys (01-auth A.2)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal
from uuid import uuid4

import jwt
from jwt.types import Options

from multiplane.access.user import IdentityType
from multiplane.errors import ApiError, TokenRefused, Unauthorized

ALGORITHM = "HS256"
ACCESS_LIFETIME = timedelta(days=7)
REFRESH_LIFETIME = timedelta(days=15)
DAY = 86400
"""Seconds."""

Claims = Mapping[str, Any]
TokenType = Literal["access", "refresh"]


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a login gives."""

    access: str
    refresh: str


def issue_pair(secret: str, person_id: str, *, skip_2fa: bool = False, needs_2fa: bool = False) -> TokenPair:
    """A session: an access token (7 days) and the refresh token (15 days) it is paired with."""
    extra = _restrictions(skip_2fa=skip_2fa, needs_2fa=needs_2fa)
    refresh_id = str(uuid4())
    refresh = _encode(secret, person_id, "refresh", "person", REFRESH_LIFETIME, refresh_id, extra)
    access = issue_access(secret, person_id, refresh_id, skip_2fa=skip_2fa, needs_2fa=needs_2fa)
    return TokenPair(access, refresh)


def issue_access(
    secret: str, person_id: str, refresh_id: str, *, skip_2fa: bool = False, needs_2fa: bool = False
) -> str:
    """An access token of a session that already has its refresh token."""
    extra = {"refresh_jti": refresh_id, **_restrictions(skip_2fa=skip_2fa, needs_2fa=needs_2fa)}
    return _encode(secret, person_id, "access", "person", ACCESS_LIFETIME, str(uuid4()), extra)


def issue_api_token(secret: str, person_id: str, identity: IdentityType, token_id: str, expires_on: date | None) -> str:
    """The token of a bot, or a person's API token; it lives to the end of a day (UTC), or for ever."""
    end = {}
    if expires_on is not None:
        end["exp"] = int(datetime.combine(expires_on, time_of_day(), UTC).timestamp()) + DAY
    return _encode(secret, person_id, "access", identity, None, token_id, end)


def read_token(secret: str, token: str, expected: TokenType) -> Claims:
    """The claims of a token that is ours, valid now and of the expected type.

    Raises `TokenRefused` or `Unauthorized` with the texts clients match on (00-conventions 5.3).
    """
    claims = _signed_claims(secret, token)
    now = time.time()
    if claims.get("nbf", now) > now:
        raise TokenRefused("The token is not yet valid (nbf)")
    if "exp" in claims and claims["exp"] <= now:
        raise ExpiredToken
    if claims.get("type", "access") != expected:
        wanted = "non-refresh" if expected == "access" else "refresh"
        raise TokenRefused(f"Only {wanted} tokens are allowed")
    if not claims.get("jti") or claims.get("identity_type") not in ("person", "person_api", "bot"):
        raise revoked()
    return claims


@lru_cache(maxsize=4096)
def _signed_claims(secret: str, token: str) -> Claims:
    """The claims behind a good signature. That never changes for the same text, so it is checked once; times are
    checked on every request, by the caller."""
    unchecked: Options = {"verify_aud": False, "verify_iat": False, "verify_exp": False, "verify_nbf": False}
    try:
        claims: dict[str, Any] = jwt.decode(token, secret, [ALGORITHM], options=unchecked)
    except jwt.InvalidTokenError as error:
        raise TokenRefused(str(error)) from None
    for name in ("exp", "nbf"):
        if name in claims and not isinstance(claims[name], int | float):
            raise TokenRefused(f"The {name} claim must be a number")
    return MappingProxyType(claims)


class ExpiredToken(Unauthorized):
    """401; clients refresh their token on exactly this message."""

    def __init__(self) -> None:
        super().__init__("Signature has expired")


def revoked() -> ApiError:
    """The refusal of a token that was valid once."""
    return TokenRefused("Token has been revoked", 401)


def _restrictions(*, skip_2fa: bool, needs_2fa: bool) -> dict[str, Any]:
    return {
        **({"skip_2fa_setup": True} if skip_2fa else {}),
        **({"requires_2fa_setup": True} if needs_2fa else {}),
    }


def _encode(
    secret: str,
    person_id: str,
    token_type: TokenType,
    identity: IdentityType,
    lifetime: timedelta | None,
    token_id: str,
    extra: Mapping[str, Any],
) -> str:
    now = datetime.now(UTC)
    claims: dict[str, Any] = {
        "fresh": False,
        "iat": now,
        "jti": token_id,
        "type": token_type,
        "sub": person_id,
        "nbf": now,
        "identity_type": identity,
        **extra,
    }
    if lifetime is not None:
        claims["exp"] = now + lifetime
    return jwt.encode(claims, secret, ALGORITHM)
