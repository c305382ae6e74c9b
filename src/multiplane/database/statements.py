"""SQLAlchemy writes the SQL, asyncpg runs it: from a statement to text and arguments."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ClauseElement, DateTime, Executable, any_, bindparam, func, literal, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, UUID
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement

DIALECT = asyncpg_dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement compiled once: its text, and the names of its arguments in the order of `$1, $2, ...`."""

    sql: str
    names: tuple[str, ...]
    values: Mapping[str, Any]

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        return [given[name] if name in given else self.values[name] for name in self.names]


def prepare(statement: Executable) -> Prepared:
    """Compile a statement. Keep the result in a constant of `queries.py` when the statement never changes."""
    assert isinstance(statement, ClauseElement)  # noqa: S101 - every statement SQLAlchemy builds is one
    compiled = statement.compile(dialect=DIALECT)
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - narrows the type; DDL never comes here
    return Prepared(compiled.string, tuple(compiled.positiontup or ()), compiled.params)


def ids(name: str) -> Any:
    """A named argument that takes a list of ids: `Task.id == any_(ids("task_ids"))`, of any length."""
    return bindparam(name, type_=ARRAY(UUID(as_uuid=False)))


def among(column: Any, values: Any) -> ColumnElement[bool]:
    """`column = ANY(values)`: one argument however long the list is (PostgreSQL takes 65,535 at most)."""
    clause: ColumnElement[bool] = column == any_(bindparam(None, list(values), type_=ARRAY(column.type)))
    return clause


def json_object(*columns: Any, **others: Any) -> Any:
    """The JSON object of columns under their names, and of other expressions, as the API writes them."""
    parts: list[Any] = []
    for key, value in ({column.key: column for column in columns} | others).items():
        parts += [literal(key), _in_json(value)]
    return func.json_build_object(*parts)


def _in_json(column: Any) -> Any:
    """Timestamps without fraction (00-conventions 4); PostgreSQL's JSON has all the rest right."""
    if isinstance(column.type, DateTime):
        return func.to_char(column, literal_column("""'YYYY-MM-DD"T"HH24:MI:SS'"""))
    return column


@cache
def quoted(name: str) -> str:
    """An identifier of our own models, quoted for SQL text."""
    return DIALECT.identifier_preparer.quote(name)
