"""Milestones, schedule items and schedule versions."""

from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Day, Record, Relation, Timestamp, Uuid


class Milestone(Record, Base):
    """A date of a project."""

    __tablename__ = "milestone"

    date: Mapped[Day | None]
    name: Mapped[str] = mapped_column(String(40))
    project_id: Mapped[Uuid | None] = mapped_column(ForeignKey("project.id"), index=True)
    task_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_type.id"), index=True)


class ScheduleItem(Record, Base):
    """Dates planned for a task type, or an entity within it."""

    __tablename__ = "schedule_item"
    __table_args__ = (UniqueConstraint("project_id", "task_type_id", "object_id", name="schedule_item_uc"),)

    start_date: Mapped[Day | None]
    end_date: Mapped[Day | None]
    man_days: Mapped[int | None]
    project_id: Mapped[Uuid | None] = mapped_column(ForeignKey("project.id"), index=True)
    task_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    object_id: Mapped[Uuid | None] = mapped_column(index=True)


class ProductionScheduleVersion(Record, Base):
    """A saved variant of the schedule of a project."""

    __tablename__ = "production_schedule_version"
    __table_args__ = (UniqueConstraint("name", "project_id", name="production_schedule_version_uc"),)

    name: Mapped[str] = mapped_column(String(80))
    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    production_schedule_from: Mapped[Uuid | None] = mapped_column(
        ForeignKey("production_schedule_version.id", ondelete="SET NULL"), index=True
    )
    locked: Mapped[bool | None] = mapped_column(default=False)
    canceled: Mapped[bool | None] = mapped_column(default=False)


class ProductionScheduleVersionTaskLink(Record, Base):
    """The dates of a task in a schedule version."""

    __tablename__ = "production_schedule_version_task_link"
    __table_args__ = (
        UniqueConstraint("production_schedule_version_id", "task_id", name="production_schedule_version_task_link_uc"),
    )

    production_schedule_version_id: Mapped[Uuid] = mapped_column(
        ForeignKey(
            "production_schedule_version.id",
            name="production_schedule_version_t_production_schedule_version__fkey",
            ondelete="CASCADE",
        ),
        index=True,
    )
    task_id: Mapped[Uuid] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    start_date: Mapped[Timestamp | None]
    due_date: Mapped[Timestamp | None]
    estimation: Mapped[float | None] = mapped_column(default=0.0)

    relations: ClassVar[dict[str, Relation]] = {
        "assignees": Relation(
            "production_schedule_version_task_link_person_link",
            own="production_schedule_version_task_link_id",
            other="person_id",
            target="Person",
        ),
    }


class ProductionScheduleVersionTaskLinkPersonLink(Base):
    """A person assigned to a task in a schedule version."""

    __tablename__ = "production_schedule_version_task_link_person_link"

    production_schedule_version_task_link_id: Mapped[Uuid] = mapped_column(
        ForeignKey(
            "production_schedule_version_task_link.id",
            name="production_schedule_version__production_schedule_version__fkey1",
            ondelete="CASCADE",
        ),
        primary_key=True,
    )
    person_id: Mapped[Uuid] = mapped_column(
        ForeignKey(
            "person.id",
            name="production_schedule_version_task_link_person_lin_person_id_fkey",
            ondelete="CASCADE",
        ),
        primary_key=True,
    )
