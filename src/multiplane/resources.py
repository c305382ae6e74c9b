"""Every generic resource of the API, at once."""

from multiplane.people import resources as people
from multiplane.web.crud.resource import Resource

RESOURCES: tuple[Resource, ...] = (
    people.DepartmentResource(),
    people.StudioResource(),
)
