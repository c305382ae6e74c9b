"""The rules of assets."""

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import require_access
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.assets import queries
from multiplane.entities.assets.schemas import NewAsset
from multiplane.entities.kinds import ASSET, emit
from multiplane.entities.listing import cast_in, listed
from multiplane.entities.queries import by_name, listing
from multiplane.entities.service import find_entity, find_parent, readable_entity
from multiplane.models import Entity

Clause = ColumnElement[bool]

MAIN, ALL = "main", "all"


async def list_assets(
    session: Session, criteria: list[Clause], project_id: str | None, episode_id: str | None
) -> list[Row]:
    """Assets that match, of a project, of an episode (an id or `main`), or of all the caller's projects.

    404 of an unknown episode when no project is given; 403 without ACCESS.
    """
    where = list(criteria)
    if project_id is not None:
        await require_access(session, project_id)
    elif episode_id is not None:
        await require_access(session, (await find_entity(session, episode_id, "Episode"))["project_id"])
    if episode_id == MAIN:
        where.append(Entity.source_id.is_(None))
    elif episode_id not in (None, ALL):
        where.append(queries.of_episode(episode_id))
    return await listed(session, ASSET, by_name(listing(session.user, ASSET, *where)))


async def assets_of_project(session: Session, project_id: str, criteria: list[Clause]) -> list[Row]:
    """The assets of a project that match, by name (ACCESS); of an unknown project an administrator sees none."""
    await require_access(session, project_id)
    assets = listing(session.user, ASSET, *criteria, Entity.project_id == project_id)
    return await listed(session, ASSET, by_name(assets))


async def assets_cast_in_asset(session: Session, asset_id: str) -> list[Row]:
    """The assets cast inside an asset."""
    return await cast_in(session, await readable_entity(session, asset_id, ASSET))


async def shared_assets_used(session: Session, project_id: str, episode_id: str | None) -> list[Row]:
    """The shared assets of other projects that a project uses, or one of its episodes (ACCESS)."""
    await require_access(session, project_id)
    return await listed(session, ASSET, queries.shared_used(project_id, episode_id))


async def create_asset(session: Session, project_id: str, asset_type: Row, body: NewAsset) -> Row:
    """A new asset; another of the same name and type may exist (03-entities 1.5)."""
    await find_parent(session, project_id, body.episode_id, "Episode")
    asset = await session.insert(
        Entity,
        {
            **body.model_dump(exclude={"episode_id"}),
            "source_id": body.episode_id,
            "project_id": project_id,
            "entity_type_id": asset_type["id"],
            "created_by": session.user.id,
        },
    )
    emit(session, "new", asset, ASSET, asset_type=asset_type["id"])
    return {**asset, "type": ASSET}
