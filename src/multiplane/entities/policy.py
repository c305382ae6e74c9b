"""Who may change an entity (03-entities 1.9)."""

from typing import Any

from multiplane.access.projects import require_access
from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import Forbidden


async def require_creator_or_manager(session: Session, entity: Row) -> None:
    """CREATOR/MGR: the creator while on the team, or a manager of the project; 403 for the others."""
    if not owns(session.user, entity):
        await require_access(session, entity["project_id"])
        raise Forbidden


def owns(user: CurrentUser, entity: Row) -> bool:
    """Whether the user manages the entity's project, or made the entity and is still on the team."""
    project_id = entity["project_id"]
    return user.manages(project_id) or (user.is_member(project_id) and entity["created_by"] == user.id)


def may_edit_metadata(user: CurrentUser, entity: Row, changes: Row, open_fields: frozenset[str]) -> bool:
    """Whether a supervisor may make this change: metadata only, and only fields of their departments.

    `open_fields` are the descriptors of the project and kind that share a department with the supervisor; they do
    not matter to one without departments.
    """
    if user.role_in(entity["project_id"]) != "supervisor" or not user.is_member(entity["project_id"]):
        return False
    if changes.keys() - {"data"}:
        return False
    if not user.departments:
        return True
    data: Any = changes.get("data")
    return isinstance(data, dict) and bool(data) and data.keys() <= open_fields
