"""Preview files, their backgrounds, and the registry of stored objects."""

from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, Record, Relation, Timestamp, Uuid
from .choices import VALIDATION_STATUSES


class PreviewFile(Record, Base):
    """A picture, movie or file published for review."""

    __tablename__ = "preview_file"
    __table_args__ = (UniqueConstraint("name", "task_id", "revision", name="preview_uc"),)

    name: Mapped[str | None] = mapped_column(String(250))
    original_name: Mapped[str | None] = mapped_column(String(250))
    revision: Mapped[int | None] = mapped_column(default=1)
    position: Mapped[int | None] = mapped_column(default=1)
    extension: Mapped[str | None] = mapped_column(String(6))
    description: Mapped[str | None] = mapped_column(Text)
    path: Mapped[str | None] = mapped_column(String(400))
    source: Mapped[str | None] = mapped_column(String(40))
    file_size: Mapped[int | None] = mapped_column(BigInteger, default=0)
    status: Mapped[str] = mapped_column(
        String(255), default="processing", info={"choices": ("processing", "ready", "broken", "missing")}
    )
    validation_status: Mapped[str] = mapped_column(
        String(255), default="neutral", info={"choices": VALIDATION_STATUSES}
    )
    annotations: Mapped[Json | None]
    width: Mapped[int | None] = mapped_column(default=0)
    height: Mapped[int | None] = mapped_column(default=0)
    duration: Mapped[float | None] = mapped_column(default=0.0)
    data: Mapped[Json | None]
    token_in: Mapped[int | None]
    token_out: Mapped[int | None]
    task_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task.id"), index=True)
    person_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)
    source_file_id: Mapped[Uuid | None] = mapped_column(ForeignKey("output_file.id"), index=True)
    shotgun_id: Mapped[int | None] = mapped_column(unique=True)
    is_movie: Mapped[bool | None] = mapped_column(default=False)
    url: Mapped[str | None] = mapped_column(String(600))
    uploaded_movie_url: Mapped[str | None] = mapped_column(String(600))
    uploaded_movie_name: Mapped[str | None] = mapped_column(String(150))

    relations: ClassVar[dict[str, Relation]] = {
        "comments": Relation("comment_preview_link", own="preview_file", other="comment", target="Comment"),
    }


class PreviewFileStorageState(Record, Base):
    """Whether a stored variant of a preview is there."""

    __tablename__ = "preview_file_storage_state"
    __table_args__ = (
        UniqueConstraint("preview_file_id", "bucket", "prefix", name="preview_file_storage_state_uc"),
        Index("ix_preview_file_storage_state_bucket_prefix_state", "bucket", "prefix", "state"),
    )

    preview_file_id: Mapped[Uuid] = mapped_column(ForeignKey("preview_file.id", ondelete="CASCADE"), index=True)
    bucket: Mapped[str] = mapped_column(String(20))
    prefix: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(255), info={"choices": ("ok", "missing", "failed")})


class StoredFile(Record, Base):
    """An object in storage, until it is purged."""

    __tablename__ = "stored_file"
    __table_args__ = (
        UniqueConstraint("bucket", "key", name="stored_file_uc"),
        Index(
            "ix_stored_file_to_purge",
            "purge_forced",
            "deleted_at",
            postgresql_where=text("deleted_at IS NOT NULL AND purged_at IS NULL"),
        ),
    )

    bucket: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(255))
    prefix: Mapped[str] = mapped_column(String(40))
    file_id: Mapped[str] = mapped_column(String(200), index=True)
    size: Mapped[int | None] = mapped_column(BigInteger)
    deleted_at: Mapped[Timestamp | None]
    purge_forced: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    purged_at: Mapped[Timestamp | None]
    purge_attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    last_error: Mapped[str | None] = mapped_column(Text)
    journal: Mapped[Json] = mapped_column(default=list, server_default=text("'[]'::jsonb"))


class PreviewBackgroundFile(Record, Base):
    """A background picture for 3D previews."""

    __tablename__ = "preview_background_file"

    name: Mapped[str] = mapped_column(String(40))
    archived: Mapped[bool | None] = mapped_column(default=False)
    is_default: Mapped[bool | None] = mapped_column(index=True, default=False)
    original_name: Mapped[str | None] = mapped_column(String(250))
    extension: Mapped[str | None] = mapped_column(String(6))
    file_size: Mapped[int | None] = mapped_column(BigInteger, default=0)
