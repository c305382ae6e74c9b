"""The live rules, the replay, and the status a task starts with."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from multiplane.database.rows import Row, now
from multiplane.database.session import Session
from multiplane.tasks.status import queries

TODO: dict[str, Any] = {"name": "Todo", "short_name": "todo", "color": "#f5f5f5", "for_concept": False}
NEUTRAL: dict[str, Any] = {"name": "Neutral", "short_name": "neutral", "color": "#CCCCCC", "for_concept": True}


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What a comment, or a replay, did to the status of a task."""

    task_id: str
    project_id: str | None
    previous_id: str | None
    new_id: str
    changed: bool
    """Whether it counts as a status change: never for a comment older than the newest one."""

    def announce(self, session: Session, person_id: str) -> None:
        """Emit `task:status-changed` as the doing of a person, when the task moved."""
        if self.previous_id != self.new_id:
            session.emit("task:status-changed", self.payload(person_id), self.project_id)

    def payload(self, person_id: str) -> dict[str, Any]:
        """The keys the events about a status share."""
        return {
            "task_id": self.task_id,
            "new_task_status_id": self.new_id,
            "previous_task_status_id": self.previous_id,
            "person_id": person_id,
        }


async def apply_status(session: Session, comment_id: str) -> StatusChange:
    """Give a task the status of a comment just inserted on it (04-tasks 1.4).

    The newest comment changes status, dates and retake count; an older one has the task replayed and is no status
    change. The task is locked until the transaction ends. Emits `task:update`, then `task:status-changed` and
    `task:to-review` where they apply. Raises LookupError for a comment without task or status.
    """
    before = await session.one(queries.BEFORE_COMMENT, comment_id=comment_id)
    if before is None:
        raise LookupError("the comment has no task or no status")
    if not before["is_last"]:
        replayed = (await replay(session, [before["id"]]))[0]
        return StatusChange(before["id"], before["project_id"], before["previous_id"], replayed.new_id, False)
    change = StatusChange(
        before["id"], before["project_id"], before["previous_id"], before["new_id"], before["differs"]
    )
    await _store(session, comment_id, before)
    session.emit("task:update", {"task_id": change.task_id}, change.project_id)
    if change.changed:
        change.announce(session, before["person_id"])
        if before["is_feedback_request"]:
            payload = {**change.payload(before["person_id"]), "comment_id": comment_id}
            session.emit("task:to-review", payload, change.project_id)
    return change


async def _store(session: Session, comment_id: str, before: Row) -> None:
    if not before["differs"]:
        await session.run(queries.KEEP_STATUS, comment_id=comment_id, moment=now())
        return
    flags = {name: before[name] for name in ("is_retake", "is_wip", "is_feedback_request", "is_done")}
    await session.run(queries.CHANGE_STATUS, comment_id=comment_id, moment=now(), **flags)


async def replay(session: Session, task_ids: Iterable[str]) -> list[StatusChange]:
    """Recompute tasks from their comments, oldest to newest (04-tasks 1.4b), in a constant number of statements.

    Tasks without comment go back to the default status. `duration` becomes the sum of the time spents. Emits
    `task:update` for each; whoever makes a replay count as a status change calls `StatusChange.announce`.
    """
    before = await session.all(queries.BEFORE_REPLAY, task_ids=list(dict.fromkeys(task_ids)))
    fallbacks = await _fallbacks(session, before)
    ids = [task["id"] for task in before]
    after = await session.all(queries.REPLAY, task_ids=ids, fallbacks=fallbacks, moment=now())
    status_ids = {row["id"]: row["task_status_id"] for row in after}
    changes = []
    for task in before:
        previous_id, new_id = task["previous_id"], status_ids[task["id"]]
        session.emit("task:update", {"task_id": task["id"]}, task["project_id"])
        changes.append(StatusChange(task["id"], task["project_id"], previous_id, new_id, previous_id != new_id))
    return changes


async def _fallbacks(session: Session, tasks: list[Row]) -> list[str | None]:
    """For each task, the status to take when no comment says one."""
    kinds = {task["is_concept"] for task in tasks if not task["has_story"]}
    defaults = {kind: (await default_status(session, for_concept=kind))["id"] for kind in sorted(kinds)}
    return [None if task["has_story"] else defaults[task["is_concept"]] for task in tasks]


async def default_status(session: Session, *, for_concept: bool) -> Row:
    """The status new tasks start with, made when the studio has none (04-tasks 1.2; emits `task-status:new`).

    The session must be a transaction.
    """
    seed = NEUTRAL if for_concept else TODO
    wanted = {"for_concept": for_concept, "short_name": seed["short_name"]}
    status = await session.one(queries.DEFAULT_STATUS, **wanted)
    if status is None:
        made = await session.value(queries.MAKE_DEFAULT_STATUS, **seed)
        if made is not None:
            session.emit("task-status:new", {"task_status_id": made})
        status = await session.one(queries.DEFAULT_STATUS, **wanted)
    assert status is not None  # noqa: S101 - just made, here or by another transaction
    return status
