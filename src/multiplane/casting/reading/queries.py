"""The selects of castings. Those of a production answer with one JSON text, made where the rows are."""

from sqlalchemy import text

from multiplane.database.statements import prepare

CASTINGS = prepare(
    text(
        """
        SELECT link.entity_in_id AS container_id, asset.id AS asset_id, asset.name AS asset_name,
            entity_type.name AS asset_type_name, asset.ready_for, asset.source_id AS episode_id, asset.preview_file_id,
            link.nb_occurences, link.label, asset.is_shared, asset.project_id
        FROM entity_link AS link
        JOIN entity AS asset ON asset.id = link.entity_out_id
        JOIN entity_type ON entity_type.id = asset.entity_type_id
        WHERE link.entity_in_id = ANY (cast(:entity_ids AS uuid[])) AND asset.canceled IS NOT TRUE
        ORDER BY entity_type.name, asset.name, asset.id
        """
    )
)

# -- castings of a production: containers first, each with its place and what its links add to the JSON

SHOTS = """
    WITH container AS (
        SELECT shot.id, concat(',"sequence_name":', to_json(sequence.name)) AS json,
            row_number() OVER (ORDER BY sequence.name, shot.name, shot.id) AS place
        FROM entity AS shot
        JOIN entity_type ON entity_type.id = shot.entity_type_id AND entity_type.name = 'Shot'
        JOIN entity AS sequence ON sequence.id = shot.parent_id
        WHERE shot.canceled IS NOT TRUE AND shot.project_id = cast(:project_id AS uuid)
"""
OF_SEQUENCE = " AND sequence.id = cast(:sequence_id AS uuid))"
OF_EPISODE = " AND sequence.parent_id = cast(:episode_id AS uuid))"
OF_PROJECT = ")"
ENTITIES_OF_TYPE = """
    WITH container AS (
        SELECT entity.id, '' AS json, row_number() OVER (ORDER BY entity.name, entity.id) AS place
        FROM entity
        WHERE entity.canceled IS NOT TRUE AND entity.project_id = cast(:project_id AS uuid)
            AND entity.entity_type_id = cast(:entity_type_id AS uuid)
    )
"""
# What an asset adds is made once, although it is cast hundreds of times.
LINKS = """,
    link AS MATERIALIZED (
        SELECT container.id AS container_id, container.place, container.json, link.entity_out_id,
            concat(
                ',"nb_occurences":', coalesce(to_json(link.nb_occurences), 'null'),
                ',"label":', coalesce(to_json(link.label), 'null'), '}'
            ) AS json_end
        FROM container JOIN entity_link AS link ON link.entity_in_id = container.id
    ),
    asset AS (
        SELECT entity.id, row_number() OVER (ORDER BY entity_type.name, entity.name, entity.id) AS place,
            concat(
                '{"asset_id":"', entity.id, '","name":', to_json(entity.name), ',"asset_name":', to_json(entity.name),
                ',"asset_type_name":', to_json(entity_type.name),
                ',"preview_file_id":', coalesce(to_json(entity.preview_file_id), 'null')
            ) AS json,
            concat(',"is_shared":', to_json(entity.is_shared), ',"project_id":"', entity.project_id, '"') AS sharing
        FROM entity JOIN entity_type ON entity_type.id = entity.entity_type_id
        WHERE entity.canceled IS NOT TRUE AND entity.id IN (SELECT entity_out_id FROM link)
    ),
"""
WITH_SHARING = """
    casting AS (
        SELECT link.container_id, link.place,
            string_agg(concat(asset.json, asset.sharing, link.json, link.json_end), ',' ORDER BY asset.place) AS json
        FROM link JOIN asset ON asset.id = link.entity_out_id
        GROUP BY link.place, link.container_id
    )
"""
WITHOUT_SHARING = """
    casting AS (
        SELECT link.container_id, link.place,
            string_agg(concat(asset.json, link.json, link.json_end), ',' ORDER BY asset.place) AS json
        FROM link JOIN asset ON asset.id = link.entity_out_id
        GROUP BY link.place, link.container_id
    )
"""
BY_CONTAINER = """
    SELECT concat('{', string_agg(concat('"', container_id, '":[', json, ']'), ',' ORDER BY place), '}') FROM casting
"""

SHOTS_OF_PROJECT = prepare(text(f"{SHOTS}{OF_PROJECT}{LINKS}{WITH_SHARING}{BY_CONTAINER}"))
SHOTS_OF_SEQUENCE = prepare(text(f"{SHOTS}{OF_SEQUENCE}{LINKS}{WITH_SHARING}{BY_CONTAINER}"))
SHOTS_OF_EPISODE = prepare(text(f"{SHOTS}{OF_EPISODE}{LINKS}{WITH_SHARING}{BY_CONTAINER}"))
EPISODES_OF_PROJECT = prepare(text(f"{ENTITIES_OF_TYPE}{LINKS}{WITH_SHARING}{BY_CONTAINER}"))
ASSETS_OF_TYPE = prepare(text(f"{ENTITIES_OF_TYPE}{LINKS}{WITHOUT_SHARING}{BY_CONTAINER}"))

# -- where an asset is used

CAST_IN_SHOTS = prepare(
    text(
        """
        SELECT container.id AS shot_id, container.name AS shot_name, sequence.name AS sequence_name,
            coalesce(cast(episode.id AS text), 'None') AS episode_id, episode.name AS episode_name,
            container.preview_file_id, link.nb_occurences
        FROM entity_link AS link
        JOIN entity AS container ON container.id = link.entity_in_id
        JOIN entity_type ON entity_type.id = container.entity_type_id
        JOIN entity AS sequence ON sequence.id = container.parent_id
        LEFT JOIN entity AS episode ON episode.id = sequence.parent_id
        WHERE link.entity_out_id = cast(:asset_id AS uuid) AND container.canceled IS NOT TRUE
            AND entity_type.name = ANY (cast(:reserved AS text[]))
        ORDER BY episode.name NULLS LAST, sequence.name, container.name, container.id
        """
    )
)
CAST_IN_ASSETS = prepare(
    text(
        """
        SELECT container.id AS asset_id, container.name AS asset_name, entity_type.name AS asset_type_name,
            container.preview_file_id, link.nb_occurences
        FROM entity_link AS link
        JOIN entity AS container ON container.id = link.entity_in_id
        JOIN entity_type ON entity_type.id = container.entity_type_id
        WHERE link.entity_out_id = cast(:asset_id AS uuid) AND container.canceled IS NOT TRUE
            AND entity_type.name <> ALL (cast(:reserved AS text[]))
        ORDER BY entity_type.name, container.name, container.id
        """
    )
)
