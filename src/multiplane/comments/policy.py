"""Who may do what with comments (04-tasks 1.1, 1.2, 1.7, 4.5), as functions on what is known already."""

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.entities.kinds import CONCEPTS


def may_act(user: CurrentUser, task: Row) -> bool:
    """TASK-ACT: comment, change the status, add previews. Clients are kept out of concepts (01-auth C.5)."""
    project_id = task["project_id"]
    if user.is_admin:
        return True
    if not user.is_member(project_id):
        return False
    return (
        user.role_in(project_id) == "manager"
        or (user.role_in(project_id) == "client" and task["kind"] not in CONCEPTS)
        or task["is_assigned"]
        or user.is_department_supervisor(project_id, task["department_id"])
        or task["entity_creator_id"] == user.id
    )


def may_use_status(user: CurrentUser, status: Row, project_id: str | None) -> bool:
    """STATUS-USE: some statuses are closed to artists, some to clients; the project has the last word on clients."""
    role = user.role_in(project_id)
    if role == "user":
        return status["is_artist_allowed"] is not False
    if role == "client":
        project_word = status["project_client_allowed"]
        return (status["is_client_allowed"] if project_word is None else project_word) is not False
    return True


def may_be_told(reader: Row, comment: Row, author_role: str, *, clients_isolated: bool) -> bool:
    """Whether a person may read a comment: the rule of `access.visibility.visible_comments`, for somebody else.

    `reader`: id, effective role, is_member, works_on_entity, is_concept.
    """
    role = reader["role"]
    if role == "admin":
        return True
    if not reader["is_member"]:
        return False
    if role in ("manager", "supervisor"):
        return True
    by_client, for_client = author_role == "client", bool(comment["for_client"])
    if role == "client":
        is_own = comment["person_id"] == reader["id"]
        return not reader["is_concept"] and (for_client or by_client) and (not clients_isolated or is_own or for_client)
    return not by_client and (role != "vendor" or reader["works_on_entity"])


def may_remove(user: CurrentUser, comment: Row, project_id: str | None) -> bool:
    """A manager of the project, an administrator, or the author."""
    return user.manages(project_id) or comment["person_id"] == user.id


def may_reply_in_thread(user: CurrentUser, comment: Row, author_studio_id: str | None, project_id: str | None) -> bool:
    """Threads with clients are for managers and clients, and clients of two studios never meet in one."""
    is_client = user.role_in(project_id) == "client"
    in_client_thread = bool(comment["for_client"]) or comment["is_by_client"]
    if in_client_thread and not (is_client or user.manages(project_id)):
        return False
    other_client = is_client and comment["is_by_client"] and comment["person_id"] != user.id
    return not other_client or author_studio_id == user.studio_id
