"""Status automations and custom actions."""

from sqlalchemy import ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Record, Uuid


class StatusAutomation(Record, Base):
    """A status reached on one task type changes another one."""

    __tablename__ = "status_automation"

    entity_type: Mapped[str | None] = mapped_column(String(40), default="asset")
    in_task_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    in_task_status_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_status.id"), index=True)
    out_field_type: Mapped[str] = mapped_column(
        String(255), default="status", info={"choices": ("status", "ready_for")}
    )
    out_task_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    out_task_status_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_status.id"), index=True)
    import_last_revision: Mapped[bool | None] = mapped_column(default=False, server_default=text("false"))
    archived: Mapped[bool | None] = mapped_column(default=False)


class CustomAction(Record, Base):
    """A link or call offered on selected entities."""

    __tablename__ = "custom_action"

    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str | None] = mapped_column(String(400))
    entity_type: Mapped[str | None] = mapped_column(String(40), default="all")
    is_ajax: Mapped[bool | None] = mapped_column(default=False)
