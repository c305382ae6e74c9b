"""The declaration of one table's generic operations, and the hooks a domain may override."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import Column, Table, func, select
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import ApiError, Forbidden, PlainRefusal
from multiplane.models.base import Base, Relation
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.routing import ADMIN, Access, Schema

PROTECTED = frozenset({"id", "created_at", "updated_at"})
ALL = None
"""Every relation of the model, where a tuple of names is expected."""


class Resource:
    """One collection under `/data`. Without any override everything is for administrators only."""

    model: ClassVar[type[Base]]
    path: ClassVar[str]

    lists: ClassVar[Access] = ADMIN
    reads: ClassVar[Access] = ADMIN
    creates: ClassVar[Access] = ADMIN
    updates: ClassVar[Access] = ADMIN
    deletes: ClassVar[Access] = ADMIN

    protected: ClassVar[frozenset[str]] = frozenset()
    """Keys an update drops, beside `id`, the dates and `project_id`."""
    updated_relations: ClassVar[tuple[str, ...] | None] = ()
    """The relations an update's answer carries; ALL for each of them."""
    update_refusal: ClassVar[type[ApiError]] = PlainRefusal
    """The shape of the 400 when the database refuses the values of an update."""
    instructions: ClassVar[frozenset[str]] = frozenset()
    """Keys of a creation that hooks read and nothing stores."""
    given: ClassVar[frozenset[str]] = frozenset()
    """Of `id` and the dates, those a creation stores as they are sent."""
    duplicate: ClassVar[str | None] = None
    """Text of the 400 when a creation meets a unique key, where it is not the usual one."""
    missing: ClassVar[str | None] = None
    """Text of the 404 of updates and deletions, also for a malformed id, where it is not the usual one."""
    malformed_is_missing: ClassVar[frozenset[str]] = frozenset()
    """Of GET and DELETE, those that answer 404, not 400, to a malformed id."""
    forced_deletes: ClassVar[bool] = False
    """A deletion with `force=true` removes more."""
    list_parameters: ClassVar[Schema] = {}
    """Documentation of parameters of the list that are no filters."""
    read_parameters: ClassVar[Schema] = {}
    """Documentation of parameters of a single read, beside `relations`."""
    list_limit: ClassVar[int | None] = None
    """Most rows of a list without `page`."""
    list_writes: ClassVar[bool] = False
    """A list may make missing rows: it is a transaction."""
    list_is_whole: ClassVar[bool] = False
    """A list ignores its query string: no filter, no page."""

    # -- what the table is made of

    @cached_property
    def name(self) -> str:
        """The model's name, served as `type`."""
        return self.model.__name__

    @cached_property
    def columns(self) -> dict[str, Column[Any]]:
        return {column.name: column for column in table_of(self.model).columns}

    @cached_property
    def served(self) -> tuple[str, ...]:
        """The columns that may appear in an answer."""
        return tuple(name for name, column in self.columns.items() if not column.info.get("hidden"))

    @cached_property
    def relations(self) -> dict[str, Relation]:
        return dict(self.model.relations)

    @cached_property
    def answered_relations(self) -> tuple[str, ...]:
        """The relations in the answer of an update."""
        return tuple(self.relations) if self.updated_relations is ALL else self.updated_relations

    @cached_property
    def ignored_on_update(self) -> frozenset[str]:
        owner = {"project_id"} if "project_id" in self.columns else set()
        return PROTECTED | self.protected | owner

    @cached_property
    def event_name(self) -> str:
        table: str = self.model.__tablename__
        return table.replace("_", "-")

    # -- who may

    async def check_list(self, session: Session, request: AnyRequest) -> None:
        demand(session.user, self.lists)

    async def check_read(self, session: Session, row: Row) -> None:
        demand(session.user, self.reads)

    async def check_create(self, session: Session, data: Row) -> None:
        demand(session.user, self.creates)

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        demand(session.user, self.updates)

    async def check_delete(self, session: Session, row: Row) -> None:
        demand(session.user, self.deletes)

    def visible(self, user: CurrentUser) -> ColumnElement[bool] | None:
        """The rows a list may show to this user; None for all of them. Administrators are asked too."""
        return None

    def hidden_from(self, user: CurrentUser) -> frozenset[str]:
        """Served columns this user may neither read in a list or a read, nor filter on."""
        return frozenset()

    # -- lists

    def extra_filters(self) -> frozenset[str]:
        """Query parameters of this collection's list that are not columns or relations."""
        return frozenset()

    async def filter_on(self, session: Session, name: str, value: str) -> ColumnElement[bool] | None:
        """The clause of an extra filter; None when it filters nothing."""
        raise NotImplementedError(name)

    def list_relations(self, request: AnyRequest) -> bool:
        """Whether a list carries the relations."""
        return query.flag(request, "relations")

    def read_relations(self, request: AnyRequest) -> bool:
        """Whether a single read carries the relations."""
        return query.flag(request, "relations", True)

    async def prepare_list(self, session: Session, request: AnyRequest, rows: list[Row]) -> None:
        """Complete the rows of a list with what `present` needs; a constant number of queries."""

    # -- before and after a write

    async def before_lock(self, session: Session, object_id: str, data: Row) -> None:
        """Take the locks an update or deletion needs before the row's own, so that no two wait for each other.

        `object_id` is as it came in the path; `data` is the body of the update, empty for a deletion.
        """

    async def before_delete_lock(self, session: Session, object_id: str, *, force: bool) -> None:
        """The same before a deletion; nobody has looked yet whether the caller may."""
        await self.before_lock(session, object_id, {})

    async def prepare_create(self, session: Session, data: Row) -> Row:
        """Validate a new object; returns the columns and relations to store."""
        return data

    async def created(self, session: Session, row: Row, data: Row) -> None:
        """Side effects of a creation; `row` may be completed with keys for the answer."""

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        """Validate a change; returns the columns and relations to change."""
        return data

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        """Side effects of an update; `after` may be completed with keys for the answer."""

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        """Remove or detach what goes with the row (02-models 1.9)."""

    def delete_refusal(self, message: str) -> ApiError:
        """The refusal of a deletion that the database does not allow."""
        return PlainRefusal(message)

    # -- what is told

    def present(self, user: CurrentUser, row: Row) -> Row:
        """The JSON object of a row in lists and reads."""
        hidden = self.hidden_from(user)
        return {key: value for key, value in row.items() if key not in hidden} if hidden else row

    async def present_one(self, session: Session, request: AnyRequest, row: Row) -> Row:
        """The JSON object of a single read; may ask the database for more."""
        return self.present(session.user, row)

    def present_written(self, user: CurrentUser, row: Row) -> Row:
        """The JSON object in the answer of a creation or an update."""
        return row

    def emit(self, session: Session, action: str, row: Row) -> None:
        """Emit `<table>:<action>` (00-conventions 7.10)."""
        key = f"{self.model.__tablename__}_id"
        session.emit(f"{self.event_name}:{action}", {key: row["id"]}, row.get("project_id"))

    def type_of(self, row: Row) -> str:
        """The value of `type`."""
        return self.name

    # -- statements

    def select(self, relations: Iterable[str] = ()) -> Any:
        """Served columns, and the ids of these relations."""
        table = self.model.__table__
        picked: list[Any] = [table.c[name] for name in self.served]
        return select(*picked, *(relation_ids(self.model, name) for name in relations))

    def written(self, row: Row, relations: Iterable[str]) -> Row:
        """The object in the answer of a write: no hidden column, these relations, then its type."""
        dropped = {name for name in self.columns if name not in self.served}
        dropped |= self.relations.keys() - set(relations)
        return {**{key: value for key, value in row.items() if key not in dropped}, "type": self.type_of(row)}


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    return Base.metadata.tables[model.__tablename__]


def link_table(relation: Relation) -> Table:
    """The table that holds a relation."""
    return Base.metadata.tables[relation.table]


def relation_ids(model: type[Base], name: str) -> Any:
    """The ids of a relation, as an array beside the columns of the row."""
    relation = model.relations[name]
    link = link_table(relation).alias()
    ids = select(link.c[relation.other]).where(link.c[relation.own] == model.__table__.c.id)
    return func.array(ids.scalar_subquery()).label(name)


def demand(user: CurrentUser, access: Access) -> None:
    """Apply a rule on the caller alone; 403 when it refuses."""
    if access.rule is not None and not access.rule(user):
        raise Forbidden


def needed(data: Row, key: str) -> Any:
    """A key a rule reads; missing, the documented 400 (00-conventions 7.6)."""
    if key not in data:
        raise PlainRefusal(f"'{key}'")
    return data[key]
