"""Query parameters (00-conventions 3.2)."""

import re
from datetime import datetime

from multiplane.errors import BadRequest
from multiplane.ids import is_id
from multiplane.web.body import AnyRequest

DATE_FORMATS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")
INTEGER = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")


def text(request: AnyRequest, name: str) -> str | None:
    """The first value of a parameter."""
    value = request.query_params.get(name)
    return None if value is None else str(value)


def flag(request: AnyRequest, name: str, default: bool = False) -> bool:
    """A boolean flag: only the text `true`, in any case, is true; it is never an error."""
    value = text(request, name)
    return default if value is None else value.lower() == "true"


def exact_flag(request: AnyRequest, name: str) -> bool:
    """`stream`, `compact`: only the exact lower-case `true`."""
    return text(request, name) == "true"


def integer(request: AnyRequest, name: str, default: int) -> int:
    """A decimal integer; 400 otherwise."""
    value = text(request, name)
    if value is None:
        return default
    if INTEGER.fullmatch(value) is None:
        raise BadRequest(f"{name} must be an integer.")
    return int(value)


def date(request: AnyRequest, name: str) -> str | None:
    """A date or date and time, as ISO text."""
    value = text(request, name)
    if not value:
        return None
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(value, form).isoformat()  # noqa: DTZ007 - every date of the API is UTC
        except ValueError:
            continue
    raise BadRequest("Wrong date format for before argument.Expected format: 2020-01-05T13:23:10 or 2020-01-05")


def identifier(request: AnyRequest, name: str, message: str) -> str | None:
    """An id, lower-cased; malformed is a 400 with this message."""
    value = text(request, name)
    if value is None:
        return None
    if not is_id(value):
        raise BadRequest(message)
    return value.lower()


def strict_flag(request: AnyRequest, name: str) -> bool:
    """`only_preview` and a few others: `true,1,on` or `false,0`, in any case; 400 otherwise, false when absent."""
    value = (text(request, name) or "false").lower()
    if value not in ("true", "1", "on", "false", "0"):
        raise BadRequest(f"Wrong value for parameter {name}.")
    return value in ("true", "1", "on")
