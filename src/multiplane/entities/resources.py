"""The generic resources of entities and their types (02-models 5.1, 5.2)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import refuse_roles, require_access, require_entity, require_manager
from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_entities
from multiplane.casting import locks
from multiplane.casting.policy import require_access_to_all
from multiplane.casting.readiness import refresh_readiness
from multiplane.database.errors import FormatRefused
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.entities import changes, masking, queries, versions
from multiplane.entities.kinds import ASSET, CONCEPTS, emit, kind_of
from multiplane.entities.policy import may_edit_metadata, owns, require_creator_or_manager
from multiplane.entities.service import concept_links, find_entity
from multiplane.errors import BadRequest, Forbidden, SimpleBadRequest
from multiplane.ids import is_id
from multiplane.models import Entity, EntityType
from multiplane.web.body import AnyRequest
from multiplane.web.crud.filters import column_clause
from multiplane.web.crud.operations import relation_id_list
from multiplane.web.crud.resource import ALL, Resource, needed
from multiplane.web.crud.values import column_value
from multiplane.web.routing import SIGNED_IN

ADDED = ("entity_type_name", "kind")
"""Keys that rows carry for the rules, and answers do not."""
COUNTED = ("ready_for", "canceled")
"""Columns of an asset that figures of its containers depend on."""
GIVEN_BY_OTHERS = frozenset({"entities_in", "instance_casting"})
"""Relations that are the castings of other entities: only administrators create an entity with them."""


class EntityResource(Resource):
    """Every entity, whatever its kind; its update is the one clients use for all of them."""

    model = Entity
    path = "entities"
    lists = reads = creates = updates = deletes = SIGNED_IN
    protected = frozenset(
        {"instance_casting", "entities_in", "entities_out", "type", "shotgun_id", "created_by"},
    )
    updated_relations = ALL
    update_refusal = SimpleBadRequest

    # -- who may

    def visible(self, user: CurrentUser) -> ColumnElement[bool] | None:
        return visible_entities(user)

    def extra_filters(self) -> frozenset[str]:
        return frozenset({"data"})

    async def filter_on(self, session: Session, name: str, value: str) -> ColumnElement[bool]:
        return masking.filter_whole(session.user, column_clause(self.columns[name], value))

    async def check_read(self, session: Session, row: Row) -> None:
        await require_entity(session, row)
        if kind_of(row["entity_type_name"]) in CONCEPTS:
            refuse_roles(session, row["project_id"], "client")

    async def check_create(self, session: Session, data: Row) -> None:
        project_id = needed(data, "project_id")
        await require_manager(session, project_id.lower() if isinstance(project_id, str) else None)

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        user = session.user
        if owns(user, row):
            return
        await require_access(session, row["project_id"])
        if not may_edit_metadata(user, row, data, await self._open_fields(session, row)):
            raise Forbidden

    async def check_delete(self, session: Session, row: Row) -> None:
        await require_creator_or_manager(session, row)

    async def _open_fields(self, session: Session, row: Row) -> frozenset[str]:
        kind = (await find_entity(session, row["id"]))["kind"]
        return await masking.open_fields(session, row["project_id"], kind)

    # -- writes

    async def before_lock(self, session: Session, object_id: str, data: Row) -> None:
        """Figures of the assets that cast an asset change with it; a removal locks the tasks it looks for."""
        if is_id(object_id) and not data:
            await session.run(queries.LOCK_TASKS, entity_id=object_id)
        elif is_id(object_id) and not data.keys().isdisjoint(COUNTED):
            await locks.lock_assets(session, [object_id.lower()])

    async def prepare_create(self, session: Session, data: Row) -> Row:
        project_id = column_value(self.columns["project_id"], data["project_id"])
        await changes.refuse_foreign_parent(session, project_id, data)
        kept = {key: value for key, value in data.items() if session.user.is_admin or key not in GIVEN_BY_OTHERS}
        await require_access_to_all(session, relation_id_list(kept.get("entities_out")))
        return {**kept, "created_by": session.user.id}

    async def created(self, session: Session, row: Row, data: Row) -> None:
        row["kind"] = await _kind_of_type(session, row["entity_type_id"])

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        kept = dict(data)
        if kept.get("source_id") == "null":
            kept["source_id"] = None
        if "data" in kept:
            kept["data"] = merged_metadata(row["data"], kept["data"])
        await changes.refuse_foreign_parent(session, row["project_id"], kept)
        await changes.refuse_duplicate(session, row, kept)
        return kept

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        after["entity_type_name"] = await session.value(queries.TYPE_NAME, type_id=after["entity_type_id"])
        after["kind"] = kind_of(after["entity_type_name"])
        if after["kind"] == "Shot":
            await versions.record(session, before, after)
        elif after["kind"] == ASSET and any(before[key] != after[key] for key in COUNTED):
            await refresh_readiness(session, asset_ids=[after["id"]])
        await masking.mask(session, [after])

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        row["kind"] = await _kind_of_type(session, row["entity_type_id"])
        await session.run(queries.DELETE_DEPICTIONS, entity_id=row["id"])
        if row["kind"] == "Sequence":
            await session.run(queries.DELETE_SUBSCRIPTIONS, entity_id=row["id"])

    # -- what is told

    def select(self, relations: Iterable[str] = ()) -> Any:
        type_name = select(EntityType.name).where(EntityType.id == Entity.entity_type_id).scalar_subquery()
        return super().select(relations).add_columns(type_name.label("entity_type_name"))

    async def prepare_list(self, session: Session, request: AnyRequest, rows: list[Row]) -> None:
        await masking.mask(session, rows)
        await _link_concepts(session, rows)

    async def present_one(self, session: Session, request: AnyRequest, row: Row) -> Row:
        await self.prepare_list(session, request, [row])
        return self.present(session.user, row)

    def present(self, user: CurrentUser, row: Row) -> Row:
        return {key: value for key, value in row.items() if key not in ADDED}

    def present_written(self, user: CurrentUser, row: Row) -> Row:
        return self.present(user, row)

    def type_of(self, row: Row) -> str:
        """The kind; the answer of a creation says `Entity` (02-models 5.2)."""
        return kind_of(row["entity_type_name"]) if "entity_type_name" in row else self.name

    def emit(self, session: Session, action: str, row: Row) -> None:
        emit(session, action, row, row["kind"])


class EntityTypeResource(Resource):
    """Asset types and the reserved ones; everybody reads them (02-models 5.1)."""

    model = EntityType
    path = "entity-types"
    lists = reads = SIGNED_IN
    updated_relations = ("task_types",)

    async def prepare_create(self, session: Session, data: Row) -> Row:
        await _refuse_taken_type(session, data.get("name"), None)
        return data

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        if data.get("name") != row["name"]:
            await _refuse_taken_type(session, data.get("name"), row["id"])
        return data

    def emit(self, session: Session, action: str, row: Row) -> None:
        session.emit(f"asset-type:{action}", {"asset_type_id": row["id"]})


def merged_metadata(stored: Any, given: Any) -> Any:
    """Metadata after an update: given keys over the stored ones; null leaves them alone (02-models 5.2)."""
    kept = decoded(stored)
    kept = kept if isinstance(kept, dict) else {}
    if given is None:
        return kept
    if not isinstance(given, dict):
        raise FormatRefused
    return {**kept, **given}


async def _kind_of_type(session: Session, type_id: str) -> str:
    return kind_of(await session.value(queries.TYPE_NAME, type_id=type_id))


async def _link_concepts(session: Session, rows: list[Row]) -> None:
    """Concepts always carry the entities they depict (00-conventions 4)."""
    concepts = [row for row in rows if row["entity_type_name"] == "Concept" and "entity_concept_links" not in row]
    if concepts:
        links = await concept_links(session, (row["id"] for row in concepts))
        for row in concepts:
            row["entity_concept_links"] = links.get(row["id"], [])


async def _refuse_taken_type(session: Session, name: Any, except_id: str | None) -> None:
    if not isinstance(name, str):
        return
    await session.run(queries.LOCK_TYPE_NAMES)
    if await session.value(queries.TAKEN_TYPE_NAME, name=name, except_id=except_id):
        raise BadRequest("Entity type with this name already exists")
