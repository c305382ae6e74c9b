"""The statements of episodes."""

from typing import Any

from sqlalchemy import Select, select, text
from sqlalchemy.orm import aliased

from multiplane.database.statements import prepare
from multiplane.entities.queries import by_name, of_kind
from multiplane.models import Entity
from multiplane.web.crud.resource import table_of


def shots_of_episode(episode_id: str) -> Select[Any]:
    """Every shot of the sequences of an episode."""
    sequence = aliased(Entity)
    shots = select(table_of(Entity)).join(sequence, sequence.id == Entity.parent_id)
    return by_name(shots.where(of_kind("Shot"), sequence.parent_id == episode_id))


# Tasks of the entities two levels below an episode: its shots.
TASKS_OF_EPISODES = """
    FROM task
    JOIN entity ON entity.id = task.entity_id
    JOIN entity AS sequence ON sequence.id = entity.parent_id
    JOIN entity AS episode ON episode.id = sequence.parent_id
    JOIN entity_type AS episode_type ON episode_type.id = episode.entity_type_id
    JOIN task_status AS status ON status.id = task.task_status_id
    WHERE entity.project_id = :project_id AND episode_type.name = 'Episode'
        AND (NOT cast(:own_only AS boolean) OR task.id IN (
            SELECT task_id FROM task_person_link WHERE person_id = :user_id
        ))
"""
STATUS_COUNTS = prepare(
    text(
        f"""
        SELECT episode.id AS episode_id, task.task_type_id, status.id AS task_status_id,
            status.short_name AS name, status.color, count(*) AS count,
            coalesce(sum(entity.nb_frames), 0) AS frames, coalesce(sum(task.nb_drawings), 0) AS drawings
        {TASKS_OF_EPISODES}
        GROUP BY episode.id, task.task_type_id, status.id
        """
    )
)
RETAKE_COUNTS = prepare(
    text(
        f"""
        SELECT episode.id AS episode_id, task.task_type_id, coalesce(task.retake_count, 0) AS retake_count,
            coalesce(status.is_done, false) AS is_done, coalesce(status.is_retake, false) AS is_retake,
            count(*) AS count, coalesce(sum(entity.nb_frames), 0) AS frames,
            coalesce(sum(task.nb_drawings), 0) AS drawings
        {TASKS_OF_EPISODES}
        GROUP BY episode.id, task.task_type_id, coalesce(task.retake_count, 0), coalesce(status.is_done, false),
            coalesce(status.is_retake, false)
        """
    )
)
STATS_VISIBLE = prepare(text("SELECT coalesce(is_client_stats_visible, true) FROM project WHERE id = :project_id"))
