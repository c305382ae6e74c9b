"""The saved searches a person may use (05-projects-people 3.12)."""

from typing import Any

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.projects.context import queries

Grouped = dict[str, dict[str, list[Row]]]
EVERYWHERE = "all"
"""The place of searches that belong to no project."""


async def search_filters(session: Session) -> Grouped:
    """Own and shared searches by list type and project; only branches that hold something."""
    rows = await session.all(queries.FILTERS, **_scope(session))
    return _grouped([row for row in rows if row["shown"]], "SearchFilter")


async def search_filter_groups(session: Session) -> Grouped:
    """Their groups, newest first. A list type all of whose groups are another department's is there, empty."""
    return _grouped(await session.all(queries.FILTER_GROUPS, **_scope(session)), "SearchFilterGroup")


def _scope(session: Session) -> dict[str, Any]:
    user = session.user
    return {
        "person_id": user.id,
        "everything": user.is_admin,
        "every_department": user.role in ("admin", "manager"),
        "project_ids": user.projects(open_only=True),
        "departments": sorted(user.departments),
    }


def _grouped(rows: list[Row], type_name: str) -> Grouped:
    grouped: Grouped = {}
    for row in rows:
        branches = grouped.setdefault(row["list_type"], {})
        if row.pop("shown"):
            branches.setdefault(row["project_id"] or EVERYWHERE, []).append({**row, "type": type_name})
    return grouped
