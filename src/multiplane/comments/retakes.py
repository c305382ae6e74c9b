"""The retake cap of a project (04-tasks 1.4)."""

from typing import Any

from multiplane.comments import queries
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.errors import BadRequest


class RetakesExhausted(BadRequest):
    """400: the task was sent back as often as it may be."""

    def __init__(self) -> None:
        super().__init__("No more retakes allowed on this task")


async def check_retake_cap(session: Session, task_id: str, status: Row) -> None:
    """Refuse a retake status on a task that has reached the cap, also when the task has that status already."""
    if not status["is_retake"]:
        return
    row = await session.one(queries.RETAKES, task_id=task_id)
    if row is None or not row["max_retakes"]:
        return
    cap = own_cap(decoded(row["entity_cap"])) or row["max_retakes"]
    if (row["retake_count"] or 0) >= cap:
        raise RetakesExhausted


def own_cap(value: Any) -> int:
    """The cap an entity sets in its free data, as a number or as its text; 0 when it sets none."""
    try:
        return max(0, int(value)) if isinstance(value, int | float | str) else 0
    except (ValueError, OverflowError):
        return 0
