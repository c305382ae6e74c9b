"""The API documentation, from the typed routes (01-auth B.12)."""

from collections.abc import Iterator, Mapping
from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from multiplane.version import API_VERSION
from multiplane.web.parameters import DAY, EPISODE, ID, INTEGER, TEXT

METHODS = ("GET", "POST", "PUT", "DELETE")
TOKEN = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
JSON = "application/json"
MULTIPART = "multipart/form-data"
FILE = {"type": "string", "format": "binary"}
NUMBERS = ("year", "month", "week", "day")

DESCRIPTION = """\
The HTTP API of Kitsu 1.0.97, with and without the prefix `/api`.

Sign in with `POST /auth/login` and send the access token as `Authorization: Bearer <token>`. Bodies are JSON; what
needs no nesting is also accepted as a form, or in the query string. A flag is set by the text `true`. The filters of
a list compare with one value, or with any of a JSON array (`["a", "b"]`); `name` is a pattern, `%` stands for any
text. `page` asks for one page of a list, in an envelope. HEAD works wherever GET does.
"""
REFUSAL = {
    "description": "Refused: nothing was changed, and `message` says why (`msg` when it is about the token).",
    "content": {
        JSON: {
            "schema": {
                "type": "object",
                "properties": {
                    "error": {"type": ["boolean", "string"]},
                    "message": {"type": "string"},
                    "msg": {"type": "string"},
                    "data": {},
                },
            }
        }
    },
}
REFUSED = {"$ref": "#/components/responses/Refusal"}

CONFIG = OpenAPIConfig(
    title="Multiplane",
    version=API_VERSION,
    description=DESCRIPTION,
    use_handler_docstrings=True,
    path="/schema",
    render_plugins=[],
)

Schema = dict[str, Any]


def document(api: Litestar) -> Schema:
    """The OpenAPI 3.1 document: what Litestar knows of the routes, and what the routes say of themselves."""
    described: Schema = api.openapi_schema.to_schema()
    components = described.setdefault("components", {})
    components["securitySchemes"] = {"token": TOKEN}
    components["responses"] = {"Refusal": REFUSAL}
    references, definitions = body_schemas(api)
    components.setdefault("schemas", {}).update(definitions)
    for path, method, handler in operations(api):
        operation = described["paths"].get(path, {}).get(method)
        if operation is not None:
            complete(operation, path, handler, references)
    return described


def body_schemas(api: Litestar) -> tuple[Mapping[type[BaseModel], Schema], Schema]:
    """The schema of each body, by its class, and the definitions they refer to."""
    bodies = {handler.opt["body"] for _, _, handler in operations(api) if handler.opt.get("body")}
    ordered = sorted(bodies, key=lambda body: f"{body.__module__}.{body.__name__}")
    references, definitions = models_json_schema(
        [(body, "validation") for body in ordered], ref_template="#/components/schemas/{model}"
    )
    return {body: references[(body, "validation")] for body in ordered}, definitions.get("$defs", {})


def complete(
    operation: Schema, path: str, handler: HTTPRouteHandler, references: Mapping[type[BaseModel], Schema]
) -> None:
    """Add what Litestar does not know to an operation: its body, its parameters, its answers, who may call it."""
    schema = handler.opt.get("body_schema") or references.get(handler.opt.get("body"))  # type: ignore[arg-type]
    content = body_content(schema, handler.opt.get("files"))
    if content:
        operation["requestBody"] = {"required": True, "content": content}
    access = handler.opt.get("access")
    if access is not None and access.rule is not None:
        operation["security"] = [{"token": []}]
    operation.setdefault("tags", path.split("/")[2:3])
    operation["responses"].pop("400", None)
    for known in operation["responses"].values():
        known.pop("content", None)
    operation["responses"]["4XX"] = REFUSED
    parameters = [parameter(path, known["name"], "path") for known in operation.get("parameters", [])]
    parameters += [parameter(path, name, "query", kind) for name, kind in handler.opt.get("query", {}).items()]
    if parameters:
        operation["parameters"] = parameters


def body_content(schema: Schema | None, files: tuple[str, ...] | None) -> Schema:
    """The forms a body may have: JSON, or multipart with files in these fields (none named: in any)."""
    content: Schema = {} if schema is None else {JSON: {"schema": schema}}
    if files is None:
        return content
    named: Schema = {"type": "object", "properties": dict.fromkeys(files, FILE)}
    if files:
        named["required"] = list(files)
    else:
        named["additionalProperties"] = FILE
    return {**content, MULTIPART: {"schema": named if schema is None else {"anyOf": [named, schema]}}}


def parameter(path: str, name: str, place: str, schema: Schema | None = None) -> Schema:
    """A parameter as the document describes it."""
    kind = path_schema(path, name) if schema is None else schema
    return {"name": name, "in": place, "required": place == "path", "schema": kind}


def path_schema(path: str, name: str) -> Schema:
    """What a part of a path is, by its name."""
    if name == "episode_id" and "/projects/" in path:
        return EPISODE
    if name == "date":
        return DAY
    if name in NUMBERS:
        return INTEGER
    return ID if name.endswith("_id") else TEXT


def operations(api: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Every operation: its path as the document writes it, its method and its handler."""
    for route in api.routes:
        for handler in getattr(route, "route_handlers", ()):
            for method in handler.http_methods:
                if method in METHODS:
                    yield route.path_format, method.lower(), handler
