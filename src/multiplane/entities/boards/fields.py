"""What the rows of boards are made of: keys in the order they are sent, and the SQL of each value.

`entity` is a row of the select in `queries.py`: the columns of the table, `shown_data` (the metadata the caller may
see), and the names of what it belongs to.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Fields = Mapping[str, str]

NO_IDS = "'{}'::uuid[]"


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """The rows of one kind of entity. The field `tasks` holds the tasks, made of `task_fields`."""

    kind: str
    fields: Fields
    task_fields: tuple[str, ...]
    full_fields: Fields
    """The object of a single read; empty when that is not made of a board's row."""


def plain(table: str, *names: str) -> dict[str, str]:
    """Columns sent as they are."""
    return {name: f"{table}.{name}" for name in names}


def moments(table: str, *names: str) -> dict[str, str]:
    """Timestamps, without fraction (00-conventions 4)."""
    return {name: f"date_trunc('second', {table}.{name})" for name in names}


def numbers(table: str, *names: str) -> dict[str, str]:
    """Floats, with a decimal point even when they are whole; NaN and infinities are null (00-conventions 4)."""
    return {
        name: (
            f"CASE WHEN {table}.{name} = trunc({table}.{name}) AND abs({table}.{name}) < 1e15"
            f" THEN (cast({table}.{name} AS bigint) || '.0')::json"
            f" WHEN abs({table}.{name}) < 'Infinity' THEN to_json({table}.{name}) END"
        )
        for name in names
    }


def from_metadata(*names: str) -> dict[str, str]:
    """Values copied from the metadata, whatever their type."""
    return {name: f"entity.shown_data -> '{name}'" for name in names}


TASK_FIELDS: Fields = {
    **plain(
        "task",
        "id", "entity_id", "task_status_id", "task_type_id", "last_preview_file_id", "nb_assets_ready",
        "nb_drawings", "retake_count", "difficulty", "data", "assigner_id",
    ),
    **moments(
        "task", "start_date", "due_date", "end_date", "done_date", "real_start_date", "last_comment_date"
    ),
    **numbers("task", "duration", "estimation"),
    "priority": "coalesce(task.priority, 0)",
    "assignees": "ARRAY(SELECT link.person_id FROM task_person_link AS link WHERE link.task_id = task.id)",
    # One pass over the caller's subscriptions, hashed, whatever the number of tasks.
    "is_subscribed": (
        "task.id IN (SELECT task_id FROM subscription WHERE person_id = :user_id AND task_id IS NOT NULL)"
    ),
}  # fmt: skip

BLANKED: Fields = {
    **dict.fromkeys(
        (
            "assigner_id", "difficulty", "done_date", "due_date", "end_date", "last_comment_date",
            "real_start_date", "start_date",
        ),
        "NULL",
    ),
    **dict.fromkeys(("nb_assets_ready", "nb_drawings", "priority", "retake_count"), "0"),
    **dict.fromkeys(("duration", "estimation"), "'0'::json"),
    "assignees": NO_IDS,
}  # fmt: skip
"""What clients are told in place of the studio's own figures (03-entities 1.10)."""

RELATIONS: Fields = {
    "entities_out": "ARRAY(SELECT link.entity_out_id FROM entity_link AS link WHERE link.entity_in_id = entity.id)",
    "entity_concept_links": (
        "ARRAY(SELECT link.entity_out_id FROM entity_concept_link AS link WHERE link.entity_in_id = entity.id)"
    ),
    "instance_casting": (
        "ARRAY(SELECT link.asset_instance_id FROM asset_instance_link AS link WHERE link.entity_id = entity.id)"
    ),
    "entities_in": "ARRAY(SELECT link.entity_in_id FROM entity_link AS link WHERE link.entity_out_id = entity.id)",
}
ENTITY: Fields = {
    **plain(
        "entity",
        "id", "name", "code", "description", "shotgun_id", "canceled", "nb_frames", "nb_entities_out",
        "is_casting_standby", "is_shared", "status", "project_id", "entity_type_id", "parent_id", "source_id",
        "preview_file_id", "ready_for", "created_by",
    ),
    **moments("entity", "created_at", "updated_at"),
    "data": "entity.shown_data",
}  # fmt: skip
CASTING_EPISODES = """
    ARRAY(
        SELECT link.entity_in_id
        FROM entity_link AS link
        JOIN entity AS episode ON episode.id = link.entity_in_id
        JOIN entity_type ON entity_type.id = episode.entity_type_id
        WHERE link.entity_out_id = entity.id AND entity_type.name = 'Episode'
            AND episode.project_id = entity.project_id
            AND coalesce(episode.id = cast(:episode_id AS uuid), true)
        ORDER BY episode.name, episode.id
    )
"""
"""The episodes of its project an asset is cast in; of those, the one asked for when it is one."""
TASKS = {"tasks": ""}
"""Marks the place of the tasks."""

ASSET_ROW: Fields = {
    "id": "entity.id",
    "name": "entity.name",
    "preview_file_id": "coalesce(cast(entity.preview_file_id AS text), '')",
    "description": "entity.description",
    "asset_type_name": "entity.asset_type_name",
    "asset_type_id": "entity.entity_type_id",
    "canceled": "entity.canceled",
    "ready_for": "coalesce(cast(entity.ready_for AS text), 'None')",
    "episode_id": "coalesce(cast(entity.source_id AS text), '')",
    "casting_episode_ids": CASTING_EPISODES,
    "is_casting_standby": "entity.is_casting_standby",
    "is_shared": "entity.is_shared",
    "data": "coalesce(entity.shown_data, '{}')",
    **TASKS,
}
ASSETS = Board(
    kind="Asset",
    fields=ASSET_ROW,
    task_fields=(
        "id", "due_date", "done_date", "duration", "entity_id", "estimation", "end_date", "is_subscribed",
        "last_comment_date", "last_preview_file_id", "priority", "real_start_date", "retake_count", "start_date",
        "difficulty", "task_status_id", "task_type_id", "assignees", "data",
    ),
    full_fields={
        **{name: value for name, value in ENTITY.items() if name not in ("source_id", "nb_frames")},
        **RELATIONS,
        "type": "'Asset'",
        "project_name": "entity.project_name",
        **ASSET_ROW,
    },
)  # fmt: skip

SHOT_ROW: Fields = {
    "canceled": "entity.canceled",
    "data": "entity.shown_data",
    **plain("entity", "description", "entity_type_id", "episode_id"),
    "episode_name": "coalesce(entity.episode_name, '')",
    **from_metadata("fps", "frame_in", "frame_out"),
    **plain(
        "entity",
        "id", "name", "nb_frames", "parent_id", "preview_file_id", "project_id", "project_name", "sequence_id",
        "sequence_name", "source_id", "nb_entities_out", "is_casting_standby",
    ),
    "type": "'Shot'",
    **TASKS,
}  # fmt: skip
SHOTS = Board(
    kind="Shot",
    fields=SHOT_ROW,
    task_fields=(
        "id", "duration", "due_date", "end_date", "done_date", "entity_id", "estimation", "is_subscribed",
        "last_comment_date", "last_preview_file_id", "nb_assets_ready", "priority", "real_start_date",
        "retake_count", "start_date", "difficulty", "nb_drawings", "task_status_id", "task_type_id", "assignees",
        "data",
    ),
    full_fields={**SHOT_ROW, **ENTITY, **RELATIONS, "type": "'Shot'"},
)  # fmt: skip

BOARD_ROW: Fields = {
    **plain("entity", "id", "name", "status"),
    "episode_id": "coalesce(cast(entity.parent_id AS text), 'None')",
    "description": "entity.description",
    **from_metadata("frame_in", "frame_out", "fps"),
    "preview_file_id": "coalesce(cast(entity.preview_file_id AS text), '')",
    "canceled": "entity.canceled",
    "data": "coalesce(entity.shown_data, '{}')",
    **TASKS,
}
BOARD_TASK = (
    "id", "estimation", "entity_id", "end_date", "due_date", "done_date", "duration", "last_comment_date",
    "last_preview_file_id", "priority", "real_start_date", "retake_count", "start_date", "difficulty",
    "task_status_id", "task_type_id", "data", "is_subscribed", "assignees",
)  # fmt: skip
SEQUENCES = Board("Sequence", BOARD_ROW, BOARD_TASK, {})
EPISODES = Board("Episode", BOARD_ROW, BOARD_TASK, {})
SCENES = Board("Scene", BOARD_ROW, BOARD_TASK, {})

EDIT_ROW: Fields = {
    "canceled": "entity.canceled",
    "data": "entity.shown_data",
    **plain("entity", "description", "entity_type_id", "episode_id"),
    "episode_name": "coalesce(entity.episode_name, '')",
    **plain(
        "entity", "id", "name", "parent_id", "preview_file_id", "project_id", "project_name", "source_id",
        "nb_entities_out",
    ),
    **TASKS,
    "type": "'Edit'",
}  # fmt: skip
EDITS = Board(
    kind="Edit",
    fields=EDIT_ROW,
    task_fields=(
        "id", "duration", "due_date", "entity_id", "end_date", "estimation", "last_comment_date",
        "last_preview_file_id", "nb_assets_ready", "priority", "real_start_date", "retake_count", "start_date",
        "task_status_id", "task_type_id", "data", "is_subscribed", "assignees",
    ),
    full_fields=EDIT_ROW,
)  # fmt: skip

CONCEPT_ROW: Fields = {
    "canceled": "entity.canceled",
    "data": "entity.shown_data",
    **plain("entity", "description", "entity_type_id"),
    **from_metadata("fps", "frame_in", "frame_out"),
    **plain("entity", "id", "name", "nb_frames", "parent_id", "preview_file_id"),
    "preview_file_status": "entity.preview_file_status",
    **plain("entity", "project_id", "project_name", "source_id", "nb_entities_out", "is_casting_standby"),
    **TASKS,
    "entity_concept_links": RELATIONS["entity_concept_links"],
    "type": "'Concept'",
    **moments("entity", "updated_at", "created_at"),
    "created_by": "entity.created_by",
}
CONCEPTS = Board(
    kind="Concept",
    fields=CONCEPT_ROW,
    task_fields=(
        "id", "duration", "due_date", "end_date", "entity_id", "estimation", "last_comment_date",
        "nb_assets_ready", "priority", "real_start_date", "retake_count", "start_date", "task_status_id",
        "task_type_id", "data", "is_subscribed", "assignees",
    ),
    full_fields={**CONCEPT_ROW, **ENTITY, **RELATIONS, "type": "'Concept'"},
)  # fmt: skip

LINKED = Board(
    kind="",
    fields={
        **{name: value for name, value in CONCEPT_ROW.items() if name != "preview_file_status"},
        "type": "entity.kind",
    },
    task_fields=(
        "id", "duration", "due_date", "end_date", "entity_id", "estimation", "last_comment_date",
        "nb_assets_ready", "priority", "real_start_date", "retake_count", "start_date", "task_status_id",
        "task_type_id", "assigner_id", "assignees",
    ),
    full_fields={},
)  # fmt: skip
"""The entities whose concept links hold one (03-entities 7.3)."""
