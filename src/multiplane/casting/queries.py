"""The statements behind every change of a casting."""

from typing import Any, Literal

from sqlalchemy import any_, func, select, text
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.statements import Prepared, among, ids, prepare
from multiplane.entities.kinds import RESERVED
from multiplane.models import Entity, EntityLink, EntityType, Task

# -- locks

Group = Literal["assets", "episodes", "others"]
"""In the order in which they are locked."""
_OF_KIND: dict[Group, ColumnElement[bool]] = {
    "assets": ~among(EntityType.name, RESERVED),
    "episodes": EntityType.name == "Episode",
    "others": among(EntityType.name, set(RESERVED) - {"Episode"}),
}


def _locking(column: Any, of_kind: ColumnElement[bool], *, to_remove: bool = False) -> Prepared:
    """Lock, by id, the rows whose column is one of the `entity_ids` that are of some types; only their number travels.

    Rows to remove are also locked against new references to them.
    """
    given = Entity.id == any_(ids("entity_ids"))
    entities = select(Entity.id).join(EntityType, EntityType.id == Entity.entity_type_id).where(given, of_kind)
    model = column.class_
    rows = select(model.id).where(column == any_(ids("entity_ids")), column.in_(entities)).order_by(model.id)
    return prepare(select(func.count()).select_from(rows.with_for_update(key_share=not to_remove).subquery()))


LOCK = {group: _locking(Entity.id, of_kind) for group, of_kind in _OF_KIND.items()}
LOCK_TASKS_OF_SHOTS = _locking(Task.entity_id, EntityType.name == "Shot")
LOCK_DOOMED = {
    group: (_locking(Task.entity_id, of_kind, to_remove=True), _locking(Entity.id, of_kind, to_remove=True))
    for group, of_kind in _OF_KIND.items()
}
# Not FOR KEY SHARE: whoever changes `ready_for` or `canceled` of an asset must see the links made meanwhile.
KEEP = prepare(
    text(
        """
        SELECT id, project_id FROM entity WHERE id = ANY (cast(:entity_ids AS uuid[])) ORDER BY id FOR SHARE
        """
    )
)
KEEP_FIRMLY = prepare(
    text(
        """
        SELECT id, project_id FROM entity WHERE id = ANY (cast(:entity_ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE
        """
    )
)

# -- the state before a change

CONTAINERS = prepare(
    text(
        """
        SELECT entity.id, entity.project_id, entity_type.name AS entity_type_name,
            CASE WHEN entity_type.name = 'Shot' THEN sequence.parent_id END AS episode_id
        FROM entity
        JOIN entity_type ON entity_type.id = entity.entity_type_id
        LEFT JOIN entity AS sequence ON sequence.id = entity.parent_id
        WHERE entity.id = ANY (cast(:entity_ids AS uuid[]))
        """
    )
)
LINKS = prepare(
    text(
        """
        SELECT link.id, link.entity_in_id, link.entity_out_id, link.nb_occurences, link.label,
            coalesce(link.data @> '{"auto": true}', false) AS is_auto, asset.project_id AS asset_project_id
        FROM entity_link AS link JOIN entity AS asset ON asset.id = link.entity_out_id
        WHERE link.entity_in_id = ANY (cast(:entity_ids AS uuid[]))
        """
    )
)
CAST_IN_EPISODE_SHOTS = prepare(
    text(
        """
        SELECT DISTINCT link.entity_in_id
        FROM unnest(cast(:episode_ids AS uuid[]), cast(:asset_ids AS uuid[])) AS dropped (episode_id, asset_id)
        JOIN entity_link AS link ON link.entity_out_id = dropped.asset_id
        JOIN entity AS shot ON shot.id = link.entity_in_id
        JOIN entity AS sequence ON sequence.id = shot.parent_id AND sequence.parent_id = dropped.episode_id
        JOIN entity_type ON entity_type.id = shot.entity_type_id AND entity_type.name = 'Shot'
        """
    )
)
USED_ELSEWHERE = prepare(
    text(
        """
        SELECT DISTINCT sequence.parent_id AS episode_id, link.entity_out_id AS asset_id
        FROM entity_link AS link
        JOIN entity AS shot ON shot.id = link.entity_in_id
        JOIN entity AS sequence ON sequence.id = shot.parent_id
        JOIN entity_type ON entity_type.id = shot.entity_type_id AND entity_type.name = 'Shot'
        WHERE link.entity_out_id = ANY (cast(:asset_ids AS uuid[]))
            AND sequence.parent_id = ANY (cast(:episode_ids AS uuid[]))
            AND link.entity_in_id <> ALL (cast(:except_ids AS uuid[]))
        """
    )
)

# -- the change

REMOVE_LINKS = prepare(
    text(
        """
        DELETE FROM entity_link
        WHERE entity_in_id = ANY (cast(:entity_ids AS uuid[])) AND id = ANY (cast(:link_ids AS uuid[]))
        """
    )
)
CHANGE_LINKS = prepare(
    text(
        """
        UPDATE entity_link AS link
        SET nb_occurences = change.nb_occurences, label = change.label, updated_at = now() AT TIME ZONE 'utc'
        FROM unnest(
            cast(:entity_ids AS uuid[]), cast(:link_ids AS uuid[]), cast(:counts AS int[]), cast(:labels AS text[])
        ) AS change (entity_in_id, id, nb_occurences, label)
        WHERE link.entity_in_id = change.entity_in_id AND link.id = change.id
        """
    )
)

# -- the figures after it

CASTING = prepare(
    text("SELECT DISTINCT entity_in_id FROM entity_link WHERE entity_out_id = ANY (cast(:asset_ids AS uuid[]))")
)
CASTING_ASSETS = prepare(
    select(EntityLink.entity_in_id)
    .distinct()
    .join(Entity, Entity.id == EntityLink.entity_in_id)
    .join(EntityType, EntityType.id == Entity.entity_type_id)
    .where(EntityLink.entity_out_id == any_(ids("asset_ids")), _OF_KIND["assets"])
)
COUNT_CAST = prepare(
    text(
        """
        WITH live AS (
            SELECT link.entity_in_id AS id, count(*) AS cast_entities
            FROM entity_link AS link JOIN entity AS asset ON asset.id = link.entity_out_id
            WHERE link.entity_in_id = ANY (cast(:entity_ids AS uuid[])) AND asset.canceled IS NOT TRUE
            GROUP BY link.entity_in_id
        ),
        counted AS (
            SELECT container.id, container.project_id, container.canceled, entity_type.name AS entity_type_name,
                coalesce(live.cast_entities, 0) AS nb_entities_out,
                coalesce(container.nb_entities_out, 0) <> coalesce(live.cast_entities, 0) AS is_stale
            FROM entity AS container
            JOIN entity_type ON entity_type.id = container.entity_type_id
            LEFT JOIN live ON live.id = container.id
            WHERE container.id = ANY (cast(:entity_ids AS uuid[]))
        ),
        stored AS (
            UPDATE entity SET nb_entities_out = counted.nb_entities_out, updated_at = now() AT TIME ZONE 'utc'
            FROM counted WHERE entity.id = counted.id AND (counted.is_stale OR :is_changed)
        )
        SELECT * FROM counted ORDER BY id
        """
    )
)
# An asset is ready for a task when its stage comes after, or at, that of the task in the shot's own project.
COUNT_READY = prepare(
    text(
        """
        WITH shot AS (
            SELECT entity.id, entity.project_id
            FROM entity JOIN entity_type ON entity_type.id = entity.entity_type_id
            WHERE entity_type.name = 'Shot' AND entity.id = ANY (cast(:entity_ids AS uuid[]))
        ),
        stage AS (
            SELECT link.project_id, link.task_type_id, link.priority
            FROM project_task_type_link AS link JOIN task_type ON task_type.id = link.task_type_id
            WHERE task_type.for_entity = 'Shot' AND link.project_id IN (SELECT project_id FROM shot)
        ),
        available AS (
            SELECT shot.id AS shot_id,
                asset.is_shared AND asset.project_id <> shot.project_id AS is_foreign,
                CASE WHEN asset.ready_for IS NOT NULL THEN coalesce(nullif(stage.priority, 0), -1) END AS stage
            FROM shot
            JOIN entity_link AS link ON link.entity_in_id = shot.id
            JOIN entity AS asset ON asset.id = link.entity_out_id
            LEFT JOIN stage ON stage.project_id = shot.project_id AND stage.task_type_id = asset.ready_for
            WHERE asset.canceled IS NOT TRUE
        ),
        figure AS (
            SELECT task.id, task.project_id, task.entity_id, task.nb_assets_ready AS stored,
                count(available.shot_id) AS nb_assets_ready
            FROM shot
            JOIN task ON task.entity_id = shot.id
            LEFT JOIN stage ON stage.project_id = shot.project_id AND stage.task_type_id = task.task_type_id
            LEFT JOIN available ON available.shot_id = shot.id
                AND (available.is_foreign OR coalesce(stage.priority, 0) <= available.stage)
            GROUP BY task.id
        ),
        stored AS (
            UPDATE task SET nb_assets_ready = figure.nb_assets_ready, updated_at = now() AT TIME ZONE 'utc'
            FROM figure WHERE task.id = figure.id AND figure.stored IS DISTINCT FROM figure.nb_assets_ready
        )
        SELECT id, project_id, entity_id, nb_assets_ready FROM figure ORDER BY entity_id, id
        """
    )
)
