"""Routes of concepts and their folders (03-entities 5.2, 5.3)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.entities import criteria
from multiplane.entities.boards.fields import CONCEPTS
from multiplane.entities.boards.scope import QUERY
from multiplane.entities.boards.service import answer_board, full_entity
from multiplane.entities.concepts import folders, service
from multiplane.entities.concepts.schemas import ConceptMove, FolderName, NewConcept
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import answer, created, deleted, raw_json
from multiplane.web.routing import SIGNED_IN, delete, get, post, put

TAGS = ["concepts"]


@get("/data/concepts", access=SIGNED_IN, tags=TAGS, query=criteria.ENTITY_QUERY)
async def list_concepts(request: AnyRequest, session: Session) -> Response[bytes]:
    project_id = criteria.identifier(request, "project_id")
    where = criteria.of_entities(request, session.user)
    return answer(await service.list_concepts(session, where, project_id))


@get("/data/concepts/with-tasks", access=SIGNED_IN, tags=TAGS, query=QUERY)
async def list_concepts_with_tasks(request: AnyRequest) -> Response[Any]:
    return await answer_board(CONCEPTS, request)


@get("/data/concepts/{concept_id:str}", access=SIGNED_IN, tags=TAGS)
async def get_concept(session: Session, concept_id: str) -> Response[bytes]:
    return raw_json(await full_entity(session, CONCEPTS, concept_id, "client"))


@get("/data/projects/{project_id:str}/concepts", access=SIGNED_IN, tags=TAGS)
async def list_concepts_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.concepts_of_project(session, await service.open_project(session, project_id)))


@post("/data/projects/{project_id:str}/concepts", access=SIGNED_IN, tags=TAGS, body=NewConcept)
async def create_concept(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = await service.open_project(session, project_id)
    return created(await service.create_concept(session, project_id, await read_body(request, NewConcept)))


@post("/actions/projects/{project_id:str}/move-concepts", access=SIGNED_IN, tags=TAGS, body=ConceptMove, status=200)
async def move_concepts(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = await folders.supervised_project(session, project_id)
    return answer(await service.move_concepts(session, project_id, await read_body(request, ConceptMove)))


@get("/data/projects/{project_id:str}/concept-folders", access=SIGNED_IN, tags=TAGS)
async def list_concept_folders(session: Session, project_id: str) -> Response[bytes]:
    return answer(await folders.folders_of_project(session, await service.open_project(session, project_id)))


@post("/data/projects/{project_id:str}/concept-folders", access=SIGNED_IN, tags=TAGS, body=FolderName)
async def create_concept_folder(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    project_id = await folders.supervised_project(session, project_id)
    return created(await folders.create_folder(session, project_id, await read_body(request, FolderName)))


@put("/data/concept-folders/{concept_folder_id:str}", access=SIGNED_IN, tags=TAGS, body=FolderName)
async def rename_concept_folder(request: AnyRequest, session: Session, concept_folder_id: str) -> Response[bytes]:
    folder = await folders.supervised_folder(session, concept_folder_id)
    return answer(await folders.rename_folder(session, folder, await read_body(request, FolderName)))


@delete("/data/concept-folders/{concept_folder_id:str}", access=SIGNED_IN, tags=TAGS)
async def delete_concept_folder(session: Session, concept_folder_id: str) -> Response[None]:
    await folders.remove_folder(session, await folders.supervised_folder(session, concept_folder_id))
    return deleted()
