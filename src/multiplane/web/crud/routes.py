"""The handlers of a generic resource."""

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from multiplane.database.session import Session
from multiplane.web.body import AnyRequest
from multiplane.web.crud import operations
from multiplane.web.crud.documentation import body_schema, delete_query, list_query, read_query
from multiplane.web.crud.resource import Resource
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import SIGNED_IN, delete, get, post, put


def handlers(resource: Resource) -> list[HTTPRouteHandler]:
    """The five routes of a resource. Its own rules are applied by its hooks, in the documented order."""
    collection, instance = f"/data/{resource.path}", f"/data/{resource.path}/{{instance_id:str}}"
    name, tags = resource.name, [resource.path]

    @get(
        collection,
        access=SIGNED_IN,
        writes=resource.list_writes,
        summary=f"List {name}",
        tags=tags,
        query=list_query(resource),
    )
    async def list_objects(request: AnyRequest, session: Session) -> Response[bytes]:
        return answer(await operations.list_objects(resource, session, request))

    @post(
        collection,
        access=SIGNED_IN,
        summary=f"Create {name}",
        tags=tags,
        body_schema=body_schema(resource, creation=True),
    )
    async def create_object(request: AnyRequest, session: Session) -> Response[bytes]:
        return created(await operations.create_object(resource, session, request))

    @get(instance, access=SIGNED_IN, summary=f"Get {name}", tags=tags, query=read_query(resource))
    async def get_object(request: AnyRequest, session: Session, instance_id: str) -> Response[bytes]:
        return answer(await operations.get_object(resource, session, request, instance_id))

    @put(
        instance,
        access=SIGNED_IN,
        summary=f"Update {name}",
        tags=tags,
        body_schema=body_schema(resource, creation=False),
    )
    async def update_object(request: AnyRequest, session: Session, instance_id: str) -> Response[bytes]:
        return answer(await operations.update_object(resource, session, request, instance_id))

    @delete(instance, access=SIGNED_IN, summary=f"Delete {name}", tags=tags, query=delete_query(resource))
    async def delete_object(request: AnyRequest, session: Session, instance_id: str) -> Response[None]:
        await operations.delete_object(resource, session, request, instance_id)
        return deleted()

    return [list_objects, create_object, get_object, update_object, delete_object]
