"""Who may do what with tasks (01-auth C.3, 04-tasks 1.1), as functions on a task of `service.find_task`."""

from collections.abc import Iterable

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.entities.kinds import CONCEPTS

SUPERVISED_KEYS = frozenset({"priority", "start_date", "due_date", "estimation", "difficulty", "data"})
"""What a supervisor may change of the tasks of their departments."""
IGNORED_KEYS = frozenset({"id", "created_at", "updated_at", "project_id", "type"})
"""What an update drops: it needs no right to send it."""


def may_read(user: CurrentUser, task: Row) -> bool:
    """TASK-READ: a member; a vendor works on the entity, and clients are kept out of concepts (01-auth C.5)."""
    project_id = task["project_id"]
    if not user.has_access(project_id):
        return False
    role = user.role_in(project_id)
    if role == "client":
        return task["entity_type_name"] not in CONCEPTS
    return role != "vendor" or bool(task["works_on_entity"])


def may_edit(user: CurrentUser, task: Row, keys: Iterable[str]) -> bool:
    """TASK-EDIT: a manager; a supervisor in the department of the task type, some keys only."""
    project_id = task["project_id"]
    if user.manages(project_id):
        return True
    allowed = SUPERVISED_KEYS | IGNORED_KEYS
    return allowed.issuperset(keys) and user.is_department_supervisor(project_id, task["department_id"])


def may_assign(user: CurrentUser, task: Row, person_id: str, departments: Iterable[str]) -> bool:
    """ASSIGN: whether the user may give a task to a person, given the departments of the person."""
    project_id, department_id = task["project_id"], task["department_id"]
    if user.manages(project_id):
        return True
    if not user.is_member(project_id):
        return False
    in_department = department_id in user.departments
    if user.role_in(project_id) == "supervisor" and not user.departments:
        return True
    if user.role_in(project_id) == "supervisor" and in_department and not user.departments.isdisjoint(departments):
        return True
    return in_department and person_id == user.id


def may_unassign(user: CurrentUser, task: Row, person_id: str | None) -> bool:
    """UNASSIGN: a manager, a supervisor in the department, or an assignee who leaves."""
    if user.supervises_department(task["project_id"], task["department_id"]):
        return True
    return user.is_member(task["project_id"]) and person_id == user.id and bool(task["is_assigned"])
