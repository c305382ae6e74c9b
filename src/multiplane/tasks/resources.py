"""The generic resource of tasks (02-models 6.3, 04-tasks 4.1)."""

from typing import Any

from sqlalchemy import and_, any_, bindparam, exists, not_, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import foreign_entities
from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_tasks
from multiplane.database.errors import FormatRefused, ReferenceRefused
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.entities.kinds import kind_of
from multiplane.entities.service import find_entity
from multiplane.errors import BadRequest, Forbidden, SimpleBadRequest
from multiplane.ids import is_id
from multiplane.models import Entity, Task
from multiplane.notifications import service as notifications
from multiplane.tasks import policy, queries
from multiplane.tasks.assignment.service import announce_assignment, refuse_preview_accounts
from multiplane.tasks.blanking import BLANKS, blank, is_blanked
from multiplane.tasks.deletion.service import announce as announce_deletion
from multiplane.tasks.deletion.service import has_comments, remove_tasks
from multiplane.tasks.service import find_task, find_task_type
from multiplane.tasks.status import default_status
from multiplane.web.crud.filters import column_clause, relation_clause
from multiplane.web.crud.operations import relation_id_list
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN

FOREIGN_ENTITY = "The task and its entity must be in the same project."
WRONG_TYPE = "Task type of the task does not match entity type."


class TaskResource(Resource):
    """Tasks. Members read those of their projects, managers and supervisors write them."""

    model = Task
    path = "tasks"
    forced_deletes = True
    lists = reads = creates = updates = deletes = SIGNED_IN
    given = frozenset({"id", "created_at", "updated_at"})
    duplicate = "Task already exists."

    # -- who may

    def visible(self, user: CurrentUser) -> ColumnElement[bool] | None:
        return visible_tasks(user)

    async def check_read(self, session: Session, row: Row) -> None:
        if not policy.may_read(session.user, await find_task(session, row["id"])):
            raise Forbidden

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        if not policy.may_edit(session.user, await find_task(session, row["id"]), data):
            raise Forbidden

    async def check_delete(self, session: Session, row: Row) -> None:
        if not session.user.manages(row["project_id"]):
            raise Forbidden

    # -- lists

    def extra_filters(self) -> frozenset[str]:
        """Beside `episode_id`, the fields clients do not see: they find nothing by them."""
        return frozenset({"episode_id", *BLANKS})

    async def filter_on(self, session: Session, name: str, value: str) -> ColumnElement[bool]:
        if name == "episode_id":
            return _in_episode(value)
        if name in self.relations:
            clause = relation_clause(self, self.relations[name], value)
        else:
            clause = column_clause(self.columns[name], value)
        clients = session.user.projects("client")
        if not clients:
            return clause
        closed = bindparam(None, clients, type_=ARRAY(UUID(as_uuid=False)))
        return and_(clause, not_(Task.project_id == any_(closed)))

    def present(self, user: CurrentUser, row: Row) -> Row:
        return blank(row) if is_blanked(user, row["project_id"]) else row

    # -- creation

    async def prepare_create(self, session: Session, data: Row) -> Row:
        for key in ("task_type_id", "entity_id"):
            if not is_id(data.get(key)):
                raise BadRequest(f"A valid {key} is required.")
        if not isinstance(data.get("assignees", []), list):
            raise BadRequest("assignees must be a list.")
        task_type = await find_task_type(session, data["task_type_id"])
        entity = await find_entity(session, data["entity_id"])
        if not session.user.supervises_department(entity["project_id"], task_type["department_id"]):
            raise Forbidden
        if (task_type["for_entity"] or "Asset") != kind_of(entity["entity_type_name"]):
            raise SimpleBadRequest(WRONG_TYPE)
        if data.get("project_id") is not None and str(data["project_id"]).lower() != entity["project_id"]:
            raise BadRequest(FOREIGN_ENTITY)
        await refuse_preview_accounts(session, relation_id_list(data.get("assignees")))
        if data.get("task_status_id") is None:
            status = await default_status(session, for_concept=entity["kind"] == "Concept")
            data = {**data, "task_status_id": status["id"]}
        return {**data, "name": data.get("name") or "main", "project_id": entity["project_id"]}

    # -- update

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        changes = dict(data)
        await _refuse_foreign_entity(session, row, changes)
        if "data" in changes:
            changes["data"] = _merged(row["data"], changes["data"])
        if "assignees" in changes:
            wanted = relation_id_list(changes["assignees"])
            await refuse_preview_accounts(session, wanted)
            changes["assignees"] = wanted
            row["assignees_before"] = await self._assignees(session, row["id"])
        return changes

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        """Tell who was added or removed; the order of the events is the documented one."""
        if "assignees" not in data:
            return
        was, now = before["assignees_before"], await self._assignees(session, after["id"])
        added = [person_id for person_id in now if person_id not in was]
        for person_id in added:
            announce_assignment(session, "assign", after, person_id)
        for person_id in was:
            if person_id not in now:
                announce_assignment(session, "unassign", after, person_id)
        await notifications.tell_assignations(session, [after], added, session.user.id)

    @staticmethod
    async def _assignees(session: Session, task_id: str) -> list[str]:
        row = await session.one(queries.TASK, task_id=task_id)
        assignees: list[str] = row["assignees"] if row else []
        return sorted(assignees)

    # -- deletion

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        """Forced, everything goes with the task; otherwise whatever refers to it, comments included, keeps it."""
        if force:
            await remove_tasks(session, [row["id"]])
        elif await has_comments(session, row["id"]):
            raise ReferenceRefused

    def emit(self, session: Session, action: str, row: Row) -> None:
        if action == "delete":
            announce_deletion(session, row)
        else:
            super().emit(session, action, row)


async def _refuse_foreign_entity(session: Session, task: Row, changes: Row) -> None:
    """A task moves within its project only: it shows its entity to the team."""
    entity_id = changes.get("entity_id")
    if not is_id(entity_id) or entity_id.lower() == task["entity_id"]:
        return
    if await foreign_entities(session, task["project_id"], [entity_id]):
        raise BadRequest(FOREIGN_ENTITY)


def _in_episode(value: str) -> ColumnElement[bool]:
    """Tasks of the shots whose sequence belongs to an episode. 400 when malformed."""
    if not is_id(value):
        raise BadRequest(f"Invalid UUID format for episode_id: {value}")
    sequence = aliased(Entity)
    return exists(
        select(Entity.id)
        .join(sequence, sequence.id == Entity.parent_id)
        .where(Entity.id == Task.entity_id, sequence.parent_id == value.lower())
    )


def _merged(stored: Any, given: Any) -> Any:
    """Metadata after an update: an object is merged into the stored one; an empty one or null replaces it."""
    if given is None or given == {}:
        return given
    if not isinstance(given, dict):
        raise FormatRefused
    kept = decoded(stored)
    return {**(kept if isinstance(kept, dict) else {}), **given}
