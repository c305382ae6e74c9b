"""The order of task types (02-models 6.1)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.tasks.types import service
from multiplane.tasks.types.schemas import TaskTypeOrder
from multiplane.web.body import AnyRequest, read_json
from multiplane.web.responses import answer
from multiplane.web.routing import ADMIN, post


@post("/actions/task-types/reorder", access=ADMIN, status=200, body=TaskTypeOrder)
async def reorder_task_types(request: AnyRequest, session: Session) -> Response[Any]:
    """Number task types in the order given; those that exist."""
    return answer(await service.reorder(session, await read_json(request)))
