"""Reading castings (03-entities 3, 6.1)."""

from collections.abc import Iterable

import msgspec

from multiplane.access.projects import readable_project, refuse_roles
from multiplane.casting.reading import queries
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.database.statements import Prepared
from multiplane.entities.asset_types.service import find_asset_type
from multiplane.entities.kinds import ASSET, RESERVED
from multiplane.entities.service import find_entity, readable_entity, reserved_type_id
from multiplane.errors import Forbidden
from multiplane.ids import explicit_id

WRONG_ID = "Wrong UUID format."


async def casting_project(session: Session, project_id: str) -> str:
    """A project of a path whose castings the caller may read: 404, then ACCESS and NO-VENDOR."""
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, "vendor")
    return project_id


async def find_in_project(session: Session, project_id: str, entity_id: str, kind: str | None = None) -> Row:
    """An entity of a path below a project: 404, then 403 when it is of another project."""
    entity = await find_entity(session, entity_id, kind)
    if entity["project_id"] != project_id:
        raise Forbidden
    return entity


async def castings(session: Session, entity_ids: Iterable[str]) -> dict[str, list[Row]]:
    """The casting of each of some entities, by asset type then asset; canceled assets are left out."""
    found: dict[str, list[Row]] = {entity_id: [] for entity_id in entity_ids}
    for row in await session.all(queries.CASTINGS, entity_ids=list(found)):
        found[row.pop("container_id")].append(row)
    return found


async def casting_of_entity(session: Session, project_id: str, entity_id: str) -> list[Row]:
    """The casting of an entity of a project."""
    project_id = await casting_project(session, project_id)
    entity = await find_in_project(session, project_id, entity_id)
    return (await castings(session, [entity["id"]]))[entity["id"]]


async def casting_of_asset(session: Session, asset_id: str) -> list[Row]:
    """The casting of an asset (ACCESS, ENTITY)."""
    asset = await readable_entity(session, asset_id, ASSET)
    return (await castings(session, [asset["id"]]))[asset["id"]]


async def castings_of_type(session: Session, project_id: str, asset_type_id: str) -> msgspec.Raw:
    """The castings of the assets of a type, by asset."""
    project_id = await casting_project(session, project_id)
    asset_type = await find_asset_type(session, asset_type_id)
    return await _json(session, queries.ASSETS_OF_TYPE, project_id=project_id, entity_type_id=asset_type["id"])


async def castings_of_episodes(session: Session, project_id: str) -> msgspec.Raw:
    """The castings of the episodes of a project, by episode."""
    project_id = await casting_project(session, project_id)
    type_id = await reserved_type_id(session, "Episode")
    return await _json(session, queries.EPISODES_OF_PROJECT, project_id=project_id, entity_type_id=type_id)


async def castings_of_sequence(session: Session, project_id: str, sequence_id: str) -> msgspec.Raw:
    """The castings of the shots of a sequence, by shot."""
    project_id = await casting_project(session, project_id)
    sequence = await find_in_project(session, project_id, sequence_id, "Sequence")
    return await _json(session, queries.SHOTS_OF_SEQUENCE, project_id=project_id, sequence_id=sequence["id"])


async def castings_of_shots(session: Session, project_id: str) -> msgspec.Raw:
    """The castings of all shots of a project that have a sequence, by shot."""
    project_id = await casting_project(session, project_id)
    return await _json(session, queries.SHOTS_OF_PROJECT, project_id=project_id)


async def castings_of_episode_shots(session: Session, project_id: str, episode_id: str) -> msgspec.Raw:
    """The castings of the shots of an episode, or of the whole project for `all`; `main` has none."""
    project_id = await casting_project(session, project_id)
    if episode_id == "main":
        return msgspec.Raw(b"{}")
    if episode_id == "all":
        return await _json(session, queries.SHOTS_OF_PROJECT, project_id=project_id)
    episode_id = explicit_id(episode_id, WRONG_ID)
    return await _json(session, queries.SHOTS_OF_EPISODE, project_id=project_id, episode_id=episode_id)


async def cast_in(session: Session, asset_id: str) -> list[Row]:
    """Where an asset is cast: shots and the like first, then assets (ACCESS, ENTITY)."""
    asset = await readable_entity(session, asset_id, ASSET)
    values = {"asset_id": asset["id"], "reserved": list(RESERVED)}
    return [
        *await session.all(queries.CAST_IN_SHOTS, **values),
        *await session.all(queries.CAST_IN_ASSETS, **values),
    ]


async def _json(session: Session, statement: Prepared, **values: str) -> msgspec.Raw:
    made: str = await session.value(statement, **values)
    return msgspec.Raw(made.encode())
