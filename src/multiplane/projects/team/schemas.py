"""The bodies of the team routes."""

from typing import Literal

from pydantic import BaseModel

ProjectRole = Literal["user", "supervisor", "manager", "client", "vendor"]


class NewMember(BaseModel):
    person_id: str
    role: ProjectRole | None = None


class MemberRole(BaseModel):
    """Null, or nothing, inherits the person's own role."""

    role: ProjectRole | None = None
