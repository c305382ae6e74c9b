"""One request's conversation with PostgreSQL: statements in, rows out, and the events that go with a write."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cache
from typing import Any
from uuid import uuid4

import asyncpg
from sqlalchemy import Executable, bindparam, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import JSONB

from multiplane.access.user import CurrentUser
from multiplane.database import outbox
from multiplane.database.errors import translate
from multiplane.database.kept import Kept
from multiplane.database.rows import Row, now, set_codecs
from multiplane.database.statements import Prepared, prepare, quoted
from multiplane.models.base import Base
from multiplane.settings import Settings

Statement = Executable | Prepared

# Compiling a statement to machine code takes longer than running any of ours.
CONNECTION = {"timezone": "UTC", "datestyle": "ISO, YMD", "application_name": "multiplane", "jit": "off"}

ROWS_OF_PIECE = 200
PIECES_AHEAD = 2
"""Pieces of a long answer read from the database before the client has taken them."""


class Session:
    """Runs statements for one user, on one connection.

    A session made by `Database.transaction` is one transaction: all its writes and events, or none.
    One made by `Database.reading` reads what is committed and may not emit.
    """

    def __init__(
        self,
        connection: asyncpg.Connection,
        user: CurrentUser | None,
        *,
        writes: bool,
        settings: Settings | None = None,
    ) -> None:
        self.connection = connection
        self._settings = settings
        self._user = user
        self._events: list[outbox.Event] = []
        self._writes = writes

    @property
    def user(self) -> CurrentUser:
        """Who asks; only public routes and commands have nobody."""
        if self._user is None:
            raise LookupError("this session has no user: the route is public")
        return self._user

    @property
    def settings(self) -> Settings:
        """The server's settings, for rules that depend on them."""
        if self._settings is None:
            raise LookupError("this session was opened without settings")
        return self._settings

    @property
    def user_id(self) -> str | None:
        return self._user.id if self._user else None

    async def all(self, statement: Statement, **values: Any) -> list[Row]:
        """Every row of a statement."""
        sql, arguments = _ready(statement, values)
        try:
            return [dict(record) for record in await self.connection.fetch(sql, *arguments)]
        except Exception as error:
            raise translate(error) from error

    async def one(self, statement: Statement, **values: Any) -> Row | None:
        """The first row, or None."""
        sql, arguments = _ready(statement, values)
        try:
            record = await self.connection.fetchrow(sql, *arguments)
        except Exception as error:
            raise translate(error) from error
        return None if record is None else dict(record)

    async def value(self, statement: Statement, **values: Any) -> Any:
        """The first column of the first row, or None."""
        sql, arguments = _ready(statement, values)
        try:
            return await self.connection.fetchval(sql, *arguments)
        except Exception as error:
            raise translate(error) from error

    async def column(self, statement: Statement, **values: Any) -> list[Any]:
        """The first column of every row."""
        sql, arguments = _ready(statement, values)
        try:
            return [record[0] for record in await self.connection.fetch(sql, *arguments)]
        except Exception as error:
            raise translate(error) from error

    async def run(self, statement: Statement, **values: Any) -> int:
        """Run a write and tell how many rows it touched."""
        sql, arguments = _ready(statement, values)
        try:
            status: str = await self.connection.execute(sql, *arguments)
        except Exception as error:
            raise translate(error) from error
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def insert(self, model: type[Base], values: Mapping[str, Any]) -> Row:
        """Insert one row, with the application's defaults, and return all its columns."""
        row = new_row(model, values)
        inserted = await self.one(_insert(model, tuple(row)), **_new(row))
        assert inserted is not None  # noqa: S101 - RETURNING of a plain insert
        return inserted

    async def update(self, model: type[Base], row_id: str, values: Mapping[str, Any]) -> Row | None:
        """Change one row by its id, move `updated_at`, and return all its columns; None when it is gone."""
        changes = {**values, "updated_at": now()}
        return await self.one(_update(model, tuple(changes)), row_id=row_id, **_new(changes))

    async def get(self, model: type[Base], row_id: str, *, lock: bool = False) -> Row | None:
        """One row by its id, or None; with `lock` no other transaction changes it until this one ends."""
        return await self.one(_get(model, lock), row_id=row_id)

    async def insert_many(self, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> list[Row]:
        """Insert any number of rows in one statement and return them."""
        complete = [new_row(model, row) for row in rows]
        if not complete:
            return []
        columns = tuple(dict.fromkeys(name for row in complete for name in row))
        return await self.all(_bulk_insert(model, columns), rows=complete)

    def emit(
        self, name: str, payload: Mapping[str, Any], project_id: str | None = None, *, stored: bool = True
    ) -> None:
        """Add an event to the transaction (00-conventions 12.1).

        With a project, its id joins the payload and scopes the stored row. `stored=False` is for live-only events.
        """
        if not self._writes:
            raise RuntimeError(f"{name} emitted outside a transaction")
        data = dict(payload)
        if project_id is not None:
            data["project_id"] = project_id
        self._events.append(outbox.Event(name, data, project_id, stored))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part of the transaction that may fail alone; its events go with it."""
        kept = len(self._events)
        try:
            async with self.connection.transaction():
                yield
        except BaseException:
            del self._events[kept:]
            raise

    async def flush_events(self) -> None:
        """Write the collected events; `Database.transaction` calls it just before the commit."""
        if self._events:
            events, self._events = self._events, []
            await outbox.publish(self.connection, events, self.user_id)


class Database:
    """The pool of connections of one process."""

    def __init__(self, pool: asyncpg.Pool, settings: Settings | None, kept: Kept) -> None:
        self.pool = pool
        self.settings = settings
        self.kept = kept

    @classmethod
    async def connect(cls, dsn: str, *, size: int = 20, settings: Settings | None = None) -> "Database":
        """Open the pool. `dsn` is a `postgresql://` address; connections are made as they are needed."""
        kept = Kept(enabled=settings is None or settings.cache)

        async def prepare_connection(connection: asyncpg.Connection) -> None:
            await _prepare_connection(connection)
            kept.forget()  # PostgreSQL may have crashed, and gives numbers of lost transactions again

        pool = await asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=size,
            init=prepare_connection,
            reset=_leave_as_is,
            statement_cache_size=500,
            max_cacheable_statement_size=0,  # no limit: the longest statements take the longest to plan
            max_inactive_connection_lifetime=300,
            server_settings=CONNECTION,
        )
        return cls(pool, settings, kept)

    async def close(self) -> None:
        await self.pool.close()

    @asynccontextmanager
    async def reading(self, user: CurrentUser | None = None) -> AsyncIterator[Session]:
        """A session that reads; each statement sees what is committed when it starts."""
        async with self._connection() as connection:
            yield Session(connection, user, writes=False, settings=self.settings)

    @asynccontextmanager
    async def transaction(self, user: CurrentUser | None = None) -> AsyncIterator[Session]:
        """A session that writes: committed when the block ends well, rolled back when it raises."""
        async with self._connection() as connection:
            transaction = connection.transaction()
            await _begin(transaction)
            session = Session(connection, user, writes=True, settings=self.settings)
            try:
                yield session
                await session.flush_events()
            except BaseException:
                await _roll_back(connection, transaction)
                raise
            await _commit(transaction)

    async def lines(self, statement: Statement, **values: Any) -> AsyncGenerator[bytes, None]:
        """The rows of a statement that makes one JSON text per row: pieces of bytes, each row ended by a newline.

        PostgreSQL makes them while the reader takes them, so memory stays the same whatever their number. The
        connection is the reader's until the generator is exhausted or closed.
        """
        pieces: asyncio.Queue[bytes | Exception | None] = asyncio.Queue(PIECES_AHEAD)
        # A task of its own, so that it still can give the connection back when the reader's is cancelled.
        reading_ahead = asyncio.create_task(self._read_ahead(*_ready(statement, values), pieces))
        try:
            while (piece := await pieces.get()) is not None:
                if isinstance(piece, Exception):
                    raise translate(piece) from piece
                yield piece
        finally:
            reading_ahead.cancel()

    async def _read_ahead(
        self, sql: str, arguments: list[Any], pieces: asyncio.Queue[bytes | Exception | None]
    ) -> None:
        """Put the rows of a statement in the queue as they come, then None, or the error that ended it."""
        try:
            async with self._connection() as connection, connection.transaction(readonly=True):
                cursor = await connection.cursor(sql, *arguments)
                while rows := await cursor.fetch(ROWS_OF_PIECE):
                    await pieces.put("".join([f"{row[0]}\n" for row in rows]).encode())
        except Exception as error:
            await pieces.put(error)
        else:
            await pieces.put(None)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        try:
            connection = await self.pool.acquire(timeout=30)
        except Exception as error:
            raise translate(error) from error
        try:
            yield connection
        finally:
            await self.pool.release(connection)


async def _begin(transaction: Any) -> None:
    try:
        await transaction.start()
    except Exception as error:
        raise translate(error) from error


async def _roll_back(connection: Any, transaction: Any) -> None:
    """Undo the transaction. Where that fails the connection goes, and PostgreSQL undoes what it was doing."""
    try:
        await transaction.rollback()
    except Exception:
        with suppress(asyncpg.InterfaceError):  # the pool has taken a lost connection back already
            connection.terminate()


async def _commit(transaction: Any) -> None:
    try:
        await transaction.commit()
    except Exception as error:
        raise translate(error) from error


async def _prepare_connection(connection: asyncpg.Connection) -> None:
    """Set a new connection up; compiling a statement to machine code would cost more than any of ours takes."""
    await set_codecs(connection)
    await connection.execute("SET jit = off")


async def _leave_as_is(_connection: asyncpg.Connection) -> None:
    """Sessions never change connection state, so the pool's usual reset query would be a wasted round trip."""


def new_row(model: type[Base], values: Mapping[str, Any]) -> Row:
    """A complete row to insert: what is given, an id, the dates, and the application's defaults for the rest."""
    moment = now()
    row: Row = {}
    for column in model.__table__.columns:
        if column.name in values:
            row[column.name] = values[column.name]
        elif column.name == "id":
            row["id"] = str(uuid4())
        elif column.name in ("created_at", "updated_at"):
            row[column.name] = moment
        elif column.default is not None:
            row[column.name] = default_of(column)
    return row


def default_of(column: Any) -> Any:
    """The application default of a column: a value, or what a callable such as `list` makes."""
    argument = column.default.arg
    return argument(None) if column.default.is_callable else argument


def _new(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def _bound(model: type[Base], columns: Sequence[str]) -> dict[str, Any]:
    table = model.__table__
    return {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns}


@cache
def _get(model: type[Base], lock: bool) -> Prepared:
    table = model.__table__
    statement = select(table).where(table.c.id == bindparam("row_id"))
    return prepare(statement.with_for_update() if lock else statement)


@cache
def _insert(model: type[Base], columns: tuple[str, ...]) -> Prepared:
    return prepare(insert(model).values(_bound(model, columns)).returning(model.__table__))


@cache
def _update(model: type[Base], columns: tuple[str, ...]) -> Prepared:
    table = model.__table__
    changed = update(model).where(table.c.id == bindparam("row_id")).values(_bound(model, columns))
    return prepare(changed.returning(table))


@cache
def _bulk_insert(model: type[Base], columns: tuple[str, ...]) -> Prepared:
    """`INSERT ... SELECT FROM jsonb_populate_recordset`: one argument whatever the number of rows."""
    table = model.__table__
    record: Any = literal_column(f"NULL::{quoted(model.__tablename__)}")
    source = func.jsonb_populate_recordset(record, bindparam("rows", type_=JSONB)).table_valued(*columns)
    picked = [source.c[name] for name in columns]
    statement = insert(model).from_select(list(columns), select(*picked), include_defaults=False)
    return prepare(statement.returning(table))


def _ready(statement: Statement, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    prepared = statement if isinstance(statement, Prepared) else prepare(statement)
    return prepared.sql, prepared.arguments(values)
