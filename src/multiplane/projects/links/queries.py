"""The statements of a project's links."""

from dataclasses import dataclass

from sqlalchemy import any_, bindparam, delete, func, literal_column, select, text, update

from multiplane.database.statements import Prepared, ids, prepare
from multiplane.models import (
    EntityType,
    PreviewBackgroundFile,
    ProjectAssetTypeLink,
    ProjectPreviewBackgroundFileLink,
    ProjectStatusAutomationLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    StatusAutomation,
    TaskStatus,
    TaskType,
)
from multiplane.models.base import Base

_MOMENT = "now() AT TIME ZONE 'utc'"


@dataclass(frozen=True, slots=True)
class Link:
    """One of the tables that link a project to records of the studio, and its statements."""

    model: type[Base]
    target: type[Base]
    key: str
    """The column that holds the linked id."""
    linked: Prepared
    known: Prepared
    """Of some ids, those that exist."""
    present: Prepared
    """The ids already linked."""
    remove: Prepared
    reorder: Prepared | None
    """Give links the priorities of a list of ids, where links have one."""


def _reorder(model: type[Base], key: str) -> Prepared | None:
    link = model.__table__
    if "priority" not in link.c:
        return None
    place = func.unnest(ids("ids")).table_valued("linked_id", with_ordinality="priority", name="place")
    place = place.render_derived()
    ordered = update(model).where(link.c.project_id == bindparam("project_id"), link.c[key] == place.c.linked_id)
    return prepare(
        ordered.values(priority=place.c.priority, updated_at=literal_column(_MOMENT)).returning(*link.columns)
    )


def _link(model: type[Base], target: type[Base], key: str) -> Link:
    link, records = model.__table__, target.__table__
    order = [func.lower(records.c.name), records.c.id] if "name" in records.c else [records.c.created_at, records.c.id]
    of_project = link.c.project_id == bindparam("project_id")
    return Link(
        model,
        target,
        key,
        linked=prepare(select(records).join(link, link.c[key] == records.c.id).where(of_project).order_by(*order)),
        known=prepare(select(records.c.id).where(records.c.id == any_(ids("ids")))),
        present=prepare(select(link.c[key]).where(of_project)),
        remove=prepare(delete(model).where(of_project, link.c[key] == bindparam("linked_id"))),
        reorder=_reorder(model, key),
    )


ASSET_TYPES = _link(ProjectAssetTypeLink, EntityType, "asset_type_id")
TASK_TYPES = _link(ProjectTaskTypeLink, TaskType, "task_type_id")
TASK_STATUSES = _link(ProjectTaskStatusLink, TaskStatus, "task_status_id")
STATUS_AUTOMATIONS = _link(ProjectStatusAutomationLink, StatusAutomation, "status_automation_id")
BACKGROUNDS = _link(ProjectPreviewBackgroundFileLink, PreviewBackgroundFile, "preview_background_file_id")

TASK_TYPE_LINK = prepare(
    text("SELECT * FROM project_task_type_link WHERE project_id = :project_id AND task_type_id = :task_type_id")
)
TASK_TYPE_LINKS = prepare(text("SELECT * FROM project_task_type_link WHERE project_id = :project_id"))
UPSERT_TASK_TYPE = prepare(
    text(
        f"""
        INSERT INTO project_task_type_link (
            project_id, task_type_id, priority, is_client_visible, id, created_at, updated_at
        )
        VALUES (:project_id, :task_type_id, :priority, true, gen_random_uuid(), {_MOMENT}, {_MOMENT})
        ON CONFLICT (project_id, task_type_id) DO UPDATE
        SET priority = excluded.priority, updated_at = excluded.updated_at
        RETURNING *
        """  # noqa: S608
    )
)
UPSERT_TASK_STATUS = prepare(
    text(
        f"""
        INSERT INTO project_task_status_link AS link (
            project_id, task_status_id, priority, roles_for_board, id, created_at, updated_at
        )
        VALUES (
            :project_id, :task_status_id, :priority, cast(:roles AS varchar[]), gen_random_uuid(), {_MOMENT}, {_MOMENT}
        )
        ON CONFLICT (project_id, task_status_id) DO UPDATE
        SET priority = excluded.priority, updated_at = excluded.updated_at,
            roles_for_board = CASE
                WHEN cast(:keep_roles AS boolean) THEN link.roles_for_board ELSE excluded.roles_for_board
            END
        RETURNING *
        """  # noqa: S608
    )
)
CHANGE_TASK_TYPES = prepare(
    text(
        f"""
        UPDATE project_task_type_link AS link
        SET priority = coalesce(change.priority, link.priority), updated_at = {_MOMENT},
            is_client_visible = coalesce(change.is_client_visible, link.is_client_visible)
        FROM jsonb_to_recordset(:changes) AS change (task_type_id uuid, priority integer, is_client_visible boolean)
        WHERE link.project_id = :project_id AND link.task_type_id = change.task_type_id
        """  # noqa: S608
    )
)
SET_TASK_TYPE_LINK = prepare(
    text(
        f"""
        UPDATE project_task_type_link
        SET hd_bitrate_compression = :hd_bitrate_compression, ld_bitrate_compression = :ld_bitrate_compression,
            is_client_visible = :is_client_visible, updated_at = {_MOMENT}
        WHERE project_id = :project_id AND task_type_id = :task_type_id
        """  # noqa: S608
    )
)
KEEP_TASK_TYPES = prepare(
    text(
        "DELETE FROM project_task_type_link "
        "WHERE project_id = :project_id AND task_type_id <> ALL(cast(:task_type_ids AS uuid[]))"
    )
)
SET_CLIENT_PERMISSION = prepare(
    text(
        f"""
        UPDATE project_task_status_link SET is_client_allowed = :is_client_allowed, updated_at = {_MOMENT}
        WHERE project_id = :project_id AND task_status_id = :task_status_id
        RETURNING *
        """  # noqa: S608
    )
)
