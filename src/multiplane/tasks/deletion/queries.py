"""The statements of removals: each takes any number of tasks."""

from typing import Any

from sqlalchemy import any_, delete, text, update

from multiplane.database.statements import Prepared, ids, prepare
from multiplane.models import (
    Comment,
    CommentAcknowledgement,
    CommentDepartmentMention,
    CommentMention,
    CommentPreviewLink,
    News,
    Notification,
    OutputFile,
    PreviewFile,
    Subscription,
    Task,
    TaskPersonLink,
    TimeSpent,
    WorkingFile,
)

LOCK = prepare(
    text(
        """
        SELECT id, project_id, entity_id, task_type_id FROM task
        WHERE id = ANY (cast(:task_ids AS uuid[])) ORDER BY id FOR UPDATE
        """
    )
)
OF_TYPE = prepare(
    text(
        """
        SELECT id FROM task
        WHERE project_id = cast(:project_id AS uuid) AND task_type_id = cast(:task_type_id AS uuid)
        """
    )
)
OF_PROJECT = prepare(
    text(
        """
        SELECT id FROM task
        WHERE project_id = cast(:project_id AS uuid) AND id = ANY (cast(:task_ids AS uuid[]))
        """
    )
)
TASK_TYPE_EXISTS = prepare(text("SELECT id FROM task_type WHERE id = cast(:task_type_id AS uuid)"))

COMMENTS = prepare(
    text("SELECT id FROM comment WHERE object_id = ANY (cast(:task_ids AS uuid[])) ORDER BY id FOR UPDATE")
)
PREVIEWS = prepare(text("SELECT id FROM preview_file WHERE task_id = ANY (cast(:task_ids AS uuid[]))"))
WORKING_FILES = prepare(text("SELECT id FROM working_file WHERE task_id = ANY (cast(:task_ids AS uuid[]))"))
OUTPUT_FILES = prepare(
    text("SELECT id FROM output_file WHERE source_file_id = ANY (cast(:working_file_ids AS uuid[]))")
)
REMOVE_NEWS = prepare(
    text(
        """
        WITH removed AS (
            DELETE FROM news
            WHERE task_id = ANY (cast(:task_ids AS uuid[])) OR comment_id = ANY (cast(:comment_ids AS uuid[]))
            RETURNING id, task_id, created_at
        )
        SELECT removed.id, task.project_id FROM removed
        JOIN task ON task.id = removed.task_id
        ORDER BY removed.created_at, removed.id
        """
    )
)
HIDE_MAIN_PREVIEWS = prepare(
    text(
        """
        WITH bare AS (
            SELECT id FROM entity WHERE preview_file_id = ANY (cast(:preview_ids AS uuid[]))
            ORDER BY id FOR NO KEY UPDATE
        )
        UPDATE entity SET preview_file_id = NULL, updated_at = now() AT TIME ZONE 'utc'
        FROM bare WHERE entity.id = bare.id
        RETURNING entity.id
        """
    )
)
# The newest ready picture or movie of the entity's other tasks, where the production takes one by itself.
RESTORE_MAIN_PREVIEWS = prepare(
    text(
        """
        WITH restored AS (
            SELECT entity.id AS entity_id, entity.project_id, entity_type.name AS entity_type_name,
                newest.id AS preview_file_id, newest.status AS preview_file_status
            FROM entity
            JOIN entity_type ON entity_type.id = entity.entity_type_id
            JOIN project ON project.id = entity.project_id
            LEFT JOIN LATERAL (
                SELECT preview_file.id, preview_file.status
                FROM preview_file JOIN task ON task.id = preview_file.task_id
                WHERE task.entity_id = entity.id AND project.is_set_preview_automated
                    AND preview_file.status = 'ready' AND preview_file.position = 1
                    AND preview_file.extension IN ('png', 'mp4')
                ORDER BY preview_file.created_at DESC, preview_file.id
                LIMIT 1
            ) AS newest ON true
            WHERE entity.id = ANY (cast(:entity_ids AS uuid[]))
        ),
        changed AS (
            UPDATE entity SET preview_file_id = restored.preview_file_id, updated_at = now() AT TIME ZONE 'utc'
            FROM restored WHERE entity.id = restored.entity_id
        )
        SELECT entity_id AS id, project_id, entity_type_name, preview_file_id, preview_file_status
        FROM restored ORDER BY entity_id
        """
    )
)


def _removal(column: Any, values: str) -> Prepared:
    """DELETE of the rows whose column is one of the ids given as `values`."""
    return prepare(delete(column.class_).where(column == any_(ids(values))))


def _detachment(column: Any, values: str) -> Prepared:
    """UPDATE to null of a column that is one of the ids given as `values`."""
    return prepare(update(column.class_).values({column: None}).where(column == any_(ids(values))))


OF_COMMENTS: tuple[Prepared, ...] = tuple(
    _removal(column, "comment_ids")
    for column in (
        Notification.comment_id,
        CommentMention.comment,
        CommentDepartmentMention.comment,
        CommentAcknowledgement.comment,
        CommentPreviewLink.comment,
        Comment.id,
    )
)
"""What goes with comments, then the comments; each takes `comment_ids`."""

OF_PREVIEWS: tuple[Prepared, ...] = (
    _removal(CommentPreviewLink.preview_file, "preview_ids"),
    _detachment(Comment.preview_file_id, "preview_ids"),
    _detachment(News.preview_file_id, "preview_ids"),
    _removal(PreviewFile.id, "preview_ids"),
)
"""What goes with previews, then the previews; each takes `preview_ids`. Their storage states cascade."""

OF_OUTPUT_FILES: tuple[Prepared, ...] = (
    _detachment(PreviewFile.source_file_id, "output_file_ids"),
    _removal(OutputFile.id, "output_file_ids"),
)
"""The files made from the working files of the tasks; each takes `output_file_ids`."""

REMOVE_WORKING_FILES = _removal(WorkingFile.id, "working_file_ids")

OF_TASKS: tuple[Prepared, ...] = tuple(
    _removal(column, "task_ids")
    for column in (Notification.task_id, Subscription.task_id, TimeSpent.task_id, TaskPersonLink.task_id, Task.id)
)
"""The rest, then the tasks; each takes `task_ids`. Their links to schedule versions cascade."""
