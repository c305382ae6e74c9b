"""Routes of an entity's previews and versions (03-entities 4.1, 5.1, 5.2, 7.3)."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.entities.previews import service
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get

TAGS = ["entities"]


@get("/data/entities/{entity_id:str}/preview-files", access=SIGNED_IN, tags=TAGS)
async def list_previews_of_entity(session: Session, entity_id: str) -> Response[bytes]:
    return answer(await service.previews_of(session, entity_id))


@get("/data/shots/{shot_id:str}/preview-files", access=SIGNED_IN, tags=TAGS)
async def list_previews_of_shot(session: Session, shot_id: str) -> Response[bytes]:
    return answer(await service.previews_by_task_type(session, shot_id, "Shot"))


@get("/data/edits/{edit_id:str}/preview-files", access=SIGNED_IN, tags=TAGS)
async def list_previews_of_edit(session: Session, edit_id: str) -> Response[bytes]:
    return answer(await service.previews_by_task_type(session, edit_id, "Edit"))


@get("/data/concepts/{concept_id:str}/preview-files", access=SIGNED_IN, tags=TAGS)
async def list_previews_of_concept(session: Session, concept_id: str) -> Response[bytes]:
    return answer(await service.previews_by_task_type(session, concept_id, "Concept"))


@get("/data/shots/{shot_id:str}/versions", access=SIGNED_IN, tags=TAGS)
async def list_versions_of_shot(session: Session, shot_id: str) -> Response[bytes]:
    return answer(await service.versions_of(session, shot_id, "Shot"))


@get("/data/edits/{edit_id:str}/versions", access=SIGNED_IN, tags=TAGS)
async def list_versions_of_edit(session: Session, edit_id: str) -> Response[bytes]:
    return answer(await service.versions_of(session, edit_id, "Edit"))
