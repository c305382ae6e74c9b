"""Quotas of a production (03-entities 4.5)."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.ids import explicit_id
from multiplane.quotas import service
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get

QUERY = {"count_mode": {"type": "string", "enum": list(service.MODES)}, "studio_id": {"type": "string"}}
INVALID = "One of the ids is not a valid UUID."


@get("/data/projects/{project_id:str}/quotas/{task_type_id:str}", access=SIGNED_IN, query=QUERY, tags=["quotas"])
async def read_project_quotas(
    request: AnyRequest, session: Session, project_id: str, task_type_id: str
) -> Response[bytes]:
    mode, studio_id = criteria(request)
    task_type = explicit_id(task_type_id, INVALID)
    return answer(await service.project_quotas(session, project_id, task_type, mode, studio_id))


@get("/data/projects/{project_id:str}/quotas/persons/{person_id:str}", access=SIGNED_IN, query=QUERY, tags=["quotas"])
async def read_person_quotas(request: AnyRequest, session: Session, project_id: str, person_id: str) -> Response[bytes]:
    mode, studio_id = criteria(request)
    return answer(await service.person_quotas(session, project_id, person_id, mode, studio_id))


def criteria(request: AnyRequest) -> tuple[str, str | None]:
    """The mode of counting, and the studio."""
    mode = query.text(request, "count_mode") or "weighted"
    return mode, query.identifier(request, "studio_id", INVALID)
