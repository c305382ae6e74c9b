"""Long answers, sent as the database makes them (see `Database.lines`)."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any

from litestar import Response
from litestar.response import Stream

JSON = "application/json"
NDJSON = "application/x-ndjson"


async def streamed(
    lines: AsyncGenerator[bytes, None],
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
    return Stream(_continued(first, second, body), media_type=media_type, headers=dict(headers or {}))


async def _joined(
    lines: AsyncGenerator[bytes, None], before: bytes, after: bytes, commas: bool
) -> AsyncGenerator[bytes, None]:
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


async def _continued(first: bytes, second: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    try:
        yield first
        yield second
        async for piece in rest:
            yield piece
    finally:
        await rest.aclose()
