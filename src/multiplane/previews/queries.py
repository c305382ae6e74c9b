"""The selects and changes of preview files."""

from typing import Any

from sqlalchemy import Select, select, text

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_comments
from multiplane.database.statements import prepare
from multiplane.models import Comment

SCOPE_COLUMNS = """
    task.id AS scope_task_id, task.project_id AS scope_project_id, task.entity_id AS scope_entity_id,
    task.task_type_id AS scope_task_type_id, task_type.department_id AS scope_department_id,
    entity.created_by AS scope_entity_creator_id,
    EXISTS (
        SELECT FROM task_person_link AS link WHERE link.task_id = task.id AND link.person_id = cast(:person_id AS uuid)
    ) AS scope_is_assigned,
    EXISTS (
        SELECT FROM task AS sibling JOIN task_person_link AS link ON link.task_id = sibling.id
        WHERE sibling.entity_id = task.entity_id AND link.person_id = cast(:person_id AS uuid)
    ) AS scope_works_on_entity,
    coalesce(entity_type.name IN ('Concept', 'ConceptFolder'), false) AS scope_is_of_concept
"""
SCOPE_TABLES = """
    LEFT JOIN task_type ON task_type.id = task.task_type_id
    LEFT JOIN entity ON entity.id = task.entity_id
    LEFT JOIN entity_type ON entity_type.id = entity.entity_type_id
"""
PREVIEW = prepare(
    text(
        f"""
        SELECT preview_file.*, {SCOPE_COLUMNS},
            coalesce(entity.is_shared AND entity.preview_file_id = preview_file.id, false) AS is_shared_main
        FROM preview_file LEFT JOIN task ON task.id = preview_file.task_id {SCOPE_TABLES}
        WHERE preview_file.id = :preview_file_id
        """  # noqa: S608 - constants of this file
    )
)
TASK = prepare(text(f"SELECT {SCOPE_COLUMNS} FROM task {SCOPE_TABLES} WHERE task.id = :task_id"))  # noqa: S608
TASKS = prepare(
    text(
        f"""
        SELECT {SCOPE_COLUMNS} FROM task {SCOPE_TABLES} WHERE task.id = ANY(cast(:task_ids AS uuid[]))
        """  # noqa: S608 - constants of this file
    )
)

# -- revisions

# Whoever numbers a revision of a task waits for the one before.
# Tasks are locked before their previews, and in the order of their ids: nobody waits in a circle.
LOCK_TASKS = prepare(
    text("SELECT id FROM task WHERE id = ANY(cast(:task_ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE")
)
LOCK_TASKS_OF = prepare(
    text(
        """
        SELECT id FROM task
        WHERE id IN (SELECT task_id FROM preview_file WHERE id = ANY(cast(:preview_file_ids AS uuid[])))
        ORDER BY id FOR NO KEY UPDATE
        """
    )
)
COMMENT = prepare(
    text(
        """
        SELECT comment.id, comment.person_id, comment.for_client, task.project_id, task.id AS task_id,
            project.is_single_preview_per_revision
        FROM comment
        JOIN task ON task.id = comment.object_id
        JOIN project ON project.id = task.project_id
        WHERE comment.id = :comment_id AND task.id = :task_id
        """
    )
)
FIRST_OF_COMMENT = prepare(
    text(
        """
        SELECT preview_file.revision
        FROM comment_preview_link AS link JOIN preview_file ON preview_file.id = link.preview_file
        WHERE link.comment = :comment_id
        ORDER BY preview_file.position, preview_file.created_at, preview_file.id
        LIMIT 1
        """
    )
)
LAST_REVISION = prepare(text("SELECT coalesce(max(revision), 0) FROM preview_file WHERE task_id = :task_id"))
COUNT_OF_REVISION = prepare(
    text("SELECT count(*) FROM preview_file WHERE task_id = :task_id AND revision = cast(:revision AS integer)")
)
MAIN_OF_REVISION = prepare(
    text(
        """
        SELECT id FROM preview_file
        WHERE task_id = :task_id AND revision = cast(:revision AS integer) AND position = 1
            AND id IS DISTINCT FROM cast(:except_id AS uuid)
        LIMIT 1
        """
    )
)
MOVE_REVISION = prepare(
    text(
        """
        UPDATE preview_file SET revision = cast(:new AS integer), updated_at = now() AT TIME ZONE 'utc'
        WHERE task_id = :task_id AND revision = cast(:old AS integer) AND id <> :except_id
        """
    )
)
OF_REVISION = prepare(
    text(
        """
        SELECT * FROM preview_file WHERE task_id = :task_id AND revision = cast(:revision AS integer)
        ORDER BY position, created_at, id
        """
    )
)
RENUMBER = prepare(
    text(
        """
        UPDATE preview_file SET position = place.number, updated_at = now() AT TIME ZONE 'utc'
        FROM unnest(cast(:ids AS uuid[])) WITH ORDINALITY AS place (id, number)
        WHERE preview_file.id = place.id AND preview_file.position IS DISTINCT FROM place.number
        """
    )
)
LAST_OF_TASK = prepare(
    text(
        """
        SELECT * FROM preview_file WHERE task_id = :task_id
        ORDER BY revision DESC, position, created_at, id
        """
    )
)

# -- what illustrates tasks and entities

COMMENTS_OF = prepare(
    text(
        """
        SELECT comment.id, comment.person_id, comment.for_client, comment.object_id AS task_id
        FROM comment_preview_link AS link JOIN comment ON comment.id = link.comment
        WHERE link.preview_file = :preview_file_id
        ORDER BY comment.created_at, comment.id
        """
    )
)
SET_LAST_OF_TASK = prepare(
    text(
        """
        UPDATE task SET last_preview_file_id = cast(:preview_file_id AS uuid),
            updated_at = now() AT TIME ZONE 'utc'
        WHERE id = :task_id
        """
    )
)
IS_AUTOMATED = prepare(
    text("SELECT coalesce(is_set_preview_automated, false) FROM project WHERE id = cast(:project_id AS uuid)")
)
OLDEST_OF_LAST_REVISION = prepare(
    text(
        """
        SELECT DISTINCT ON (task_id) task_id, id, status FROM preview_file
        WHERE task_id = ANY(cast(:task_ids AS uuid[]))
        ORDER BY task_id, revision DESC, created_at, id
        """
    )
)

# -- deletion

DOOMED = prepare(
    text(
        """
        SELECT preview_file.id, preview_file.task_id, preview_file.extension, preview_file.status,
            task.project_id, task.entity_id,
            task.last_preview_file_id = preview_file.id AS is_last_of_task
        FROM preview_file LEFT JOIN task ON task.id = preview_file.task_id
        WHERE preview_file.id = ANY(cast(:preview_file_ids AS uuid[]))
        ORDER BY preview_file.id
        """
    )
)
NEWEST_OF_TASK = prepare(
    text(
        """
        SELECT id FROM preview_file
        WHERE task_id = :task_id AND status = 'ready' AND position = 1 AND extension IN ('png', 'mp4')
            AND NOT id = ANY(cast(:except_ids AS uuid[]))
        ORDER BY created_at DESC, id
        LIMIT 1
        """
    )
)
NEWEST_OF_ENTITY = prepare(
    text(
        """
        SELECT preview_file.id, preview_file.status
        FROM preview_file JOIN task ON task.id = preview_file.task_id
        WHERE task.entity_id = :entity_id AND preview_file.status = 'ready' AND preview_file.position = 1
            AND preview_file.extension IN ('png', 'mp4')
            AND NOT preview_file.id = ANY(cast(:except_ids AS uuid[]))
        ORDER BY preview_file.created_at DESC, preview_file.id
        LIMIT 1
        """
    )
)
ILLUSTRATED = prepare(
    text(
        """
        SELECT entity.*, entity_type.name AS entity_type_name,
            coalesce(project.is_set_preview_automated, false) AS is_automated
        FROM entity
        JOIN entity_type ON entity_type.id = entity.entity_type_id
        JOIN project ON project.id = entity.project_id
        WHERE entity.preview_file_id = ANY(cast(:preview_file_ids AS uuid[]))
        ORDER BY entity.id
        FOR NO KEY UPDATE OF entity
        """
    )
)
FORGET_IN_NEWS = prepare(
    text("UPDATE news SET preview_file_id = NULL WHERE preview_file_id = ANY(cast(:preview_file_ids AS uuid[]))")
)
UNLINK_COMMENTS = prepare(
    text("DELETE FROM comment_preview_link WHERE preview_file = ANY(cast(:preview_file_ids AS uuid[]))")
)
DELETE = prepare(text("DELETE FROM preview_file WHERE id = ANY(cast(:preview_file_ids AS uuid[]))"))
OF_COMMENTS = prepare(
    text(
        """
        SELECT DISTINCT preview_file FROM comment_preview_link WHERE comment = ANY(cast(:comment_ids AS uuid[]))
        """
    )
)
IS_ATTACHED = prepare(
    text(
        """
        SELECT preview_file.id
        FROM comment_preview_link AS link JOIN preview_file ON preview_file.id = link.preview_file
        WHERE link.comment = :comment_id AND preview_file.id = :preview_file_id AND preview_file.task_id = :task_id
        """
    )
)
EXTENSIONS = prepare(text("SELECT id, extension FROM preview_file WHERE id = ANY(cast(:preview_file_ids AS uuid[]))"))

# -- stored files

STATES = prepare(
    text(
        """
        SELECT bucket, prefix FROM preview_file_storage_state
        WHERE preview_file_id = :preview_file_id AND state <> 'ok'
            AND updated_at > (now() AT TIME ZONE 'utc') - make_interval(secs => cast(:delay AS double precision))
        """
    )
)
# "failed" says more than "missing" and stays; a file that is found again is "ok".
RECORD_STATE = prepare(
    text(
        """
        INSERT INTO preview_file_storage_state (id, created_at, updated_at, preview_file_id, bucket, prefix, state)
        SELECT gen_random_uuid(), now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc', preview_file.id,
            cast(:bucket AS text), cast(:prefix AS text), cast(:state AS text)
        FROM preview_file WHERE preview_file.id = :preview_file_id
        ON CONFLICT (preview_file_id, bucket, prefix) DO UPDATE SET
            updated_at = excluded.updated_at,
            state = CASE
                WHEN preview_file_storage_state.state = 'failed' AND excluded.state = 'missing' THEN 'failed'
                ELSE excluded.state
            END
        """
    )
)
FORMATS = prepare(
    text(
        """
        SELECT preview_file.*, entity.data AS entity_data, project.fps, project.resolution,
            project.hd_bitrate_compression AS project_high, project.ld_bitrate_compression AS project_low,
            link.hd_bitrate_compression AS link_high, link.ld_bitrate_compression AS link_low
        FROM preview_file
        LEFT JOIN task ON task.id = preview_file.task_id
        LEFT JOIN entity ON entity.id = task.entity_id
        LEFT JOIN project ON project.id = task.project_id
        LEFT JOIN project_task_type_link AS link
            ON link.project_id = task.project_id AND link.task_type_id = task.task_type_id
        WHERE preview_file.id = :preview_file_id
        """
    )
)

# -- annotations

PATIENCE = prepare(text("SET LOCAL lock_timeout = '35s'"))

# -- uploads

TRY_CLAIM = prepare(text("SELECT pg_try_advisory_lock(hashtextextended('preview-file:' || cast(:id AS text), 0))"))
RELEASE_CLAIM = prepare(text("SELECT pg_advisory_unlock(hashtextextended('preview-file:' || cast(:id AS text), 0))"))
RELEASE_CLAIMS = prepare(text("SELECT pg_advisory_unlock_all()"))
PROCESSING = prepare(
    text(
        """
        SELECT id, original_name IS NOT NULL AS is_received,
            created_at < (now() AT TIME ZONE 'utc') - interval '60 seconds' AS is_old
        FROM preview_file
        WHERE status = 'processing'
        ORDER BY created_at, id
        """
    )
)


def readable_comment(comment_id: str, user: CurrentUser) -> Select[Any]:
    """The comment, when the user may read it (04-tasks 1.7)."""
    visible = visible_comments(user)
    statement = select(Comment.id).where(Comment.id == comment_id)
    return statement if visible is None else statement.where(visible)
