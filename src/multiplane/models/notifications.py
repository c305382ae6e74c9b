"""The news feed and the notifications of people."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Record, Uuid


class News(Record, Base):
    """An entry of the news feed of a project."""

    __tablename__ = "news"

    change: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)
    comment_id: Mapped[Uuid | None] = mapped_column(ForeignKey("comment.id"), index=True)
    task_id: Mapped[Uuid] = mapped_column(ForeignKey("task.id"), index=True)
    preview_file_id: Mapped[Uuid | None] = mapped_column(ForeignKey("preview_file.id"), index=True)


class Notification(Record, Base):
    """Something a person is told about."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint(
            "person_id", "author_id", "comment_id", "reply_id", "playlist_id", "type", name="notification_uc"
        ),
    )

    read: Mapped[bool] = mapped_column(default=False)
    change: Mapped[bool] = mapped_column(default=False)
    type: Mapped[str] = mapped_column(
        String(255),
        info={"choices": ("comment", "mention", "assignation", "reply", "reply-mention", "playlist-ready")},
    )
    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)
    author_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)
    comment_id: Mapped[Uuid | None] = mapped_column(ForeignKey("comment.id"), index=True)
    task_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task.id"), index=True)
    playlist_id: Mapped[Uuid | None] = mapped_column(ForeignKey("playlist.id"), index=True)
    reply_id: Mapped[Uuid | None] = mapped_column(index=True)
