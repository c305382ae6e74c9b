"""The team of one project."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.projects.team import service
from multiplane.projects.team.schemas import MemberRole, NewMember
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import SIGNED_IN, delete, get, post, put

TEAM = "/data/projects/{project_id:str}/team"
TAGS = ["team"]


@get(TEAM, access=SIGNED_IN, tags=TAGS)
async def team_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.team(session, project_id))


@post(TEAM, access=SIGNED_IN, body=NewMember, tags=TAGS)
async def add_team_member(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    return created(await service.add_member(session, project_id, await read_body(request, NewMember)))


@put(TEAM + "/{person_id:str}", access=SIGNED_IN, body=MemberRole, tags=TAGS)
async def set_team_role(request: AnyRequest, session: Session, project_id: str, person_id: str) -> Response[bytes]:
    body = await read_body(request, MemberRole)
    return answer(await service.set_role(session, project_id, person_id, body.role))


@delete(TEAM + "/{person_id:str}", access=SIGNED_IN, tags=TAGS)
async def remove_team_member(session: Session, project_id: str, person_id: str) -> Response[None]:
    await service.remove_member(session, project_id, person_id)
    return deleted()
