"""Metadata descriptors of one project."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.projects.descriptors import service
from multiplane.projects.descriptors.schemas import DescriptorChange, DescriptorOrder, NewDescriptor
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import SIGNED_IN, delete, get, post, put

COLLECTION = "/data/projects/{project_id:str}/metadata-descriptors"
INSTANCE = COLLECTION + "/{descriptor_id:str}"
TAGS = ["metadata-descriptors"]


@get(COLLECTION, access=SIGNED_IN, tags=TAGS)
async def descriptors_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.descriptors_of(session, project_id))


@post(COLLECTION, access=SIGNED_IN, body=NewDescriptor, tags=TAGS)
async def create_project_descriptor(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    return created(await service.create(session, project_id, await read_body(request, NewDescriptor)))


@post(COLLECTION + "/reorder", access=SIGNED_IN, body=DescriptorOrder, status=200, tags=TAGS)
async def reorder_project_descriptors(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.reorder(session, project_id, await read_body(request, DescriptorOrder)))


@get(INSTANCE, access=SIGNED_IN, tags=TAGS)
async def project_descriptor(session: Session, project_id: str, descriptor_id: str) -> Response[bytes]:
    return answer(await service.descriptor(session, project_id, descriptor_id))


@put(INSTANCE, access=SIGNED_IN, body=DescriptorChange, tags=TAGS)
async def update_project_descriptor(
    request: AnyRequest, session: Session, project_id: str, descriptor_id: str
) -> Response[bytes]:
    body = await read_body(request, DescriptorChange)
    return answer(await service.update(session, project_id, descriptor_id, body))


@delete(INSTANCE, access=SIGNED_IN, tags=TAGS)
async def delete_project_descriptor(session: Session, project_id: str, descriptor_id: str) -> Response[None]:
    await service.delete(session, project_id, descriptor_id)
    return deleted()
