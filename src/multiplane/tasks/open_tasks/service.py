"""The pool of open tasks (04-tasks 4.2)."""

from multiplane.access.projects import require_access
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.tasks.open_tasks import queries
from multiplane.tasks.open_tasks.filters import Filters
from multiplane.tasks.todos.queries import Clause
from multiplane.tasks.todos.service import shown


async def page_of_pool(session: Session, filters: Filters, page: int | None, limit: int) -> Row:
    """One page of the pool, with the statistics of all of it; they are zero on a page without tasks.

    Two statements. 403 without access to the project asked for, 404 when there is none.
    """
    where = await _pool(session, filters)
    limit, number = max(limit, 1), max(page or 1, 1)
    statuses = await session.all(queries.by_status(session.user, where))
    total = sum(status["amount"] for status in statuses)
    offset = (number - 1) * limit
    rows: list[Row] = []
    if offset < total:
        rows = await session.all(queries.page(where, min(limit, total), offset))
    return {
        "data": await shown(session, rows),
        "stats": statistics(statuses if rows else []),
        "limit": limit,
        "page": page or 1,
        "is_more": bool(rows) and number * limit < total,
    }


def statistics(statuses: list[Row]) -> Row:
    """Totals of amounts and sums by status."""
    return {
        "total": sum(status["amount"] for status in statuses),
        "total_duration": sum(status["total_duration"] or 0.0 for status in statuses),
        "total_estimation": sum(status["total_estimation"] or 0.0 for status in statuses),
        "status": [{"task_status_id": status["task_status_id"], "amount": status["amount"]} for status in statuses],
    }


async def statistics_by_project(session: Session) -> dict[str, Row]:
    """Amounts and sums of the whole pool by project, in detail by type and status."""
    where = await _pool(session, Filters())
    projects: dict[str, Row] = {}
    for row in await session.all(queries.by_project(session.user, where)):
        project = projects.setdefault(
            row["project_id"],
            {"amount": 0, "amount_done": 0, "total_duration": 0.0, "total_estimation": 0.0, "task_types": []},
        )
        project["task_types"].append(row)
        for name in ("amount", "amount_done", "total_duration", "total_estimation"):
            project[name] += row[name] or 0
    return projects


async def burndown(session: Session, filters: Filters) -> Row:
    """What was done when, against what was planned; done days before the planned start count on that day."""
    where = await _pool(session, filters)
    plan = await session.one(queries.burndown(session.user, where)) or {}
    days = await session.all(queries.done_by_day(session.user, where))
    planned_start = plan["first_task"] or plan["first_project"]
    planned_end = plan["last_task"] or plan["last_project"]
    if planned_start is not None:
        days = _folded(days, min(filter(None, (planned_start, planned_end))))
    dates = [date for date in (planned_start, planned_end, *(day["date"] for day in days)) if date is not None]
    return {
        "total": plan["total"],
        "total_estimation": plan["total_estimation"],
        "start_date": min(dates, default=None),
        "end_date": max(dates, default=None),
        "done_by_day": days,
    }


def _folded(days: list[Row], start: str) -> list[Row]:
    """Days before the start, summed onto it; ISO dates compare as text."""
    folded: dict[str, Row] = {}
    for day in days:
        date = max(day["date"], start)
        kept = folded.setdefault(date, {"date": date, "done": 0, "done_estimation": 0.0})
        kept["done"] += day["done"]
        kept["done_estimation"] += day["done_estimation"]
    return list(folded.values())


async def _pool(session: Session, filters: Filters) -> list[Clause]:
    if filters.project_id is not None:
        await require_access(session, filters.project_id)
    return queries.pool(session.user, filters)
