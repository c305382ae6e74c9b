"""What may be changed in a comment, by whom, and what follows (04-tasks 4.5, PUT)."""

from multiplane.comments.authorization import require_action, require_status
from multiplane.comments.mentions import find_mentions, replace_mentions
from multiplane.comments.posting import emit_comment
from multiplane.comments.recipients import tell_of_mentions
from multiplane.comments.service import require_readable
from multiplane.comments.tasks import find_task
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.errors import Forbidden, NotFound
from multiplane.notifications import service as notifications
from multiplane.tasks.status import replay

NEVER_CHANGED = frozenset({"id", "type", "created_at", "updated_at", "mentions", "department_mentions"})
"""Keys that clients send back as they got them; they are dropped and count for nothing."""
FOR_OTHERS = frozenset({"pinned", "checklist"})
"""The keys that somebody else than the author may be allowed to change."""
FOR_ADMINISTRATORS = frozenset({"replies", "acknowledgements", "previews", "editor_id"})
"""Keys that have their own operations; only administrators may overwrite them."""


async def check_change(session: Session, comment: Row, data: Row) -> None:
    """403 unless the caller may make this change."""
    user = session.user
    if user.is_admin:
        return
    try:
        task = await find_task(session, comment["object_id"])
    except NotFound:
        raise Forbidden from None
    if not user.is_member(task["project_id"]):
        raise Forbidden
    if user.manages(task["project_id"]):
        await _check_target(session, comment, data)
        return
    await require_readable(session, comment["id"])
    _check_keys(session, task, comment, data)
    if "task_status_id" in data:
        await _check_status(session, task, comment, data["task_status_id"])


async def _check_target(session: Session, comment: Row, data: Row) -> None:
    """A manager moves a comment only to a task they manage too."""
    target_id = data.get("object_id", comment["object_id"])
    if target_id != comment["object_id"]:
        target = await find_task(session, str(target_id))
        if not session.user.manages(target["project_id"]):
            raise Forbidden


def _check_keys(session: Session, task: Row, comment: Row, data: Row) -> None:
    user = session.user
    is_author = comment["person_id"] == user.id
    leads = user.is_department_supervisor(task["project_id"], task["department_id"])
    may_tick = is_author or leads or task["is_assigned"]
    if (
        (_changes(comment, data, "for_client"))
        or (_changes(comment, data, "pinned") and not leads)
        or (_changes(comment, data, "checklist") and not may_tick)
        or (data.keys() - FOR_OTHERS - NEVER_CHANGED and not is_author)
        or data.get("person_id", user.id) != user.id
        or data.get("object_id", comment["object_id"]) != comment["object_id"]
    ):
        raise Forbidden


def _changes(comment: Row, data: Row, key: str) -> bool:
    return key in data and data[key] != decoded(comment[key])


async def _check_status(session: Session, task: Row, comment: Row, status_id: object) -> None:
    sent = str(status_id).lower()
    if sent != comment["task_status_id"]:
        await require_action(session, task)
    await require_status(session, task, sent)


def stored_change(session: Session, data: Row) -> Row:
    """The columns and relations a body changes: the caller becomes the editor, null texts and lists are empty."""
    dropped = NEVER_CHANGED | {"attachment_files"}
    if not session.user.is_admin:
        dropped |= FOR_ADMINISTRATORS
    kept = {key: value for key, value in data.items() if key not in dropped}
    if "text" in kept and kept["text"] is None:
        kept["text"] = ""
    if "checklist" in kept and kept["checklist"] is None:
        kept["checklist"] = []
    return {**kept, "editor_id": session.user.id}


async def follow_change(session: Session, before: Row, after: Row) -> None:
    """What follows a change: the status of the task, mentions and their notifications, `comment:update`."""
    try:
        task = await find_task(session, after["object_id"])
    except NotFound:
        emit_comment(session, "comment:update", after, None)
        return
    if after["task_status_id"] != before["task_status_id"]:
        for change in await replay(session, [task["id"]]):
            _emit_status_change(session, after, task, change.previous_id)
    mentions = await find_mentions(session, after["text"] or "", task["project_id"])
    if await replace_mentions(session, after["id"], mentions):
        await notifications.forget_mentions(session, after["id"])
        await tell_of_mentions(session, after, task, mentions, created_at=after["created_at"])
    emit_comment(session, "comment:update", after, task["project_id"])


def _emit_status_change(session: Session, comment: Row, task: Row, previous_id: str | None) -> None:
    """Announced with the status of the comment, even when the task ends up with that of a newer one."""
    payload = {
        "task_id": task["id"],
        "new_task_status_id": comment["task_status_id"],
        "previous_task_status_id": previous_id,
        "person_id": comment["person_id"],
    }
    session.emit("task:status-changed", payload, task["project_id"])
