"""The rules of scenes."""

from sqlalchemy import func
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import readable_project, refuse_roles, require_access
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.kinds import emit
from multiplane.entities.listing import listed
from multiplane.entities.queries import by_name, listing, with_project, with_sequence
from multiplane.entities.scenes.schemas import NewScene
from multiplane.entities.service import (
    described_entity,
    find_entity,
    find_or_create,
    find_parent,
    readable_entity,
)
from multiplane.errors import NotFound
from multiplane.models import Entity

Clause = ColumnElement[bool]


async def list_scenes(session: Session, criteria: list[Clause], project_id: str | None) -> list[Row]:
    """Scenes with a sequence that match; without a project, for administrators. Never for vendors."""
    await require_access(session, project_id)
    refuse_roles(session, project_id, "vendor")
    scenes = with_sequence(with_project(listing(session.user, "Scene", *criteria)))
    return await listed(session, "Scene", by_name(scenes))


async def scenes_of_project(session: Session, project_id: str) -> list[Row]:
    """Every scene of a project by name, those without sequence too."""
    project_id = await readable_project(session, project_id)
    return await listed(session, "Scene", by_name(listing(session.user, "Scene", Entity.project_id == project_id)))


async def get_scene(session: Session, scene_id: str) -> Row:
    """A scene with the names of its project, sequence and episode; what it has not is absent."""
    scene, above = await described_entity(session, scene_id, "Scene")
    if scene["parent_id"] is not None:
        scene |= {"sequence_id": scene["parent_id"], "sequence_name": above["parent_name"]}
    if above["grandparent_id"] is not None:
        scene |= {"episode_id": above["grandparent_id"], "episode_name": above["grandparent_name"]}
    return scene


async def shots_of_scene(session: Session, scene_id: str) -> list[Row]:
    """The shots made from a scene."""
    scene = await readable_entity(session, scene_id, "Scene")
    shots = with_sequence(with_project(listing(session.user, "Shot", Entity.source_id == scene["id"])))
    return await listed(session, "Shot", shots.order_by(func.lower(Entity.name), Entity.id))


async def create_scene(session: Session, project_id: str, body: NewScene) -> Row:
    """The scene of this name below this sequence, made when there is none."""
    await find_parent(session, project_id, body.sequence_id, "Sequence")
    values: Row = {"name": body.name, "parent_id": body.sequence_id, "project_id": project_id, "data": {}}
    scene, is_new = await find_or_create(session, "Scene", values)
    if is_new:
        emit(session, "new", scene, "Scene")
    return {**scene, "type": "Scene"}


async def changeable_scene(session: Session, scene_id: str) -> Row:
    """The scene of a path whose shots the caller may change: 404, ACCESS, not for clients and vendors."""
    scene = await find_entity(session, scene_id, "Scene")
    await require_access(session, scene["project_id"])
    refuse_roles(session, scene["project_id"], "client", "vendor")
    return scene


async def add_shot(session: Session, scene: Row, shot_id: str) -> Row:
    """Say that a shot of the same project is made from a scene."""
    return await _set_scene(session, scene, shot_id, scene["id"], "shot:add-to-scene")


async def remove_shot(session: Session, scene: Row, shot_id: str) -> None:
    """Say that a shot is made from no scene."""
    await _set_scene(session, scene, shot_id, None, "shot:remove-from-scene")


async def _set_scene(session: Session, scene: Row, shot_id: str, source_id: str | None, event: str) -> Row:
    shot = await find_entity(session, shot_id, "Shot", lock=True)
    if shot["project_id"] != scene["project_id"]:
        raise NotFound
    after = await session.update(Entity, shot["id"], {"source_id": source_id})
    assert after is not None  # noqa: S101 - the row is locked
    emit(session, "update", after, "Shot")
    session.emit(event, {"scene_id": scene["id"], "shot_id": shot["id"]}, scene["project_id"])
    return {**after, "type": "Entity"}
