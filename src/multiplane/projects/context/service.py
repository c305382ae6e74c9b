"""Building the context."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.projects.context import queries
from multiplane.projects.context.filters import search_filter_groups, search_filters
from multiplane.projects.service import open_projects


async def context(session: Session) -> Row:
    """The studio, the people, the open projects and the saved searches, as far as the caller may see them."""
    user = session.user
    found: Row = {
        **(await session.one(queries.STUDIO, person_id=user.id) or {}),
        "persons": await _people(session),
        "project_roles": {
            project_id: membership.role for project_id, membership in user.teams.items() if membership.role
        },
        "projects": await open_projects(session, None, strict=True),
        "search_filters": await search_filters(session),
        "search_filter_groups": await search_filter_groups(session),
    }
    if user.is_admin:
        found["user_limit"] = session.settings.user_limit
    return found


async def _people(session: Session) -> list[Row]:
    """The form of a person depends on the caller's global role (01-auth C.4)."""
    user = session.user
    if user.role == "client":
        return await session.all(queries.TEAM_MATES, project_ids=user.projects(open_only=True))
    return await session.all(queries.WHOLE_PEOPLE if user.role in ("admin", "manager") else queries.SHORT_PEOPLE)
