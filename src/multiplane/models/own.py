"""Tables that only Multiplane has. They live in their own PostgreSQL schema, so `public` stays Kitsu's."""

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, Timestamp, Uuid

SCHEMA = "multiplane"


class RevokedToken(Base):
    """An access token that was logged out; kept until it would have expired."""

    __tablename__ = "revoked_token"
    __table_args__ = (Index("ix_revoked_token_expires_at", "expires_at"), {"schema": SCHEMA})

    jti: Mapped[str] = mapped_column(String(60), primary_key=True)
    expires_at: Mapped[Timestamp]


class OneTimeToken(Base):
    """A short-lived secret: password reset links, e-mail codes, application login codes."""

    __tablename__ = "one_time_token"
    __table_args__ = (Index("ix_one_time_token_expires_at", "expires_at"), {"schema": SCHEMA})

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[Timestamp]


class SharedSetting(Base):
    """A setting changed at run time, the same for every process."""

    __tablename__ = "shared_setting"
    __table_args__ = ({"schema": SCHEMA},)

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str | None] = mapped_column(Text)


class LiveEvent(Base):
    """An event that is not for the log, kept for minutes: a live stream that was cut off reads what it missed."""

    __tablename__ = "live_event"
    __table_args__ = (Index("ix_live_event_created_at", "created_at"), {"schema": SCHEMA})

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    created_at: Mapped[Timestamp]
    name: Mapped[str] = mapped_column(String(80))
    project_id: Mapped[Uuid | None]
    data: Mapped[Json | None]
