"""One process speaks Socket.IO; the others hand its requests on, over a Unix socket.

A Socket.IO session lives in one process, but with several workers any of them may be given its next request. So
`multiplane serve --workers N` runs the live stream in a process of its own, and each worker relays `/socket.io` to it.
"""

import asyncio
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from multiplane.web.front import Message, Receive, Scope, Send

log = logging.getLogger("multiplane.realtime")
logging.getLogger("httpx").setLevel(logging.WARNING)

UNLIMITED = httpx.Timeout(None)
"""A long poll lasts as long as nothing happens."""
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of a polling request; Engine.IO takes 1 MB at most."""
NOT_FORWARDED = frozenset({b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"content-length"})
WEBSOCKET_HEADERS = (
    b"cookie", b"authorization", b"origin", b"user-agent", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip",
)  # fmt: skip
INNER: dict[str, Any] = {
    "user_agent_header": None,  # the client's own is passed on with its other headers
    "origin": None,
    "max_size": LARGEST_BODY,
    "compression": None,
    "ping_interval": None,
    "open_timeout": 60,
    "close_timeout": 1,
}
"""Between two processes of one machine: Engine.IO finds out by itself who is gone, a busy machine is not gone."""


class Relay:
    """The ASGI application of a worker that does not speak Socket.IO itself."""

    def __init__(self, socket: Path) -> None:
        self._socket = str(socket)
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
        transport = httpx.AsyncHTTPTransport(uds=self._socket, limits=limits)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://realtime", timeout=UNLIMITED)

    async def close(self) -> None:
        await self._client.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["type"] == "http":
                await self._poll(scope, receive, send)
            else:
                await self._bridge(scope, receive, send)
        except (httpx.TransportError, OSError, InvalidHandshake) as error:
            log.warning("the live stream cannot be reached: %s", error)
            await unavailable(scope, send)

    async def _poll(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [pair for pair in scope["headers"] if pair[0] not in NOT_FORWARDED]
        answer = await self._client.request(
            scope["method"], target(scope), headers=headers, content=await whole_body(receive)
        )
        kept = [pair for pair in answer.headers.raw if pair[0].lower() not in NOT_FORWARDED]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
        await send({"type": "http.response.body", "body": answer.content})

    async def _bridge(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in scope["headers"]
            if name in WEBSOCKET_HEADERS
        ]
        host = dict(scope["headers"]).get(b"host", b"realtime").decode("latin-1")
        uri = f"ws://{host}{target(scope)}"
        async with unix_connect(self._socket, uri, additional_headers=headers, **INNER) as inner:
            await receive()
            await send({"type": "websocket.accept"})
            outward = asyncio.create_task(to_client(inner, send))
            inward = asyncio.create_task(to_stream(inner, receive))
            _done, pending = await asyncio.wait((outward, inward), return_when=asyncio.FIRST_COMPLETED)
            for task in pending:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def to_client(inner: ClientConnection, send: Send) -> None:
    """What the live stream says, until it closes."""
    with suppress(ConnectionClosed):
        async for data in inner:
            key = "text" if isinstance(data, str) else "bytes"
            await send({"type": "websocket.send", key: data})
    with suppress(RuntimeError):
        await send({"type": "websocket.close", "code": 1000})


async def to_stream(inner: ClientConnection, receive: Receive) -> None:
    """What the client says, until it leaves."""
    with suppress(ConnectionClosed):
        while (message := await receive())["type"] == "websocket.receive":
            await inner.send(text_or_bytes(message))


def text_or_bytes(message: Message) -> Any:
    text = message.get("text")
    return text if text is not None else message["bytes"]


def target(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])


async def whole_body(receive: Receive) -> bytes:
    """The body of a polling request, cut where no valid one goes on."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY or not message.get("more_body", False):
            return bytes(body)


async def unavailable(scope: Scope, send: Send) -> None:
    """The live stream restarts: clients try again by themselves."""
    with suppress(RuntimeError):
        if scope["type"] == "http":
            headers = [(b"content-type", b"text/plain"), (b"retry-after", b"1")]
            await send({"type": "http.response.start", "status": 503, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "websocket.close", "code": 1013})
