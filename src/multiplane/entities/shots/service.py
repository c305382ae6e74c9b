"""The rules of shots."""

from typing import Any

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import readable_project, require_access, require_manager
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import changes
from multiplane.entities.kinds import emit
from multiplane.entities.listing import cast_in, listed
from multiplane.entities.queries import by_name, listing
from multiplane.entities.service import find_entity, find_or_create, find_parent, readable_entity
from multiplane.entities.shots import queries
from multiplane.entities.shots.schemas import NewShot, ShotChanges
from multiplane.models import Entity

Clause = ColumnElement[bool]

DEFAULT_FPS = 25.0


async def list_shots(
    session: Session, criteria: list[Clause], project_id: str | None, sequence_id: str | None
) -> list[Row]:
    """Shots with a sequence that match; the project is that of the sequence when one is given.

    Without a project, for administrators.
    """
    where = list(criteria)
    if sequence_id is not None:
        sequence = await find_entity(session, sequence_id, "Sequence")
        project_id = sequence["project_id"]
        where += [Entity.project_id == project_id, Entity.parent_id == sequence_id]
    await require_access(session, project_id)
    return await listed(session, "Shot", queries.shot_items(session.user, *where))


async def shots_of_project(session: Session, project_id: str) -> list[Row]:
    """Every shot of a project by name, those without sequence too."""
    project_id = await readable_project(session, project_id)
    shots = listing(session.user, "Shot", Entity.project_id == project_id)
    return await listed(session, "Shot", by_name(shots))


async def assets_cast_in_shot(session: Session, shot_id: str) -> list[Row]:
    """The assets cast in a shot."""
    return await cast_in(session, await readable_entity(session, shot_id, "Shot"))


async def create_shot(session: Session, project_id: str, body: NewShot) -> Row:
    """The shot of this name below this sequence, made when there is none."""
    sequence = await find_parent(session, project_id, body.sequence_id, "Sequence")
    values = {**body.model_dump(exclude={"sequence_id"}), "parent_id": body.sequence_id, "project_id": project_id}
    shot, is_new = await find_or_create(session, "Shot", values)
    if is_new:
        emit(session, "new", shot, "Shot", episode_id=sequence and sequence["parent_id"])
    return {**shot, "type": "Shot"}


async def manageable_shot(session: Session, shot_id: str) -> Row:
    """The shot of a path, locked: 404, then MANAGE of its project."""
    shot = await find_entity(session, shot_id, "Shot", lock=True)
    await require_manager(session, shot["project_id"])
    return shot


async def update_shot(session: Session, shot: Row, body: ShotChanges) -> Row:
    """Change columns of a shot; metadata is replaced, not merged, and no version is kept (03-entities 4.1)."""
    values = changes.column_values(body.model_dump(exclude_unset=True))
    await changes.refuse_foreign_parent(session, shot["project_id"], values)
    await changes.refuse_duplicate(session, shot, values)
    after = await session.update(Entity, shot["id"], values)
    assert after is not None  # noqa: S101 - the row is locked
    emit(session, "update", after, "Shot")
    return {**after, "type": "Entity"}


async def set_frames_from_previews(
    session: Session, project_id: str, task_type_id: str, episode_id: str | None
) -> list[dict[str, Any]]:
    """Give each shot of a project, or of an episode, the frame count of its newest preview of a task type.

    Returns the id and `nb_frames` of the shots that have one (03-entities 4.5).
    """
    return await session.all(
        queries.SET_FRAMES_FROM_PREVIEWS,
        project_id=project_id,
        task_type_id=task_type_id,
        episode_id=episode_id,
        fps=frames_per_second(await session.value(queries.FPS, project_id=project_id)),
    )


def frames_per_second(text: str | None) -> float:
    """The frame rate of a project; 25 when it is missing or no number."""
    try:
        rate = float(text or DEFAULT_FPS)
    except ValueError:
        return DEFAULT_FPS
    return rate if 0 < rate < float("inf") else DEFAULT_FPS
