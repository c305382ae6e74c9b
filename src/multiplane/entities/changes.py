"""Checks that every update of an entity makes."""

from multiplane.access.projects import foreign_entities
from multiplane.database.errors import ReferenceRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import queries
from multiplane.entities.service import lock_name
from multiplane.errors import BadRequest
from multiplane.models import Entity
from multiplane.web.crud.resource import table_of
from multiplane.web.crud.values import column_value

COLUMNS = table_of(Entity).c
PROTECTED = frozenset(
    {"id", "created_at", "updated_at", "project_id", "shotgun_id", "created_by"},
)
"""Columns no update of an entity changes."""
NAMED_BY = ("name", "entity_type_id", "parent_id")


def column_values(changes: Row) -> Row:
    """The columns of a body that may change, with the values to store; every other key is dropped.

    Raises `FormatRefused`, or `BadRequest` of an unknown status.
    """
    return {
        key: column_value(COLUMNS[key], value)
        for key, value in changes.items()
        if key in COLUMNS and key not in PROTECTED
    }


async def refuse_foreign_parent(session: Session, project_id: str, changes: Row) -> None:
    """Refuse a parent of another project as if there were none: its name would be shown to people outside its team."""
    parent_id = column_value(COLUMNS["parent_id"], changes.get("parent_id"))
    if await foreign_entities(session, project_id, [parent_id]):
        raise ReferenceRefused


async def refuse_duplicate(session: Session, entity: Row, changes: Row) -> None:
    """400 when a change gives the name of another entity of the project with the same type and parent.

    Null parents are equal here, which the database does not see (03-entities 1.5). The name stays locked until the
    transaction ends.
    """
    name, type_id, parent_id = (column_value(COLUMNS[key], changes.get(key, entity[key])) for key in NAMED_BY)
    if [name, type_id, parent_id] == [entity[key] for key in NAMED_BY] or name is None or type_id is None:
        return
    project_id = entity["project_id"]
    await lock_name(session, project_id, type_id, name)
    place = {"name": name, "project_id": project_id, "type_id": type_id, "parent_id": parent_id}
    if await session.value(queries.DUPLICATE, entity_id=entity["id"], **place):
        raise BadRequest(
            f"An entity with name '{name}', project_id '{project_id}', entity_type_id '{type_id}', and parent_id "
            f"'{parent_id}' already exists. The combination of these fields must be unique."
        )
