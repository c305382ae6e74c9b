"""Routes that delete entities (03-entities 3, 4, 5, 7.3)."""

from typing import Any

from litestar import Response

from multiplane.access.projects import readable_project
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.deletion import service
from multiplane.entities.kinds import ASSET
from multiplane.entities.policy import owns, require_creator_or_manager
from multiplane.entities.service import find_entity
from multiplane.errors import Forbidden, NotFound
from multiplane.web import query
from multiplane.web.body import AnyRequest, read_ids
from multiplane.web.parameters import FORCE, IDS
from multiplane.web.responses import answer, deleted
from multiplane.web.routing import SIGNED_IN, delete, post

DELETED_TOGETHER = (ASSET, "Shot", "Edit", "Concept")
"""Kinds that the batch deletes."""


@delete("/data/assets/{asset_id:str}", access=SIGNED_IN, query=FORCE)
async def delete_asset(request: AnyRequest, session: Session, asset_id: str) -> Response[None]:
    """Cancel an asset, or remove it."""
    return await _delete(request, session, asset_id, ASSET)


@delete("/data/shots/{shot_id:str}", access=SIGNED_IN, query=FORCE)
async def delete_shot(request: AnyRequest, session: Session, shot_id: str) -> Response[None]:
    """Cancel a shot, or remove it."""
    return await _delete(request, session, shot_id, "Shot")


@delete("/data/edits/{edit_id:str}", access=SIGNED_IN, query=FORCE)
async def delete_edit(request: AnyRequest, session: Session, edit_id: str) -> Response[None]:
    """Cancel an edit, or remove it."""
    return await _delete(request, session, edit_id, "Edit")


@delete("/data/concepts/{concept_id:str}", access=SIGNED_IN, query=FORCE)
async def delete_concept(request: AnyRequest, session: Session, concept_id: str) -> Response[None]:
    """Cancel a concept, or remove it."""
    return await _delete(request, session, concept_id, "Concept")


@delete("/data/sequences/{sequence_id:str}", access=SIGNED_IN, query=FORCE)
async def delete_sequence(request: AnyRequest, session: Session, sequence_id: str) -> Response[None]:
    """Remove a sequence, with what it holds when forced."""
    sequence = await _deletable(session, sequence_id, "Sequence")
    await service.delete_parent(session, sequence, force=query.flag(request, "force"))
    return deleted()


@delete("/data/episodes/{episode_id:str}", access=SIGNED_IN, query=FORCE)
async def delete_episode(request: AnyRequest, session: Session, episode_id: str) -> Response[None]:
    """Remove an episode, with what it holds when forced."""
    episode = await _deletable(session, episode_id, "Episode")
    await service.delete_parent(session, episode, force=query.flag(request, "force"))
    return deleted()


@delete("/data/scenes/{scene_id:str}", access=SIGNED_IN)
async def delete_scene(session: Session, scene_id: str) -> Response[None]:
    """Remove a scene, or cancel it."""
    await service.delete_scene(session, await _deletable(session, scene_id, "Scene"))
    return deleted()


@post("/actions/projects/{project_id:str}/delete-entities", access=SIGNED_IN, status=200, body_schema=IDS, query=FORCE)
async def delete_entities(request: AnyRequest, session: Session, project_id: str) -> Response[Any]:
    """Cancel or remove assets, shots, edits and concepts of a project; the ids that were handled."""
    project_id = await readable_project(session, project_id)
    entities = [
        entity
        for entity in await service.find_entities(session, await read_ids(request))
        if entity["project_id"] == project_id and entity["kind"] in DELETED_TOGETHER
    ]
    if not all(owns(session.user, entity) for entity in entities):
        raise Forbidden
    wanted = [entity["id"] for entity in entities]
    return answer(await service.delete_or_cancel(session, wanted, force=query.flag(request, "force"), again=True))


async def _delete(request: AnyRequest, session: Session, entity_id: str, kind: str) -> Response[None]:
    entity = await _deletable(session, entity_id, kind)
    if not await service.delete_or_cancel(session, [entity["id"]], force=query.flag(request, "force"), again=False):
        raise NotFound
    return deleted()


async def _deletable(session: Session, entity_id: str, kind: str) -> Row:
    """The entity of a path that the caller may delete: 404, then CREATOR/MGR."""
    entity = await find_entity(session, entity_id, kind)
    await require_creator_or_manager(session, entity)
    return entity
