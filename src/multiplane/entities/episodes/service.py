"""The rules of episodes."""

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import readable_project, require_access
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.episodes import queries
from multiplane.entities.episodes.schemas import NewEpisode
from multiplane.entities.kinds import emit
from multiplane.entities.listing import listed
from multiplane.entities.queries import by_name, listing, with_relations
from multiplane.entities.service import described_entity, find_entity, find_or_create, readable_entity
from multiplane.ids import is_id
from multiplane.models import Entity

Clause = ColumnElement[bool]


async def list_episodes(session: Session, criteria: list[Clause], project_id: str | None) -> list[Row]:
    """Episodes that match, by name; without a project, for administrators."""
    await require_access(session, project_id)
    return await listed(session, "Episode", by_name(listing(session.user, "Episode", *criteria)))


async def episodes_of_project(session: Session, project_id: str) -> list[Row]:
    """The episodes of a project, by name."""
    project_id = await readable_project(session, project_id)
    return await listed(session, "Episode", by_name(listing(session.user, "Episode", Entity.project_id == project_id)))


async def get_episode(session: Session, episode_id: str) -> Row:
    """An episode with the name of its project."""
    episode, _above = await described_entity(session, episode_id, "Episode")
    return episode


async def shots_of_episode(session: Session, episode_id: str, *, relations: bool) -> list[Row]:
    """The shots of an episode's sequences; a vendor who may read the episode sees them all (03-entities 4.3)."""
    episode = await readable_entity(session, episode_id, "Episode")
    shots = queries.shots_of_episode(episode["id"])
    return await listed(session, "Shot", with_relations(shots) if relations else shots)


async def sequences_of_episode(session: Session, episode_id: str, criteria: list[Clause]) -> list[Row]:
    """The sequences of an episode that match, by name (ACCESS); none for an id that is none (`all`, `main`)."""
    if not is_id(episode_id):
        return []
    episode = await find_entity(session, episode_id, "Episode")
    await require_access(session, episode["project_id"])
    sequences = listing(session.user, "Sequence", *criteria, Entity.parent_id == episode["id"])
    return await listed(session, "Sequence", by_name(sequences))


async def edits_of_episode(session: Session, episode_id: str, *, relations: bool) -> list[Row]:
    """The edits of an episode."""
    episode = await readable_entity(session, episode_id, "Episode")
    edits = by_name(listing(session.user, "Edit", Entity.parent_id == episode["id"]))
    return await listed(session, "Edit", with_relations(edits) if relations else edits)


async def create_episode(session: Session, project_id: str, body: NewEpisode) -> Row:
    """The episode of this name in the project, made when there is none."""
    values = {**body.model_dump(), "project_id": project_id}
    episode, is_new = await find_or_create(session, "Episode", values, any_parent=True)
    if is_new:
        emit(session, "new", episode, "Episode")
    return {**episode, "type": "Episode"}
