"""Removing comments with all that belongs to them, any number in a constant number of statements (02-models 7.1)."""

from collections.abc import Sequence

from multiplane.attachments import service as attachments
from multiplane.comments import queries
from multiplane.database.session import Session
from multiplane.news import service as news
from multiplane.notifications import service as notifications
from multiplane.previews.deletion import remove_of_comments


async def remove_comments(session: Session, comment_ids: Sequence[str]) -> None:
    """Delete comments, and their news, notifications, previews, attachments and links.

    Emits `news:delete`, the events of removed previews, then `comment:delete`. What becomes of the tasks is the
    caller's business.
    """
    if not comment_ids:
        return
    await notifications.forget_comments(session, comment_ids)
    await news.withdraw(session, comment_ids)
    await remove_of_comments(session, comment_ids)
    await attachments.remove_of_comments(session, comment_ids)
    for statement in queries.DELETE_LINKS:
        await session.run(statement, comment_ids=list(comment_ids))
    for row in await session.all(queries.DELETE, comment_ids=list(comment_ids)):
        emit_deletion(session, row["id"], row["task_id"], row["project_id"])


def emit_deletion(session: Session, comment_id: str, task_id: str | None, project_id: str | None) -> None:
    """Emit `comment:delete`, without task when it is gone."""
    payload = {"comment_id": comment_id}
    if task_id is not None:
        payload["task_id"] = task_id
    session.emit("comment:delete", payload, project_id)
