"""Giving tasks to people, taking them away, and their priority (04-tasks 4.3).

The batches take any number of tasks in a constant number of statements.
"""

from collections.abc import Iterable, Sequence

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import ApiError, BadRequest, Forbidden
from multiplane.ids import is_id
from multiplane.notifications import service as notifications
from multiplane.tasks import policy
from multiplane.tasks.assignment import queries
from multiplane.tasks.listing import typed
from multiplane.tasks.service import announce_update, find_task, find_tasks

PREVIEW_ACCOUNT = "A preview account can't be assigned"


class UnknownAssignee(ApiError):
    """400 with a body of its own."""

    status = 400

    def __init__(self) -> None:
        super().__init__("Assignee doesn't exist in database.")

    def body(self) -> dict[str, str]:
        return {"error": self.message}


async def assign_task(session: Session, task_id: str, person_id: str) -> Row:
    """Give a task to a person; the task with its assignees. 404, 400 for the person, 403 by ASSIGN and NOT-BOT."""
    task = await find_task(session, task_id, lock=True)
    if not session.user.has_access(task["project_id"]):
        raise Forbidden
    person = await _assignee(session, person_id)
    if not _may_get(session, task, person):
        raise Forbidden
    return (await _assign(session, [task], person["id"]))[0]


async def assign_tasks(session: Session, person_id: str, task_ids: Iterable[str]) -> list[Row]:
    """Give tasks to a person; those done, with their assignees. Tasks refused or unknown are passed over.

    400 for the person; 403 when a bot may get none of them.
    """
    person = await _assignee(session, person_id)
    tasks = await find_tasks(session, task_ids, lock=True)
    if person["is_bot"] and tasks and not any(task["is_bot_collaboration_enabled"] for task in tasks):
        raise Forbidden
    return await _assign(session, [task for task in tasks if _may_get(session, task, person)], person["id"])


def _may_get(session: Session, task: Row, person: Row) -> bool:
    """ASSIGN, and NOT-BOT unless the production works with bots."""
    if person["is_bot"] and not task["is_bot_collaboration_enabled"]:
        return False
    return policy.may_assign(session.user, task, person["id"], person["departments"])


async def _assignee(session: Session, person_id: str) -> Row:
    person = await session.one(queries.ASSIGNEE, person_id=person_id) if is_id(person_id) else None
    if person is None:
        raise UnknownAssignee
    if person["preview_project_id"] is not None:
        raise BadRequest(PREVIEW_ACCOUNT)
    return person


async def refuse_preview_accounts(session: Session, person_ids: Sequence[str]) -> None:
    """400 when one of the people is the preview account of a production."""
    if person_ids and await session.column(queries.PREVIEW_ACCOUNTS, person_ids=list(person_ids)):
        raise BadRequest(PREVIEW_ACCOUNT)


async def _assign(session: Session, tasks: list[Row], person_id: str) -> list[Row]:
    if not tasks:
        return []
    task_ids = [task["id"] for task in tasks]
    await session.run(queries.ASSIGN, task_ids=task_ids, person_id=person_id)
    changed = await session.all(queries.SET_ASSIGNER, task_ids=task_ids, assigner_id=session.user.id)
    await _join_teams(session, tasks, person_id)
    for task in tasks:
        announce_assignment(session, "assign", task, person_id)
        announce_update(session, task)
    await notifications.tell_assignations(session, tasks, [person_id], session.user.id)
    by_id = {row["id"]: typed(row) for row in changed}
    return [by_id[task_id] for task_id in task_ids]


async def _join_teams(session: Session, tasks: list[Row], person_id: str) -> None:
    """Whoever works on a task is on the team of its production."""
    project_ids = list({task["project_id"] for task in tasks if task["project_id"] is not None})
    joined = await session.column(queries.JOIN_TEAMS, project_ids=project_ids, person_id=person_id)
    if not joined:
        return
    await session.run(queries.TOUCH_PROJECTS, project_ids=joined)
    for project_id in joined:
        session.emit("project:update", {"project_id": project_id}, project_id)


def announce_assignment(session: Session, action: str, task: Row, person_id: str) -> None:
    """Emit `task:assign` or `task:unassign`."""
    session.emit(f"task:{action}", {"task_id": task["id"], "person_id": person_id}, task["project_id"])


async def clear_assignation(session: Session, task_ids: Iterable[str], person_id: str | None) -> list[str]:
    """Take tasks from a person, or from all; the ids of those done, by UNASSIGN.

    `task:unassign` tells who left; with a person it is sent even if the task was not theirs.
    """
    tasks = [
        task
        for task in await find_tasks(session, task_ids, lock=True)
        if policy.may_unassign(session.user, task, person_id)
    ]
    done = [task["id"] for task in tasks]
    if not done:
        return []
    removed: dict[str, list[str]] = {task_id: [person_id] if person_id else [] for task_id in done}
    for link in await session.all(queries.UNASSIGN, task_ids=done, person_id=person_id):
        if person_id is None:
            removed[link["task_id"]].append(link["person_id"])
    await session.run(queries.TOUCH, task_ids=done)
    for task in tasks:
        for left in sorted(removed[task["id"]]):
            announce_assignment(session, "unassign", task, left)
        announce_update(session, task)
    return done


async def set_priority(session: Session, task_ids: Iterable[str], priority: int) -> list[Row]:
    """Give tasks a priority; those done, by TASK-EDIT."""
    tasks = [
        task
        for task in await find_tasks(session, task_ids, lock=True)
        if policy.may_edit(session.user, task, ("priority",))
    ]
    done = [task["id"] for task in tasks]
    rows = await session.all(queries.SET_PRIORITY, task_ids=done, priority=priority)
    for task in tasks:
        announce_update(session, task)
    by_id = {row["id"]: typed(row) for row in rows}
    return [by_id[task_id] for task_id in done]
