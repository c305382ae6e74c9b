"""The generic resources of the schedule (02-models 4.6, 4.7)."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import (
    refuse_roles,
    require_access,
    require_department,
    require_manager,
    require_project,
)
from multiplane.database.errors import FormatRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden, NotFound
from multiplane.ids import is_id
from multiplane.models import (
    Milestone,
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    ScheduleItem,
)
from multiplane.projects.service import emit_update
from multiplane.schedule import queries
from multiplane.tasks.assignment.service import refuse_preview_accounts
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.crud.operations import relation_id_list
from multiplane.web.crud.resource import Resource, needed

NOT_FOR_VERSIONS = ("vendor", "client")


class ProjectOwned(Resource):
    """Rows of a project that its managers write."""

    async def check_create(self, session: Session, data: Row) -> None:
        await require_manager(session, lower(needed(data, "project_id")))

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        await require_manager(session, row["project_id"])

    async def check_delete(self, session: Session, row: Row) -> None:
        await require_manager(session, row["project_id"])


class MilestoneResource(ProjectOwned):
    """Dates of a project. The whole team reads one, but for vendors."""

    model = Milestone
    path = "milestones"

    async def check_read(self, session: Session, row: Row) -> None:
        await require_access(session, row["project_id"])
        refuse_roles(session, row["project_id"], "vendor")


class ScheduleItemResource(ProjectOwned):
    """Bars of the schedule; department supervisors move those of their task types."""

    model = ScheduleItem
    path = "schedule-items"

    async def check_create(self, session: Session, data: Row) -> None:
        await require_manager(session, lower(data.get("project_id")))

    async def prepare_create(self, session: Session, data: Row) -> Row:
        key = {name: lower(data.get(name)) for name in ("project_id", "task_type_id", "object_id")}
        if not all(value is None or is_id(value) for value in key.values()):
            raise FormatRefused
        await session.run(queries.LOCK_ITEM, **key)
        if await session.value(queries.SIMILAR_ITEM, **key) is not None:
            raise BadRequest("A similar schedule item already exists")
        return data

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        department = await session.value(queries.DEPARTMENT_OF_TYPE, task_type_id=row["task_type_id"])
        await require_department(session, row["project_id"], department)

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        """Man-days sent as text are left out without a word."""
        if isinstance(data.get("man_days"), str):
            return {key: value for key, value in data.items() if key != "man_days"}
        return data


class ScheduleVersionResource(ProjectOwned):
    """Saved variants of a schedule, hidden from clients and vendors."""

    model = ProductionScheduleVersion
    path = "production-schedule-versions"

    async def check_list(self, session: Session, request: AnyRequest) -> None:
        await require_version_reader(session, query.text(request, "project_id"))

    async def check_read(self, session: Session, row: Row) -> None:
        await require_access(session, row["project_id"])
        refuse_roles(session, row["project_id"], *NOT_FOR_VERSIONS)

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        await session.run(queries.FORGET_SOURCE, version_id=row["id"])
        for project_id in await session.column(queries.FORGET_APPLIED, version_id=row["id"]):
            emit_update(session, project_id)


class ScheduleVersionTaskLinkResource(Resource):
    """The dates of a task in a version; the rules are those of the version's project."""

    model = ProductionScheduleVersionTaskLink
    path = "production-schedule-version-task-links"
    protected = frozenset({"task_id", "production_schedule_version_id"})

    def extra_filters(self) -> frozenset[str]:
        return frozenset({"project_id"})

    async def filter_on(self, session: Session, name: str, value: str) -> ColumnElement[bool] | None:
        """`project_id`, through the version."""
        if not is_id(value):
            raise BadRequest("Invalid project_id.")
        version = ProductionScheduleVersion
        return exists(
            select(version.id).where(
                version.id == ProductionScheduleVersionTaskLink.production_schedule_version_id,
                version.project_id == value,
            )
        )

    async def check_list(self, session: Session, request: AnyRequest) -> None:
        await require_version_reader(session, query.text(request, "project_id"))

    async def check_read(self, session: Session, row: Row) -> None:
        project_id = await _project_of(session, row)
        await require_access(session, project_id)
        refuse_roles(session, project_id, *NOT_FOR_VERSIONS)

    async def check_create(self, session: Session, data: Row) -> None:
        version_id, task_id = needed(data, "production_schedule_version_id"), needed(data, "task_id")
        if not is_id(version_id) or not is_id(task_id):
            raise FormatRefused
        project_id = await session.value(queries.VERSION_PROJECT, version_id=version_id)
        task_project_id = await session.value(queries.TASK_PROJECT, task_id=task_id)
        if project_id is None or task_project_id is None:
            raise NotFound
        await require_manager(session, project_id)
        if project_id != task_project_id:
            raise BadRequest("The task and the production schedule version must be in the same project.")

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        await require_manager(session, await _project_of(session, row))

    async def prepare_create(self, session: Session, data: Row) -> Row:
        await refuse_preview_accounts(session, relation_id_list(data.get("assignees")))
        return data

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        return await self.prepare_create(session, data)

    async def check_delete(self, session: Session, row: Row) -> None:
        await require_manager(session, await _project_of(session, row))


async def require_version_reader(session: Session, project_id: str | None) -> None:
    """Lists of versions are for administrators, or of one project for its team without clients and vendors."""
    if session.user.is_admin:
        return
    if project_id is None:
        raise Forbidden
    project_id = await require_project(session, project_id)
    await require_access(session, project_id)
    refuse_roles(session, project_id, *NOT_FOR_VERSIONS)


async def _project_of(session: Session, row: Row) -> str:
    project_id: str = await session.value(queries.VERSION_PROJECT, version_id=row["production_schedule_version_id"])
    return project_id


def lower(value: Any) -> str | None:
    """An id of a body as it is stored; what is no text is refused."""
    if value is not None and not isinstance(value, str):
        raise FormatRefused
    return value and value.lower()
