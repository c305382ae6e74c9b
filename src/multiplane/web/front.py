"""The outermost layer: what HTTP asks of every answer, before and after routing (00-conventions 2, 11).

One ASGI application around the API: the `/api` prefix, slashes, HEAD and OPTIONS, security headers, CORS, the limit
of bodies, compression, and the web UI's files.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any
from urllib.parse import quote

from multiplane.errors import ApiError, MethodNotAllowed, TooLarge
from multiplane.settings import Settings
from multiplane.web.compression import Compressor, depends_on_encoding
from multiplane.web.responses import json_bytes
from multiplane.web.slots import MediaSlots, TooManyRequests

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

API_PREFIX = "/api"
REALTIME_PATH = "/socket.io"
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"content-security-policy", b"frame-ancestors 'self'"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
)
EMPTY_TYPE = b"text/html; charset=utf-8"
"""The content type clients have always been sent with an empty answer (00-conventions 5.2)."""
METHODS = b"DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"


class Front:
    """Wraps the API. `realtime` answers `/socket.io`, `ui` any path that is not of the API."""

    def __init__(
        self,
        api: ASGIApp,
        realtime: ASGIApp,
        settings: Settings,
        methods: Mapping[str, str],
        ui: ASGIApp | None = None,
    ) -> None:
        """`methods` are those of each path template of the API, as an `Allow` header lists them."""
        self._api = api
        self._realtime = realtime
        self._methods = methods
        self._api_roots = frozenset(template.split("/")[1] for template in methods)
        self._ui = ui
        self._origins = frozenset(settings.cors_allowed_origins)
        self._body_limit = settings.max_content_length
        self._media = MediaSlots(settings.media_max_concurrent_requests, settings.media_slot_wait_timeout)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._api(scope, receive, send)
        elif is_below(scope["path"], REALTIME_PATH):
            await self._realtime(scope, receive, secured(send) if scope["type"] == "http" else send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        headers = dict(scope["headers"])
        send = self._dress(send, scope["method"], headers)
        if "//" in path:
            await redirect(send, merge_slashes(path), scope["query_string"])
        elif scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
            await self._preflight(headers, send)
        elif self._body_limit and declared_length(headers) > self._body_limit:
            await refuse(send, TooLarge())
        else:
            await self._in_turn(scope, receive, send)

    async def _in_turn(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self._media.slot(scope["method"], scope["path"]):
                await self._route(scope, self._limited(receive), send)
        except TooManyRequests as error:
            await refuse(send, error)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if self._ui is not None and not self._is_api_path(path, scope["headers"]):
            if scope["method"] in ("GET", "HEAD"):
                await self._ui(scope, receive, send)
            else:
                await refuse(send, MethodNotAllowed())
            return
        if is_below(path, API_PREFIX):
            path = path[len(API_PREFIX) :]
        path = path.rstrip("/") or "/"
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        scope = {**scope, "path": path, "raw_path": path.encode(), "method": method}
        await self._api(scope, receive, self._allowing(scope, send) if method == "OPTIONS" else send)

    def _allowing(self, scope: Scope, send: Send) -> Send:
        """OPTIONS: 200 with the methods of the path that routing found."""

        async def allowed(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 204:
                methods = self._methods.get(scope.get("path_template", ""), "")
                headers = [(b"allow", methods.encode()), (b"content-length", b"0")]
                message = {**message, "status": 200, "headers": headers}
            await send(message)

        return allowed

    def _is_api_path(self, path: str, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """The API lives under `/api`, and at the root for scripts; everything else there is the web UI's."""
        if path == "/":
            return not any(name == b"accept" and b"text/html" in value for name, value in headers)
        first = path.split("/", 2)[1]
        return first == API_PREFIX[1:] or first in self._api_roots

    def _limited(self, receive: Receive) -> Receive:
        """Bodies sent without a length are cut at the same limit as the others."""
        if not self._body_limit:
            return receive
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._body_limit:
                raise TooLarge
            return message

        return counted

    def _dress(self, send: Send, method: str, headers: dict[bytes, bytes]) -> Send:
        """The headers every answer carries; the body dropped for HEAD, compressed when the client takes it."""
        compressor = Compressor(send, headers.get(b"accept-encoding", b""))
        origin = headers.get(b"origin", b"").decode("latin-1")

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._headers(message, origin)}
            elif method == "HEAD":
                message = {**message, "body": b""}
            await (send(message) if method == "HEAD" else compressor(message))

        return dressed

    def _headers(self, start: Message, origin: str) -> list[tuple[bytes, bytes]]:
        kept = [(bytes(name).lower(), bytes(value)) for name, value in start["headers"]]
        present = {name for name, _ in kept}
        if start["status"] == 204 and b"content-type" not in present:
            kept.append((b"content-type", EMPTY_TYPE))
        kept += [pair for pair in SECURITY_HEADERS if pair[0] not in present]
        if depends_on_encoding(start):
            kept.append((b"vary", b"Accept-Encoding"))
        if self._origins:
            kept.append((b"vary", b"Origin"))
        if origin in self._origins:
            kept += cors_headers(origin)
        return kept

    async def _preflight(self, headers: dict[bytes, bytes], send: Send) -> None:
        origin = headers.get(b"origin", b"").decode("latin-1")
        allowed = [(b"content-length", b"0"), (b"allow", METHODS)]
        if origin in self._origins:
            allowed += [
                (b"access-control-allow-methods", METHODS),
                (b"access-control-allow-headers", headers.get(b"access-control-request-headers", b"")),
            ]
        await send({"type": "http.response.start", "status": 200, "headers": allowed})
        await send({"type": "http.response.body", "body": b""})


def secured(send: Send) -> Send:
    """The security headers alone: the live stream has its own rules for the rest."""

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *SECURITY_HEADERS]}
        await send(message)

    return with_headers


def cors_headers(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
    ]


def is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(root + "/")


def merge_slashes(path: str) -> str:
    while "//" in path:
        path = path.replace("//", "/")
    return path


def declared_length(headers: dict[bytes, bytes]) -> int:
    text = headers.get(b"content-length", b"0")
    return int(text) if text.isdigit() else 0


async def redirect(send: Send, path: str, query: bytes) -> None:
    location = quote(path).encode() + (b"?" + query if query else b"")
    await send({"type": "http.response.start", "status": 308, "headers": [(b"location", location)]})
    await send({"type": "http.response.body", "body": b""})


async def refuse(send: Send, error: ApiError) -> None:
    body = json_bytes(error.body())
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers += [(name.lower().encode(), value.encode()) for name, value in error.headers().items()]
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
