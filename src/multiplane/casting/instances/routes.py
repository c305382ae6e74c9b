"""Routes of asset instances."""

from typing import Any

from litestar import Response

from multiplane.casting.instances import service
from multiplane.casting.instances.schemas import AssetInstanceOfAsset, SceneInstance, ShotInstance
from multiplane.database.session import Session
from multiplane.entities.kinds import ASSET
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import SIGNED_IN, delete, get, post


@get("/data/shots/{shot_id:str}/asset-instances", access=SIGNED_IN)
async def list_shot_instances(session: Session, shot_id: str) -> Response[Any]:
    """The instances that play in a shot, by asset."""
    return answer(await service.instances_of_shot(session, shot_id))


@post("/data/shots/{shot_id:str}/asset-instances", access=SIGNED_IN, body=ShotInstance)
async def add_shot_instance(request: AnyRequest, session: Session, shot_id: str) -> Response[Any]:
    """Let an instance play in a shot; the shot."""
    shot = await service.changeable(session, shot_id, "Shot")
    body = await read_body(request, ShotInstance)
    return created(await service.add_to_shot(session, shot, body.asset_instance_id))


@delete("/data/shots/{shot_id:str}/asset-instances/{asset_instance_id:str}", access=SIGNED_IN)
async def remove_shot_instance(session: Session, shot_id: str, asset_instance_id: str) -> Response[None]:
    """Take an instance out of a shot."""
    shot = await service.changeable(session, shot_id, "Shot")
    await service.remove_from_shot(session, shot, asset_instance_id)
    return deleted()


@get("/data/scenes/{scene_id:str}/asset-instances", access=SIGNED_IN)
async def list_scene_instances(session: Session, scene_id: str) -> Response[Any]:
    """The instances of a scene, by asset."""
    return answer(await service.instances_of_scene(session, scene_id))


@post("/data/scenes/{scene_id:str}/asset-instances", access=SIGNED_IN, body=SceneInstance)
async def add_scene_instance(request: AnyRequest, session: Session, scene_id: str) -> Response[Any]:
    """Place an asset in a scene."""
    scene = await service.changeable(session, scene_id, "Scene")
    body = await read_body(request, SceneInstance)
    return created(await service.add_to_scene(session, scene, body.asset_id, body.description))


@get("/data/scenes/{scene_id:str}/camera-instances", access=SIGNED_IN, writes=True)
async def list_scene_cameras(session: Session, scene_id: str) -> Response[Any]:
    """The instances of a scene that are cameras; the asset type `Camera` is made when missing."""
    return answer(await service.cameras_of_scene(session, scene_id))


@get("/data/assets/{asset_id:str}/shot-asset-instances", access=SIGNED_IN)
async def list_shot_instances_of_asset(session: Session, asset_id: str) -> Response[Any]:
    """The instances of an asset, by shot."""
    return answer(await service.shot_instances_of_asset(session, asset_id))


@get("/data/assets/{asset_id:str}/scene-asset-instances", access=SIGNED_IN)
async def list_scene_instances_of_asset(session: Session, asset_id: str) -> Response[Any]:
    """The instances of an asset, by scene."""
    return answer(await service.scene_instances_of_asset(session, asset_id))


@get("/data/assets/{asset_id:str}/asset-asset-instances", access=SIGNED_IN)
async def list_instances_in_asset(session: Session, asset_id: str) -> Response[Any]:
    """What is placed inside an asset, by asset."""
    return answer(await service.instances_in_asset(session, asset_id))


@post("/data/assets/{asset_id:str}/asset-asset-instances", access=SIGNED_IN, body=AssetInstanceOfAsset)
async def add_instance_to_asset(request: AnyRequest, session: Session, asset_id: str) -> Response[Any]:
    """Place an asset inside an asset."""
    asset = await service.changeable(session, asset_id, ASSET)
    body = await read_body(request, AssetInstanceOfAsset)
    return created(await service.add_to_asset(session, asset, body.asset_to_instantiate_id, body.description))
