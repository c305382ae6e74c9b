"""The generic resource of metadata descriptors (02-models 4.5)."""

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_descriptors
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.models import MetadataDescriptor
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.crud.resource import ALL, Resource
from multiplane.web.routing import SIGNED_IN


class MetadataDescriptorResource(Resource):
    """Raw rows for administrators: no slug is computed, stored values are left alone. Everybody may list."""

    model = MetadataDescriptor
    path = "metadata-descriptors"
    lists = SIGNED_IN
    updated_relations = ALL

    def visible(self, user: CurrentUser) -> ColumnElement[bool] | None:
        return visible_descriptors(user)

    def list_relations(self, request: AnyRequest) -> bool:
        """Departments come along unless there is a query string that does not ask for them."""
        return query.flag(request, "relations", not request.query_params)

    async def prepare_create(self, session: Session, data: Row) -> Row:
        return _checked(data)

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        return _checked(data)


def _checked(data: Row) -> Row:
    """The codes are checked with the column; null, which it would take, is refused here."""
    if "data_type" in data and data["data_type"] is None:
        raise BadRequest("Invalid data_type")
    return data
