"""Who may do what with the previews of a task (01-auth C.3, part D; 06-previews-playlists 1.1, 2.4)."""

from dataclasses import dataclass

from multiplane.access.user import CurrentUser
from multiplane.errors import Forbidden


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScope:
    """A task as the rules see it, with what ties the caller to it. Only ids; none for a preview without task."""

    task_id: str | None
    project_id: str | None
    entity_id: str | None
    task_type_id: str | None
    department_id: str | None
    entity_creator_id: str | None
    is_assigned: bool
    """The caller is assigned to the task."""
    works_on_entity: bool
    """The caller is assigned to some task of the entity."""
    is_of_concept: bool


def may_read(user: CurrentUser, task: TaskScope) -> bool:
    """TASK-READ: a member; a vendor works on the entity, and clients are kept out of concepts (01-auth C.5)."""
    if not user.has_access(task.project_id):
        return False
    role = user.role_in(task.project_id)
    if role == "client":
        return not task.is_of_concept
    return role != "vendor" or task.works_on_entity


def may_read_row(user: CurrentUser, task: TaskScope) -> bool:
    """The row itself: as the task, but a vendor is assigned to it."""
    return may_read(user, task) and (user.role_in(task.project_id) != "vendor" or task.is_assigned)


def may_act(user: CurrentUser, task: TaskScope) -> bool:
    """TASK-ACT: publish on the task."""
    if user.is_admin:
        return True
    if not user.is_member(task.project_id):
        return False
    return (
        user.role_in(task.project_id) in ("manager", "client")
        or task.is_assigned
        or user.is_department_supervisor(task.project_id, task.department_id)
        or task.entity_creator_id == user.id
    )


def may_update(user: CurrentUser, task: TaskScope) -> bool:
    """Change a row: its manager, an assignee, a supervisor of the department."""
    if not user.has_access(task.project_id):
        return False
    return task.is_assigned or user.supervises_department(task.project_id, task.department_id)


def may_set_main(user: CurrentUser, task: TaskScope) -> bool:
    """Choose what illustrates the entity: whoever reads the task but clients."""
    return may_read(user, task) and user.role_in(task.project_id) != "client"


def may_annotate(user: CurrentUser, task: TaskScope) -> bool:
    """Draw on a preview: managers, clients, supervisors of the department; never artists and vendors."""
    if not user.has_access(task.project_id):
        return False
    is_client = user.role_in(task.project_id) == "client"
    return is_client or user.supervises_department(task.project_id, task.department_id)


def may_manage(user: CurrentUser, task: TaskScope) -> bool:
    """MANAGE of the task's project."""
    return user.manages(task.project_id)


def require(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise Forbidden
