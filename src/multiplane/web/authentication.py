"""Who is asking: the guard every route passes, and the sessions handlers are given."""

from collections.abc import AsyncIterator
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from multiplane.access.identity import identify
from multiplane.access.tokens import Claims, TokenType, read_token
from multiplane.access.user import CurrentUser
from multiplane.database.session import Database, Session
from multiplane.errors import Forbidden, TokenRefused
from multiplane.web.body import AnyRequest
from multiplane.web.routing import Access

ACCESS_COOKIE = "access_token_cookie"
REFRESH_COOKIE = "refresh_token_cookie"
SCHEME_EXPECTED = "Expected 'Authorization: Bearer <JWT>'"
READ_METHODS = ("GET", "HEAD", "OPTIONS")

AnyConnection = ASGIConnection[Any, Any, Any, Any]


async def authorize(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """The application's guard: authenticate, then apply the rule the route declares; without one, refuse."""
    if connection.scope.get("method") == "OPTIONS":
        return
    access: Access | None = handler.opt.get("access")
    if access is None:
        raise Forbidden
    if access.rule is None:
        return
    claims = read_claims(connection, "refresh" if access.token == "refresh" else "access")  # noqa: S105
    user = await identify(database_of(connection), claims, allow_restricted=access.restricted)
    connection.scope["user"] = user
    if user.is_preview_account and connection.scope.get("method") not in READ_METHODS:
        raise Forbidden
    if not access.rule(user):
        raise Forbidden


def read_claims(connection: AnyConnection, expected: TokenType) -> Claims:
    """The valid claims of the request's token: the cookie is tried first, then the header (01-auth A.2)."""
    secret: str = connection.app.state.settings.signing_key
    return read_token(secret, find_token(connection, expected), expected)


def find_token(connection: AnyConnection, expected: TokenType) -> str:
    """The text of the token, or the documented refusal."""
    cookie = ACCESS_COOKIE if expected == "access" else REFRESH_COOKIE
    token = connection.cookies.get(cookie)
    if token:
        return token
    header = connection.headers.get("authorization")
    if not header:
        problem = "Missing Authorization Header"
    elif not header.startswith("Bearer"):
        problem = f"Missing 'Bearer' type in 'Authorization' header. {SCHEME_EXPECTED}"
    else:
        scheme, *values = header.split()
        if scheme != "Bearer" or len(values) != 1:
            raise TokenRefused(f"Bad Authorization header. {SCHEME_EXPECTED}")
        return values[0]
    raise TokenRefused(f'Missing JWT in cookies or headers (Missing cookie "{cookie}"; {problem})', 401)


def database_of(connection: AnyConnection) -> Database:
    database: Database = connection.app.state.database
    return database


async def provide_user(request: AnyRequest) -> CurrentUser:
    """The dependency `user`."""
    user: CurrentUser = request.scope["user"]
    return user


async def provide_session(request: AnyRequest) -> AsyncIterator[Session]:
    """The dependency `session`: reading, or one transaction that ends before the answer is sent."""
    database = database_of(request)
    user = request.scope.get("user")
    open_session = database.transaction if request.route_handler.opt.get("writes") else database.reading
    async with open_session(user) as session:
        yield session
