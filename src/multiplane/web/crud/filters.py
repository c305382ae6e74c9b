"""The query string of a list as clauses (00-conventions 7.2)."""

import json
from typing import Any

from sqlalchemy import Boolean, String, any_, bindparam, cast, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.session import Session
from multiplane.errors import BadRequest, SimpleBadRequest
from multiplane.ids import is_id
from multiplane.models.base import Relation
from multiplane.web.body import AnyRequest
from multiplane.web.crud.resource import Resource, link_table

Clause = ColumnElement[bool]

INVALID_FORMAT = "One of the provided values has an invalid format."
NOT_FILTERS = frozenset({"page", "limit", "relations", "fields", "force"})
TRUE = frozenset({"y", "yes", "t", "true", "on", "1"})
FALSE = frozenset({"n", "no", "f", "false", "off", "0"})


async def clauses(resource: Resource, session: Session, request: AnyRequest) -> list[Clause]:
    """Every filter of the query string; names that are no attribute of the model are ignored."""
    found: list[Clause] = []
    for name in request.query_params:
        value = request.query_params.getall(name)[0]
        clause = await _clause(resource, session, name, value)
        if clause is not None:
            found.append(clause)
    return found


async def _clause(resource: Resource, session: Session, name: str, value: str) -> Clause | None:
    if name in resource.extra_filters():
        return await resource.filter_on(session, name, value)
    if name in NOT_FILTERS:
        return None
    if name in resource.hidden_from(session.user) or (name in resource.columns and name not in resource.served):
        raise BadRequest(f"Filtering on {name} is not allowed.")
    if name in resource.relations:
        return relation_clause(resource, resource.relations[name], value)
    if name in resource.model.embedded:
        raise SimpleBadRequest(INVALID_FORMAT)
    if name in resource.columns:
        return column_clause(resource.columns[name], value)
    return None


def column_clause(column: Any, value: str) -> Clause:
    """One column compared with the text of a query parameter."""
    if column.name == "name":
        return column.ilike(value)  # type: ignore[no-any-return]
    if value.startswith("["):
        return list_clause(column, value)
    if isinstance(column.type, Boolean):
        return column.is_(boolean(value))  # type: ignore[no-any-return]
    if isinstance(column.type, UUID):
        return column == identifier(value)  # type: ignore[no-any-return]
    if is_address(column):
        return func.lower(column) == value.lower()
    if isinstance(column.type, String):
        return column == bindparam(None, value, type_=String)  # type: ignore[no-any-return]
    return column == cast(bindparam(None, value, type_=String), column.type)  # type: ignore[no-any-return]


def list_clause(column: Any, value: str) -> Clause:
    """`["a", "b"]` is IN; each item is compared as text cast to the column's type. Columns that are lists have none."""
    if isinstance(column.type, ARRAY):
        raise SimpleBadRequest(INVALID_FORMAT)
    try:
        items = json.loads(value)
    except (ValueError, RecursionError):
        raise BadRequest(f"Malformed list filter for field {column.name}.") from None
    texts = [item if isinstance(item, str) else json.dumps(item) for item in items if item is not None]
    if isinstance(column.type, UUID):
        texts = [identifier(text) for text in texts]
    if is_address(column):
        return func.lower(column) == any_(bindparam(None, [text.lower() for text in texts], type_=ARRAY(String)))
    array = bindparam(None, texts, type_=ARRAY(String))
    if isinstance(column.type, String):
        return column == any_(array)  # type: ignore[no-any-return]
    return column == any_(cast(array, ARRAY(column.type)))  # type: ignore[no-any-return]


def is_address(column: Any) -> bool:
    """E-mail addresses are compared whatever their case."""
    return bool(column.info.get("kind") == "email")


def relation_clause(resource: Resource, relation: Relation, value: str) -> Clause:
    """Rows linked to one id."""
    if not is_id(value):
        raise SimpleBadRequest(INVALID_FORMAT)
    link = link_table(relation).alias()
    own = resource.model.__table__.c.id
    return exists(select(link.c[relation.own]).where(link.c[relation.own] == own, link.c[relation.other] == value))


def boolean(value: str) -> bool:
    """A boolean of the query string, or 400."""
    text = value.lower()
    if text not in TRUE and text not in FALSE:
        raise BadRequest(f"Invalid boolean value: {value}")
    return text in TRUE


def identifier(value: str) -> str:
    """An id of the query string, or 400."""
    if value == "":
        raise SimpleBadRequest(INVALID_FORMAT)
    if not is_id(value):
        raise BadRequest(f"Invalid UUID value: {value}")
    return value.lower()
