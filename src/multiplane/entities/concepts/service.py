"""The rules of concepts."""

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import readable_project, refuse_roles, require_access
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.concepts import queries
from multiplane.entities.concepts.schemas import ConceptMove, NewConcept
from multiplane.entities.kinds import emit
from multiplane.entities.listing import listed
from multiplane.entities.queries import by_name, listing, with_project
from multiplane.entities.service import concept_links, find_or_create, find_parent
from multiplane.errors import NotFound
from multiplane.ids import is_id
from multiplane.models import Entity
from multiplane.web.crud.operations import replace_relation

HIDDEN_FROM = ("vendor", "client")
"""Concepts are the studio's own (01-auth C.5)."""


async def list_concepts(session: Session, criteria: list[ColumnElement[bool]], project_id: str | None) -> list[Row]:
    """Concepts that match, by name; without a project, for administrators."""
    await require_access(session, project_id)
    refuse_roles(session, project_id, *HIDDEN_FROM)
    return await listed(session, "Concept", by_name(with_project(listing(session.user, "Concept", *criteria))))


async def concepts_of_project(session: Session, project_id: str) -> list[Row]:
    """The concepts of a project, by name."""
    concepts = listing(session.user, "Concept", Entity.project_id == project_id)
    return await listed(session, "Concept", by_name(concepts))


async def open_project(session: Session, project_id: str) -> str:
    """The id of a project of a path whose concepts the caller works with: 404, ACCESS, no client, no vendor."""
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, *HIDDEN_FROM)
    return project_id


async def create_concept(session: Session, project_id: str, body: NewConcept) -> Row:
    """The concept of this name in the project, made with its links when there is none.

    404 of a malformed linked id or a folder that is not of the project; unknown linked entities are dropped.
    """
    if not all(map(is_id, body.entity_concept_links)):
        raise NotFound
    await find_parent(session, project_id, body.parent_id, "ConceptFolder")
    values = {**body.model_dump(exclude={"entity_concept_links"}), "project_id": project_id}
    concept, is_new = await find_or_create(session, "Concept", values, any_parent=True)
    if is_new:
        relation = Entity.relations["entity_concept_links"]
        await replace_relation(session, relation, concept["id"], body.entity_concept_links)
        emit(session, "new", concept, "Concept")
    links = await concept_links(session, [concept["id"]])
    return {**concept, "type": "Concept", "entity_concept_links": links.get(concept["id"], [])}


async def move_concepts(session: Session, project_id: str, body: ConceptMove) -> list[str]:
    """Put concepts of a project in one of its folders, or at the root; returns the ids of those that moved.

    Ids that are not concepts of the project are skipped. 404 of a folder that is not of the project.
    """
    await find_parent(session, project_id, body.concept_folder_id, "ConceptFolder", lock=True)
    moved = await session.all(
        queries.MOVE, project_id=project_id, folder_id=body.concept_folder_id, concept_ids=body.concept_ids
    )
    for concept in moved:
        emit(session, "update", concept, "Concept")
    return [concept["id"] for concept in moved]
