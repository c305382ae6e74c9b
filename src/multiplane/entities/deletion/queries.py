"""The statements of removals: each takes any number of entities."""

from typing import Any

from sqlalchemy import any_, delete, func, text, update

from multiplane.database.statements import Prepared, ids, prepare
from multiplane.models import (
    AssetInstance,
    AssetInstanceLink,
    BuildJob,
    Entity,
    EntityConceptLink,
    EntityLink,
    EntityVersion,
    Notification,
    OutputFile,
    Playlist,
    PlaylistShareLink,
    PreviewFile,
    ScheduleItem,
    Subscription,
    WorkingFile,
)

# -- what is concerned

ENTITIES = prepare(
    text(
        """
        SELECT entity.id, entity.project_id, entity.created_by, entity.canceled, entity_type.name AS entity_type_name
        FROM entity JOIN entity_type ON entity_type.id = entity.entity_type_id
        WHERE entity.id = ANY (cast(:entity_ids AS uuid[]))
        """
    )
)
# What goes with episodes: their sequences, their edits, and the assets that are theirs.
OF_EPISODES = prepare(
    text(
        """
        SELECT entity.id, entity.project_id, entity.canceled, entity_type.name AS entity_type_name
        FROM entity JOIN entity_type ON entity_type.id = entity.entity_type_id
        WHERE entity.parent_id = ANY (cast(:entity_ids AS uuid[])) AND entity_type.name IN ('Sequence', 'Edit')
        UNION ALL
        SELECT entity.id, entity.project_id, entity.canceled, entity_type.name
        FROM entity JOIN entity_type ON entity_type.id = entity.entity_type_id
        WHERE entity.source_id = ANY (cast(:entity_ids AS uuid[]))
            AND entity_type.name <> ALL (cast(:reserved AS text[]))
        """
    )
)
OF_SEQUENCES = prepare(
    text(
        """
        SELECT entity.id, entity.project_id, entity.canceled, entity_type.name AS entity_type_name
        FROM entity JOIN entity_type ON entity_type.id = entity.entity_type_id
        WHERE entity.parent_id = ANY (cast(:entity_ids AS uuid[])) AND entity_type.name IN ('Shot', 'Scene')
        """
    )
)
TASKS = prepare(text("SELECT id, entity_id FROM task WHERE entity_id = ANY (cast(:entity_ids AS uuid[])) ORDER BY id"))
INSTANCES = prepare(
    text(
        """
        SELECT id FROM asset_instance
        WHERE asset_id = ANY (cast(:entity_ids AS uuid[])) OR scene_id = ANY (cast(:entity_ids AS uuid[]))
            OR target_asset_id = ANY (cast(:entity_ids AS uuid[]))
        """
    )
)
OUTPUT_FILES = prepare(text("SELECT id FROM output_file WHERE entity_id = ANY (cast(:entity_ids AS uuid[]))"))
# Those of tasks went with their tasks.
WORKING_FILES = prepare(
    text("SELECT id FROM working_file WHERE entity_id = ANY (cast(:entity_ids AS uuid[])) AND task_id IS NULL")
)
PLAYLISTS = prepare(
    text("SELECT id, project_id FROM playlist WHERE episode_id = ANY (cast(:entity_ids AS uuid[])) ORDER BY id")
)
BUILD_JOBS = prepare(
    text("SELECT id, playlist_id FROM build_job WHERE playlist_id = ANY (cast(:playlist_ids AS uuid[])) ORDER BY id")
)

# -- what becomes of it

CANCEL = prepare(
    text(
        """
        UPDATE entity SET canceled = true, updated_at = now() AT TIME ZONE 'utc'
        WHERE id = ANY (cast(:entity_ids AS uuid[]))
        """
    )
)


def _removal(column: Any, values: str = "entity_ids") -> Prepared:
    """DELETE of the rows whose column is one of the ids given as `values`."""
    return prepare(delete(column.class_).where(column == any_(ids(values))))


def _detachment(column: Any, values: str = "entity_ids") -> Prepared:
    """UPDATE to null of a column that is one of the ids given as `values`."""
    return prepare(update(column.class_).values({column: None}).where(column == any_(ids(values))))


def _departure(column: Any) -> Prepared:
    """The same for entities that stay: they are changed."""
    moment = func.timezone("utc", func.now())
    return prepare(
        update(Entity).values({column: None, Entity.updated_at: moment}).where(column == any_(ids("entity_ids")))
    )


HIDE_PREVIEWS = prepare(
    update(Entity).values({Entity.preview_file_id: None}).where(Entity.id == any_(ids("entity_ids")))
)

OF_PLAYLISTS: tuple[Prepared, ...] = tuple(
    _removal(column, "playlist_ids")
    for column in (Notification.playlist_id, BuildJob.playlist_id, PlaylistShareLink.playlist_id, Playlist.id)
)
OF_INSTANCES: tuple[Prepared, ...] = (
    _detachment(OutputFile.asset_instance_id, "instance_ids"),
    _removal(AssetInstanceLink.asset_instance_id, "instance_ids"),
    _removal(AssetInstance.id, "instance_ids"),
)
OF_OUTPUT_FILES: tuple[Prepared, ...] = (
    _detachment(PreviewFile.source_file_id, "output_file_ids"),
    _removal(OutputFile.id, "output_file_ids"),
)
OF_WORKING_FILES: tuple[Prepared, ...] = (
    _detachment(OutputFile.source_file_id, "working_file_ids"),
    _removal(WorkingFile.id, "working_file_ids"),
)
LINKS: tuple[Prepared, ...] = (
    _removal(EntityLink.entity_in_id),
    _removal(EntityLink.entity_out_id),
    _removal(EntityConceptLink.entity_in_id),
    _removal(EntityConceptLink.entity_out_id),
    _removal(AssetInstanceLink.entity_id),
    _removal(Subscription.entity_id),
)
"""What never keeps an entity from being removed."""
REST: tuple[Prepared, ...] = (
    _removal(EntityVersion.entity_id),
    _removal(ScheduleItem.object_id),
    _detachment(AssetInstance.entity_id),
    _detachment(OutputFile.temporal_entity_id),
    _detachment(WorkingFile.entity_id),
    _departure(Entity.parent_id),
    _departure(Entity.source_id),
)
ROWS = _removal(Entity.id)
