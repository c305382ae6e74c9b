"""The statements of shots."""

from typing import Any

from sqlalchemy import Select, func, text
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.database.statements import prepare
from multiplane.entities.queries import listing, with_project, with_sequence
from multiplane.models import Entity


def shot_items(user: CurrentUser, *where: ColumnElement[bool]) -> Select[Any]:
    """Shots that have a sequence, with the names of their project and sequence, by lower-cased name."""
    items = with_sequence(with_project(listing(user, "Shot", *where)))
    return items.order_by(func.lower(Entity.name), Entity.id)


# `round` of a double goes to the even neighbour of a half. A duration that gives no count (none, NaN, too long) changes
# nothing.
SET_FRAMES_FROM_PREVIEWS = prepare(
    text(
        """
        WITH newest AS (
            SELECT DISTINCT ON (shot.id) shot.id, preview_file.duration
            FROM entity AS shot
            JOIN entity_type ON entity_type.id = shot.entity_type_id AND entity_type.name = 'Shot'
            JOIN task ON task.entity_id = shot.id
            JOIN preview_file ON preview_file.task_id = task.id
            LEFT JOIN entity AS sequence ON sequence.id = shot.parent_id
            WHERE shot.project_id = :project_id AND task.task_type_id = :task_type_id
                AND coalesce(sequence.parent_id = cast(:episode_id AS uuid), cast(:episode_id AS uuid) IS NULL)
            ORDER BY shot.id, preview_file.created_at DESC, preview_file.id
        )
        UPDATE entity
        SET nb_frames = round(newest.duration * cast(:fps AS double precision)),
            updated_at = now() AT TIME ZONE 'utc'
        FROM newest
        WHERE entity.id = newest.id AND newest.duration * cast(:fps AS double precision) BETWEEN 0 AND 2147483647
        RETURNING entity.id, entity.nb_frames
        """
    )
)
FPS = prepare(text("SELECT fps FROM project WHERE id = :project_id"))
