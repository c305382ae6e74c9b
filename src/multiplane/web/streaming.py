"""Long answers, sent as the database makes them (see `Database.lines`)."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any

from litestar import Request, Response
from litestar.response import Stream
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

JSON = "application/json"
NDJSON = "application/x-ndjson"

Body = AsyncGenerator[bytes, None]


async def streamed(
    lines: Body,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    *,
    before: bytes = b"",
    after: bytes = b"",
    commas: bool = False,
) -> Response[Any]:
    """The answer made of lines, between `before` and `after`; with `commas`, as the items of a JSON array.

    The first lines are awaited, so that a refusal of the database still becomes an error answer. What fits in one
    piece is sent whole.
    """
    body = _joined(lines, before, after, commas)
    first = await anext(body)
    second = await anext(body, None)
    if second is None:
        return Response(first, media_type=media_type, headers=dict(headers or {}))
    return _Lines(_continued(first, second, body), body, media_type=media_type, headers=dict(headers or {}))


async def _joined(lines: Body, before: bytes, after: bytes, commas: bool) -> Body:
    """The pieces of the body, at least one; `before` and `after` travel with the first and the last."""
    held: bytes | None = None
    try:
        async for piece in lines:
            items = piece.replace(b"\n", b",\n") if commas else piece
            if held is None:
                held = before + items
            else:
                yield held
                held = items
    finally:
        await lines.aclose()
    last = before if held is None else held
    yield (last.removesuffix(b",\n") if commas else last) + after


async def _continued(first: bytes, second: bytes, rest: Body) -> AsyncIterator[bytes]:
    yield first
    yield second
    async for piece in rest:
        yield piece


class _Lines(Stream):
    """A stream whose source is closed when the answer ends, also when the client has left before."""

    def __init__(self, content: AsyncIterator[bytes], source: Body, **options: Any) -> None:
        super().__init__(content, **options)
        self._source = source

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **options: Any) -> ASGIResponse:
        answer = super().to_asgi_response(app, request, **options)
        return _Closing(answer, self._source)  # type: ignore[return-value]


class _Closing:
    """An ASGI application that closes the source of its body when it is done."""

    def __init__(self, answer: ASGIApp, source: Body) -> None:
        self._answer = answer
        self._source = source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._answer(scope, receive, send)
        finally:
            await self._source.aclose()
