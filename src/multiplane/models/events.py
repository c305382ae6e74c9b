"""The event log and failed imports."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import ENUM
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, Record, Uuid
from .choices import IMPORT_SOURCES


class ApiEvent(Record, Base):
    """An event that was emitted."""

    __tablename__ = "api_event"
    __table_args__ = (
        Index("ix_api_event_created_at", "created_at"),
        Index("ix_api_event_project_id_created_at", "project_id", "created_at"),
    )

    name: Mapped[str] = mapped_column(String(80), index=True)
    user_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)
    project_id: Mapped[Uuid | None] = mapped_column(ForeignKey("project.id"), index=True)
    data: Mapped[Json | None]


class DataImportError(Record, Base):
    """An import that failed, kept for inspection."""

    __tablename__ = "data_import_error"

    event_data: Mapped[Json]
    source: Mapped[str | None] = mapped_column(ENUM(*IMPORT_SOURCES, name="import_source_enum"))
