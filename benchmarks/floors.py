"""The floor of a listing: the same rows by plain asyncpg, written as bytes, without HTTP, rules or roles."""

import io
import time

import asyncpg
import msgspec

SHOTS = """
    SELECT shot.canceled, shot.data, shot.description, shot.entity_type_id, sequence.parent_id AS episode_id,
        episode.name AS episode_name, shot.id, shot.name, shot.nb_frames, shot.parent_id, shot.preview_file_id,
        shot.project_id, project.name AS project_name, sequence.id AS sequence_id, sequence.name AS sequence_name,
        shot.source_id, shot.nb_entities_out, shot.is_casting_standby
    FROM entity AS shot
    JOIN project ON project.id = shot.project_id
    JOIN entity AS sequence ON sequence.id = shot.parent_id
    LEFT JOIN entity AS episode ON episode.id = sequence.parent_id
    JOIN entity_type ON entity_type.id = shot.entity_type_id AND entity_type.name = 'Shot'
    WHERE shot.project_id = $1
"""
ASSETS = """
    SELECT asset.id, asset.name, asset.preview_file_id, asset.description, entity_type.name AS asset_type_name,
        entity_type.id AS asset_type_id, asset.canceled, asset.ready_for, asset.source_id, asset.is_casting_standby,
        asset.is_shared, asset.data
    FROM entity AS asset
    JOIN entity_type ON entity_type.id = asset.entity_type_id
        AND entity_type.name <> ALL ('{Shot,Sequence,Episode,Scene,Edit,Concept,ConceptFolder}')
    WHERE asset.project_id = $1
    ORDER BY entity_type.name, asset.name
"""
TASKS = """
    SELECT task.id, task.duration, task.due_date, task.end_date, task.done_date, task.entity_id, task.estimation,
        task.last_comment_date, task.last_preview_file_id, task.nb_assets_ready, task.priority,
        task.real_start_date, task.retake_count, task.start_date, task.difficulty, task.nb_drawings,
        task.task_status_id, task.task_type_id, link.person_id, task.data
    FROM task
    JOIN entity ON entity.id = task.entity_id
    JOIN entity_type ON entity_type.id = entity.entity_type_id AND (entity_type.name = 'Shot') = $2
    LEFT JOIN task_person_link AS link ON link.task_id = task.id
    WHERE task.project_id = $1
"""


async def floor(dsn: str, project_id: str, *, shots: bool) -> float:
    """Seconds to fetch the rows of a board with two plain statements and write them as JSON arrays."""
    connection = await asyncpg.connect(dsn)
    try:
        start = time.perf_counter()
        entities = await connection.fetch(SHOTS if shots else ASSETS, project_id)
        tasks = await connection.fetch(TASKS, project_id, shots)
        output = io.BytesIO()
        encode = msgspec.json.Encoder().encode
        for row in entities:
            output.write(encode(tuple(row)))
        for row in tasks:
            output.write(encode(tuple(row)))
        return time.perf_counter() - start
    finally:
        await connection.close()
