"""The five operations, for every table (00-conventions 7)."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, literal_column, select, update
from sqlalchemy import exists as sql_exists
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.errors import DataRefused, DuplicateRefused, FormatRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.database.statements import Prepared, among, prepare
from multiplane.errors import BadRequest, NotFound, PlainNotFound, PlainRefusal, SimpleBadRequest
from multiplane.ids import is_id
from multiplane.models.base import Base, Relation
from multiplane.web import query
from multiplane.web.body import AnyRequest, read_object
from multiplane.web.crud.filters import clauses
from multiplane.web.crud.pages import Page
from multiplane.web.crud.resource import PROTECTED, Resource, link_table, relation_ids
from multiplane.web.crud.values import check_dates, column_value


async def list_objects(resource: Resource, session: Session, request: AnyRequest) -> Any:
    """GET of the collection: an array, or the envelope of one page."""
    await resource.check_list(session, request)
    if resource.list_is_whole:
        return await _complete(resource, session, request, await _rows(resource, session, (), ()))
    page = Page.of(request, request.app.state.settings.nb_records_per_page)
    where = await clauses(resource, session, request)
    visible = resource.visible(session.user)
    if visible is not None:
        where.append(visible)
    relations = tuple(resource.relations) if resource.list_relations(request) else ()
    try:
        if page is None:
            rows = await _rows(resource, session, where, relations)
            return await _present(resource, session, request, rows)
        total = await session.value(select(func.count()).select_from(resource.model).where(*where))
        rows = await _page(resource, session, where, relations, page) if page.is_reachable else []
        return page.envelope(await _present(resource, session, request, rows), total)
    except FormatRefused as refusal:
        raise SimpleBadRequest(refusal.message) from refusal


async def get_object(resource: Resource, session: Session, request: AnyRequest, object_id: str) -> Row:
    """GET of one object."""
    _refuse_malformed(resource, "GET", object_id)
    relations = tuple(resource.relations) if resource.read_relations(request) else ()
    row = await session.one(_one(resource, relations), row_id=instance_id(object_id))
    if row is None:
        raise NotFound
    await resource.check_read(session, row)
    await _embed(resource, session, [row])
    return await resource.present_one(session, request, {**row, "type": resource.type_of(row)})


async def create_object(resource: Resource, session: Session, request: AnyRequest) -> Row:
    """POST on the collection: permission, validation, insertion, side effects, event."""
    data = await read_object(request)
    await resource.check_create(session, data)
    data = await resource.prepare_create(session, data)
    dropped = (PROTECTED - resource.given) | resource.instructions
    values, linked = _split(resource, {key: value for key, value in data.items() if key not in dropped})
    row = await _insert(resource, session, values)
    for name, ids in linked.items():
        await replace_relation(session, resource.model.relations[name], row["id"], ids)
    row.update(await _relations(resource, session, row["id"]))
    await resource.created(session, row, data)
    resource.emit(session, "new", row)
    await _embed(resource, session, [row])
    return resource.present_written(session.user, resource.written(row, tuple(resource.relations)))


async def _insert(resource: Resource, session: Session, values: Row) -> Row:
    try:
        return await session.insert(resource.model, values)
    except DuplicateRefused as refusal:
        if resource.duplicate is None:
            raise
        raise PlainRefusal(resource.duplicate) from refusal


async def update_object(resource: Resource, session: Session, request: AnyRequest, object_id: str) -> Row:
    """PUT on one object; only the keys present change."""
    data = await read_object(request)
    try:
        return await _update(resource, session, data, object_id)
    except DataRefused as refusal:
        raise resource.update_refusal(refusal.message) from refusal


async def _update(resource: Resource, session: Session, data: Row, object_id: str) -> Row:
    await resource.before_lock(session, object_id, data)
    before = await _locked(resource, session, object_id)
    await resource.check_update(session, before, data)
    kept = {key: value for key, value in data.items() if key not in resource.ignored_on_update}
    kept = await resource.prepare_update(session, before, kept)
    check_dates(resource.columns, kept)
    known = {key: value for key, value in kept.items() if key in resource.columns or key in resource.relations}
    values, linked = _split(resource, known)
    after = await session.update(resource.model, before["id"], values)
    assert after is not None  # noqa: S101 - the row is locked
    for name, ids in linked.items():
        await replace_relation(session, resource.model.relations[name], before["id"], ids)
    relations = resource.answered_relations
    if relations:
        after.update(await _relations(resource, session, before["id"]))
    await resource.updated(session, before, after, kept)
    resource.emit(session, "update", after)
    await _embed(resource, session, [after])
    return resource.present_written(session.user, resource.written(after, relations))


async def delete_object(resource: Resource, session: Session, request: AnyRequest, object_id: str) -> None:
    """DELETE of one object, with its links; refused with a 400 when other rows refer to it."""
    _refuse_malformed(resource, "DELETE", object_id)
    force = resource.forced_deletes and query.flag(request, "force")
    await resource.before_delete_lock(session, object_id, force=force)
    row = await _locked(resource, session, object_id)
    await resource.check_delete(session, row)
    try:
        await resource.before_delete(session, row, force=force)
        await _delete(resource, session, row)
    except DataRefused as refusal:
        raise resource.delete_refusal(refusal.message) from refusal
    resource.emit(session, "delete", row)


async def _delete(resource: Resource, session: Session, row: Row) -> None:
    for relation in resource.relations.values():
        if relation.is_link:
            link = link_table(relation)
            await session.run(delete(link).where(link.c[relation.own] == row["id"]))
    table = resource.model.__table__
    await session.run(delete(resource.model).where(table.c.id == row["id"]))


def _refuse_malformed(resource: Resource, method: str, object_id: str) -> None:
    if method in resource.malformed_is_missing and not is_id(object_id):
        raise NotFound


async def _locked(resource: Resource, session: Session, object_id: str) -> Row:
    """The object to change or delete; nobody else changes it until the transaction ends."""
    if resource.missing is not None and not is_id(object_id):
        raise PlainNotFound(resource.missing)
    row = await session.get(resource.model, instance_id(object_id), lock=True)
    if row is None:
        raise PlainNotFound(resource.missing) if resource.missing is not None else NotFound
    return row


def instance_id(text: str) -> str:
    """The id of an instance path; malformed is a 400 (00-conventions 6)."""
    if not is_id(text):
        raise BadRequest("Malformed ID.")
    return text.lower()


async def replace_relation(session: Session, relation: Relation, owner_id: str, ids: Sequence[str]) -> None:
    """Make these ids the whole relation. Links that stay keep their row; ids matching nothing are dropped."""
    if relation.is_link:
        await _replace_links(session, relation, owner_id, ids)
    else:
        await _replace_children(session, relation, owner_id, ids)


async def _replace_links(session: Session, relation: Relation, owner_id: str, ids: Sequence[str]) -> None:
    link, target = link_table(relation), _table_of(relation.target)
    own, other = link.c[relation.own], link.c[relation.other]
    await session.run(delete(link).where(own == owner_id, ~among(other, ids)))
    columns: dict[str, Any] = {relation.own: bindparam(None, owner_id, type_=UUID(as_uuid=False))}
    columns[relation.other] = target.c.id
    columns.update(_link_defaults(link, columns))
    missing = ~sql_exists(select(own).where(own == owner_id, other == target.c.id))
    found = select(*columns.values()).where(among(target.c.id, ids), missing)
    await session.run(insert(link).from_select(list(columns), found, include_defaults=False))


async def _replace_children(session: Session, relation: Relation, owner_id: str, ids: Sequence[str]) -> None:
    """Children left out are detached, never deleted: they are rows of their own."""
    child = link_table(relation)
    own = child.c[relation.own]
    moved: dict[str, Any] = {"updated_at": literal_column("now() AT TIME ZONE 'utc'")}
    left_out = update(child).where(own == owner_id, ~among(child.c.id, ids))
    await session.run(left_out.values({relation.own: None, **moved}))
    added = update(child).where(among(child.c.id, ids), own.is_distinct_from(owner_id))
    await session.run(added.values({relation.own: owner_id, **moved}))


def relation_id_list(value: Any) -> list[str]:
    """The ids of a relation in a body: a list of ids, of objects holding `id`, or null (00-conventions 7.6)."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise FormatRefused
    found = [item.get("id") if isinstance(item, dict) else item for item in value]
    ids = [item.lower() for item in found if is_id(item)]
    if len(ids) < len(found):
        raise FormatRefused
    return ids


def _split(resource: Resource, data: Row) -> tuple[Row, dict[str, list[str]]]:
    """Columns with the values to store, and relations with their ids. An unknown key is refused."""
    values: Row = {}
    linked: dict[str, list[str]] = {}
    for key, value in data.items():
        if key in resource.columns:
            values[key] = column_value(resource.columns[key], value)
        elif key in resource.relations:
            linked[key] = relation_id_list(value)
        else:
            raise PlainRefusal(f"'{key}' is an invalid keyword argument for {resource.name}")
    return values, linked


async def _rows(
    resource: Resource, session: Session, where: Iterable[ColumnElement[bool]], relations: tuple[str, ...]
) -> list[Row]:
    table = resource.model.__table__
    statement = resource.select(relations).where(*where).order_by(table.c.created_at, table.c.id)
    return await session.all(statement.limit(resource.list_limit))


async def _page(
    resource: Resource,
    session: Session,
    where: Iterable[ColumnElement[bool]],
    relations: tuple[str, ...],
    page: Page,
) -> list[Row]:
    table = resource.model.__table__
    newest_first = (table.c.updated_at.desc(), table.c.created_at.desc(), table.c.id)
    statement = resource.select(relations).where(*where).order_by(*newest_first)
    return await session.all(statement.limit(page.limit).offset(page.offset))


async def _present(resource: Resource, session: Session, request: AnyRequest, rows: list[Row]) -> list[Row]:
    shown = await _complete(resource, session, request, rows)
    fields = {name.strip() for name in (query.text(request, "fields") or "").split(",")} - {""}
    if not fields:
        return shown
    fields |= {"id", "type"}
    return [{key: value for key, value in row.items() if key in fields} for row in shown]


async def _complete(resource: Resource, session: Session, request: AnyRequest, rows: list[Row]) -> list[Row]:
    """The JSON objects of rows, with every key the caller may see."""
    await _embed(resource, session, rows)
    await resource.prepare_list(session, request, rows)
    return [resource.present(session.user, {**row, "type": resource.type_of(row)}) for row in rows]


async def _relations(resource: Resource, session: Session, row_id: str) -> Row:
    if not resource.relations:
        return {}
    return await session.one(_relations_of(resource.model), row_id=row_id) or {}


async def _embed(resource: Resource, session: Session, rows: list[Row]) -> None:
    """To-one relations are served as whole objects (00-conventions 4)."""
    for key, (column, target) in resource.model.embedded.items():
        table = _table_of(target)
        served = [column for column in table.columns if not column.info.get("hidden")]
        wanted = {row[column] for row in rows} - {None}
        found = await session.all(select(*served).where(among(table.c.id, wanted))) if wanted else []
        by_id = {row["id"]: {**row, "type": target} for row in found}
        for row in rows:
            row[key] = by_id.get(row[column])


def _table_of(model_name: str) -> Any:
    for mapper in Base.registry.mappers:
        if mapper.class_.__name__ == model_name:
            return mapper.local_table
    raise LookupError(model_name)


def _link_defaults(link: Any, given: Row) -> Row:
    """Values for the other columns of link rows made by a relation: an id, the dates, the defaults."""
    values: Row = {}
    for column in link.columns:
        if column.name in given:
            continue
        if column.name == "id":
            values["id"] = func.gen_random_uuid()
        elif column.name in ("created_at", "updated_at"):
            values[column.name] = literal_column("now() AT TIME ZONE 'utc'")
        elif column.default is not None:
            argument = column.default.arg
            default = argument(None) if column.default.is_callable else argument
            values[column.name] = bindparam(None, default, type_=column.type)
    return values


@cache
def _one(resource: Resource, relations: tuple[str, ...]) -> Prepared:
    table = resource.model.__table__
    return prepare(resource.select(relations).where(table.c.id == bindparam("row_id")))


@cache
def _relations_of(model: type[Base]) -> Prepared:
    table = model.__table__
    picked = [relation_ids(model, name) for name in model.relations]
    return prepare(select(*picked).select_from(table).where(table.c.id == bindparam("row_id")))
