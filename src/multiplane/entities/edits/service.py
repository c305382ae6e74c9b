"""The rules of edits."""

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import readable_project, require_access
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.edits.schemas import NewEdit
from multiplane.entities.kinds import emit
from multiplane.entities.listing import listed
from multiplane.entities.queries import by_name, listing, with_project
from multiplane.entities.service import find_or_create, find_parent
from multiplane.models import Entity


async def list_edits(session: Session, criteria: list[ColumnElement[bool]], project_id: str | None) -> list[Row]:
    """Edits that match, by name; without a project, for administrators."""
    await require_access(session, project_id)
    return await listed(session, "Edit", by_name(with_project(listing(session.user, "Edit", *criteria))))


async def edits_of_project(session: Session, project_id: str) -> list[Row]:
    """The edits of a project, by name."""
    project_id = await readable_project(session, project_id)
    return await listed(session, "Edit", by_name(listing(session.user, "Edit", Entity.project_id == project_id)))


async def create_edit(session: Session, project_id: str, body: NewEdit) -> Row:
    """The edit of this name below this episode, made when there is none."""
    await find_parent(session, project_id, body.episode_id, "Episode")
    values = {**body.model_dump(exclude={"episode_id"}), "parent_id": body.episode_id, "project_id": project_id}
    edit, is_new = await find_or_create(session, "Edit", values)
    if is_new:
        emit(session, "new", edit, "Edit", parent_id=edit["parent_id"])
    return {**edit, "type": "Edit"}
