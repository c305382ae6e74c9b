"""The generic resources of working and output files, their types and states (02-models 8.4)."""

from sqlalchemy import exists, select
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import require_access, require_entity, works_on
from multiplane.access.user import CurrentUser
from multiplane.access.visibility import NOT_VENDOR, visible_entities
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.database.statements import among
from multiplane.entities.service import find_entity
from multiplane.errors import BadRequest, Forbidden, NotFound
from multiplane.files import queries
from multiplane.models import Entity, FileStatus, OutputFile, OutputType, WorkingFile
from multiplane.previews.policy import may_act, may_read
from multiplane.previews.service import find_task
from multiplane.storage.registry import discard
from multiplane.web.body import AnyRequest
from multiplane.web.crud.resource import Resource, demand
from multiplane.web.crud.values import column_value
from multiplane.web.routing import ADMIN, NO_VENDOR, SIGNED_IN

PLACE = frozenset({"task_id", "entity_id", "temporal_entity_id", "outputs"})


class FileStatusResource(Resource):
    """States of output files."""

    model = FileStatus
    path = "file-status"
    lists = reads = SIGNED_IN


class OutputTypeResource(Resource):
    """Kinds of output files."""

    model = OutputType
    path = "output-types"
    lists = reads = SIGNED_IN
    malformed_is_missing = frozenset({"GET"})


class WorkingFileResource(Resource):
    """The files artists work in."""

    model = WorkingFile
    path = "working-files"
    lists = NO_VENDOR
    reads = updates = SIGNED_IN
    malformed_is_missing = frozenset({"GET"})

    def read_relations(self, request: AnyRequest) -> bool:
        return True

    def visible(self, user: CurrentUser) -> ColumnElement[bool] | None:
        return _of_visible_entity(user, WorkingFile.entity_id, open_only=False)

    async def check_read(self, session: Session, row: Row) -> None:
        if row["task_id"] is None:
            await _require_entity_of(session, row["entity_id"])
        elif not may_read(session.user, await find_task(session, row["task_id"])):
            raise Forbidden

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        """TASK-ACT, but never for clients."""
        if row["task_id"] is None:
            demand(session.user, ADMIN)
            return
        task = await find_task(session, row["task_id"])
        if not may_act(session.user, task) or session.user.role_in(task.project_id) == "client":
            raise Forbidden

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        return _in_its_place(session.user, data)

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        await session.run(queries.DETACH_WORKING_FILE, working_file_id=row["id"])
        await discard(session, "files", "working", [row["id"]])


class OutputFileResource(Resource):
    """What steps of the pipeline deliver."""

    model = OutputFile
    path = "output-files"
    lists = NO_VENDOR
    reads = updates = SIGNED_IN
    malformed_is_missing = frozenset({"GET"})

    def visible(self, user: CurrentUser) -> ColumnElement[bool] | None:
        return _of_visible_entity(user, OutputFile.entity_id, open_only=True)

    async def check_read(self, session: Session, row: Row) -> None:
        await _require_entity_of(session, row["entity_id"])

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        """MANAGE of the entity's project, or a task on what the file is of."""
        user = session.user
        if user.is_admin:
            return
        project_id = await session.value(queries.PROJECT_OF_ENTITY, entity_id=row["entity_id"])
        await require_access(session, project_id)
        worked_on = row["temporal_entity_id"] or row["entity_id"]
        if not user.manages(project_id) and (worked_on is None or not await works_on(session, worked_on)):
            raise Forbidden

    async def prepare_create(self, session: Session, data: Row) -> Row:
        if data.get("entity_id") is None:
            raise BadRequest("entity_id is required")
        return data

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        source_id = column_value(self.columns["source_file_id"], data.get("source_file_id"))
        if source_id is not None and source_id != row["source_file_id"]:
            await require_access(session, await session.value(queries.PROJECT_OF_SOURCE, working_file_id=source_id))
        return _in_its_place(session.user, data)

    async def created(self, session: Session, row: Row, data: Row) -> None:
        row["project_id"] = await _project_of(session, row)

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        after["project_id"] = await _project_of(session, after)

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        row["project_id"] = await _project_of(session, row)

    def present_written(self, user: CurrentUser, row: Row) -> Row:
        return {key: value for key, value in row.items() if key != "project_id"}


async def _project_of(session: Session, row: Row) -> str | None:
    """The project its events are scoped to."""
    found: str | None = await session.value(queries.PROJECT_OF_ENTITY, entity_id=row["entity_id"])
    return found


async def _require_entity_of(session: Session, entity_id: str | None) -> None:
    """ACCESS and ENTITY of the entity of a file; one without entity is for administrators."""
    if entity_id is None:
        demand(session.user, ADMIN)
        return
    try:
        await require_entity(session, await find_entity(session, entity_id))
    except NotFound:
        raise Forbidden from None


def _of_visible_entity(user: CurrentUser, column: object, *, open_only: bool) -> ColumnElement[bool] | None:
    """Files of the entities the user sees, but for projects where they are a vendor: those lists are closed."""
    visible = visible_entities(user, open_only=open_only)
    if visible is None:
        return None
    projects = among(Entity.project_id, user.projects(*NOT_VENDOR, open_only=open_only))
    return exists(select(Entity.id).where(Entity.id == column, visible, projects))


def _in_its_place(user: CurrentUser, data: Row) -> Row:
    """Only administrators move a file to another task or entity: the rules go by where it is."""
    return data if user.is_admin else {key: value for key, value in data.items() if key not in PLACE}
