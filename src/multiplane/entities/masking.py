"""Metadata that a vendor's departments have no part in (03-entities 1.11)."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import and_
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import NOT_VENDOR
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.database.statements import among
from multiplane.entities import queries
from multiplane.entities.kinds import kind_of
from multiplane.models import Entity


async def mask(session: Session, rows: Iterable[Row], kind: str | None = None) -> None:
    """Remove from the rows the metadata the caller may not see, where they are a vendor.

    The kind of a row is given, or told by its `entity_type_name`. Rows of productions whose team does not hold the
    caller are assets cast in one where it does: whoever is a vendor anywhere is one for them.
    """
    user = session.user
    vendor_in = set(user.projects("vendor"))
    if not vendor_in:
        return
    concerned = [row for row in rows if row["data"] is not None and _is_narrowed(user, vendor_in, row["project_id"])]
    if not concerned:
        return
    hidden = await _hidden_fields(session, {row["project_id"] for row in concerned})
    for row in concerned:
        label = kind or kind_of(row["entity_type_name"])
        fields = hidden[row["project_id"], label]
        data = decoded(row["data"])
        if fields and isinstance(data, dict):
            row["data"] = {key: value for key, value in data.items() if key not in fields}


def filter_whole(user: CurrentUser, clause: ColumnElement[bool]) -> ColumnElement[bool]:
    """A filter on metadata that finds nothing where the caller is shown only a part of it."""
    if not user.projects("vendor"):
        return clause
    return and_(clause, among(Entity.project_id, user.projects(*NOT_VENDOR)))


async def open_fields(session: Session, project_id: str, kind: str) -> frozenset[str]:
    """The metadata fields of a kind that share a department with the caller, a supervisor (01-auth C.3)."""
    found = await session.column(
        queries.OPEN_FIELDS, project_id=project_id, kind=kind, departments=list(session.user.departments)
    )
    return frozenset(found)


def _is_narrowed(user: CurrentUser, vendor_in: set[str], project_id: str) -> bool:
    return project_id in vendor_in or not user.has_access(project_id)


async def _hidden_fields(session: Session, project_ids: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    rows = await session.all(
        queries.HIDDEN_FIELDS, project_ids=list(project_ids), departments=list(session.user.departments)
    )
    hidden: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        hidden[row["project_id"], row["entity_type"]].add(row["field_name"])
    return hidden
