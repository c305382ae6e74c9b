"""The generic resource of status automations (02-models 6.5)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import PlainRefusal
from multiplane.models import StatusAutomation
from multiplane.tasks.automations import queries
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import NO_VENDOR


class StatusAutomationResource(Resource):
    """Everybody but vendors lists automations; administrators write them, and delete those no project uses."""

    model = StatusAutomation
    path = "status-automations"
    lists = NO_VENDOR

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        if await session.value(queries.USED, automation_id=row["id"]):
            raise PlainRefusal("This automation is used in a project.")
