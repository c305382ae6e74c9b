"""The selects and changes of playlists."""

from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, func, select, text
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.statements import prepare
from multiplane.models import Playlist
from multiplane.web.crud.resource import relation_ids, table_of

ITEM_COLUMNS = (
    "id", "name", "project_id", "episode_id", "task_type_id", "for_client", "for_entity", "is_for_all", "created_at",
    "updated_at", "created_by",
)  # fmt: skip
NEWEST_FIRST = frozenset({"created_at", "updated_at"})

# -- what entries may show

ENTITY_OF_PREVIEWS = prepare(
    text(
        """
        SELECT preview_file.id, task.entity_id
        FROM preview_file JOIN task ON task.id = preview_file.task_id
        WHERE preview_file.id = ANY(cast(:preview_file_ids AS uuid[]))
        """
    )
)
LATEST_OF_ENTITIES = prepare(
    text(
        """
        SELECT DISTINCT ON (task.entity_id) task.entity_id, preview_file.id
        FROM preview_file JOIN task ON task.id = preview_file.task_id
        WHERE task.entity_id = ANY(cast(:entity_ids AS uuid[]))
            AND (cast(:task_type_id AS uuid) IS NULL OR task.task_type_id = cast(:task_type_id AS uuid))
        ORDER BY task.entity_id, preview_file.revision DESC, preview_file.created_at DESC, preview_file.id
        """
    )
)
PATIENCE = prepare(text("SET LOCAL lock_timeout = '35s'"))

# -- one playlist

IN_PROJECT = prepare(
    select(Playlist.__table__).where(
        Playlist.id == bindparam("playlist_id"), Playlist.project_id == bindparam("project_id")
    )
)
BUILD_JOBS = prepare(
    text(
        """
        SELECT id, status, created_at, message FROM build_job
        WHERE playlist_id = :playlist_id
        ORDER BY created_at DESC, id
        """
    )
)

# -- a choice of tasks

TASKS_TO_SHOW = prepare(
    text(
        """
        SELECT chosen.id
        FROM unnest(cast(:entity_ids AS uuid[])) WITH ORDINALITY AS wanted (entity_id, place)
        CROSS JOIN LATERAL (
            SELECT task.id FROM task
            WHERE task.entity_id = wanted.entity_id AND task.project_id = :project_id
                AND EXISTS (SELECT FROM preview_file WHERE preview_file.task_id = task.id)
            ORDER BY task.last_comment_date DESC NULLS LAST, task.created_at DESC, task.id
            LIMIT 1
        ) AS chosen
        ORDER BY wanted.place
        """
    )
)
TASK_TYPE_ORDER = prepare(
    text(
        """
        SELECT task_type_id FROM project_task_type_link WHERE project_id = :project_id
        ORDER BY priority DESC NULLS LAST, task_type_id
        """
    )
)
PLACES = prepare(
    text(
        """
        SELECT entity.id, entity.name,
            CASE entity_type.name
                WHEN 'Shot' THEN parent.name WHEN 'Sequence' THEN parent.name WHEN 'Edit' THEN parent.name
                WHEN 'Episode' THEN NULL ELSE entity_type.name
            END AS parent_name,
            episode.id AS episode_id, episode.name AS episode_name,
            sequence.id AS sequence_id, sequence.name AS sequence_name,
            asset_type.id AS asset_type_id, asset_type.name AS asset_type_name
        FROM entity
        JOIN entity_type ON entity_type.id = entity.entity_type_id
        LEFT JOIN entity AS parent ON parent.id = entity.parent_id
        LEFT JOIN entity AS sequence ON sequence.id = entity.parent_id AND entity_type.name = 'Shot'
        LEFT JOIN entity AS episode ON episode.id = CASE entity_type.name
            WHEN 'Shot' THEN sequence.parent_id WHEN 'Sequence' THEN entity.parent_id
            WHEN 'Edit' THEN entity.parent_id WHEN 'Episode' THEN entity.id
            WHEN 'Scene' THEN NULL WHEN 'Concept' THEN NULL WHEN 'ConceptFolder' THEN NULL
            ELSE entity.source_id
        END
        LEFT JOIN entity_type AS asset_type ON asset_type.id = entity_type.id AND NOT asset_type.name = ANY(
            ARRAY['Shot', 'Scene', 'Sequence', 'Episode', 'Edit', 'Concept', 'ConceptFolder']
        )
        WHERE entity.id = ANY(cast(:entity_ids AS uuid[]))
        """
    )
)
OF_BUILDS = prepare(
    text(
        """
        SELECT build_job.* FROM build_job JOIN playlist ON playlist.id = build_job.playlist_id
        WHERE playlist.project_id = :project_id
        ORDER BY build_job.created_at DESC, build_job.id
        """
    )
)

# -- deletion

DELETE_BUILD_JOBS = prepare(text("DELETE FROM build_job WHERE playlist_id = :playlist_id RETURNING id"))
DELETE_NOTIFICATIONS = prepare(text("DELETE FROM notification WHERE playlist_id = :playlist_id"))
DELETE_SHARE_LINKS = prepare(text("DELETE FROM playlist_share_link WHERE playlist_id = :playlist_id"))

# -- lists

COUNT_OF_PROJECT = prepare(text("SELECT count(*) FROM playlist WHERE project_id = :project_id"))
ALL_OF_PROJECT = prepare(
    select(Playlist.__table__, relation_ids(Playlist, "build_jobs"))
    .where(Playlist.project_id == bindparam("project_id"))
    .order_by(Playlist.updated_at.desc(), Playlist.created_at.desc(), Playlist.id)
    .limit(bindparam("limit", type_=BigInteger))
    .offset(bindparam("offset", type_=BigInteger))
)


def items(where: list[ColumnElement[bool]], sort_by: str) -> Select[Any]:
    """Playlists in short, in the order of a column: newest first for dates, `updated_at` when there is none such."""
    table = table_of(Playlist)
    column = table.c[sort_by if sort_by in table.c else "updated_at"]
    order = column.desc() if column.name in NEWEST_FIRST else column.asc()
    first = func.jsonb_extract_path_text(table.c.shots, "0", "preview_file_id").label("first_preview_file_id")
    picked = [table.c[name] for name in ITEM_COLUMNS]
    return select(*picked, first).where(*where).order_by(order, table.c.id)
