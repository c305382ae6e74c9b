"""Assets, shots, sequences, episodes, edits, concepts: one table, and its links."""

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, Record, Relation, Timestamp, Uuid


class EntityType(Record, Base):
    """Shot, Sequence, ... or the name of an asset type."""

    __tablename__ = "entity_type"

    name: Mapped[str] = mapped_column(String(30), index=True, unique=True)
    short_name: Mapped[str | None] = mapped_column(String(20))
    description: Mapped[str | None] = mapped_column(Text)
    archived: Mapped[bool | None] = mapped_column(default=False)

    relations: ClassVar[dict[str, Relation]] = {
        "task_types": Relation(
            "task_type_asset_type_link", own="asset_type_id", other="task_type_id", target="TaskType"
        ),
    }


class Entity(Base):
    """Anything that is produced; its entity type says what."""

    __tablename__ = "entity"
    __table_args__ = (
        UniqueConstraint("name", "project_id", "entity_type_id", "parent_id", name="entity_uc"),
        Index("ix_entity_entity_type_parent", "entity_type_id", "parent_id"),
        Index("ix_entity_entity_type_project", "entity_type_id", "project_id"),
        Index("ix_entity_project_type_status", "project_id", "entity_type_id", "status"),
    )

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    code: Mapped[str | None] = mapped_column(String(160))
    description: Mapped[str | None] = mapped_column(Text)
    shotgun_id: Mapped[int | None]
    canceled: Mapped[bool | None] = mapped_column(default=False)
    nb_frames: Mapped[int | None]
    nb_entities_out: Mapped[int | None] = mapped_column(default=0)
    is_casting_standby: Mapped[bool | None] = mapped_column(default=False)
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    status: Mapped[str] = mapped_column(
        String(255),
        index=True,
        default="running",
        info={"choices": ("standby", "running", "complete", "canceled")},
    )
    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id"), index=True)
    entity_type_id: Mapped[Uuid] = mapped_column(ForeignKey("entity_type.id"), index=True)
    parent_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    source_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    preview_file_id: Mapped[Uuid | None] = mapped_column(
        ForeignKey("preview_file.id", name="fk_main_preview", use_alter=True)
    )
    data: Mapped[Json | None]
    ready_for: Mapped[Uuid | None] = mapped_column(ForeignKey("task_type.id", name="fk_ready_for"))
    created_by: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[Timestamp | None]
    updated_at: Mapped[Timestamp | None]

    relations: ClassVar[dict[str, Relation]] = {
        "entities_out": Relation("entity_link", own="entity_in_id", other="entity_out_id", target="Entity"),
        "entity_concept_links": Relation(
            "entity_concept_link", own="entity_in_id", other="entity_out_id", target="Entity"
        ),
        "instance_casting": Relation(
            "asset_instance_link", own="entity_id", other="asset_instance_id", target="AssetInstance"
        ),
        "entities_in": Relation("entity_link", own="entity_out_id", other="entity_in_id", target="Entity"),
    }


class EntityLink(Record, Base):
    """Casting: `entity_out` is used in `entity_in`."""

    __tablename__ = "entity_link"
    __table_args__ = (UniqueConstraint("entity_in_id", "entity_out_id", name="entity_link_uc"),)

    entity_in_id: Mapped[Uuid] = mapped_column(ForeignKey("entity.id"), primary_key=True, index=True)
    entity_out_id: Mapped[Uuid] = mapped_column(ForeignKey("entity.id"), primary_key=True, index=True)
    data: Mapped[Json | None]
    nb_occurences: Mapped[int | None] = mapped_column(default=1)
    label: Mapped[str | None] = mapped_column(String(80), default="")


class EntityConceptLink(Record, Base):
    """A concept (`entity_in`) depicts an entity (`entity_out`)."""

    __tablename__ = "entity_concept_link"

    entity_in_id: Mapped[Uuid] = mapped_column(ForeignKey("entity.id"), primary_key=True)
    entity_out_id: Mapped[Uuid] = mapped_column(ForeignKey("entity.id"), primary_key=True)


class EntityVersion(Record, Base):
    """Earlier data of an entity."""

    __tablename__ = "entity_version"

    name: Mapped[str] = mapped_column(String(160))
    data: Mapped[Json | None]
    entity_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    person_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)


class AssetInstance(Record, Base):
    """One occurrence of an asset in a scene or inside another asset."""

    __tablename__ = "asset_instance"
    __table_args__ = (UniqueConstraint("asset_id", "target_asset_id", "scene_id", "number", name="asset_instance_uc"),)

    asset_id: Mapped[Uuid] = mapped_column(ForeignKey("entity.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(80))
    number: Mapped[int | None]
    description: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool | None] = mapped_column(default=True)
    data: Mapped[Json | None]
    scene_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    target_asset_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    entity_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    entity_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity_type.id"), index=True)

    relations: ClassVar[dict[str, Relation]] = {
        "shots": Relation("asset_instance_link", own="asset_instance_id", other="entity_id", target="Entity"),
    }


class AssetInstanceLink(Base):
    """An asset instance is cast in a shot."""

    __tablename__ = "asset_instance_link"

    entity_id: Mapped[Uuid] = mapped_column(ForeignKey("entity.id"), primary_key=True)
    asset_instance_id: Mapped[Uuid] = mapped_column(ForeignKey("asset_instance.id"), primary_key=True)
