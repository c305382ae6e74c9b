"""The rules of concept folders."""

from multiplane.access.projects import require_project, require_supervisor
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import queries as entity_queries
from multiplane.entities.concepts import queries
from multiplane.entities.concepts.schemas import FolderName
from multiplane.entities.deletion.service import remove_entities
from multiplane.entities.kinds import emit
from multiplane.entities.listing import listed
from multiplane.entities.queries import by_name, listing
from multiplane.entities.service import find_entity, find_or_create, lock_name
from multiplane.errors import BadRequest
from multiplane.models import Entity

FOLDER = "ConceptFolder"


async def folders_of_project(session: Session, project_id: str) -> list[Row]:
    """The folders of a project, by name."""
    return await listed(session, FOLDER, by_name(listing(session.user, FOLDER, Entity.project_id == project_id)))


async def supervised_project(session: Session, project_id: str) -> str:
    """The id of a project of a path: 404, then SUPERVISE."""
    project_id = await require_project(session, project_id)
    await require_supervisor(session, project_id)
    return project_id


async def supervised_folder(session: Session, folder_id: str) -> Row:
    """The folder of a path, locked: 404, then SUPERVISE of its project."""
    folder = await find_entity(session, folder_id, FOLDER, lock=True)
    await require_supervisor(session, folder["project_id"])
    return folder


async def create_folder(session: Session, project_id: str, body: FolderName) -> Row:
    """The folder of this name in the project, made when there is none."""
    values = {"name": body.name, "project_id": project_id}
    folder, is_new = await find_or_create(session, FOLDER, values, any_parent=True)
    if is_new:
        emit(session, "new", folder, FOLDER)
    return {**folder, "type": FOLDER}


async def rename_folder(session: Session, folder: Row, body: FolderName) -> Row:
    """Rename a folder; 400 when another one of the project has the name."""
    await lock_name(session, folder["project_id"], folder["entity_type_id"], body.name)
    taken = await session.one(
        entity_queries.SAME_NAME,
        name=body.name,
        project_id=folder["project_id"],
        type_id=folder["entity_type_id"],
        parent_id=None,
        any_parent=True,
    )
    if taken is not None and taken["id"] != folder["id"]:
        raise BadRequest("A concept folder with this name already exists.")
    after = await session.update(Entity, folder["id"], {"name": body.name})
    assert after is not None  # noqa: S101 - the row is locked
    emit(session, "update", after, FOLDER)
    return {**after, "type": FOLDER}


async def remove_folder(session: Session, folder: Row) -> None:
    """Remove a folder with all that hangs on it; its concepts go back to the root."""
    for concept in await session.all(queries.EMPTY_FOLDER, folder_id=folder["id"]):
        emit(session, "update", concept, "Concept")
    await remove_entities(session, [folder["id"]])
