"""The API documentation, from the typed routes (01-auth B.12)."""

from collections.abc import Iterator, Mapping
from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from multiplane.version import API_VERSION

METHODS = ("GET", "POST", "PUT", "DELETE")
TOKEN = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
JSON = "application/json"

CONFIG = OpenAPIConfig(title="Multiplane", version=API_VERSION, path="/schema", render_plugins=[])

Schema = dict[str, Any]


def document(api: Litestar) -> Schema:
    """The OpenAPI 3.1 document: what Litestar knows of the routes, their bodies, and who must sign in."""
    described: Schema = api.openapi_schema.to_schema()
    components = described.setdefault("components", {})
    components["securitySchemes"] = {"token": TOKEN}
    references, definitions = body_schemas(api)
    components.setdefault("schemas", {}).update(definitions)
    for path, method, handler in operations(api):
        operation = described["paths"].get(path, {}).get(method)
        if operation is not None:
            complete(operation, handler, references)
    return described


def body_schemas(api: Litestar) -> tuple[Mapping[type[BaseModel], Schema], Schema]:
    """The schema of each body, by its class, and the definitions they refer to."""
    bodies = {handler.opt["body"] for _, _, handler in operations(api) if handler.opt.get("body")}
    ordered = sorted(bodies, key=lambda body: f"{body.__module__}.{body.__name__}")
    references, definitions = models_json_schema(
        [(body, "validation") for body in ordered], ref_template="#/components/schemas/{model}"
    )
    return {body: references[(body, "validation")] for body in ordered}, definitions.get("$defs", {})


def complete(operation: Schema, handler: HTTPRouteHandler, references: Mapping[type[BaseModel], Schema]) -> None:
    """Add what Litestar does not know to an operation: its body, its query, whether a token is asked."""
    schema = handler.opt.get("body_schema") or references.get(handler.opt.get("body"))  # type: ignore[arg-type]
    if schema is not None:
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    access = handler.opt.get("access")
    if access is not None and access.rule is not None:
        operation["security"] = [{"token": []}]
    for response in operation.get("responses", {}).values():
        response.pop("content", None)
    query = [
        {"name": name, "in": "query", "required": False, "schema": kind}
        for name, kind in handler.opt.get("query", {}).items()
    ]
    if query:
        operation["parameters"] = [*operation.get("parameters", []), *query]


def operations(api: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Every operation: its path as the document writes it, its method and its handler."""
    for route in api.routes:
        for handler in getattr(route, "route_handlers", ()):
            for method in handler.http_methods:
                if method in METHODS:
                    yield route.path_format, method.lower(), handler
