"""Answers: bytes made by one encoder."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import MediaType, Response

from multiplane.database.rows import encode_json

_ENCODER = msgspec.json.Encoder()


def json_bytes(content: Any) -> bytes:
    """JSON of rows (see `multiplane.database.rows`) and plain values; NaN becomes null.

    A refusal may quote half a surrogate pair from a request; UTF-8 has none, so it is shown as a question mark.
    """
    try:
        return _ENCODER.encode(content)
    except (OverflowError, UnicodeEncodeError):
        return encode_json(content).encode(errors="replace")


def answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    """A JSON answer."""
    return Response(json_bytes(content), status_code=status, media_type=MediaType.JSON, headers=dict(headers or {}))


def raw_json(content: bytes) -> Response[bytes]:
    """An answer that is JSON already."""
    return Response(content, media_type=MediaType.JSON)


def created(content: Any) -> Response[bytes]:
    """201 with the created object."""
    return answer(content, 201)


def deleted() -> Response[None]:
    """204, without a body."""
    return Response(None, status_code=204)
