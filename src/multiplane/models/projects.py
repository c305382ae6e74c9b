"""Productions and what each of them uses."""

from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Day, Json, Record, Relation, Uuid
from .choices import PRODUCTION_STYLES, ROLES, board_roles


class ProjectStatus(Record, Base):
    """Whether a project is open or closed."""

    __tablename__ = "project_status"

    name: Mapped[str] = mapped_column(String(20), index=True, unique=True)
    color: Mapped[str] = mapped_column(String(7))


class Project(Record, Base):
    """A production."""

    __tablename__ = "project"

    name: Mapped[str] = mapped_column(String(80), index=True, unique=True)
    code: Mapped[str | None] = mapped_column(String(80))
    description: Mapped[str | None] = mapped_column(Text)
    shotgun_id: Mapped[int | None]
    file_tree: Mapped[Json | None]
    data: Mapped[Json | None]
    has_avatar: Mapped[bool | None] = mapped_column(default=False)
    fps: Mapped[str | None] = mapped_column(String(10), default="25")
    ratio: Mapped[str | None] = mapped_column(String(10), default="16:9")
    resolution: Mapped[str | None] = mapped_column(String(12), default="1920x1080")
    production_type: Mapped[str | None] = mapped_column(String(20), default="short")
    production_style: Mapped[str] = mapped_column(String(255), default="2d3d", info={"choices": PRODUCTION_STYLES})
    start_date: Mapped[Day | None]
    end_date: Mapped[Day | None]
    man_days: Mapped[int | None]
    nb_episodes: Mapped[int | None] = mapped_column(default=0)
    episode_span: Mapped[int | None] = mapped_column(default=0)
    max_retakes: Mapped[int | None] = mapped_column(default=0)
    is_clients_isolated: Mapped[bool | None] = mapped_column(default=False)
    is_client_stats_visible: Mapped[bool | None] = mapped_column(default=True, server_default=text("true"))
    is_client_task_list_visible: Mapped[bool | None] = mapped_column(default=True, server_default=text("true"))
    is_client_task_panel_visible: Mapped[bool | None] = mapped_column(default=True, server_default=text("true"))
    is_preview_download_allowed: Mapped[bool | None] = mapped_column(default=False)
    is_set_preview_automated: Mapped[bool | None] = mapped_column(default=False)
    homepage: Mapped[str | None] = mapped_column(String(80), default="assets")
    is_publish_default_for_artists: Mapped[bool | None] = mapped_column(default=False)
    is_bot_collaboration_enabled: Mapped[bool | None] = mapped_column(default=False, server_default=text("false"))
    is_single_preview_per_revision: Mapped[bool | None] = mapped_column(default=False, server_default=text("false"))
    is_frame_in_numbering: Mapped[bool | None] = mapped_column(default=False, server_default=text("false"))
    revision_padding: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    hd_bitrate_compression: Mapped[int | None]
    ld_bitrate_compression: Mapped[int | None]
    project_status_id: Mapped[Uuid | None] = mapped_column(ForeignKey("project_status.id"), index=True)
    default_preview_background_file_id: Mapped[Uuid | None] = mapped_column(
        ForeignKey("preview_background_file.id"), index=True
    )
    from_schedule_version_id: Mapped[Uuid | None] = mapped_column(
        ForeignKey("production_schedule_version.id", ondelete="SET NULL", use_alter=True), index=True
    )

    relations: ClassVar[dict[str, Relation]] = {
        "team": Relation("project_person_link", own="project_id", other="person_id", target="Person"),
        "asset_types": Relation(
            "project_asset_type_link", own="project_id", other="asset_type_id", target="EntityType"
        ),
        "task_statuses": Relation(
            "project_task_status_link", own="project_id", other="task_status_id", target="TaskStatus"
        ),
        "task_types": Relation("project_task_type_link", own="project_id", other="task_type_id", target="TaskType"),
        "status_automations": Relation(
            "project_status_automation_link",
            own="project_id",
            other="status_automation_id",
            target="StatusAutomation",
        ),
        "preview_background_files": Relation(
            "project_preview_background_file_link",
            own="project_id",
            other="preview_background_file_id",
            target="PreviewBackgroundFile",
        ),
    }


class ProjectPersonLink(Base):
    """A person is on the team of a project, with an optional role there."""

    __tablename__ = "project_person_link"

    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    shotgun_id: Mapped[int | None]
    role: Mapped[str | None] = mapped_column(String(255), info={"choices": ROLES})


class ProjectAssetTypeLink(Base):
    """A project uses an asset type."""

    __tablename__ = "project_asset_type_link"

    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    asset_type_id: Mapped[Uuid] = mapped_column(ForeignKey("entity_type.id"), primary_key=True, index=True)


class ProjectTaskTypeLink(Record, Base):
    """A project uses a task type, at a place in the order."""

    __tablename__ = "project_task_type_link"
    __table_args__ = (UniqueConstraint("project_id", "task_type_id", name="project_tasktype_uc"),)

    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    task_type_id: Mapped[Uuid] = mapped_column(ForeignKey("task_type.id"), primary_key=True, index=True)
    priority: Mapped[int | None]
    hd_bitrate_compression: Mapped[int | None]
    ld_bitrate_compression: Mapped[int | None]
    is_client_visible: Mapped[bool | None] = mapped_column(default=True, server_default=text("true"))


class ProjectTaskStatusLink(Record, Base):
    """A project uses a task status, at a place in the order and on some boards."""

    __tablename__ = "project_task_status_link"
    __table_args__ = (UniqueConstraint("project_id", "task_status_id", name="project_taskstatus_uc"),)

    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    task_status_id: Mapped[Uuid] = mapped_column(ForeignKey("task_status.id"), primary_key=True, index=True)
    priority: Mapped[int | None]
    roles_for_board: Mapped[list[str] | None] = mapped_column(
        ARRAY(String(255)), default=board_roles, info={"choices": ROLES}
    )
    is_client_allowed: Mapped[bool | None]


class ProjectStatusAutomationLink(Base):
    """A project uses a status automation."""

    __tablename__ = "project_status_automation_link"

    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    status_automation_id: Mapped[Uuid] = mapped_column(ForeignKey("status_automation.id"), primary_key=True, index=True)


class ProjectPreviewBackgroundFileLink(Base):
    """A project offers a preview background."""

    __tablename__ = "project_preview_background_file_link"

    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    preview_background_file_id: Mapped[Uuid] = mapped_column(
        ForeignKey(
            "preview_background_file.id",
            name="project_preview_background_file_preview_background_file_id_fkey",
        ),
        primary_key=True,
        index=True,
    )


class ProjectTaskTypeSoftwareLink(Record, Base):
    """The software used for a task type of a project."""

    __tablename__ = "project_task_type_software_link"
    __table_args__ = (
        UniqueConstraint("project_id", "task_type_id", "software_id", name="project_task_type_software_uc"),
    )

    project_id: Mapped[Uuid] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True, index=True)
    task_type_id: Mapped[Uuid] = mapped_column(
        ForeignKey("task_type.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    software_id: Mapped[Uuid] = mapped_column(
        ForeignKey("software.id", ondelete="CASCADE"), primary_key=True, index=True
    )
