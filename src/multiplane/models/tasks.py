"""Tasks, their types and statuses, assignments, time and subscriptions."""

from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Day, Json, Record, Relation, Timestamp, Uuid


class TaskType(Record, Base):
    """A step of the pipeline."""

    __tablename__ = "task_type"
    __table_args__ = (UniqueConstraint("name", "for_entity", "department_id", name="task_type_uc"),)

    name: Mapped[str] = mapped_column(String(40))
    short_name: Mapped[str | None] = mapped_column(String(20))
    description: Mapped[str | None] = mapped_column(Text)
    color: Mapped[str | None] = mapped_column(String(7), default="#FFFFFF")
    priority: Mapped[int | None] = mapped_column(default=1)
    for_entity: Mapped[str | None] = mapped_column(String(30), default="Asset")
    allow_timelog: Mapped[bool | None] = mapped_column(default=True)
    archived: Mapped[bool | None] = mapped_column(default=False)
    shotgun_id: Mapped[int | None] = mapped_column(index=True)
    department_id: Mapped[Uuid | None] = mapped_column(ForeignKey("department.id"), index=True)


class TaskTypeAssetTypeLink(Base):
    """An asset type has a step of the pipeline (the workflow)."""

    __tablename__ = "task_type_asset_type_link"
    __table_args__ = (UniqueConstraint("asset_type_id", "task_type_id", name="task_type_asset_type_link_uc"),)

    asset_type_id: Mapped[Uuid] = mapped_column(ForeignKey("entity_type.id"), primary_key=True, index=True)
    task_type_id: Mapped[Uuid] = mapped_column(ForeignKey("task_type.id"), primary_key=True, index=True)


class TaskStatus(Record, Base):
    """A state of tasks."""

    __tablename__ = "task_status"

    name: Mapped[str] = mapped_column(String(40))
    archived: Mapped[bool | None] = mapped_column(default=False)
    short_name: Mapped[str] = mapped_column(String(10), index=True, unique=True)
    description: Mapped[str | None] = mapped_column(Text)
    color: Mapped[str] = mapped_column(String(7))
    priority: Mapped[int | None] = mapped_column(default=1)
    is_done: Mapped[bool | None] = mapped_column(index=True, default=False)
    is_artist_allowed: Mapped[bool | None] = mapped_column(default=True)
    is_client_allowed: Mapped[bool | None] = mapped_column(default=True)
    is_retake: Mapped[bool | None] = mapped_column(default=False)
    is_feedback_request: Mapped[bool | None] = mapped_column(index=True, default=False)
    is_default: Mapped[bool | None] = mapped_column(index=True, default=False)
    is_wip: Mapped[bool | None] = mapped_column(index=True, default=False)
    shotgun_id: Mapped[int | None]
    for_concept: Mapped[bool | None] = mapped_column(default=False, server_default=text("false"))


class Task(Record, Base):
    """A step of the pipeline to do on an entity."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("name", "project_id", "task_type_id", "entity_id", name="task_uc"),
        CheckConstraint("difficulty > 0 AND difficulty < 6", name="check_difficulty"),
        Index("ix_task_entity_project", "entity_id", "project_id"),
    )

    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str | None] = mapped_column(Text)
    priority: Mapped[int | None] = mapped_column(default=0)
    difficulty: Mapped[int] = mapped_column(default=3, server_default=text("3"))
    duration: Mapped[float | None] = mapped_column(default=0.0)
    estimation: Mapped[float | None] = mapped_column(default=0.0)
    completion_rate: Mapped[int | None] = mapped_column(default=0)
    retake_count: Mapped[int | None] = mapped_column(default=0)
    sort_order: Mapped[int | None] = mapped_column(default=0)
    start_date: Mapped[Timestamp | None]
    due_date: Mapped[Timestamp | None]
    real_start_date: Mapped[Timestamp | None]
    end_date: Mapped[Timestamp | None]
    done_date: Mapped[Timestamp | None]
    last_comment_date: Mapped[Timestamp | None]
    nb_assets_ready: Mapped[int | None] = mapped_column(default=0)
    data: Mapped[Json | None]
    nb_drawings: Mapped[int | None] = mapped_column(default=0)
    shotgun_id: Mapped[int | None]
    last_preview_file_id: Mapped[Uuid | None]
    project_id: Mapped[Uuid | None] = mapped_column(ForeignKey("project.id"), index=True)
    task_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    task_status_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_status.id"), index=True)
    entity_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    assigner_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)

    relations: ClassVar[dict[str, Relation]] = {
        "assignees": Relation("task_person_link", own="task_id", other="person_id", target="Person"),
    }


class TaskPersonLink(Base):
    """A person is assigned to a task."""

    __tablename__ = "task_person_link"
    __table_args__ = (PrimaryKeyConstraint("task_id", "person_id", name="assignations_pkey"),)

    task_id: Mapped[Uuid] = mapped_column(ForeignKey("task.id"))
    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)


class TimeSpent(Record, Base):
    """Minutes a person spent on a task on a day."""

    __tablename__ = "time_spent"
    __table_args__ = (
        UniqueConstraint("person_id", "task_id", "date", name="time_spent_uc"),
        CheckConstraint("duration > 0", name="check_duration_positive"),
    )

    duration: Mapped[float]
    date: Mapped[Day]
    task_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task.id"), index=True)
    person_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)


class Subscription(Record, Base):
    """A person follows a task, or a task type of a sequence."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("person_id", "task_type_id", "entity_id", name="subscription_entity_uc"),
        UniqueConstraint("person_id", "task_id", name="subscription_task_uc"),
    )

    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)
    task_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task.id"), index=True)
    entity_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    task_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_type.id"), index=True)
