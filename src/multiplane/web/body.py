"""The three readers of request bodies (00-conventions 3.1). A route says which one it uses."""

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any, NoReturn, TypeVar
from urllib.parse import parse_qsl

from litestar import Request
from litestar.enums import RequestEncodingType
from pydantic import BaseModel, ValidationError

from multiplane.errors import (
    BAD_REQUEST,
    BadRequest,
    FieldErrors,
    NotJson,
    PlainRefusal,
    SimpleBadRequest,
    TooLarge,
)
from multiplane.ids import is_id
from multiplane.web.multipart import MOST_PARTS, TextParts

Schema = TypeVar("Schema", bound=BaseModel)
AnyRequest = Request[Any, Any, Any]

NO_DATA = "Data are empty. Please verify that you sent JSON data and that you set the right headers."
MOST_BYTES = 128 * 1024 * 1024
"""Of a body that is held in memory: all but uploads."""
MOST_BYTES_OF_STRANGERS = 1024 * 1024
"""The same on routes that need no account."""
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


async def read_json(request: AnyRequest) -> Any:
    """The *raw* reader: any JSON value; 415 for another content type, 400 for malformed JSON."""
    if not is_json(request):
        raise NotJson
    try:
        return parse_json(await _whole(request))
    except ValueError as error:
        raise SimpleBadRequest(BAD_REQUEST) from error


async def read_object(request: AnyRequest) -> dict[str, Any]:
    """The *raw* reader of the generic resource: a JSON object."""
    data = await read_json(request)
    if data is None:
        raise BadRequest(NO_DATA)
    if not isinstance(data, dict):
        raise PlainRefusal("A JSON object is expected.")
    return data


async def read_body(request: AnyRequest, schema: type[Schema]) -> Schema:
    """The *schema* reader: JSON, else the query and form values; all failing fields are reported together."""
    return validate(schema, await _object_or_parameters(request))


def validate(schema: type[Schema], data: object) -> Schema:
    """Check data against a schema; 400 `Validation error.` names every failing field."""
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        raise FieldErrors(
            [
                {"field": ".".join(str(part) for part in found["loc"]), "message": found["msg"]}
                for found in error.errors(include_url=False, include_context=False, include_input=False)
            ]
        ) from error


async def read_array(request: AnyRequest) -> list[Any]:
    """The schema reader of a JSON array."""
    data = await _json_or_none(request)
    if not isinstance(data, list):
        raise BadRequest("Request body must be a JSON array.")
    return data


async def read_ids(request: AnyRequest, *, optional: bool = False) -> list[str]:
    """A JSON array of ids, lower-cased; `optional` takes an absent or empty body as no id."""
    data = await _json_or_none(request)
    if optional and not data:
        return []
    if not isinstance(data, list):
        raise BadRequest("Request body must be a JSON array.")
    if not all(is_id(item) for item in data):
        raise BadRequest("Request body must only contain valid UUIDs.")
    return [item.lower() for item in data]


class Arguments:
    """The *argument* reader of older routes: query and form values first, then the JSON object."""

    def __init__(self, parameters: Mapping[str, list[Any]], data: Mapping[str, Any]) -> None:
        self._parameters = parameters
        self._data = data

    @classmethod
    async def of(cls, request: AnyRequest) -> "Arguments":
        data = await _json_or_none(request)
        return cls(await _parameters(request), data if isinstance(data, dict) else {})

    def __contains__(self, name: str) -> bool:
        return name in self._parameters or name in self._data

    def get(self, name: str, default: Any = None) -> Any:
        """The first value of an argument."""
        if name in self._parameters:
            return self._parameters[name][0]
        return self._data.get(name, default)

    def required(self, name: str) -> Any:
        if name not in self:
            raise BadRequest(f"Missing required parameter: {name}")
        return self.get(name)

    def integer(self, name: str, default: int | None = None) -> int | None:
        """An integer argument; null stays null."""
        value = self.get(name, default)
        if value is None or isinstance(value, int):
            return value
        try:
            return int(value)
        except (TypeError, ValueError):
            raise BadRequest(f"Wrong value for parameter {name}.") from None

    def list(self, name: str) -> list[Any] | None:
        """A list argument: a repeated key, a JSON array, or one value; None when absent or null."""
        if name in self._parameters:
            return self._parameters[name]
        value = self._data.get(name)
        return value if value is None or isinstance(value, list) else [value]


def is_json(request: AnyRequest) -> bool:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return content_type == "application/json" or content_type.endswith("+json")


def parse_json(text: bytes) -> Any:
    """Strict JSON: UTF-8, no NaN or Infinity, no half characters, integers of any size. Raises ValueError."""
    try:
        value = json.loads(text.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite)
        if SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text} is out of range")
    return number


async def _whole(request: AnyRequest) -> bytes:
    """The body, held in memory; 413 when it is larger than that may be."""
    limit = MOST_BYTES if request.scope.get("user") else MOST_BYTES_OF_STRANGERS
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLarge
    return bytes(body)


async def _json_or_none(request: AnyRequest) -> Any:
    if not is_json(request):
        return None
    try:
        return parse_json(await _whole(request))
    except ValueError:
        return None


async def _object_or_parameters(request: AnyRequest) -> Any:
    data = await _json_or_none(request)
    if data is not None:
        return data
    return {name: values[0] for name, values in (await _parameters(request)).items()}


async def _parameters(request: AnyRequest) -> dict[str, list[Any]]:
    """Form and query values by name; the query wins over the form. Uploaded files are left out."""
    query = {name: request.query_params.getall(name) for name in request.query_params}
    return {**await _form(request), **query}


async def _form(request: AnyRequest) -> dict[str, list[Any]]:
    encoding = request.content_type[0]
    if encoding == RequestEncodingType.MULTI_PART:
        parts = TextParts()
        await parts.receive(request)
        return dict(parts.texts)
    found: dict[str, list[Any]] = {}
    if encoding == RequestEncodingType.URL_ENCODED:
        for name, value in _pairs(await _whole(request)):
            found.setdefault(name, []).append(value)
    return found


def _pairs(form: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(form.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_PARTS)
    except ValueError as error:
        raise TooLarge from error
