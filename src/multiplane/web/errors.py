"""Every refusal becomes its documented answer here, and nowhere else (00-conventions 5)."""

import logging
from typing import Any

from litestar import Request, Response
from litestar.exceptions import (
    ClientException,
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
)

from multiplane.database.errors import DatabaseUnavailable, DataRefused
from multiplane.errors import (
    BAD_REQUEST,
    ApiError,
    MethodNotAllowed,
    NotFound,
    PlainRefusal,
    SimpleBadRequest,
    TooLarge,
    Unavailable,
)
from multiplane.web.responses import answer
from multiplane.web.routing import allow

log = logging.getLogger("multiplane.errors")

AnyRequest = Request[Any, Any, Any]

DISCONNECTED = "client disconnected prematurely"
"""What Litestar says when a body ends before it is whole. Nobody is there to answer, and nothing is wrong here."""


def render(error: ApiError) -> Response[bytes]:
    """The answer of a refusal."""
    return answer(error.body(), error.status, error.headers())


def as_api_error(error: Exception) -> ApiError | None:
    """The refusal behind an exception, or None when it is a failure of ours."""
    match error:
        case ApiError():
            return error
        case DataRefused():
            return PlainRefusal(error.message)
        case DatabaseUnavailable():
            return Unavailable("The database cannot be reached right now, retry later.")
        case NotFoundException():
            return NotFound()
        case MethodNotAllowedException():
            return MethodNotAllowed(allow((error.headers or {}).get("allow", "").split(", ")))
        case HTTPException(status_code=413):
            return TooLarge()
        case HTTPException(detail=detail) if detail == DISCONNECTED:
            return SimpleBadRequest(BAD_REQUEST)
        case ClientException():
            return SimpleBadRequest(BAD_REQUEST)
    return None


def handle(request: AnyRequest, error: Exception) -> Response[bytes]:
    """The application's exception handler; unexpected failures are logged whole and shown without detail."""
    refusal = as_api_error(error)
    if refusal is not None:
        return render(refusal)
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer({"error": True, "message": "Internal server error."}, 500)
