"""The generic resources of equipment (02-models 3.7)."""

from multiplane.models import HardwareItem, Software
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN


class HardwareItemResource(Resource):
    """Machines and what they cost, for administrators."""

    model = HardwareItem
    path = "hardware-items"


class SoftwareResource(Resource):
    """Software packages; everybody reads them."""

    model = Software
    path = "softwares"
    lists = reads = SIGNED_IN
    malformed_is_missing = frozenset({"GET"})
