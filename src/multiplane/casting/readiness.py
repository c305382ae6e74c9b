"""How many entities are cast in a container, and how many of them are ready for each task of a shot (03-entities 1.6).

Both figures are stored: `entity.nb_entities_out` and `task.nb_assets_ready`. They are counted again from the links, in
a constant number of statements, whatever the number of shots.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text

from multiplane.casting import events, locks
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.database.statements import prepare
from multiplane.entities.kinds import kind_of

CONTAINERS = prepare(
    text("SELECT DISTINCT entity_in_id FROM entity_link WHERE entity_out_id = ANY (cast(:asset_ids AS uuid[]))")
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


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some containers, just counted and stored."""

    containers: dict[str, Row]
    """id -> id, project_id, kind, canceled, nb_entities_out, and whether another count `is_stale` no longer."""
    tasks: dict[str, list[Row]]
    """Shot id -> id, project_id and nb_assets_ready of its tasks."""


async def refresh_readiness(session: Session, *, asset_ids: Iterable[str] = (), shot_ids: Iterable[str] = ()) -> None:
    """Count again for the containers of some assets, and for some shots, and tell what changed.

    To be called in the transaction that changes `ready_for`, `canceled` or `is_shared` of assets, after the change.
    Emits, for each container that is not canceled, `<kind>:casting-update` with empty differences where the count was
    stale, then the live `task:update-casting-stats` of each of its tasks where it is a shot.
    """
    entity_ids = {*shot_ids, *await containers_of(session, asset_ids)}
    if not entity_ids:
        return
    await locks.lock(session, entity_ids)
    announce(session, await count(session, entity_ids))


async def containers_of(session: Session, asset_ids: Iterable[str]) -> list[str]:
    """The ids of the entities in which any of the assets is cast."""
    wanted = list(asset_ids)
    return await session.column(CONTAINERS, asset_ids=wanted) if wanted else []


async def count(session: Session, entity_ids: Iterable[str], *, is_changed: bool = False) -> Figures:
    """Count and store the figures of containers, which must be locked.

    With `is_changed` the containers' `updated_at` moves even where their count stays.
    """
    wanted = list(entity_ids)
    rows = await session.all(COUNT_CAST, entity_ids=wanted, is_changed=is_changed)
    containers = {row["id"]: {**row, "kind": kind_of(row["entity_type_name"])} for row in rows}
    tasks: dict[str, list[Row]] = defaultdict(list)
    if any(row["kind"] == "Shot" for row in containers.values()):
        for task in await session.all(COUNT_READY, entity_ids=wanted):
            tasks[task["entity_id"]].append(task)
    return Figures(containers, dict(tasks))


def announce(session: Session, figures: Figures) -> None:
    """Tell the figures of containers whose links did not change, but whose assets did."""
    for container in figures.containers.values():
        if container["canceled"]:
            continue
        if container["is_stale"]:
            events.casting_changed(session, container)
        for task in figures.tasks.get(container["id"], ()):
            events.stats_changed(session, task)
