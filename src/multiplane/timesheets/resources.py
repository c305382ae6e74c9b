"""The generic resource of time spents (02-models 6.4)."""

from sqlalchemy import String, bindparam, cast
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, PlainRefusal
from multiplane.models import TimeSpent
from multiplane.tasks.service import announce_update, find_tasks
from multiplane.timesheets import queries, service
from multiplane.timesheets.persons.service import BOTH_BOUNDS
from multiplane.web.body import AnyRequest
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN

BOUNDS = ("start_date", "end_date")


class TimeSpentResource(Resource):
    """Time spents for administrators; the duration of the task follows every write."""

    model = TimeSpent
    path = "time-spents"
    deletes = SIGNED_IN

    async def check_list(self, session: Session, request: AnyRequest) -> None:
        await super().check_list(session, request)
        if len(set(BOUNDS) & set(request.query_params)) == 1:
            raise BadRequest(BOTH_BOUNDS)

    def extra_filters(self) -> frozenset[str]:
        return frozenset(BOUNDS)

    async def filter_on(self, session: Session, name: str, value: str) -> ColumnElement[bool]:
        column = self.columns["date"]
        bound = cast(bindparam(None, value, type_=String), column.type)
        return column >= bound if name == "start_date" else column <= bound

    async def check_delete(self, session: Session, row: Row) -> None:
        """TIME; administrators also remove the time of somebody who is no longer assigned."""
        if session.user.is_admin:
            return
        task_ids = [row["task_id"]] if row["task_id"] else []
        found = await session.one(queries.WORKER, task_id=row["task_id"], person_id=row["person_id"])
        tasks = await find_tasks(session, task_ids)
        project_id = tasks[0]["project_id"] if tasks else None
        is_assigned = found is not None and found["is_assigned"]
        service.require_time(session, project_id, row["person_id"], is_assigned=is_assigned)

    async def before_lock(self, session: Session, object_id: str, data: Row) -> None:
        """Tasks are locked before their time spents, as everywhere."""
        await service.lock_tasks_of(session, object_id, data.get("task_id"))

    async def prepare_create(self, session: Session, data: Row) -> Row:
        if data.get("task_id") is None:
            raise PlainRefusal("'task_id'")
        await service.lock_tasks_of(session, None, data["task_id"])
        return data

    async def created(self, session: Session, row: Row, data: Row) -> None:
        await service.sum_up(session, [row["task_id"]])

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        if "task_id" in data and data["task_id"] is None:
            raise PlainRefusal("'task_id'")
        return data

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        await service.sum_up(session, {before["task_id"], after["task_id"]} - {None})

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        """The row goes here, so that the task is summed up without it."""
        await session.run(queries.REMOVE_ONE, time_spent_id=row["id"])
        task_ids = [row["task_id"]] if row["task_id"] else []
        row["tasks"] = await service.sum_up(session, task_ids, announces=False)

    def emit(self, session: Session, action: str, row: Row) -> None:
        super().emit(session, action, row)
        for task in row.get("tasks", ()):
            announce_update(session, task)
