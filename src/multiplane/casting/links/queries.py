"""The selects of casting links."""

from sqlalchemy import text

from multiplane.database.statements import prepare

COUNT = prepare(
    text(
        """
        SELECT count(*) FROM entity_link AS link JOIN entity AS container ON container.id = link.entity_in_id
        WHERE container.project_id = cast(:project_id AS uuid)
        """
    )
)
PAGE = prepare(
    text(
        """
        SELECT link.entity_in_id, link.entity_out_id, link.data, link.nb_occurences, link.label, link.id,
            link.created_at, link.updated_at, 'EntityLink' AS type
        FROM entity_link AS link JOIN entity AS container ON container.id = link.entity_in_id
        WHERE container.project_id = cast(:project_id AS uuid)
        ORDER BY link.created_at, link.id
        LIMIT :limit OFFSET :offset
        """
    )
)
AFTER = prepare(
    text(
        """
        SELECT link.entity_in_id, link.entity_out_id, link.data, link.nb_occurences, link.label, link.id,
            to_char(link.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US') AS created_at,
            to_char(link.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US') AS updated_at, 'EntityLink' AS type
        FROM entity_link AS link JOIN entity AS container ON container.id = link.entity_in_id
        WHERE container.project_id = cast(:project_id AS uuid) AND link.created_at > cast(:moment AS timestamp)
        ORDER BY link.created_at, link.updated_at, link.id
        LIMIT :limit
        """
    )
)
# One JSON text: a production has a hundred thousand links.
ALL = prepare(
    text(
        """
        SELECT concat('[', string_agg(json, ',' ORDER BY created_at, id), ']') FROM (
            SELECT link.created_at, link.id,
                concat(
                    '{"id":"', link.id, '","entity_in_id":"', link.entity_in_id, '","entity_out_id":"',
                    link.entity_out_id, '","nb_occurences":', coalesce(to_json(link.nb_occurences), 'null'),
                    ',"label":', coalesce(to_json(link.label), 'null'), ',"data":', coalesce(link.data, 'null'),
                    ',"created_at":', coalesce(
                        to_json(to_char(link.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US')), 'null'
                    ), ',"type":"EntityLink"}'
                ) AS json
            FROM entity_link AS link JOIN entity AS container ON container.id = link.entity_in_id
            WHERE container.project_id = cast(:project_id AS uuid)
            ORDER BY link.created_at, link.id
            LIMIT cast(:limit AS bigint)
        ) AS link
        """
    )
)
ONE = prepare(
    text(
        """
        SELECT link.entity_in_id, link.entity_out_id, link.data, link.nb_occurences, link.label, link.id,
            link.created_at, link.updated_at, 'EntityLink' AS type
        FROM entity_link AS link WHERE link.id = cast(:link_id AS uuid)
        """
    )
)
