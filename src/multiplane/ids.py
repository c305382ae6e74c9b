"""Ids in paths, queries and bodies (00-conventions 6)."""

import re
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import AfterValidator
from typing_extensions import TypeIs

from multiplane.errors import BadRequest, NotFound

PATTERN = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

if TYPE_CHECKING:
    Id = str
else:
    Id = Annotated[UUID, AfterValidator(str)]
    """An id in the schema of a request body: checked as a UUID, handled as text."""


def is_id(text: object) -> TypeIs[str]:
    """Whether this is exactly `8-4-4-4-12` hex digits."""
    return isinstance(text, str) and PATTERN.fullmatch(text) is not None


def path_id(text: str) -> str:
    """The id of an object look-up: malformed is the same 404 as unknown."""
    if not is_id(text):
        raise NotFound
    return text.lower()


def explicit_id(text: str, message: str) -> str:
    """An id of a route that names the mistake: malformed is a 400 with this message."""
    if not is_id(text):
        raise BadRequest(message)
    return text.lower()
