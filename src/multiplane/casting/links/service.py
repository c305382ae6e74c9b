"""The rules of casting links."""

import re
from datetime import datetime

import msgspec

from multiplane.access.projects import managed_project
from multiplane.casting import service as castings
from multiplane.casting.links import queries
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.service import find_entity
from multiplane.errors import BadRequest, Forbidden, NotFound
from multiplane.ids import path_id
from multiplane.web.crud.pages import Page

CURSOR = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}", re.ASCII)
MOST = 2**62
"""More rows than any table holds."""


async def page_of_links(session: Session, project_id: str, page: Page) -> Row:
    """One page of the links whose container is of a project, oldest first, in its envelope (MANAGE)."""
    project_id = await managed_project(session, project_id)
    total = await session.value(queries.COUNT, project_id=project_id)
    rows = []
    if page.is_reachable:
        rows = await session.all(queries.PAGE, project_id=project_id, limit=page.limit, offset=page.offset)
    return page.envelope(rows, total)


async def links_after(session: Session, project_id: str, cursor: str, limit: int) -> Row:
    """The links made after a moment, given with its microseconds, and how many there are in all (MANAGE)."""
    project_id = await managed_project(session, project_id)
    moment = _moment(cursor)
    rows = await session.all(queries.AFTER, project_id=project_id, moment=moment, limit=min(limit, MOST))
    return {"data": rows, "total": await session.value(queries.COUNT, project_id=project_id), "limit": limit}


async def list_links(session: Session, project_id: str, limit: int | None) -> msgspec.Raw:
    """Every link, or the oldest ones, as a JSON array (MANAGE)."""
    project_id = await managed_project(session, project_id)
    made: str = await session.value(queries.ALL, project_id=project_id, limit=limit and min(limit, MOST))
    return msgspec.Raw(made.encode())


async def remove_link(session: Session, project_id: str, link_id: str) -> Row:
    """Uncast by the id of a link, and return it; what leaves an episode this way stays in its shots.

    MANAGE; 404 unknown, 403 when its container is of another project.
    """
    project_id = await managed_project(session, project_id)
    link = await _find(session, link_id)
    container = await find_entity(session, link["entity_in_id"])
    if container["project_id"] != project_id:
        raise Forbidden
    await castings.remove_link(session, link)
    return link


async def _find(session: Session, link_id: str) -> Row:
    link = await session.one(queries.ONE, link_id=path_id(link_id))
    if link is None:
        raise NotFound
    return link


def _moment(cursor: str) -> str:
    try:
        if CURSOR.fullmatch(cursor):
            return datetime.fromisoformat(cursor).isoformat(timespec="microseconds")
    except ValueError:
        pass
    raise BadRequest(f"Wrong date format for cursor_created_at: {cursor}")
