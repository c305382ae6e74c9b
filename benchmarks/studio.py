"""A big studio, made in the database in a few statements."""

from dataclasses import dataclass

import asyncpg


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    shots: int = 10_000
    assets: int = 2_000
    people: int = 300
    shot_task_types: int = 8
    asset_task_types: int = 4
    casting_per_shot: int = 5

    @property
    def tasks(self) -> int:
        return self.shots * self.shot_task_types + self.assets * self.asset_task_types


@dataclass(frozen=True)
class Studio:
    """The ids a benchmark asks for."""

    project_id: str
    admin_id: str
    artist_id: str
    shot_id: str
    task_id: str


PEOPLE = """
    INSERT INTO person (id, first_name, last_name, email, role, active, archived, contract_type, timezone, locale,
        is_bot, is_guest, has_avatar, data, created_at, updated_at)
    SELECT gen_random_uuid(), 'Person', n::text, 'person' || n || '@example.com',
        CASE WHEN n = 1 THEN 'admin' WHEN n < 20 THEN 'supervisor' ELSE 'user' END,
        true, false, 'open-ended', 'Europe/Paris', 'en_US', false, false, false, NULL, now(), now()
    FROM generate_series(1, $1::int) AS n
"""
PROJECT = """
    WITH status AS (
        INSERT INTO project_status (id, name, color, created_at, updated_at)
        VALUES (gen_random_uuid(), 'Open', '#000000', now(), now())
        ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name RETURNING id
    )
    INSERT INTO project (id, name, production_type, production_style, revision_padding, project_status_id, fps,
        created_at, updated_at)
    SELECT gen_random_uuid(), 'Big production', 'tvshow', '3d', 0, id, '25', now(), now() FROM status RETURNING id
"""
TEAM = "INSERT INTO project_person_link (project_id, person_id) SELECT $1, id FROM person"
ENTITY_TYPES = """
    INSERT INTO entity_type (id, name, archived, created_at, updated_at)
    SELECT gen_random_uuid(), name, false, now(), now()
    FROM unnest(ARRAY['Shot','Sequence','Episode','Scene','Edit','Concept','ConceptFolder',
        'Character','Prop','Environment','FX']) AS name
    ON CONFLICT DO NOTHING
"""
TASK_TYPES = """
    INSERT INTO task_type (id, name, color, priority, for_entity, allow_timelog, archived, created_at, updated_at)
    SELECT gen_random_uuid(), $1 || ' type ' || n, '#123456', n, $1, true, false, now(), now()
    FROM generate_series(1, $2::int) AS n
"""
STATUSES = """
    INSERT INTO task_status (id, name, short_name, color, archived, is_default, created_at, updated_at)
    SELECT gen_random_uuid(), 'Status ' || n, 's' || n, '#123456', false, n = 1, now(), now()
    FROM generate_series(1, 6) AS n
"""
ENTITY_COLUMNS = """
    id, name, project_id, entity_type_id, parent_id, status, canceled, is_shared, is_casting_standby,
    nb_entities_out, nb_frames, description, data, created_at, updated_at
"""
EPISODES = f"""
    INSERT INTO entity ({ENTITY_COLUMNS})
    SELECT gen_random_uuid(), 'E' || lpad(n::text, 3, '0'), $1, type.id, NULL::uuid, 'running', false, false, false,
        0, NULL::int, '', '{{}}'::jsonb, now(), now()
    FROM generate_series(1, 20) AS n, entity_type AS type WHERE type.name = 'Episode'
"""  # noqa: S608
SEQUENCES = f"""
    INSERT INTO entity ({ENTITY_COLUMNS})
    SELECT gen_random_uuid(), 'SQ' || lpad(n::text, 3, '0'), $1, type.id, episode.id, 'running', false, false, false,
        0, NULL::int, '', '{{}}'::jsonb, now(), now()
    FROM entity AS episode, entity_type AS type, generate_series(1, 10) AS n
    WHERE type.name = 'Sequence' AND episode.name ~ '^E[0-9]' AND episode.project_id = $1
"""  # noqa: S608
SHOTS = f"""
    INSERT INTO entity ({ENTITY_COLUMNS})
    SELECT gen_random_uuid(), 'SH' || lpad(n::text, 5, '0'), $1, type.id, sequences.ids[1 + n % 200], 'running',
        false, false, false, $3::int, 100 + n % 50, 'A description of shot ' || n,
        jsonb_build_object('frame_in', 1001, 'frame_out', 1100 + n % 50, 'fps', 25, 'difficulty', 'medium'),
        now(), now()
    FROM generate_series(1, $2::int) AS n, entity_type AS type,
        (SELECT array_agg(id ORDER BY id) AS ids FROM entity WHERE name ~ '^SQ' AND project_id = $1) AS sequences
    WHERE type.name = 'Shot'
"""  # noqa: S608
ASSETS = f"""
    INSERT INTO entity ({ENTITY_COLUMNS})
    SELECT gen_random_uuid(), 'Asset ' || lpad(n::text, 5, '0'), $1, types.ids[1 + n % 4], NULL::uuid, 'running',
        false, false, false, 0, NULL::int, 'A description of asset ' || n,
        jsonb_build_object('lod', 'high', 'vendor', 'us'), now(), now()
    FROM generate_series(1, $2::int) AS n,
        (SELECT array_agg(id ORDER BY name) AS ids FROM entity_type
         WHERE name IN ('Character', 'Prop', 'Environment', 'FX')) AS types
"""  # noqa: S608
TASKS = """
    INSERT INTO task (id, name, project_id, task_type_id, task_status_id, entity_id, priority, difficulty, duration,
        estimation, completion_rate, retake_count, sort_order, nb_assets_ready, nb_drawings, start_date, due_date,
        last_comment_date, data, created_at, updated_at)
    SELECT gen_random_uuid(), 'main', $1, task_type.id, statuses.ids[1 + (row_number() OVER ()) % 6], entity.id,
        0, 3, 480, 960, 0, 0, 0, 0, 0, now(), now() + interval '5 days', now() - interval '1 day', NULL, now(), now()
    FROM entity
    JOIN entity_type ON entity_type.id = entity.entity_type_id
    JOIN task_type ON task_type.name LIKE $2 || ' type %'
    CROSS JOIN (SELECT array_agg(id) AS ids FROM task_status WHERE short_name ~ '^s[0-9]') AS statuses
    WHERE entity.project_id = $1 AND (
        ($2 = 'Shot' AND entity_type.name = 'Shot')
        OR ($2 = 'Asset' AND entity_type.name IN ('Character', 'Prop', 'Environment', 'FX'))
    )
"""
ASSIGNEES = """
    INSERT INTO task_person_link (task_id, person_id)
    SELECT numbered.id, people.ids[1 + (numbered.n * 7 + turn * 13) % cardinality(people.ids)]
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM task) AS numbered,
        (SELECT array_agg(id ORDER BY id) AS ids FROM person) AS people,
        generate_series(0, 1) AS turn
    WHERE turn = 0 OR numbered.n % 3 = 0
    ON CONFLICT DO NOTHING
"""
CASTING = """
    INSERT INTO entity_link (id, entity_in_id, entity_out_id, nb_occurences, label, created_at, updated_at)
    SELECT gen_random_uuid(), shot.id, assets.ids[1 + (shot.n * 31 + turn * 17) % cardinality(assets.ids)], 1, '',
        now(), now()
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM entity WHERE name ~ '^SH') AS shot,
        (SELECT array_agg(id ORDER BY id) AS ids FROM entity WHERE name ~ '^Asset ') AS assets,
        generate_series(1, $1::int) AS turn
    ON CONFLICT DO NOTHING
"""
PICKED = """
    SELECT project.id::text AS project_id,
        (SELECT id::text FROM person WHERE role = 'admin' LIMIT 1) AS admin_id,
        (SELECT id::text FROM person WHERE role = 'user' LIMIT 1) AS artist_id,
        shot.id::text AS shot_id,
        (SELECT id::text FROM task WHERE entity_id = shot.id LIMIT 1) AS task_id
    FROM project, entity AS shot WHERE shot.project_id = project.id AND shot.name = 'SH00042'
"""


async def build(dsn: str, size: Size) -> Studio:
    """Fill an empty, migrated database."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(PEOPLE, size.people)
        project = await connection.fetchval(PROJECT)
        await connection.execute(TEAM, project)
        await connection.execute(ENTITY_TYPES)
        await connection.execute(TASK_TYPES, "Shot", size.shot_task_types)
        await connection.execute(TASK_TYPES, "Asset", size.asset_task_types)
        await connection.execute(STATUSES)
        await connection.execute(EPISODES, project)
        await connection.execute(SEQUENCES, project)
        await connection.execute(SHOTS, project, size.shots, size.casting_per_shot)
        await connection.execute(ASSETS, project, size.assets)
        await connection.execute(TASKS, project, "Shot")
        await connection.execute(TASKS, project, "Asset")
        await connection.execute(ASSIGNEES)
        await connection.execute(CASTING, size.casting_per_shot)
        await connection.execute("VACUUM ANALYZE")
        return Studio(**dict(await connection.fetchrow(PICKED)))
    finally:
        await connection.close()
