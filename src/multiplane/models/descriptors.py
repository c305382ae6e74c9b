"""Metadata columns that a production adds to its entities and tasks."""

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, Record, Relation, Uuid


class MetadataDescriptor(Record, Base):
    """A metadata column of a project."""

    __tablename__ = "metadata_descriptor"
    __table_args__ = (
        Index(
            "metadata_descriptor_task_type_uc",
            "project_id",
            "entity_type",
            "task_type_id",
            "name",
            unique=True,
            postgresql_where=text("task_type_id IS NOT NULL"),
        ),
        Index(
            "metadata_descriptor_task_type_uc2",
            "project_id",
            "entity_type",
            "task_type_id",
            "field_name",
            unique=True,
            postgresql_where=text("task_type_id IS NOT NULL"),
        ),
        Index(
            "metadata_descriptor_uc",
            "project_id",
            "entity_type",
            "name",
            unique=True,
            postgresql_where=text("task_type_id IS NULL"),
        ),
        Index(
            "metadata_descriptor_uc2",
            "project_id",
            "entity_type",
            "field_name",
            unique=True,
            postgresql_where=text("task_type_id IS NULL"),
        ),
    )

    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id"), index=True)
    entity_type: Mapped[str] = mapped_column(String(60), index=True)
    task_type_id: Mapped[Uuid | None] = mapped_column(
        ForeignKey("task_type.id", name="fk_metadata_descriptor_task_type_id"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    data_type: Mapped[str | None] = mapped_column(
        String(255),
        info={
            "choices": (
                "string",
                "number",
                "list",
                "taglist",
                "boolean",
                "checklist",
                "date",
                "url",
                "textarea",
                "person",
            )
        },
    )
    field_name: Mapped[str] = mapped_column(String(120))
    choices: Mapped[Json | None]
    for_client: Mapped[bool | None] = mapped_column(index=True, default=False)
    position: Mapped[int | None]

    relations: ClassVar[dict[str, Relation]] = {
        "departments": Relation(
            "department_metadata_descriptor_link",
            own="metadata_descriptor_id",
            other="department_id",
            target="Department",
        ),
    }


class DepartmentMetadataDescriptorLink(Base):
    """A metadata column concerns a department."""

    __tablename__ = "department_metadata_descriptor_link"
    __table_args__ = (
        UniqueConstraint("metadata_descriptor_id", "department_id", name="department_metadata_descriptor_link_uc"),
    )

    metadata_descriptor_id: Mapped[Uuid] = mapped_column(
        ForeignKey("metadata_descriptor.id"), primary_key=True, index=True
    )
    department_id: Mapped[Uuid] = mapped_column(ForeignKey("department.id"), primary_key=True, index=True)
