"""The generic resource of notifications, whose column `type` is served as `notification_type` (02-models 7.4)."""

from collections.abc import Iterable
from typing import Any

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import Notification
from multiplane.web.crud.resource import Resource

SERVED_TYPE = "Notification"


class NotificationResource(Resource):
    """Rows of everybody, for administrators."""

    model = Notification
    path = "notifications"

    def select(self, relations: Iterable[str] = ()) -> Any:
        return super().select(relations).add_columns(Notification.type.label("notification_type"))

    def written(self, row: Row, relations: Iterable[str]) -> Row:
        return {**super().written(row, relations), "notification_type": row["type"]}

    async def prepare_create(self, session: Session, data: Row) -> Row:
        return with_stored_type(data)

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        return with_stored_type(data)


def with_stored_type(data: Row) -> Row:
    """A body in terms of the columns: a served object may be sent back as it is."""
    kept = {key: value for key, value in data.items() if key != "notification_type"}
    if kept.get("type") == SERVED_TYPE:
        del kept["type"]
    if "notification_type" in data:
        kept["type"] = data["notification_type"]
    return kept
