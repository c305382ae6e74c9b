"""The rules of sequences."""

from sqlalchemy import func
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import readable_project, require_access
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.kinds import emit
from multiplane.entities.listing import listed
from multiplane.entities.queries import by_name, listing, with_project, with_sequence
from multiplane.entities.sequences.schemas import NewSequence
from multiplane.entities.service import (
    described_entity,
    find_entity,
    find_or_create,
    find_parent,
    readable_entity,
)
from multiplane.models import Entity

Clause = ColumnElement[bool]


async def list_sequences(
    session: Session, criteria: list[Clause], project_id: str | None, episode_id: str | None
) -> list[Row]:
    """Sequences that match, by name; the project is that of the episode when one is given.

    Without a project, for administrators.
    """
    where = list(criteria)
    if episode_id is not None:
        episode = await find_entity(session, episode_id, "Episode")
        project_id = episode["project_id"]
        where += [Entity.project_id == project_id, Entity.parent_id == episode_id]
    await require_access(session, project_id)
    return await listed(session, "Sequence", by_name(listing(session.user, "Sequence", *where)))


async def sequences_of_project(session: Session, project_id: str) -> list[Row]:
    """The sequences of a project, by name."""
    project_id = await readable_project(session, project_id)
    sequences = listing(session.user, "Sequence", Entity.project_id == project_id)
    return await listed(session, "Sequence", by_name(sequences))


async def get_sequence(session: Session, sequence_id: str) -> Row:
    """A sequence with the names of its project and episode; without episode those keys are absent."""
    sequence, above = await described_entity(session, sequence_id, "Sequence")
    if sequence["parent_id"] is not None:
        sequence |= {"episode_id": sequence["parent_id"], "episode_name": above["parent_name"]}
    return sequence


async def shots_of_sequence(session: Session, sequence_id: str, criteria: list[Clause]) -> list[Row]:
    """The shots of a sequence that match, by lower-cased name (ACCESS)."""
    sequence = await find_entity(session, sequence_id, "Sequence")
    await require_access(session, sequence["project_id"])
    shots = with_sequence(with_project(listing(session.user, "Shot", *criteria, Entity.parent_id == sequence["id"])))
    return await listed(session, "Shot", shots.order_by(func.lower(Entity.name), Entity.id))


async def scenes_of_sequence(session: Session, sequence_id: str) -> list[Row]:
    """The scenes of a sequence, by name."""
    sequence = await readable_entity(session, sequence_id, "Sequence")
    return await listed(session, "Scene", by_name(listing(session.user, "Scene", Entity.parent_id == sequence["id"])))


async def create_sequence(session: Session, project_id: str, body: NewSequence) -> Row:
    """The sequence of this name below this episode, made when there is none."""
    await find_parent(session, project_id, body.episode_id, "Episode")
    values = {**body.model_dump(exclude={"episode_id"}), "parent_id": body.episode_id, "project_id": project_id}
    sequence, is_new = await find_or_create(session, "Sequence", values)
    if is_new:
        emit(session, "new", sequence, "Sequence")
    return {**sequence, "type": "Sequence"}
