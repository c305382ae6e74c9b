"""The generic resource of casting links: raw rows, without the figures and events of a casting (02-models 5.3)."""

from multiplane.models import EntityLink
from multiplane.web.crud.resource import Resource


class EntityLinkResource(Resource):
    """Casting links; for administrators."""

    model = EntityLink
    path = "entity-links"
