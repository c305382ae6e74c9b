"""The generic resource of custom actions (02-models 6.5)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.models import CustomAction
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import NO_VENDOR


class CustomActionResource(Resource):
    """Everybody but vendors lists custom actions; administrators write them."""

    model = CustomAction
    path = "custom-actions"
    lists = NO_VENDOR

    async def prepare_create(self, session: Session, data: Row) -> Row:
        if data.get("name") is None:
            raise BadRequest("The 'name' field is required and cannot be None.")
        return data

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        if "name" in data and data["name"] is None:
            raise BadRequest("The 'name' field cannot be set to None.")
        return data
