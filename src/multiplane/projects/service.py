"""Reading projects, and the rules of their settings."""

from multiplane.access.visibility import descriptor_scope
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.ids import path_id
from multiplane.models import Project
from multiplane.projects import queries


async def find_project(session: Session, project_id: str, *, lock: bool = False) -> Row:
    """A project of a path; 404 when malformed or unknown. `lock` keeps other writers out of it."""
    row = await session.get(Project, path_id(project_id), lock=lock)
    if row is None:
        raise NotFound
    return row


async def touched(session: Session, project_id: str) -> Row:
    """The project as an answer, after a change of its links moved `updated_at`.

    The row stays locked, so changes of one project's settings happen one after the other.
    """
    row = await session.update(Project, project_id, {})
    if row is None:
        raise NotFound
    return plain(row)


def plain(row: Row) -> Row:
    """The JSON object of a project row without relations."""
    return {**row, "type": "Project"}


def emit_update(session: Session, project_id: str) -> None:
    """`project:update` of a change of team, settings or links: unlike the generic one, it is scoped."""
    session.emit("project:update", {"project_id": project_id}, project_id)


def is_open(status_name: str | None) -> bool:
    return status_name == queries.OPEN


# -- lists


async def open_projects(session: Session, name: str | None, *, strict: bool) -> list[Row]:
    """The open projects of the caller (administrators: all), whole, ordered by name.

    `name` keeps the one of exactly this name. Unless `strict`, administrators also get projects whose status is
    named `Active` or `open` (05-projects-people 2.1).
    """
    user = session.user
    lenient = user.is_admin and not strict
    rows = await session.all(
        queries.OPEN_PROJECTS,
        **descriptor_scope(user),
        everything=user.is_admin,
        project_ids=user.projects(open_only=True),
        status_names=list(queries.OPEN_NAMES) if lenient else [queries.OPEN],
        name=name,
    )
    return [_whole(row) for row in rows]


async def all_projects(session: Session, name: str | None) -> list[Row]:
    """The projects of the caller, open and closed, ordered by name; what is in them depends on who asks.

    Administrators get every project with its status and its `Project` descriptors. `name` finds one project:
    a pattern for administrators, a name in any case for the others; 404 when there is none.
    """
    user = session.user
    if not user.is_admin:
        rows = await session.all(queries.MINE, project_ids=user.projects(), name=name)
        rows = rows if name is None else rows[:1]
    elif name is None:
        rows = await session.all(queries.ALL_PROJECTS, **descriptor_scope(user))
    else:
        rows = await session.all(queries.NAMED_LIKE, name=name)
    if name is not None and not rows:
        raise NotFound
    return [plain(row) for row in rows]


def _whole(row: Row) -> Row:
    """The JSON object of a project with everything computed; the first episode only where there is one."""
    kept = plain(row)
    if kept["first_episode_id"] is None:
        del kept["first_episode_id"]
    return kept


# -- one


async def completed(session: Session, row: Row, *, relations: bool) -> Row:
    """A project row with the computed keys of a single read (`relations` false: only the name of its status)."""
    if not relations:
        return {**row, "project_status_name": await session.value(queries.STATUS_NAME_OF, project_id=row["id"])}
    computed = await session.one(queries.COMPUTED_OF, **descriptor_scope(session.user), project_id=row["id"])
    return _whole({**row, **(computed or {})})


async def status_name(session: Session, project_id: str) -> str | None:
    """The name of the status of a project."""
    name: str | None = await session.value(queries.STATUS_NAME_OF, project_id=project_id)
    return name
