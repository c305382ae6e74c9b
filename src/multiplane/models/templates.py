"""Project templates: the settings a new production starts from."""

from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, LinkRecord, Record, Relation, Uuid
from .choices import PRODUCTION_STYLES, ROLES, board_roles


class ProjectTemplate(Record, Base):
    """Settings copied into a new project."""

    __tablename__ = "project_template"

    name: Mapped[str] = mapped_column(String(80), index=True, unique=True)
    description: Mapped[str | None] = mapped_column(Text)
    fps: Mapped[str | None] = mapped_column(String(10), default="25")
    ratio: Mapped[str | None] = mapped_column(String(10), default="16:9")
    resolution: Mapped[str | None] = mapped_column(String(12), default="1920x1080")
    production_type: Mapped[str | None] = mapped_column(String(20), default="short")
    production_style: Mapped[str] = mapped_column(String(255), default="2d3d", info={"choices": PRODUCTION_STYLES})
    max_retakes: Mapped[int | None] = mapped_column(default=0)
    is_clients_isolated: Mapped[bool | None] = mapped_column(default=False)
    is_client_stats_visible: Mapped[bool | None] = mapped_column(default=True, server_default=text("true"))
    is_client_task_list_visible: Mapped[bool | None] = mapped_column(default=True, server_default=text("true"))
    is_client_task_panel_visible: Mapped[bool | None] = mapped_column(default=True, server_default=text("true"))
    is_preview_download_allowed: Mapped[bool | None] = mapped_column(default=False)
    is_set_preview_automated: Mapped[bool | None] = mapped_column(default=False)
    is_publish_default_for_artists: Mapped[bool | None] = mapped_column(default=False)
    is_single_preview_per_revision: Mapped[bool | None] = mapped_column(default=False, server_default=text("false"))
    is_frame_in_numbering: Mapped[bool | None] = mapped_column(default=False, server_default=text("false"))
    revision_padding: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    homepage: Mapped[str | None] = mapped_column(String(80), default="assets")
    hd_bitrate_compression: Mapped[int | None]
    ld_bitrate_compression: Mapped[int | None]
    file_tree: Mapped[Json | None]
    data: Mapped[Json | None]
    metadata_descriptors: Mapped[Json | None] = mapped_column(default=list)
    default_preview_background_file_id: Mapped[Uuid | None] = mapped_column(
        ForeignKey("preview_background_file.id"), index=True
    )

    relations: ClassVar[dict[str, Relation]] = {
        "task_types": Relation(
            "project_template_task_type_link",
            own="project_template_id",
            other="task_type_id",
            target="TaskType",
        ),
        "task_statuses": Relation(
            "project_template_task_status_link",
            own="project_template_id",
            other="task_status_id",
            target="TaskStatus",
        ),
        "asset_types": Relation(
            "project_template_asset_type_link",
            own="project_template_id",
            other="asset_type_id",
            target="EntityType",
        ),
        "status_automations": Relation(
            "project_template_status_automation_link",
            own="project_template_id",
            other="status_automation_id",
            target="StatusAutomation",
        ),
        "preview_background_files": Relation(
            "project_template_preview_background_file_link",
            own="project_template_id",
            other="preview_background_file_id",
            target="PreviewBackgroundFile",
        ),
    }


class ProjectTemplateTaskTypeLink(LinkRecord, Base):
    """A template uses a task type."""

    __tablename__ = "project_template_task_type_link"
    __table_args__ = (UniqueConstraint("project_template_id", "task_type_id", name="project_template_tasktype_uc"),)

    project_template_id: Mapped[Uuid] = mapped_column(ForeignKey("project_template.id"), primary_key=True, index=True)
    task_type_id: Mapped[Uuid] = mapped_column(ForeignKey("task_type.id"), primary_key=True, index=True)
    priority: Mapped[int | None]
    hd_bitrate_compression: Mapped[int | None]
    ld_bitrate_compression: Mapped[int | None]
    is_client_visible: Mapped[bool | None] = mapped_column(default=True, server_default=text("true"))


class ProjectTemplateTaskStatusLink(LinkRecord, Base):
    """A template uses a task status."""

    __tablename__ = "project_template_task_status_link"
    __table_args__ = (UniqueConstraint("project_template_id", "task_status_id", name="project_template_taskstatus_uc"),)

    project_template_id: Mapped[Uuid] = mapped_column(ForeignKey("project_template.id"), primary_key=True, index=True)
    task_status_id: Mapped[Uuid] = mapped_column(ForeignKey("task_status.id"), primary_key=True, index=True)
    priority: Mapped[int | None]
    roles_for_board: Mapped[list[str] | None] = mapped_column(
        ARRAY(String(255)), default=board_roles, info={"choices": ROLES}
    )
    is_client_allowed: Mapped[bool | None]


class ProjectTemplateAssetTypeLink(Base):
    """A template uses an asset type."""

    __tablename__ = "project_template_asset_type_link"

    project_template_id: Mapped[Uuid] = mapped_column(ForeignKey("project_template.id"), primary_key=True, index=True)
    asset_type_id: Mapped[Uuid] = mapped_column(ForeignKey("entity_type.id"), primary_key=True, index=True)


class ProjectTemplateStatusAutomationLink(Base):
    """A template uses a status automation."""

    __tablename__ = "project_template_status_automation_link"

    project_template_id: Mapped[Uuid] = mapped_column(
        ForeignKey("project_template.id", name="project_template_status_automation_lin_project_template_id_fkey"),
        primary_key=True,
        index=True,
    )
    status_automation_id: Mapped[Uuid] = mapped_column(
        ForeignKey("status_automation.id", name="project_template_status_automation_li_status_automation_id_fkey"),
        primary_key=True,
        index=True,
    )


class ProjectTemplatePreviewBackgroundFileLink(Base):
    """A template offers a preview background."""

    __tablename__ = "project_template_preview_background_file_link"

    project_template_id: Mapped[Uuid] = mapped_column(
        ForeignKey("project_template.id", name="project_template_preview_background_fi_project_template_id_fkey"),
        primary_key=True,
        index=True,
    )
    preview_background_file_id: Mapped[Uuid] = mapped_column(
        ForeignKey(
            "preview_background_file.id",
            name="project_template_preview_backgr_preview_background_file_id_fkey",
        ),
        primary_key=True,
        index=True,
    )
