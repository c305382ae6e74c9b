"""Sessions: login, logout, refresh (01-auth B.1)."""

import logging
import re
from ipaddress import ip_address

from litestar import Response
from litestar.datastructures import Cookie

from multiplane.auth import service
from multiplane.auth.schemas import Credentials
from multiplane.database.errors import DatabaseUnavailable
from multiplane.database.session import Session
from multiplane.errors import TokenRefused, UnknownAccount
from multiplane.settings import Settings
from multiplane.web.authentication import ACCESS_COOKIE, REFRESH_COOKIE, database_of, read_claims
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.errors import render
from multiplane.web.responses import answer
from multiplane.web.routing import PERSON, PUBLIC, SIGNED_IN, Access, get, post

log = logging.getLogger("multiplane.auth")

COOKIE_AGE = 31_540_000
"""Seconds a browser keeps the cookies; the tokens inside end long before."""
REFRESH_PATH = "/auth/refresh-token"
BROWSERS = re.compile(r"Chrome|CriOS|Firefox|Safari|Edg|OPR|Opera|Vivaldi|Brave")

RESTRICTED_PERSON = Access("person, second factor pending or not", PERSON.rule, restricted=True)
RESTRICTED = Access("signed in, second factor pending or not", SIGNED_IN.rule, restricted=True)
REFRESH = Access("refresh token", PERSON.rule, restricted=True, token="refresh")  # noqa: S106


@post("/auth/login", access=PUBLIC, body=Credentials, status=200, tags=["auth"])
async def login(request: AnyRequest) -> Response[bytes]:
    credentials = await read_body(request, Credentials)
    settings = settings_of(request)
    browser = is_browser(request)
    origin, address = "web" if browser else "script", caller_address(request)
    try:
        opened = await service.login(database_of(request), settings, credentials, address, origin)
    except service.LoginRefused as refusal:
        if "message" in refusal.body:
            log.warning("a login from %s was refused: %s", address, refusal.body["message"])
        return answer(refusal.body, refusal.status)
    except DatabaseUnavailable:
        return failed_login("Database doesn't seem reachable.")
    except Exception:
        log.exception("a login failed")
        return failed_login("A server error occurred. Please contact your administrator.")
    response = answer(opened.body)
    if browser:
        set_session_cookie(response, settings, ACCESS_COOKIE, opened.tokens.access)
        set_session_cookie(response, settings, REFRESH_COOKIE, opened.tokens.refresh)
    return response


@get("/auth/authenticated", access=RESTRICTED, writes=True, tags=["auth"])
async def authenticated(session: Session) -> Response[bytes]:
    return answer(await service.authenticated(session))


def unknown_account(request: AnyRequest, _error: UnknownAccount) -> Response[bytes]:
    """The answer of the logout of an account that is gone (00-conventions 5.3)."""
    person_id = read_claims(request, "access").get("sub")
    return render(TokenRefused(f"Error loading the user {person_id}", 401))


@get(
    "/auth/logout",
    access=RESTRICTED_PERSON,
    writes=True,
    tags=["auth"],
    exception_handlers={UnknownAccount: unknown_account},
)
async def logout(request: AnyRequest, session: Session) -> Response[bytes]:
    await service.logout(session)
    response = answer({"logout": True})
    if is_browser(request):
        response.delete_cookie(ACCESS_COOKIE)
        response.delete_cookie(REFRESH_COOKIE, path=REFRESH_PATH)
    return response


@get(REFRESH_PATH, access=REFRESH, tags=["auth"])
async def refresh_token(request: AnyRequest, session: Session) -> Response[bytes]:
    settings = settings_of(request)
    token = await service.refresh(session, settings)
    if not is_browser(request):
        return answer({"access_token": token})
    response = answer({"refresh": True})
    set_session_cookie(response, settings, ACCESS_COOKIE, token)
    response.delete_cookie(REFRESH_COOKIE, path=REFRESH_PATH)
    return response


def settings_of(request: AnyRequest) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def is_browser(request: AnyRequest) -> bool:
    """Whether cookies help this client. A script that kept one would never use its own header again."""
    agent = request.headers.get("user-agent", "")
    return agent.startswith("Mozilla/") and BROWSERS.search(agent) is not None


def failed_login(message: str) -> Response[bytes]:
    """A login we could not judge (01-auth B.1)."""
    return answer({"error": True, "login": False, "message": message}, 500)


def caller_address(request: AnyRequest) -> str | None:
    """The caller's address, as a proxy in front of us tells it, else the peer's."""
    for address in (request.headers.get("x-real-ip"), request.client.host if request.client else None):
        if address:
            try:
                return str(ip_address(address.strip()))
            except ValueError:
                continue
    return None


def set_session_cookie(response: Response[bytes], settings: Settings, name: str, token: str) -> None:
    response.set_cookie(
        Cookie(
            key=name,
            value=token,
            max_age=COOKIE_AGE,
            path=REFRESH_PATH if name == REFRESH_COOKIE else "/",
            httponly=True,
            samesite="lax",
            secure=settings.domain_protocol == "https",
        )
    )
