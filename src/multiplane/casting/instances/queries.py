"""The selects of asset instances."""

from typing import Any

from sqlalchemy import Select, bindparam, select, text
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.statements import prepare
from multiplane.models import AssetInstance, AssetInstanceLink, Entity
from multiplane.web.crud.resource import table_of

INSTANCE = table_of(AssetInstance)
LINK = table_of(AssetInstanceLink)


def instances(*where: ColumnElement[bool]) -> Select[Any]:
    """Asset instances that match, in the order of their assets and numbers."""
    return select(INSTANCE).where(*where).order_by(INSTANCE.c.number, INSTANCE.c.name, INSTANCE.c.id)


OF_SCENE = prepare(instances(INSTANCE.c.scene_id == bindparam("scene_id")))
OF_SCENE_AND_TYPE = prepare(
    instances(
        INSTANCE.c.scene_id == bindparam("scene_id"),
        INSTANCE.c.asset_id.in_(select(Entity.id).where(Entity.entity_type_id == bindparam("asset_type_id"))),
    )
)
OF_TARGET = prepare(instances(INSTANCE.c.target_asset_id == bindparam("asset_id")))
OF_ASSET = prepare(instances(INSTANCE.c.asset_id == bindparam("asset_id")))
OF_SHOT = prepare(
    instances(LINK.c.entity_id == bindparam("shot_id")).join(LINK, LINK.c.asset_instance_id == INSTANCE.c.id)
)
IN_SHOTS = prepare(
    instances(INSTANCE.c.asset_id == bindparam("asset_id"))
    .join(LINK, LINK.c.asset_instance_id == INSTANCE.c.id)
    .add_columns(LINK.c.entity_id.label("shot_id"))
)
CAMERA_TYPE = prepare(
    text("SELECT id FROM entity_type WHERE lower(name) = lower(:name) ORDER BY name <> :name, name LIMIT 1")
)
MAKE_CAMERA_TYPE = prepare(
    text(
        """
        INSERT INTO entity_type (id, name, archived, created_at, updated_at)
        SELECT gen_random_uuid(), cast(:name AS text), false, now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc'
        WHERE NOT EXISTS (SELECT id FROM entity_type WHERE lower(name) = lower(cast(:name AS text)))
        ON CONFLICT DO NOTHING
        RETURNING id
        """
    )
)
NEXT_NUMBER = prepare(
    text(
        """
        SELECT 1 + coalesce(max(number), 0) FROM asset_instance
        WHERE asset_id = cast(:asset_id AS uuid) AND scene_id IS NOT DISTINCT FROM cast(:scene_id AS uuid)
            AND target_asset_id IS NOT DISTINCT FROM cast(:target_asset_id AS uuid)
        """
    )
)
LOCK = prepare(text("SELECT id FROM entity WHERE id = ANY (cast(:entity_ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE"))
SCOPE = prepare(
    text(
        """
        SELECT instance.id, asset.project_id, scene.project_id AS scene_project_id
        FROM asset_instance AS instance
        JOIN entity AS asset ON asset.id = instance.asset_id
        LEFT JOIN entity AS scene ON scene.id = coalesce(instance.scene_id, instance.target_asset_id)
        WHERE instance.id = cast(:instance_id AS uuid)
        """
    )
)
ADD_TO_SHOT = prepare(
    text(
        """
        INSERT INTO asset_instance_link (entity_id, asset_instance_id)
        VALUES (cast(:shot_id AS uuid), cast(:instance_id AS uuid)) ON CONFLICT DO NOTHING
        """
    )
)
REMOVE_FROM_SHOT = prepare(
    text(
        """
        DELETE FROM asset_instance_link
        WHERE entity_id = cast(:shot_id AS uuid) AND asset_instance_id = cast(:instance_id AS uuid)
        """
    )
)
