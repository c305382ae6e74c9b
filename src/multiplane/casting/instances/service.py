"""The rules of asset instances."""

from collections import defaultdict
from collections.abc import Iterable

from slugify import slugify

from multiplane.access.projects import refuse_roles, require_access
from multiplane.casting.instances import queries
from multiplane.database.errors import ReferenceRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.kinds import ASSET
from multiplane.entities.service import find_entity, readable_entity
from multiplane.errors import NotFound
from multiplane.ids import path_id
from multiplane.models import AssetInstance

Groups = dict[str, list[Row]]

CAMERA = "Camera"
LONGEST_SLUG = 80 - len("_0001")


async def changeable(session: Session, entity_id: str, kind: str) -> Row:
    """The entity of a path whose instances the caller may change: 404, ACCESS, not for clients and vendors."""
    entity = await find_entity(session, entity_id, kind)
    await require_access(session, entity["project_id"])
    refuse_roles(session, entity["project_id"], "client", "vendor")
    return entity


async def accessible(session: Session, entity_id: str, kind: str) -> Row:
    """The entity of a path: 404, ACCESS."""
    entity = await find_entity(session, entity_id, kind)
    await require_access(session, entity["project_id"])
    return entity


# -- in scenes


async def instances_of_scene(session: Session, scene_id: str) -> Groups:
    """The instances of a scene by asset (ACCESS, ENTITY)."""
    scene = await readable_entity(session, scene_id, "Scene")
    return _grouped(await session.all(queries.OF_SCENE, scene_id=scene["id"]), "asset_id")


async def cameras_of_scene(session: Session, scene_id: str) -> Groups:
    """The instances of a scene whose asset is a camera; the asset type is made when missing."""
    scene = await readable_entity(session, scene_id, "Scene")
    type_id = await _camera_type(session)
    rows = await session.all(queries.OF_SCENE_AND_TYPE, scene_id=scene["id"], asset_type_id=type_id)
    return _grouped(rows, "asset_id")


async def add_to_scene(session: Session, scene: Row, asset_id: str, description: str | None) -> Row:
    """Place an asset in a scene. 404 when there is no such asset, or none the caller may know of."""
    asset = await _offered(session, asset_id, ASSET)
    instance = await _place(session, asset, scene, {"scene_id": scene["id"]}, description)
    payload = {"scene_id": scene["id"], "asset_id": asset["id"], "asset_instance_id": instance["id"]}
    session.emit("asset_instance:new", payload)
    return instance


# -- inside assets


async def instances_in_asset(session: Session, asset_id: str) -> Groups:
    """What is placed inside an asset, by asset (ACCESS)."""
    asset = await accessible(session, asset_id, ASSET)
    return _grouped(await session.all(queries.OF_TARGET, asset_id=asset["id"]), "asset_id")


async def add_to_asset(session: Session, container: Row, entity_id: str, description: str | None) -> Row:
    """Place an entity, usually an asset, inside an asset. 404 when the caller may know of none."""
    entity = await _offered(session, entity_id)
    instance = await _place(session, entity, container, {"target_asset_id": container["id"]}, description)
    payload = {
        "asset_id": container["id"],
        "asset_instantiated": entity["id"],
        "asset_instance_id": instance["id"],
    }
    session.emit("asset_instance:new", payload)
    return instance


# -- of an asset


async def scene_instances_of_asset(session: Session, asset_id: str) -> Groups:
    """The instances of an asset by scene; those inside assets under `None` (ACCESS)."""
    asset = await accessible(session, asset_id, ASSET)
    return _grouped(await session.all(queries.OF_ASSET, asset_id=asset["id"]), "scene_id")


async def shot_instances_of_asset(session: Session, asset_id: str) -> Groups:
    """The instances of an asset by the shots they play in (ACCESS)."""
    asset = await accessible(session, asset_id, ASSET)
    groups: Groups = defaultdict(list)
    for row in await session.all(queries.IN_SHOTS, asset_id=asset["id"]):
        groups[row.pop("shot_id")].append({**row, "type": "AssetInstance"})
    return groups


# -- in shots


async def instances_of_shot(session: Session, shot_id: str) -> Groups:
    """The instances that play in a shot, by asset (ACCESS, ENTITY)."""
    shot = await readable_entity(session, shot_id, "Shot")
    return _grouped(await session.all(queries.OF_SHOT, shot_id=shot["id"]), "asset_id")


async def add_to_shot(session: Session, shot: Row, instance_id: str) -> Row:
    """Let an instance play in a shot; the shot. 404 when the caller has no access to the instance.

    An instance that is there already stays, without an event.
    """
    await _find_instance(session, instance_id)
    try:
        added = await session.run(queries.ADD_TO_SHOT, shot_id=shot["id"], instance_id=instance_id)
    except ReferenceRefused:
        raise NotFound from None
    if added:
        _tell(session, "add-to-shot", shot, instance_id)
    return {key: value for key, value in shot.items() if key not in ("kind", "entity_type_name")} | {"type": "Entity"}


async def remove_from_shot(session: Session, shot: Row, instance_id: str) -> None:
    """Take an instance out of a shot; 404 when it does not play there."""
    instance_id = path_id(instance_id)
    if not await session.run(queries.REMOVE_FROM_SHOT, shot_id=shot["id"], instance_id=instance_id):
        raise NotFound
    _tell(session, "remove-from-shot", shot, instance_id)


async def _place(session: Session, asset: Row, container: Row, place: Row, description: str | None) -> Row:
    """A new instance with the next number; one at a time in a place. 404 when the asset or the place is gone."""
    wanted = {asset["id"], container["id"]}
    if len(await session.all(queries.LOCK, entity_ids=list(wanted))) < len(wanted):
        raise NotFound
    where = {"asset_id": asset["id"], "scene_id": None, "target_asset_id": None, **place}
    number: int = await session.value(queries.NEXT_NUMBER, **where)
    values = {**where, "number": number, "name": instance_name(asset["name"], number), "description": description}
    return {**await session.insert(AssetInstance, values), "type": "AssetInstance"}


def instance_name(asset_name: str, number: int) -> str:
    """`Main Char`, 2 -> `Main_Char_0002`; cut to what the column holds."""
    slug = slugify(asset_name, separator="_", lowercase=False, max_length=LONGEST_SLUG)
    return f"{slug}_{number:04d}"


async def _offered(session: Session, entity_id: str, kind: str | None = None) -> Row:
    """An entity of the caller's projects, or one that is shared."""
    entity = await find_entity(session, entity_id, kind)
    if not (entity["is_shared"] or session.user.has_access(entity["project_id"])):
        raise NotFound
    return entity


async def _camera_type(session: Session) -> str:
    """The id of the asset type of cameras, made when there is none."""
    made = await session.value(queries.MAKE_CAMERA_TYPE, name=CAMERA)
    if made is not None:
        session.emit("asset-type:new", {"asset_type_id": made})
    type_id: str = await session.value(queries.CAMERA_TYPE, name=CAMERA)
    return type_id


async def _find_instance(session: Session, instance_id: str) -> None:
    """404 unless the instance is there and the caller may enter the project of its asset or of its place."""
    scope = await session.one(queries.SCOPE, instance_id=instance_id)
    if scope is None:
        raise NotFound
    user = session.user
    if not (user.has_access(scope["project_id"]) or user.is_member(scope["scene_project_id"])):
        raise NotFound


def _tell(session: Session, action: str, shot: Row, instance_id: str) -> None:
    session.emit(f"asset_instance:{action}", {"shot_id": shot["id"], "asset_instance_id": instance_id})


def _grouped(rows: Iterable[Row], key: str) -> Groups:
    """Instances by one of their columns; a null one is the key `None`, as text (03-entities 9.1)."""
    groups: Groups = defaultdict(list)
    for row in rows:
        groups[str(row[key])].append({**row, "type": "AssetInstance"})
    return groups
