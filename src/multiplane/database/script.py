"""Running a whole SQL script on a SQLAlchemy connection."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text


def run_script(connection: Connection, path: Path) -> None:
    """Execute every statement of the file in the connection's transaction.

    The driver's simple protocol takes many statements at once, which prepared statements do not; the first
    statement goes the usual way, so that the transaction has begun on the server.
    """
    connection.execute(text("SELECT 1"))
    script = path.read_text(encoding="utf-8")
    adapted: Any = connection.connection.dbapi_connection
    adapted.run_async(lambda driver: driver.execute(script))
