"""The generic resource of task statuses (02-models 6.2)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import TaskStatus
from multiplane.tasks.statuses import queries
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN


class TaskStatusResource(Resource):
    """Everybody reads task statuses; administrators write them. Each workflow has one default."""

    model = TaskStatus
    path = "task-status"
    lists = reads = SIGNED_IN

    async def before_lock(self, session: Session, object_id: str, data: Row) -> None:
        if data.get("is_default"):
            await session.run(queries.LOCK_DEFAULTS)

    async def prepare_create(self, session: Session, data: Row) -> Row:
        await self.before_lock(session, "", data)
        return data

    async def created(self, session: Session, row: Row, data: Row) -> None:
        await self._only_default(session, row)

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        if data.get("is_default"):
            await self._only_default(session, after)

    @staticmethod
    async def _only_default(session: Session, row: Row) -> None:
        """A new default takes the place of the one of the same workflow, not of the concepts' one."""
        if row["is_default"]:
            await session.run(queries.CLEAR_DEFAULT, for_concept=bool(row["for_concept"]), except_id=row["id"])
