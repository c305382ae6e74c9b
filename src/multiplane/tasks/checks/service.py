"""The tasks that wait for the caller's approval (04-tasks 4.2)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.tasks.checks import queries
from multiplane.tasks.checks.filters import CheckFilters
from multiplane.tasks.todos.queries import todo_list
from multiplane.tasks.todos.service import complete


async def tasks_to_check(session: Session, filters: CheckFilters, order_by: str | None) -> list[Row]:
    """All the tasks the caller may approve."""
    where = [*queries.to_check(session.user), *queries.matching(filters)]
    return await complete(session, await session.all(todo_list(*where).order_by(*queries.order(order_by))))


async def page_to_check(session: Session, filters: CheckFilters, order_by: str | None, page: int, limit: int) -> Row:
    """One page of them, with the totals of all."""
    where = [*queries.to_check(session.user), *queries.matching(filters)]
    page, limit = max(page, 1), max(limit, 1)
    totals = await session.one(queries.totals(where)) or {}
    offset = (page - 1) * limit
    rows: list[Row] = []
    if offset < totals["total"]:
        statement = todo_list(*where).order_by(*queries.order(order_by))
        rows = await session.all(statement.limit(min(limit, totals["total"])).offset(offset))
    return {
        "data": await complete(session, rows),
        "stats": totals,
        "page": page,
        "limit": limit,
        "is_more": page * limit < totals["total"],
    }


async def filter_values(session: Session) -> Row:
    """What the list may be narrowed by, each sorted."""
    return await session.one(queries.values(queries.to_check(session.user))) or {}
