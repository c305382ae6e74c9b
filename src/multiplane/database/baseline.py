"""The schema `public` belongs to Kitsu: which revision of it this program knows, and whether it is there."""

from sqlalchemy import Connection, text

KITSU_REVISION = "b8e3d1f6a2c9"
KITSU_VERSION = "1.0.97"
MARKER_TABLES = frozenset({"person", "project", "entity", "task", "comment", "preview_file"})


class UnknownSchema(Exception):
    """The database holds a schema that this program neither made nor knows. Nothing was changed."""


def is_installed(connection: Connection) -> bool:
    """True when `public` holds the Kitsu schema this program knows, False when it holds none.

    Raises UnknownSchema for anything else: another revision, or tables of Kitsu without a revision.
    """
    revisions = _revisions(connection)
    tables = MARKER_TABLES & _tables(connection)
    if revisions == [KITSU_REVISION] and tables == MARKER_TABLES:
        return True
    if not revisions and not tables:
        return False
    raise UnknownSchema(_refusal(revisions, sorted(MARKER_TABLES - tables)))


def _tables(connection: Connection) -> set[str]:
    return set(connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))


def _revisions(connection: Connection) -> list[str]:
    if "alembic_version" not in _tables(connection):
        return []
    return list(connection.scalars(text("SELECT version_num FROM public.alembic_version ORDER BY 1")))


def _refusal(revisions: list[str], missing: list[str]) -> str:
    found = ", ".join(revisions) or "none"
    message = (
        f"This database is not one Multiplane can use: its schema revision is {found}, "
        f"expected {KITSU_REVISION} (Kitsu {KITSU_VERSION}), or an empty database."
    )
    if revisions == [KITSU_REVISION]:
        return f"{message} Tables are missing: {', '.join(missing)}. Restore the database from a backup."
    return (
        f"{message} Nothing was changed. Bring the database to Kitsu {KITSU_VERSION} with Kitsu's own "
        "upgrade command, then start again; or choose another database."
    )
