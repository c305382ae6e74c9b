"""The query string of the plain lists of entities as clauses (03-entities 1.12)."""

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import assigned_entity
from multiplane.errors import BadRequest, SimpleBadRequest
from multiplane.models import Entity, EntityType
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.crud.filters import column_clause, relation_clause
from multiplane.web.crud.resource import Resource

Clause = ColumnElement[bool]

MALFORMED = "One of the ID sent in parameter is not properly formatted."


class _Entities(Resource):
    model = Entity


class _EntityTypes(Resource):
    model = EntityType


ENTITIES, ENTITY_TYPES = _Entities(), _EntityTypes()


def of_entities(request: AnyRequest, user: CurrentUser) -> list[Clause]:
    """The clauses of every parameter that names a column or relation of entities; other names are ignored.

    `assigned_to`, whatever its value, means entities with a task assigned to the caller. 400 on malformed values.
    """
    clauses = _clauses(ENTITIES, request)
    return [*clauses, assigned_entity(user)] if "assigned_to" in request.query_params else clauses


def of_types(request: AnyRequest) -> list[Clause]:
    """The same for entity types."""
    return _clauses(ENTITY_TYPES, request)


def identifier(request: AnyRequest, name: str) -> str | None:
    """An id of the query string, lower-cased; 400 when malformed."""
    value = query.text(request, name)
    if value == "":
        raise BadRequest(MALFORMED)
    return query.identifier(request, name, f"Invalid UUID value: {value}")


def _clauses(resource: Resource, request: AnyRequest) -> list[Clause]:
    found: list[Clause] = []
    for name in request.query_params:
        value = query.text(request, name) or ""
        try:
            if name in resource.relations:
                found.append(relation_clause(resource, resource.relations[name], value))
            elif name in resource.columns:
                found.append(column_clause(resource.columns[name], value))
        except SimpleBadRequest:
            raise BadRequest(MALFORMED) from None
    return found
