"""Chats of entities."""

from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Record, Relation, Timestamp, Uuid


class Chat(Record, Base):
    """The chat of an entity."""

    __tablename__ = "chat"

    object_id: Mapped[Uuid] = mapped_column(index=True)
    object_type: Mapped[str] = mapped_column(String(80), index=True, default="entity")
    last_message: Mapped[Timestamp | None]

    relations: ClassVar[dict[str, Relation]] = {
        "participants": Relation("chat_participant", own="chat_id", other="person_id", target="Person"),
    }


class ChatParticipant(Base):
    """A person takes part in a chat."""

    __tablename__ = "chat_participant"

    chat_id: Mapped[Uuid] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), primary_key=True)


class ChatMessage(Record, Base):
    """A message of a chat."""

    __tablename__ = "chat_message"

    chat_id: Mapped[Uuid] = mapped_column(ForeignKey("chat.id"), index=True)
    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str | None] = mapped_column(Text)

    relations: ClassVar[dict[str, Relation]] = {
        "attachment_files": Relation("attachment_file", own="chat_message_id", other="id", target="AttachmentFile"),
    }
