"""The generic resource of the studio itself (02-models 3.4)."""

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.models import Organisation
from multiplane.organisation.policy import ADMIN_ONLY
from multiplane.organisation.service import the_organisation
from multiplane.web.body import AnyRequest
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN

NOT_A_NUMBER = "hours_by_day must be a number."


class OrganisationResource(Resource):
    """Everybody reads the studio, without the secrets of its chat integrations. The first list makes it."""

    model = Organisation
    path = "organisations"
    lists = reads = SIGNED_IN
    list_writes = True

    async def check_list(self, session: Session, request: AnyRequest) -> None:
        await super().check_list(session, request)
        await the_organisation(session, for_admin=session.user.is_admin)

    def hidden_from(self, user: CurrentUser) -> frozenset[str]:
        return frozenset() if user.is_admin else ADMIN_ONLY

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        if "hours_by_day" not in data:
            return data
        try:
            return {**data, "hours_by_day": float(data["hours_by_day"])}
        except (TypeError, ValueError, OverflowError):
            raise BadRequest(NOT_A_NUMBER) from None
