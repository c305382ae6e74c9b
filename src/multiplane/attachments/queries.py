"""The selects and deletions of attachments."""

from sqlalchemy import any_, bindparam, delete, select

from multiplane.access.visibility import COMMENT_SHOWN
from multiplane.database.statements import ids, prepare
from multiplane.models import AttachmentFile, Chat, ChatMessage, Comment, Task

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


# Takes the values of `access.visibility.comment_scope`.
READABLE_COMMENT = prepare(select(Comment.id).where(Comment.id == bindparam("comment_id"), COMMENT_SHOWN))
ENTITY_OF_MESSAGE = prepare(
    select(Chat.object_id)
    .join(ChatMessage, ChatMessage.chat_id == Chat.id)
    .where(ChatMessage.id == bindparam("message_id"))
)
COMMENTS = prepare(select(Comment.__table__).where(Comment.id == any_(ids("comment_ids"))))
