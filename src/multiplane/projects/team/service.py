"""The rules of teams."""

from collections.abc import Sequence

from multiplane.access.projects import managed_project, readable_project
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.ids import is_id
from multiplane.people import forms
from multiplane.projects.service import emit_update, find_project, plain, touched
from multiplane.projects.team import queries
from multiplane.projects.team.schemas import NewMember

OF_ANOTHER_PROJECT = "A preview account can only belong to its own project"


async def team(session: Session, project_id: str) -> list[Row]:
    """The people of a project, each with their explicit role there, in the form the caller may see (01-auth C.4)."""
    project_id = await readable_project(session, project_id)
    role = session.user.role_in(project_id)
    rows = await session.all(queries.TEAM, project_id=project_id)
    return [{**_form(row, role), "project_role": row["project_role"]} for row in rows]


def _form(row: Row, role: str) -> Row:
    if role in ("admin", "manager"):
        return forms.safe(row)
    if role == "client":
        return forms.pick(row, forms.CLIENT)
    return forms.pick({**row, "departments": []}, forms.MINIMAL)


async def refuse_preview_accounts(session: Session, person_ids: Sequence[str]) -> None:
    """400 when one of the people of a new project is the preview account of another."""
    if person_ids and await session.column(queries.PREVIEW_ACCOUNTS, person_ids=list(person_ids)):
        raise BadRequest(OF_ANOTHER_PROJECT)


async def add_member(session: Session, project_id: str, body: NewMember) -> Row:
    """Put a person on the team; the project. A member stays one, and takes the role when one is given.

    Emits `project:update` when something changed. 400 for an unknown person, and for what a preview account, bound
    to its project as a client, cannot be.
    """
    project = await find_project(session, await managed_project(session, project_id), lock=True)
    person = await session.one(queries.CANDIDATE, person_id=body.person_id) if is_id(body.person_id) else None
    if person is None:
        raise BadRequest(f"Person with id {body.person_id} not found")
    if person["preview_project_id"] not in (None, project["id"]):
        raise BadRequest(OF_ANOTHER_PROJECT)
    if body.role is not None:
        _require_free_role(person)
    key = {"project_id": project["id"], "person_id": person["id"]}
    added = await session.run(queries.ADD, **key)
    if body.role is not None:
        await session.run(queries.SET_ROLE, **key, role=body.role)
    elif not added:
        return plain(project)
    emit_update(session, project["id"])
    return await touched(session, project["id"])


async def set_role(session: Session, project_id: str, person_id: str, role: str | None) -> Row:
    """Give a member a role on the project, or null for their own. Emits `project:update`. 400 for a non-member."""
    project_id = await managed_project(session, project_id)
    person = await session.one(queries.CANDIDATE, person_id=person_id) if is_id(person_id) else None
    if person is not None:
        _require_free_role(person)
    key = {"project_id": project_id, "person_id": person_id.lower()}
    if person is None or not await session.run(queries.SET_ROLE, **key, role=role):
        raise BadRequest("Person is not a member of the project team")
    emit_update(session, project_id)
    return {**key, "role": role}


async def remove_member(session: Session, project_id: str, person_id: str) -> None:
    """Take a person off the team; their assignments stay. Emits `project:update`, also when they were not on it."""
    project = await find_project(session, await managed_project(session, project_id), lock=True)
    if is_id(person_id):
        await session.run(queries.REMOVE, project_id=project["id"], person_id=person_id)
    await touched(session, project["id"])
    emit_update(session, project["id"])


def _require_free_role(person: Row) -> None:
    if person["preview_project_id"] is not None:
        raise BadRequest("A preview account keeps its client role")
