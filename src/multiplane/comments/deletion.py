"""Removing comments with what hangs on them, any number in a constant number of statements (02-models 7.1)."""

from sqlalchemy import text

from multiplane.database.session import Session
from multiplane.database.statements import prepare

REMOVED_NEWS = prepare(
    text(
        """
        DELETE FROM news USING task
        WHERE news.comment_id = ANY (cast(:comment_ids AS uuid[])) AND task.id = news.task_id
        RETURNING news.id, task.project_id
        """
    )
)
REMOVED_COMMENTS = prepare(
    text(
        """
        WITH removed AS (
            DELETE FROM comment WHERE id = ANY (cast(:comment_ids AS uuid[])) RETURNING id, object_id
        )
        SELECT removed.id, removed.object_id AS task_id, task.project_id
        FROM removed LEFT JOIN task ON task.id = removed.object_id
        """
    )
)
LINKS = tuple(
    prepare(text(f"DELETE FROM {table} WHERE {column} = ANY (cast(:comment_ids AS uuid[]))"))  # noqa: S608 - names of this file
    for table, column in (
        ("comment_preview_link", "comment"),
        ("comment_mentions", "comment"),
        ("comment_department_mentions", "comment"),
        ("comment_acknoledgments", "comment"),
        ("notification", "comment_id"),
        ("attachment_file", "comment_id"),
    )
)


async def remove_comments(session: Session, comment_ids: list[str]) -> None:
    """Delete comments, their links, attachments, notifications and news; emits `news:delete`, `comment:delete`."""
    if not comment_ids:
        return
    for news in await session.all(REMOVED_NEWS, comment_ids=comment_ids):
        session.emit("news:delete", {"news_id": news["id"]}, news["project_id"])
    for statement in LINKS:
        await session.run(statement, comment_ids=comment_ids)
    for comment in await session.all(REMOVED_COMMENTS, comment_ids=comment_ids):
        payload = {"comment_id": comment["id"], "task_id": comment["task_id"]}
        session.emit("comment:delete", payload, comment["project_id"])
