"""All attachments of a task or a project, for administrators."""

from multiplane.attachments import queries
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.ids import path_id


async def attachments_of_task(session: Session, task_id: str) -> list[Row]:
    """The attachments of a task's comments, each with its comment."""
    return await _complete(session, await session.all(queries.OF_TASK, task_id=path_id(task_id)))


async def attachments_of_project(session: Session, project_id: str) -> list[Row]:
    """The attachments of a project's comments, each with its comment."""
    return await _complete(session, await session.all(queries.OF_PROJECT, project_id=path_id(project_id)))


async def _complete(session: Session, rows: list[Row]) -> list[Row]:
    """The served objects: the comment is embedded whole (00-conventions 4)."""
    comment_ids = list({row["comment_id"] for row in rows})
    comments = await session.all(queries.COMMENTS, comment_ids=comment_ids) if rows else []
    by_id = {comment["id"]: {**comment, "type": "Comment"} for comment in comments}
    return [
        {**row, "comment": by_id[row["comment_id"]], "chat_message": None, "type": "AttachmentFile"} for row in rows
    ]
