"""The selects of the event log and of the log of logins."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, text
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import String

from multiplane.database.statements import among, prepare
from multiplane.events.schemas import LoginLogQuery, LogQuery
from multiplane.models import ApiEvent, LoginLog

FILE_EVENTS = (
    "preview-file:add-file",
    "organisation:set-thumbnail",
    "person:set-thumbnail",
    "project:set-thumbnail",
)

EVENT_EXISTS = prepare(select(ApiEvent.id).where(ApiEvent.id == bindparam("cursor")))
LOGIN_LOG_EXISTS = prepare(select(LoginLog.id).where(LoginLog.id == bindparam("cursor")))

# One index look-up per distinct name: a plain DISTINCT would read the whole log.
NAMES = prepare(
    text(
        """
        WITH RECURSIVE names AS (
            (SELECT name FROM api_event ORDER BY name LIMIT 1)
            UNION ALL
            SELECT (SELECT name FROM api_event WHERE name > names.name ORDER BY name LIMIT 1)
            FROM names WHERE names.name IS NOT NULL
        )
        SELECT name FROM names WHERE name IS NOT NULL ORDER BY name
        """
    )
)


def last_events(wanted: LogQuery, projects: list[str] | None) -> Select[*tuple[Any, ...]]:
    """Events of these projects (None: all, and those without project), newest first."""
    columns = (
        ApiEvent.id, ApiEvent.created_at, ApiEvent.name, ApiEvent.user_id, ApiEvent.project_id, ApiEvent.data,
    )  # fmt: skip
    where = _window(ApiEvent, wanted.after, wanted.before, wanted.cursor)
    if projects is not None:
        where.append(among(ApiEvent.project_id, projects))
    if wanted.name is not None:
        where.append(ApiEvent.name == bindparam(None, wanted.name, type_=String))
    if wanted.only_files:
        where.append(among(ApiEvent.name, FILE_EVENTS))
    if wanted.prefixes:
        where.append(or_(*(ApiEvent.name.startswith(f"{prefix}:") for prefix in wanted.prefixes)))
    if wanted.suffixes:
        where.append(or_(*(ApiEvent.name.endswith(f":{suffix}") for suffix in wanted.suffixes)))
    if wanted.person_ids:
        where.append(among(ApiEvent.user_id, wanted.person_ids))
    newest_first = (ApiEvent.created_at.desc(), ApiEvent.id.desc())
    return select(*columns).where(*where).order_by(*newest_first).limit(wanted.limit)


def last_logins(wanted: LoginLogQuery) -> Select[*tuple[Any, ...]]:
    """Logins, newest first."""
    columns = (LoginLog.id, LoginLog.created_at, LoginLog.ip_address, LoginLog.person_id, LoginLog.origin)
    where = _window(LoginLog, wanted.after, wanted.before, wanted.cursor)
    if wanted.person_ids:
        where.append(among(LoginLog.person_id, wanted.person_ids))
    newest_first = (LoginLog.created_at.desc(), LoginLog.id.desc())
    return select(*columns).where(*where).order_by(*newest_first).limit(wanted.limit)


def _window(
    model: type[ApiEvent] | type[LoginLog], after: str | None, before: str | None, cursor: str | None
) -> list[ColumnElement[bool]]:
    """Rows strictly between two dates, and older than the row of a cursor."""
    where: list[ColumnElement[bool]] = []
    if after is not None:
        where.append(model.created_at > _moment(after))
    if before is not None:
        where.append(model.created_at < _moment(before))
    if cursor is not None:
        table = model.__table__.alias()
        where.append(model.created_at < select(table.c.created_at).where(table.c.id == cursor).scalar_subquery())
    return where


def _moment(value: str) -> Any:
    return sql_cast(bindparam(None, value, type_=String), TIMESTAMP())
