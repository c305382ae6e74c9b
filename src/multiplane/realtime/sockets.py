"""Socket.IO for `gazu.events` and browsers: namespace `/events` at `/socket.io` (00-conventions 13)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import socketio
from socketio.exceptions import ConnectionRefusedError
from sqlalchemy import bindparam, select

from multiplane.access.identity import identify
from multiplane.access.tokens import Claims, ExpiredToken, read_token
from multiplane.access.user import CurrentUser
from multiplane.database.errors import DatabaseUnavailable
from multiplane.database.outbox import Message
from multiplane.database.session import Database
from multiplane.database.statements import prepare
from multiplane.errors import ApiError, InactiveAccount, TokenRefused, TwoFactorRequired, UnknownAccount
from multiplane.ids import is_id
from multiplane.models import ProjectPersonLink
from multiplane.realtime.manager import Manager
from multiplane.web.authentication import ACCESS_COOKIE

log = logging.getLogger("multiplane.realtime")

NAMESPACE = "/events"
GREETING = "/"
"""gazu also opens the default namespace; nothing is ever said there."""
EVERYBODY = "everybody"
"""Who has been let in; a socket that is still asking hears nothing."""
ADMINS = "admins"
RECHECK_EVERY = 30.0
"""Seconds between two looks at whether the open sockets may stay."""
TEAM_EVENTS = frozenset({"project:new", "project:update", "project:delete"})
"""Events after which a project's team may be another."""
PERSON_EVENTS = frozenset({"person:update", "person:delete"})
"""Events after which what a person may see, or whether they may stay, may have changed."""

TEAM = prepare(select(ProjectPersonLink.person_id).where(ProjectPersonLink.project_id == bindparam("project_id")))

MISSING = (
    "Missing access token: send the Kitsu cookie, an Authorization header, "
    'or {"token": "<access token>"} in the socket.io auth payload.'
)


@dataclass(slots=True)
class Listener:
    """One open socket: whose it is, and with which token."""

    claims: Claims
    user: CurrentUser
    rooms: frozenset[str]


class Sockets:
    """The open sockets of this process, and who of them gets which event."""

    def __init__(self, database: Database, secret: str, domain: str) -> None:
        """`domain` is the host by which browsers reach the server, whatever a proxy makes of the `Host` header."""
        # With loggers of ours theirs get no output of their own beside the server's log.
        self.server = socketio.AsyncServer(
            async_mode="asgi",
            namespaces=[NAMESPACE, GREETING],
            client_manager=Manager(),
            cors_allowed_origins=lambda origin, environ: is_same_site(origin, environ, domain),
            logger=logging.getLogger("socketio.server"),
            engineio_logger=logging.getLogger("engineio.server"),
        )
        self.database = database
        self._secret = secret
        self._listeners: dict[str, Listener] = {}
        self._departed: dict[str, Listener] = {}
        """Sockets we are closing; nothing is sent to them, and their rooms still hear that they left."""
        self.on_disconnect: Callable[[str, CurrentUser], Awaitable[None]] | None = None
        self.server.on("connect", self._connect, namespace=NAMESPACE)
        self.server.on("connect", self._greet, namespace=GREETING)
        self.server.on("disconnect", self._disconnect, namespace=NAMESPACE)

    def __len__(self) -> int:
        return len(self._listeners)

    # -- coming and going

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        claims, user = await self._admit(environ, auth)
        self._listeners[sid] = Listener(claims, user, frozenset())
        await self._enter_rooms(sid, user)

    async def _greet(self, _sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        await self._admit(environ, auth)

    async def _admit(self, environ: dict[str, Any], auth: Any) -> tuple[Claims, CurrentUser]:
        try:
            return await self._authenticate(environ, auth)
        except ApiError as error:
            raise ConnectionRefusedError(refusal(error)) from error

    async def _disconnect(self, sid: str, _reason: str | None = None) -> None:
        listener = self._departed.pop(sid, None) or self._listeners.pop(sid, None)
        if listener is not None and self.on_disconnect is not None:
            await self.on_disconnect(sid, listener.user)

    async def _authenticate(self, environ: dict[str, Any], auth: Any) -> tuple[Claims, CurrentUser]:
        """The handshake's cookie or header first; the payload only when these are not valid."""
        handshake = handshake_token(environ)
        payload = auth.get("token") if isinstance(auth, dict) else None
        if handshake is None and payload is None:
            raise TokenRefused(MISSING, 401)
        if handshake is not None:
            try:
                return await self._identify(handshake)
            except ApiError:
                if payload is None:
                    raise
        return await self._identify(str(payload))

    async def _identify(self, token: str) -> tuple[Claims, CurrentUser]:
        claims = read_token(self._secret, token, "access")
        return claims, await identify(self.database, claims)

    async def _enter_rooms(self, sid: str, user: CurrentUser) -> None:
        self._listeners[sid].user = user
        await self._move(sid, frozenset({EVERYBODY, *({ADMINS} if user.is_admin else map(project_room, user.teams))}))

    async def _move(self, sid: str, rooms: frozenset[str]) -> None:
        """Have a socket in these rooms only."""
        listener = self._listeners[sid]
        for room in listener.rooms - rooms:
            await self.server.leave_room(sid, room, namespace=NAMESPACE)
        for room in rooms - listener.rooms:
            await self.server.enter_room(sid, room, namespace=NAMESPACE)
        listener.rooms = rooms

    # -- what is told to whom

    async def fan_out(self, message: Message) -> None:
        """Send an event to the sockets that may know of it: a project's to its team and administrators."""
        await self._follow(message)
        project = project_of(message)
        rooms = [EVERYBODY] if project is None else [ADMINS, project_room(project)]
        await self.server.emit(message.name, message.payload or {}, room=rooms, namespace=NAMESPACE)

    async def _follow(self, message: Message) -> None:
        """Let a change of rights count before the event that tells of it is sent."""
        project = project_of(message)
        try:
            if message.name in TEAM_EVENTS and project is not None and is_id(project):
                await self._follow_team(project)
            elif message.name in PERSON_EVENTS:
                await self.recheck(affected_person(message))
        except DatabaseUnavailable:
            log.warning("%s: the rights of open sockets are looked at again later", message.name)

    async def _follow_team(self, project_id: str) -> None:
        """The room of a project holds its team, whatever the number of sockets in one query."""
        async with self.database.reading() as session:
            team = set(await session.column(TEAM, project_id=project_id))
        room = frozenset({project_room(project_id)})
        for sid, listener in list(self._listeners.items()):
            if not listener.user.is_admin and sid in self._listeners:
                await self._move(sid, listener.rooms | room if listener.user.id in team else listener.rooms - room)

    # -- whether they may stay

    async def close_sessions(self, token_ids: list[str]) -> None:
        """Disconnect the sockets of tokens that were just revoked, and those refreshed from them."""
        revoked = set(token_ids)
        for sid, listener in list(self._listeners.items()):
            if revoked & {listener.claims.get("jti"), listener.claims.get("refresh_jti")}:
                await self._close(sid)

    async def recheck(self, person_id: str | None = None) -> None:
        """Look again at who may stay and what they may see; one person's sockets, or all."""
        for sid, listener in list(self._listeners.items()):
            if person_id is None or listener.user.id == person_id:
                await self._recheck(sid, listener)

    async def still_valid(self, sid: str) -> CurrentUser | None:
        """The user of a socket that may still speak; else it is closed."""
        listener = self._listeners.get(sid)
        if listener is None:
            return None
        await self._recheck(sid, listener)
        return listener.user if sid in self._listeners else None

    async def keep_checking(self) -> None:
        """Runs for ever: tokens expire and are revoked without an event."""
        while True:
            await asyncio.sleep(RECHECK_EVERY)
            try:
                await self.recheck()
            except Exception:
                log.exception("the open sockets could not be checked")

    async def _recheck(self, sid: str, listener: Listener) -> None:
        if expired(listener.claims):
            await self._close(sid)
            return
        try:
            user = await identify(self.database, listener.claims)
        except ApiError:
            await self._close(sid)
            return
        if sid in self._listeners:
            await self._enter_rooms(sid, user)

    async def _close(self, sid: str) -> None:
        listener = self._listeners.pop(sid, None)
        if listener is not None:
            self._departed[sid] = listener
        await self.server.disconnect(sid, namespace=NAMESPACE)


def project_room(project_id: str) -> str:
    return f"project:{project_id}"


def project_of(message: Message) -> str | None:
    """The project an event belongs to, by its row or by what it says."""
    project = message.project_id or (message.payload or {}).get("project_id")
    return None if project is None else str(project)


def affected_person(message: Message) -> str | None:
    """Whose rights an event may change; None when it may be anybody's."""
    person = (message.payload or {}).get("person_id")
    return str(person) if message.name.startswith("person:") and person else None


def expired(claims: Claims) -> bool:
    expires = claims.get("exp")
    return expires is not None and float(expires) < datetime.now(UTC).timestamp()


def is_same_site(origin: str | None, environ: Mapping[str, Any], domain: str) -> bool:
    """Whether a browser's page came from this server (00-conventions 11.2). The scheme is the proxy's affair."""
    hosts = (environ.get("HTTP_HOST", ""), environ.get("HTTP_X_FORWARDED_HOST", "").split(",")[0].strip(), domain)
    return origin is not None and without_usual_port(urlsplit(origin).netloc) in map(
        without_usual_port, filter(None, hosts)
    )


def without_usual_port(host: str) -> str:
    return host.lower().removesuffix(":80").removesuffix(":443")


def handshake_token(environ: dict[str, Any]) -> str | None:
    """The token of the handshake request: the cookie, or the Authorization header."""
    cookies: SimpleCookie = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    if ACCESS_COOKIE in cookies:
        return cookies[ACCESS_COOKIE].value
    header = environ.get("HTTP_AUTHORIZATION", "")
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme == "Bearer" and token.strip() else None


def refusal(error: ApiError) -> str:
    """What a refused client reads in its `connect_error`."""
    match error:
        case ExpiredToken():
            return "Access token expired."
        case TokenRefused(message=str() as text) if text == MISSING:
            return MISSING
        case TokenRefused(message="Token has been revoked"):
            return "Access token revoked."
        case TokenRefused(message="Only non-refresh tokens are allowed"):
            return "A refresh token was given: send the access token."
        case TwoFactorRequired():
            return "Two-factor authentication setup is required."
        case InactiveAccount():
            return "Inactive account."
        case UnknownAccount():
            return "Unknown account."
    return "Invalid access token."
