"""Playlists, their share links and build jobs."""

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, Record, Relation, Timestamp, Uuid


class Playlist(Record, Base):
    """An ordered list of previews to review."""

    __tablename__ = "playlist"
    __table_args__ = (UniqueConstraint("name", "project_id", "episode_id", name="playlist_uc"),)

    name: Mapped[str] = mapped_column(String(80))
    shots: Mapped[Json | None]
    project_id: Mapped[Uuid | None] = mapped_column(ForeignKey("project.id"), index=True)
    episode_id: Mapped[Uuid | None] = mapped_column(ForeignKey("entity.id"), index=True)
    task_type_id: Mapped[Uuid | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    for_client: Mapped[bool | None] = mapped_column(index=True, default=False)
    for_entity: Mapped[str | None] = mapped_column(String(10), index=True, default="shot")
    is_for_all: Mapped[bool | None] = mapped_column(default=False)
    created_by: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)

    relations: ClassVar[dict[str, Relation]] = {
        "build_jobs": Relation("build_job", own="playlist_id", other="id", target="BuildJob"),
    }


class PlaylistShareLink(Record, Base):
    """A link that opens a playlist to guests."""

    __tablename__ = "playlist_share_link"
    __table_args__ = (Index("ix_playlist_share_link_playlist_active", "playlist_id", "is_active"),)

    token: Mapped[str] = mapped_column(String(64), index=True, unique=True)
    playlist_id: Mapped[Uuid] = mapped_column(ForeignKey("playlist.id"), index=True)
    created_by: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)
    expiration_date: Mapped[Timestamp | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    can_comment: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None] = mapped_column(String(255), info={"hidden": True})


class BuildJob(Record, Base):
    """A movie or archive being built from a playlist."""

    __tablename__ = "build_job"

    status: Mapped[str] = mapped_column(
        String(255), default="running", info={"choices": ("running", "failed", "succeeded")}
    )
    job_type: Mapped[str] = mapped_column(String(255), default="movie", info={"choices": ("archive", "movie")})
    ended_at: Mapped[Timestamp | None]
    message: Mapped[str | None] = mapped_column(Text)
    playlist_id: Mapped[Uuid] = mapped_column(ForeignKey("playlist.id"), index=True)
