"""The selects of the event log and of the log of logins."""

from functools import cache

from sqlalchemy import ColumnElement, Integer, String, any_, bindparam, cast, delete, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import aliased

from multiplane.database.statements import Prepared, among, ids, prepare
from multiplane.models import ApiEvent, LoginLog, Notification

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


def _window(model: type[ApiEvent] | type[LoginLog]) -> dict[str, ColumnElement[bool]]:
    """Rows strictly between two dates, and older than the row of a cursor."""
    cursor = aliased(model)
    older = select(cursor.created_at).where(cursor.id == bindparam("cursor")).scalar_subquery()
    return {
        "after": model.created_at > cast(bindparam("after", type_=String), TIMESTAMP()),
        "before": model.created_at < cast(bindparam("before", type_=String), TIMESTAMP()),
        "cursor": model.created_at < older,
    }


EVENT_FILTERS: dict[str, ColumnElement[bool]] = {
    **_window(ApiEvent),
    "projects": ApiEvent.project_id == any_(ids("projects")),
    "name": ApiEvent.name == bindparam("name", type_=String),
    "only_files": among(ApiEvent.name, FILE_EVENTS),
    "prefixes": func.split_part(ApiEvent.name, ":", 1) == any_(bindparam("prefixes", type_=ARRAY(String))),
    "suffixes": func.split_part(ApiEvent.name, ":", 2) == any_(bindparam("suffixes", type_=ARRAY(String))),
    "person_ids": ApiEvent.user_id == any_(ids("person_ids")),
}
LOGIN_FILTERS: dict[str, ColumnElement[bool]] = {
    **_window(LoginLog),
    "person_ids": LoginLog.person_id == any_(ids("person_ids")),
}
EVENT = (ApiEvent.id, ApiEvent.created_at, ApiEvent.name, ApiEvent.user_id, ApiEvent.project_id, ApiEvent.data)
LOGIN = (LoginLog.id, LoginLog.created_at, LoginLog.ip_address, LoginLog.person_id, LoginLog.origin)


@cache
def last_events(filters: frozenset[str]) -> Prepared:
    """Events by these of `EVENT_FILTERS`, newest first."""
    found = select(*EVENT).where(*(EVENT_FILTERS[name] for name in filters))
    return prepare(found.order_by(ApiEvent.created_at.desc(), ApiEvent.id.desc()).limit(bindparam("limit")))


@cache
def last_logins(filters: frozenset[str]) -> Prepared:
    """Logins by these of `LOGIN_FILTERS`, newest first."""
    found = select(*LOGIN).where(*(LOGIN_FILTERS[name] for name in filters))
    return prepare(found.order_by(LoginLog.created_at.desc(), LoginLog.id.desc()).limit(bindparam("limit")))


def older_than(model: type[ApiEvent] | type[LoginLog] | type[Notification]) -> Prepared:
    """Deletes the rows of more than `days` ago."""
    then = func.timezone("utc", func.now()) - bindparam("days", type_=Integer) * text("interval '1 day'")
    return prepare(delete(model).where(model.created_at < then))


OLD = {
    "events": older_than(ApiEvent),
    "login logs": older_than(LoginLog),
    "notifications": older_than(Notification),
}
