"""The person or bot behind a request, with everything the rules need, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["admin", "manager", "supervisor", "user", "client", "vendor"]
IdentityType = Literal["person", "person_api", "bot"]

PROJECT_ROLES: tuple[Role, ...] = ("user", "supervisor", "manager", "client", "vendor")


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's place on the team of one project."""

    role: Role | None
    """The project role, or None to inherit the global one."""
    is_open: bool
    """Whether the project is open."""


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """An authenticated identity; read from the database on each request, so a change applies to the next one."""

    id: str
    role: Role
    full_name: str
    identity: IdentityType
    is_bot: bool
    is_preview_account: bool
    studio_id: str | None
    timezone: str
    departments: frozenset[str]
    teams: Mapping[str, Membership]
    token: Mapping[str, object] = field(repr=False)
    state: str = field(default="", repr=False)
    """The state of the database that this was read in (see `multiplane.database.kept`)."""

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"

    @property
    def is_person(self) -> bool:
        """True for a human session or a personal API token, false for a bot (rule PERSON)."""
        return self.identity != "bot"

    def is_member(self, project_id: str | None) -> bool:
        """Rule MEMBER(p)."""
        return project_id in self.teams

    def has_access(self, project_id: str | None) -> bool:
        """Rule ACCESS(p): an administrator, or a member of the team of an open or closed project."""
        return self.is_admin or project_id in self.teams

    def role_in(self, project_id: str | None) -> Role:
        """The effective role on a project (01-auth C.1).

        Administrators stay administrators; a project role overrides the global one; outside the team the global
        role counts for role tests, but every project rule asks for membership first.
        """
        if self.role == "admin" or project_id is None:
            return self.role
        membership = self.teams.get(project_id)
        if membership is None or membership.role in (None, "admin"):
            return self.role
        return membership.role

    def manages(self, project_id: str | None) -> bool:
        """Rule MANAGE(p)."""
        return self.is_admin or (self.is_member(project_id) and self.role_in(project_id) == "manager")

    def supervises(self, project_id: str | None) -> bool:
        """Rule SUPERVISE(p)."""
        return self.is_admin or (self.is_member(project_id) and self.role_in(project_id) in ("manager", "supervisor"))

    def supervises_department(self, project_id: str | None, department_id: str | None) -> bool:
        """Rule SUPERVISE-TYPE(p, tt), given the department of the task type (01-auth C.6)."""
        return self.manages(project_id) or self.is_department_supervisor(project_id, department_id)

    def is_department_supervisor(self, project_id: str | None, department_id: str | None) -> bool:
        """True for a team supervisor without departments, or with the one given."""
        return (
            self.is_member(project_id)
            and self.role_in(project_id) == "supervisor"
            and (not self.departments or department_id in self.departments)
        )

    def projects(self, *roles: Role, open_only: bool = False) -> list[str]:
        """Ids of the projects whose team holds the user, with one of these effective roles (any when none given)."""
        return [
            project_id
            for project_id, membership in self.teams.items()
            if (membership.is_open or not open_only) and (not roles or self.role_in(project_id) in roles)
        ]
