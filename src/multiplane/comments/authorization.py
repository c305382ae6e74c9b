"""The rules of `policy` that have to ask the database, as checks that raise 403 (04-tasks 4.4, 4.5)."""

from multiplane.comments import policy, queries
from multiplane.comments.tasks import find_status
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import Forbidden


async def require_action(session: Session, task: Row) -> None:
    """TASK-ACT."""
    if not policy.may_act(session.user, task):
        raise Forbidden


async def require_answer(session: Session, task: Row) -> None:
    """TASK-ACT, or TASK-MENTION: whoever is named in the comments of a task may answer."""
    if not policy.may_act(session.user, task) and not await is_mentioned(session, task):
        raise Forbidden


async def require_posting(session: Session, task: Row, status_id: str) -> None:
    """What a new comment needs: TASK-ACT, or TASK-MENTION without a change of status; then STATUS-USE.

    404 for an unknown status.
    """
    if not policy.may_act(session.user, task):
        keeps_status = status_id.lower() == task["task_status_id"]
        if not keeps_status or not await is_mentioned(session, task):
            raise Forbidden
    await require_status(session, task, status_id)


async def require_status(session: Session, task: Row, status_id: str) -> None:
    """STATUS-USE. 404 for an unknown status."""
    status = await find_status(session, status_id, task["project_id"])
    if not policy.may_use_status(session.user, status, task["project_id"]):
        raise Forbidden


async def is_mentioned(session: Session, task: Row) -> bool:
    """TASK-MENTION: a member who is no vendor, named in a comment or reply of the task, alone or by a department."""
    user = session.user
    if not user.is_member(task["project_id"]) or user.role_in(task["project_id"]) == "vendor":
        return False
    found: bool = await session.value(
        queries.IS_MENTIONED, task_id=task["id"], person_id=user.id, departments=list(user.departments)
    )
    return found


async def require_thread(session: Session, task: Row, comment: Row) -> None:
    """Who may reply to a comment: its readers who act on the task or are named in it, and its author.

    Threads with clients are closed to the rest of the studio (04-tasks 4.5).
    """
    user = session.user
    if not comment["is_readable"]:
        raise Forbidden
    if comment["person_id"] != user.id:
        await require_answer(session, task)
    studio_id = await session.value(queries.STUDIO_OF_PERSON, person_id=comment["person_id"])
    if not policy.may_reply_in_thread(user, comment, studio_id, task["project_id"]):
        raise Forbidden
