"""The query string of the plain lists of entities as clauses (03-entities 1.12)."""

from sqlalchemy import true
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import assigned_entity
from multiplane.entities import masking
from multiplane.errors import BadRequest, SimpleBadRequest
from multiplane.ids import explicit_id
from multiplane.models import Entity, EntityType
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.crud.documentation import filters
from multiplane.web.crud.filters import column_clause, relation_clause
from multiplane.web.crud.resource import Resource
from multiplane.web.parameters import ID, TEXT

Clause = ColumnElement[bool]

MALFORMED = "One of the ID sent in parameter is not properly formatted."


EPISODES = (None, "all", "main")
"""What is asked for in place of an episode: no filter, no filter, or what belongs to none."""


class _Entities(Resource):
    model = Entity


class _EntityTypes(Resource):
    model = EntityType


ENTITIES, ENTITY_TYPES = _Entities(), _EntityTypes()
ENTITY_QUERY = {**filters(ENTITIES), "assigned_to": TEXT}
TYPE_QUERY = {**filters(ENTITY_TYPES), "project_id": ID}
"""The filters, for the API documentation."""


def of_entities(request: AnyRequest, user: CurrentUser) -> list[Clause]:
    """The clauses of every parameter that names a column or relation of entities; other names are ignored.

    `assigned_to`, whatever its value, means entities with a task assigned to the caller. 400 on malformed values.
    """
    clauses = _clauses(ENTITIES, request)
    if "data" in request.query_params:
        clauses.append(masking.filter_whole(user, true()))
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


def episode(request: AnyRequest) -> str | None:
    """The episode of the query string: an id, `all` or `main`; 400 when it is none of them."""
    value = query.text(request, "episode_id")
    return value if value in EPISODES else identifier(request, "episode_id")


def checked(path_id: str) -> str:
    """An id of a path whose route names the mistake, lower-cased; 400 when malformed."""
    return explicit_id(path_id, f"Invalid UUID value: {path_id}")


def has_type(entity_type_id: str) -> Clause:
    """Entities of one type."""
    return Entity.entity_type_id == entity_type_id


def _clauses(resource: Resource, request: AnyRequest) -> list[Clause]:
    found: list[Clause] = []
    attributes = resource.relations.keys() | resource.columns.keys()
    for name in (name for name in request.query_params if name in attributes):
        value = query.text(request, name) or ""
        try:
            if name in resource.relations:
                found.append(relation_clause(resource, resource.relations[name], value))
            else:
                found.append(column_clause(resource.columns[name], value))
        except SimpleBadRequest:
            raise BadRequest(MALFORMED) from None
    return found
