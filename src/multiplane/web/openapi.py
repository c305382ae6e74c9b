"""The API documentation, from the typed routes (01-auth B.12)."""

from typing import Any

from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from pydantic.json_schema import models_json_schema

from multiplane.version import API_VERSION

OPENAPI_PATH = "/openapi.json"
BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}

CONFIG = OpenAPIConfig(title="Multiplane", version=API_VERSION, path="/schema", enabled_endpoints=set())


def document(api: Litestar) -> dict[str, Any]:
    """The OpenAPI 3.1 document: what Litestar knows of the routes, their bodies, and who must sign in."""
    described: dict[str, Any] = api.openapi_schema.to_schema()
    components = described.setdefault("components", {})
    components["securitySchemes"] = {"token": BEARER}
    schemas = components.setdefault("schemas", {})
    bodies = {handler.opt["body"] for handler in _handlers(api) if handler.opt.get("body")}
    references, definitions = models_json_schema(
        [(body, "validation") for body in bodies], ref_template="#/components/schemas/{model}"
    )
    schemas.update(definitions.get("$defs", {}))
    for path, method, handler in _operations(api):
        operation = described["paths"].get(path, {}).get(method)
        if operation is not None:
            _complete(operation, handler, references)
    return described


def _complete(operation: dict[str, Any], handler: Any, references: Any) -> None:
    body = handler.opt.get("body")
    schema = handler.opt.get("body_schema") or (references[(body, "validation")] if body else None)
    if schema is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    access = handler.opt.get("access")
    if access is not None and access.rule is not None:
        operation["security"] = [{"token": []}]
    operation["parameters"] = operation.get("parameters", []) + list(handler.opt.get("parameters", ()))
    if not operation["parameters"]:
        del operation["parameters"]


def _handlers(api: Litestar) -> list[Any]:
    return [handler for _, _, handler in _operations(api)]


def _operations(api: Litestar) -> list[tuple[str, str, Any]]:
    found = []
    for route in api.routes:
        for method, handler in getattr(route, "route_handler_map", {}).items():
            if method in ("GET", "POST", "PUT", "DELETE"):
                found.append((route.path_format, method.lower(), handler))
    return found
