"""The selects and deletions of attachments."""

from typing import Any

from sqlalchemy import ColumnElement, and_, any_, bindparam, delete, exists, literal, or_, select
from sqlalchemy.sql import Select

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_comments, visible_entities
from multiplane.database.statements import ids, prepare
from multiplane.models import AttachmentFile, Chat, ChatMessage, Comment, Entity, Task

SHORT = (AttachmentFile.id, AttachmentFile.name, AttachmentFile.extension, AttachmentFile.size)

ATTACHMENT = prepare(select(AttachmentFile.__table__).where(AttachmentFile.id == bindparam("attachment_id")))
OF_COMMENT = prepare(
    select(*SHORT).where(AttachmentFile.comment_id == bindparam("comment_id")).order_by(AttachmentFile.created_at)
)
OF_MESSAGES = prepare(
    select(*SHORT, AttachmentFile.chat_message_id)
    .where(AttachmentFile.chat_message_id == any_(ids("message_ids")))
    .order_by(AttachmentFile.created_at)
)
DELETE = prepare(
    delete(AttachmentFile).where(AttachmentFile.id == any_(ids("attachment_ids"))).returning(AttachmentFile.id)
)
DELETE_OF_COMMENTS = prepare(
    delete(AttachmentFile).where(AttachmentFile.comment_id == any_(ids("comment_ids"))).returning(AttachmentFile.id)
)
DELETE_OF_REPLY = prepare(
    delete(AttachmentFile)
    .where(AttachmentFile.comment_id == bindparam("comment_id"), AttachmentFile.reply_id == bindparam("reply_id"))
    .returning(AttachmentFile.id)
)
DELETE_OF_MESSAGE = prepare(
    delete(AttachmentFile).where(AttachmentFile.chat_message_id == bindparam("message_id")).returning(AttachmentFile.id)
)

OF_TASK = prepare(
    select(AttachmentFile.__table__)
    .join(Comment, Comment.id == AttachmentFile.comment_id)
    .where(Comment.object_id == bindparam("task_id"))
    .order_by(AttachmentFile.created_at, AttachmentFile.id)
)
OF_PROJECT = prepare(
    select(AttachmentFile.__table__)
    .join(Comment, Comment.id == AttachmentFile.comment_id)
    .join(Task, Task.id == Comment.object_id)
    .where(Task.project_id == bindparam("project_id"))
    .order_by(AttachmentFile.created_at, AttachmentFile.id)
)


def readable(attachment_id: str, user: CurrentUser) -> Select[*tuple[Any, ...]]:
    """The attachment, when it belongs to a comment or to a chat the user reads; one that belongs to nothing, never."""
    return select(AttachmentFile.id).where(
        AttachmentFile.id == attachment_id, or_(_of_a_comment(user), _of_a_chat(user))
    )


def _of_a_comment(user: CurrentUser) -> ColumnElement[bool]:
    seen = visible_comments(user)
    found = exists(
        select(Comment.id).where(Comment.id == AttachmentFile.comment_id, literal(True) if seen is None else seen)
    )
    return and_(AttachmentFile.comment_id.is_not(None), found)


def _of_a_chat(user: CurrentUser) -> ColumnElement[bool]:
    seen = visible_entities(user, open_only=False)
    return exists(
        select(ChatMessage.id)
        .join(Chat, Chat.id == ChatMessage.chat_id)
        .join(Entity, Entity.id == Chat.object_id)
        .where(ChatMessage.id == AttachmentFile.chat_message_id, literal(True) if seen is None else seen)
    )


COMMENTS = prepare(select(Comment.__table__).where(Comment.id == any_(ids("comment_ids"))))
