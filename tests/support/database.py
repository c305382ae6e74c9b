"""The tests' own look at the database, beside the server."""

from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from multiplane.database.session import new_row
from multiplane.models.base import Base


class Rows:
    """Reads and inserts rows directly; what it commits, the server's next request must see."""

    def __init__(self, dsn: str) -> None:
        self.connection = psycopg.connect(dsn, autocommit=True, row_factory=dict_row)

    def all(self, query: str, *values: Any) -> list[dict[str, Any]]:
        return self.connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    def one(self, query: str, *values: Any) -> dict[str, Any]:
        row = self.connection.execute(query, values).fetchone()  # type: ignore[arg-type]
        assert row is not None, f"no row: {query}"
        return row

    def run(self, query: str, *values: Any) -> None:
        self.connection.execute(query, values)  # type: ignore[arg-type]

    def insert(self, model: type[Base], **values: Any) -> dict[str, Any]:
        """Insert a row with the application's defaults; returns it, ids as text."""
        row = new_row(model, values)
        columns = {column.name: column for column in model.__table__.columns}
        prepared = [
            Jsonb(value) if columns[name].type.__class__.__name__ == "JSONB" and value is not None else value
            for name, value in row.items()
        ]
        query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(model.__tablename__),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(sql.Placeholder() * len(row)),
        )
        self.connection.execute(query, prepared)
        return row
