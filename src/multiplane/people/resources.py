"""The generic resources of people."""

from multiplane.models import Department, Studio
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN


class DepartmentResource(Resource):
    """Everybody reads departments (02-models 3.2)."""

    model = Department
    path = "departments"
    lists = reads = SIGNED_IN


class StudioResource(Resource):
    """Everybody reads studios (02-models 3.3)."""

    model = Studio
    path = "studios"
    lists = reads = SIGNED_IN
