"""The generic resource of task types (02-models 6.1)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import TaskType
from multiplane.tasks.types import service
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN


class TaskTypeResource(Resource):
    """Everybody reads task types; administrators write them."""

    model = TaskType
    path = "task-types"
    forced_deletes = True
    lists = reads = SIGNED_IN

    async def prepare_create(self, session: Session, data: Row) -> Row:
        await service.refuse_taken_name(session, data.get("name"))
        return data

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        if data.get("name") != row["name"]:
            await service.refuse_taken_name(session, data.get("name"), row["id"])
        return data

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        await service.detach(session, row["id"], force=force)
