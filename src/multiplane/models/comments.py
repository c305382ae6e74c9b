"""Comments, their mentions, acknowledgements, previews and attachments."""

from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, String, Text, false
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, Record, Relation, Uuid


class Comment(Record, Base):
    """A comment on a task, with the status it sets."""

    __tablename__ = "comment"

    shotgun_id: Mapped[int | None]
    object_id: Mapped[Uuid] = mapped_column(index=True)
    object_type: Mapped[str] = mapped_column(String(80), index=True)
    text: Mapped[str | None] = mapped_column(Text)
    data: Mapped[Json | None]
    replies: Mapped[Json | None] = mapped_column(default=list)
    checklist: Mapped[Json | None] = mapped_column(default=list)
    pinned: Mapped[bool | None]
    for_client: Mapped[bool | None] = mapped_column(default=False, server_default=false())
    links: Mapped[list[str] | None] = mapped_column(ARRAY(String))
    task_status_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_status.id"), index=True)
    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)
    editor_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)
    preview_file_id: Mapped[Uuid | None] = mapped_column(ForeignKey("preview_file.id"), index=True)

    relations: ClassVar[dict[str, Relation]] = {
        "previews": Relation("comment_preview_link", own="comment", other="preview_file", target="PreviewFile"),
        "mentions": Relation("comment_mentions", own="comment", other="person", target="Person"),
        "department_mentions": Relation(
            "comment_department_mentions", own="comment", other="department", target="Department"
        ),
        "acknowledgements": Relation("comment_acknoledgments", own="comment", other="person", target="Person"),
        "attachment_files": Relation("attachment_file", own="comment_id", other="id", target="AttachmentFile"),
    }


class CommentPreviewLink(Base):
    """A comment publishes a preview file."""

    __tablename__ = "comment_preview_link"

    comment: Mapped[Uuid] = mapped_column(ForeignKey("comment.id"), primary_key=True, index=True)
    preview_file: Mapped[Uuid] = mapped_column(ForeignKey("preview_file.id"), primary_key=True, index=True)


class CommentMention(Base):
    """A comment mentions a person."""

    __tablename__ = "comment_mentions"

    comment: Mapped[Uuid] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    person: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), primary_key=True)


class CommentDepartmentMention(Base):
    """A comment mentions a department."""

    __tablename__ = "comment_department_mentions"

    comment: Mapped[Uuid] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    department: Mapped[Uuid] = mapped_column(ForeignKey("department.id"), primary_key=True)


class CommentAcknowledgement(Base):
    """A person acknowledged a comment."""

    __tablename__ = "comment_acknoledgments"

    comment: Mapped[Uuid] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    person: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), primary_key=True)


class AttachmentFile(Record, Base):
    """A file attached to a comment, a reply or a chat message."""

    __tablename__ = "attachment_file"

    name: Mapped[str | None] = mapped_column(String(250))
    size: Mapped[int | None] = mapped_column(BigInteger, default=1)
    extension: Mapped[str | None] = mapped_column(String(6))
    mimetype: Mapped[str | None] = mapped_column(String(255))
    comment_id: Mapped[Uuid | None] = mapped_column(ForeignKey("comment.id"), index=True)
    reply_id: Mapped[Uuid | None]
    chat_message_id: Mapped[Uuid | None] = mapped_column(ForeignKey("chat_message.id"), index=True)

    embedded: ClassVar[dict[str, tuple[str, str]]] = {
        "comment": ("comment_id", "Comment"),
        "chat_message": ("chat_message_id", "ChatMessage"),
    }
