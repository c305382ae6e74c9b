"""What the API documentation says of a generic resource."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, String
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from multiplane.web.crud.resource import PROTECTED, Resource
from multiplane.web.parameters import FORCE, ID, PAGES, RELATIONS, TEXT

Schema = dict[str, Any]

KINDS: tuple[tuple[type[Any], Schema], ...] = (
    (UUID, {"type": "string", "format": "uuid"}),
    (Boolean, {"type": "boolean"}),
    (Integer, {"type": "integer"}),
    (Float, {"type": "number"}),
    (DateTime, {"type": "string", "format": "date-time"}),
    (Date, {"type": "string", "format": "date"}),
)
LIST_QUERY: Schema = {**PAGES, **RELATIONS, "fields": TEXT}


def body_schema(resource: Resource, *, creation: bool) -> Schema:
    """The JSON object a creation or an update takes."""
    dropped = PROTECTED - resource.given if creation else resource.ignored_on_update
    columns = {name: column for name, column in resource.columns.items() if name not in dropped}
    properties = {name: column_schema(column) for name, column in columns.items()}
    ids = {"type": "array", "items": {"type": "string", "format": "uuid"}}
    properties |= {name: ids for name in resource.relations if name not in dropped}
    schema: Schema = {"type": "object", "properties": properties}
    required = [name for name, column in columns.items() if not column.nullable and column.default is None]
    return {**schema, "required": required} if creation and required else schema


def list_query(resource: Resource) -> Schema:
    """The query parameters of a list: its filters, and pages."""
    if resource.list_is_whole:
        return {}
    extra = dict.fromkeys(sorted(resource.extra_filters()), TEXT)
    return {**filters(resource), **extra, **LIST_QUERY, **resource.list_parameters}


def filters(resource: Resource) -> Schema:
    """The columns and relations as filters: text to compare with, `["a", "b"]` for several; one id of a relation."""
    return {**dict.fromkeys(resource.served, TEXT), **dict.fromkeys(resource.relations, ID)}


def read_query(resource: Resource) -> Schema:
    """The query parameters of a single read."""
    return {**RELATIONS, **resource.read_parameters}


def delete_query(resource: Resource) -> Schema:
    """The query parameters of a deletion."""
    return FORCE if resource.forced_deletes else {}


def column_schema(column: Column[Any]) -> Schema:
    """The JSON values of a column."""
    if isinstance(column.type, ARRAY):
        schema: Schema = {"type": "array", "items": _scalar(column, column.type.item_type)}
    else:
        schema = _scalar(column, column.type)
    return {"anyOf": [schema, {"type": "null"}]} if column.nullable and schema else schema


def _scalar(column: Column[Any], kind: Any) -> Schema:
    if "choices" in column.info:
        return {"type": "string", "enum": list(column.info["choices"])}
    for column_type, schema in KINDS:
        if isinstance(kind, column_type):
            return schema
    if isinstance(kind, String):
        return {"type": "string", **({"maxLength": kind.length} if kind.length else {})}
    return {}
