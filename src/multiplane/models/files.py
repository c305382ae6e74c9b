"""Working and output files."""

from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, Record, Relation, Uuid
from .choices import VALIDATION_STATUSES


class FileStatus(Record, Base):
    """A state of output files."""

    __tablename__ = "file_status"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    color: Mapped[str] = mapped_column(String(7))


class OutputType(Record, Base):
    """A kind of output file."""

    __tablename__ = "output_type"

    name: Mapped[str] = mapped_column(String(40), index=True, unique=True)
    short_name: Mapped[str] = mapped_column(String(20))


class WorkingFile(Record, Base):
    """A revision of the file an artist works in."""

    __tablename__ = "working_file"
    __table_args__ = (UniqueConstraint("name", "task_id", "entity_id", "revision", name="working_file_uc"),)

    shotgun_id: Mapped[int | None] = mapped_column(index=True)
    name: Mapped[str | None] = mapped_column(String(250))
    description: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int | None]
    size: Mapped[int | None]
    checksum: Mapped[int | None]
    path: Mapped[str | None] = mapped_column(String(400))
    data: Mapped[Json | None]
    validation_status: Mapped[str] = mapped_column(
        String(255),
        default="neutral",
        server_default=text("'neutral'"),
        info={"choices": VALIDATION_STATUSES},
    )
    task_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task.id"), index=True)
    entity_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    person_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)
    software_id: Mapped[Uuid | None] = mapped_column(ForeignKey("software.id"), index=True)

    relations: ClassVar[dict[str, Relation]] = {
        "outputs": Relation("output_file", own="source_file_id", other="id", target="OutputFile"),
    }


class OutputFile(Record, Base):
    """A revision of what a step of the pipeline delivers."""

    __tablename__ = "output_file"
    __table_args__ = (
        UniqueConstraint(
            "name",
            "entity_id",
            "asset_instance_id",
            "output_type_id",
            "task_type_id",
            "temporal_entity_id",
            "representation",
            "revision",
            name="output_file_uc",
        ),
    )

    shotgun_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(250))
    canceled: Mapped[bool] = mapped_column(default=False)
    size: Mapped[int | None]
    checksum: Mapped[str | None] = mapped_column(String(32))
    description: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    extension: Mapped[str | None] = mapped_column(String(10))
    revision: Mapped[int]
    representation: Mapped[str | None] = mapped_column(String(20), index=True)
    nb_elements: Mapped[int | None] = mapped_column(default=1)
    source: Mapped[str | None] = mapped_column(String(40))
    path: Mapped[str | None] = mapped_column(String(400))
    data: Mapped[Json | None]
    quality: Mapped[str | None] = mapped_column(String(255), info={"choices": ("low", "mid", "high")})
    file_status_id: Mapped[Uuid] = mapped_column(ForeignKey("file_status.id"), index=True)
    entity_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    asset_instance_id: Mapped[Uuid | None] = mapped_column(ForeignKey("asset_instance.id"), index=True)
    output_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("output_type.id"), index=True)
    task_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    person_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)
    source_file_id: Mapped[Uuid | None] = mapped_column(ForeignKey("working_file.id"), index=True)
    temporal_entity_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)

    embedded: ClassVar[dict[str, tuple[str, str]]] = {
        "source_file": ("source_file_id", "WorkingFile"),
    }
