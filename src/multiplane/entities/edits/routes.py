"""Routes of edits (03-entities 5.1)."""

from typing import Any

from litestar import Response

from multiplane.access.projects import managed_project
from multiplane.database.session import Session
from multiplane.entities import criteria
from multiplane.entities.boards.fields import EDITS
from multiplane.entities.boards.scope import QUERY
from multiplane.entities.boards.service import answer_board, full_entity
from multiplane.entities.edits import service
from multiplane.entities.edits.schemas import NewEdit
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import answer, created, raw_json
from multiplane.web.routing import SIGNED_IN, get, post

TAGS = ["edits"]


@get(["/data/edits", "/data/edits/all"], access=SIGNED_IN, tags=TAGS, query=criteria.ENTITY_QUERY)
async def list_edits(request: AnyRequest, session: Session) -> Response[bytes]:
    project_id = criteria.identifier(request, "project_id")
    where = criteria.of_entities(request, session.user)
    return answer(await service.list_edits(session, where, project_id))


@get("/data/edits/with-tasks", access=SIGNED_IN, tags=TAGS, query=QUERY)
async def list_edits_with_tasks(request: AnyRequest) -> Response[Any]:
    return await answer_board(EDITS, request)


@get("/data/edits/{edit_id:str}", access=SIGNED_IN, tags=TAGS)
async def get_edit(session: Session, edit_id: str) -> Response[bytes]:
    return raw_json(await full_entity(session, EDITS, edit_id))


@get("/data/projects/{project_id:str}/edits", access=SIGNED_IN, tags=TAGS)
async def list_edits_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.edits_of_project(session, project_id))


@post("/data/projects/{project_id:str}/edits", access=SIGNED_IN, tags=TAGS, body=NewEdit)
async def create_edit(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = await managed_project(session, project_id)
    return created(await service.create_edit(session, project_id, await read_body(request, NewEdit)))
