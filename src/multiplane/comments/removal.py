"""Deleting comments and moving them to another task (04-tasks 4.5)."""

from multiplane.comments import forms, policy, queries
from multiplane.comments.deletion import emit_deletion, remove_comments
from multiplane.comments.mentions import stored_mentions
from multiplane.comments.posting import emit_comment
from multiplane.comments.recipients import tell_of_comment
from multiplane.comments.service import bare, find_comment
from multiplane.comments.tasks import find_task, lock_tasks, readable_task
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden, NotFound
from multiplane.models import Comment
from multiplane.news import service as news
from multiplane.notifications import service as notifications
from multiplane.tasks.status import replay

NOT_ITS_TASK = "Comment does not belong to the given task."
SAME_TASK = "Source and target tasks must be different."
OTHER_ENTITY = "A comment can only be moved between tasks of the same entity."
HAS_PREVIEWS = "A comment attached to a preview revision cannot be moved."


async def remove_from_task(session: Session, task_id: str, comment_id: str) -> None:
    """Remove a comment of a task: a manager, or its author. 404 for one of another task, 403."""
    task = await find_task(session, task_id)
    comment = await find_comment(session, comment_id)
    if comment["object_id"] != task["id"]:
        raise NotFound
    if not policy.may_remove(session.user, comment, task["project_id"]):
        raise Forbidden
    await lock_tasks(session, [task["id"]])
    if await session.get(Comment, comment["id"], lock=True) is None:
        raise NotFound
    await remove(session, comment)


async def check_removal(session: Session, comment: Row) -> None:
    """403 unless the caller may remove the comment."""
    if session.user.is_admin or comment["person_id"] == session.user.id:
        return
    try:
        task = await find_task(session, comment["object_id"])
    except NotFound:
        raise Forbidden from None
    if not policy.may_remove(session.user, comment, task["project_id"]):
        raise Forbidden


async def remove(session: Session, comment: Row) -> None:
    """Remove a comment with all that belongs to it, and replay its task. Both are locked.

    Emits `news:delete`, `comment:delete`, `task:update`, and `task:status-changed` when the task's status moved.
    """
    try:
        task = await find_task(session, comment["object_id"])
    except NotFound:
        await remove_comments(session, [comment["id"]])
        return
    await remove_comments(session, [comment["id"]])
    for change in await replay(session, [task["id"]]):
        change.announce(session, comment["person_id"])


async def move(session: Session, task_id: str, comment_id: str, target_task_id: str) -> Row:
    """Move a comment to another task of its entity; the comment with its relations.

    For managers of the project. 400 tells why a comment cannot be moved.
    """
    source, target = await readable_task(session, task_id), await readable_task(session, target_task_id)
    for task in (source, target):
        if not session.user.manages(task["project_id"]):
            raise Forbidden
    await lock_tasks(session, [source["id"], target["id"]])
    source, target = await find_task(session, source["id"]), await find_task(session, target["id"])
    comment = await find_comment(session, comment_id)
    await _check_move(session, comment, source, target)
    if await session.get(Comment, comment["id"], lock=True) is None:
        raise NotFound
    await notifications.forget_comments(session, [comment["id"]])
    await news.withdraw(session, [comment["id"]])
    await session.run(queries.MOVE, comment_id=comment["id"], task_id=target["id"])
    for task in (source, target):
        await replay(session, [task["id"]])
    emit_deletion(session, comment["id"], source["id"], source["project_id"])
    return await _arrive(session, comment["id"], target)


async def _check_move(session: Session, comment: Row, source: Row, target: Row) -> None:
    if comment["object_id"] != source["id"]:
        raise BadRequest(NOT_ITS_TASK)
    if source["id"] == target["id"]:
        raise BadRequest(SAME_TASK)
    if source["entity_id"] != target["entity_id"]:
        raise BadRequest(OTHER_ENTITY)
    if await session.value(queries.HAS_PREVIEW, comment_id=comment["id"]) is not None:
        raise BadRequest(HAS_PREVIEWS)


async def _arrive(session: Session, comment_id: str, task: Row) -> Row:
    """Announce a moved comment on its new task, as if it were new there."""
    comment = bare(await find_comment(session, comment_id))
    emit_comment(session, "comment:new", comment, task["project_id"], task_status_id=comment["task_status_id"])
    mentions = await stored_mentions(session, comment_id)
    await tell_of_comment(session, comment, task, mentions, changed=False)
    if task["kind"] != "Concept":
        await news.publish(session, comment, task, changed=False)
    return await forms.with_relations(session, comment)
