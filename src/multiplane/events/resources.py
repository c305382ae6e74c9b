"""The generic resource of the event log."""

from multiplane.models import ApiEvent
from multiplane.web.crud.resource import Resource


class ApiEventResource(Resource):
    """Rows of the log, for administrators; a list without pages stops at 1000 (02-models 7.4)."""

    model = ApiEvent
    path = "events"
    list_limit = 1000
