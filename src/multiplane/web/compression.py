"""gzip at level 1 for JSON and text: higher levels cost more than the queries behind the answer."""

import asyncio
import gzip
import re
import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

SMALLEST = 1024
"""Bytes under which an answer in one piece is left as it is."""
OFF_LOOP = 65_536
"""Bytes from which a piece is compressed in a thread."""
COMPRESSIBLE = re.compile(rb"application/(?:json|x-ndjson|javascript|xml)|text/|image/svg\+xml")
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))")


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether the value of an `Accept-Encoding` header takes gzip."""
    return ACCEPTS_GZIP.search(accept_encoding) is not None


async def gzipped(body: bytes) -> bytes:
    """A whole body, compressed in a thread."""
    return await asyncio.to_thread(gzip.compress, body, 1)


class Compressor:
    """Forwards ASGI messages, compressed when that is worth it. Streams stay progressive: each piece is flushed."""

    def __init__(self, send: Send, accept_encoding: bytes) -> None:
        self._send = send
        self._accepted = accepts_gzip(accept_encoding.decode("latin-1"))
        self._start: Message | None = None
        self._gzip: Any = None

    async def __call__(self, message: Message) -> None:
        if not self._accepted:
            await self._send(message)
        elif message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            await self._body(message)
        else:
            await self._send(message)

    async def _body(self, message: Message) -> None:
        body: bytes = message.get("body", b"")
        more: bool = message.get("more_body", False)
        if self._start is not None:
            start, self._start = self._start, None
            if is_compressible(start) and (more or len(body) >= SMALLEST):
                self._gzip = zlib.compressobj(1, zlib.DEFLATED, 31)
                start = {**start, "headers": compressed_headers(start["headers"])}
            await self._send(start)
        if self._gzip is not None:
            body = await self._compress(body, last=not more)
        await self._send({**message, "body": body})

    async def _compress(self, body: bytes, *, last: bool) -> bytes:
        if len(body) >= OFF_LOOP:
            return await asyncio.to_thread(self._squeeze, body, last)
        return self._squeeze(body, last)

    def _squeeze(self, body: bytes, last: bool) -> bytes:
        squeezed: bytes = self._gzip.compress(body)
        rest: bytes = self._gzip.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)
        return squeezed + rest


def depends_on_encoding(start: Message) -> bool:
    """Whether another `Accept-Encoding` would have had another answer, as `Vary` must say: JSON and text.

    Not files, whose ranges are those of bytes, nor what is encoded already.
    """
    headers = {bytes(name).lower(): bytes(value) for name, value in start["headers"]}
    if b"content-encoding" in headers or b"accept-ranges" in headers or start["status"] in (204, 206):
        return False
    return start["status"] == 304 or COMPRESSIBLE.match(headers.get(b"content-type", b"")) is not None


def is_compressible(start: Message) -> bool:
    """Whether there is a body that may be compressed."""
    return start["status"] != 304 and depends_on_encoding(start)


def compressed_headers(headers: Any) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if bytes(name).lower() != b"content-length"]
    return [*kept, (b"content-encoding", b"gzip")]
