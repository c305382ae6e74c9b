"""Routes that change castings (03-entities 6.2)."""

from typing import Any

from litestar import Response

from multiplane.access.projects import managed_project, require_manager
from multiplane.casting import policy, service
from multiplane.casting.breakdown import Cast
from multiplane.casting.reading.service import castings
from multiplane.casting.schemas import AssetCasting, Casting, Castings, casting_of, castings_of
from multiplane.database.session import Session
from multiplane.entities.kinds import ASSET
from multiplane.entities.service import find_entity
from multiplane.web.body import AnyRequest, read_array, read_body, read_json, validate
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, put


@put("/data/projects/{project_id:str}/entities/{entity_id:str}/casting", access=SIGNED_IN, body=Casting)
async def replace_entity_casting(
    request: AnyRequest, session: Session, project_id: str, entity_id: str
) -> Response[Any]:
    """Make an array the whole casting of an entity; the array as it was sent."""
    project_id = await managed_project(session, project_id)
    body = await read_json(request)
    [entity_id] = await policy.containers_of_project(session, project_id, [entity_id])
    await service.replace_castings(session, {entity_id: casting_of(body)})
    return answer(body)


@put("/data/projects/{project_id:str}/entities/casting", access=SIGNED_IN, body=Castings)
async def replace_castings(request: AnyRequest, session: Session, project_id: str) -> Response[Any]:
    """Make arrays the whole castings of several entities; the object as it was sent."""
    project_id = await managed_project(session, project_id)
    body = await read_json(request)
    wanted = castings_of(body)
    containers = await policy.containers_of_project(session, project_id, wanted)
    await service.replace_castings(session, dict(zip(containers, wanted.values(), strict=True)))
    return answer(body)


@put(
    "/data/projects/{project_id:str}/entities/casting/assets/{asset_id:str}",
    access=SIGNED_IN,
    body=AssetCasting,
)
async def cast_asset(request: AnyRequest, session: Session, project_id: str, asset_id: str) -> Response[Any]:
    """Cast one asset in several entities, or take it out; their new castings."""
    project_id = await managed_project(session, project_id)
    asset = await find_entity(session, asset_id, ASSET)
    body = await read_body(request, AssetCasting)
    containers = await policy.containers_of_project(session, project_id, dict.fromkeys(body.entity_ids))
    if body.nb_occurences == 0:
        await service.uncast_assets(session, [(container_id, asset["id"]) for container_id in containers])
    else:
        cast = Cast(asset["id"], body.nb_occurences, body.label)
        await service.cast_assets(session, [(container_id, cast) for container_id in containers])
    return answer(await castings(session, containers))


@put("/data/assets/{asset_id:str}/casting", access=SIGNED_IN, body=Casting)
async def replace_asset_casting(request: AnyRequest, session: Session, asset_id: str) -> Response[Any]:
    """Make an array the whole casting of an asset; the array with its defaults."""
    items = validate(Casting, await read_array(request)).root
    asset = await find_entity(session, asset_id, ASSET)
    await require_manager(session, asset["project_id"])
    wanted = [Cast(item.asset_id, item.nb_occurences, item.label) for item in items]
    await service.replace_castings(session, {asset["id"]: wanted})
    return answer([dict(item) for item in items])
