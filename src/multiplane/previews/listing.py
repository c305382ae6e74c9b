"""Lists of previews: of a task, an entity, a project, and those that are not ready (06-previews-playlists 6.3)."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from multiplane.access.projects import require_project
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.service import readable_without_concepts
from multiplane.errors import BadRequest
from multiplane.previews import list_queries as queries
from multiplane.previews.policy import may_read, require
from multiplane.previews.service import find_task, presented
from multiplane.web.crud.pages import Page

EntityPreviews = dict[str, list[Row]]
"""Previews by task type: one for each revision, its other files nested in `previews`."""

EVERYTHING = 2**62


async def of_task(session: Session, task_id: str) -> list[Row]:
    """The previews of a task, last revision first. Needs TASK-READ; clients do not see rejected ones."""
    task = await find_task(session, task_id)
    require(may_read(session.user, task))
    with_rejected = session.user.role_in(task.project_id) != "client"
    rows = await session.all(queries.OF_TASK, task_id=task.task_id, with_rejected=with_rejected)
    return [presented(row) for row in rows]


async def of_entity(session: Session, entity_id: str) -> EntityPreviews:
    """The previews of an entity by task type. Needs ACCESS and ENTITY; concepts are not for clients."""
    entity = await readable_without_concepts(session, entity_id)
    found = by_task_type(await rows_of_entities(session, [entity["id"]]))
    return found.get(entity["id"], {})


async def rows_of_entities(
    session: Session, entity_ids: Iterable[str], *, by_position: bool = False, with_annotations: bool = True
) -> list[Row]:
    """All previews of many entities in one query. Files of a revision come by creation, or by position."""
    return await session.all(
        queries.OF_ENTITIES,
        entity_ids=list(entity_ids),
        by_position=by_position,
        with_annotations=with_annotations,
    )


def by_task_type(rows: Iterable[Row]) -> dict[str, EntityPreviews]:
    """Rows of `rows_of_entities`, grouped for each entity."""
    found: dict[str, EntityPreviews] = defaultdict(dict)
    for (entity_id, task_type_id, _task_id), of_one_task in groupby(rows, key=_task_of):
        # Of two tasks of one type the last one wins (06-previews-playlists 6.3).
        found[entity_id][task_type_id] = _revisions(of_one_task)
    return found


def _task_of(row: Row) -> tuple[str, str, str]:
    return row["entity_id"], row["task_type_id"], row["task_id"]


def _revisions(rows: Iterable[Row]) -> list[Row]:
    revisions = []
    for _, files in groupby(rows, key=lambda row: row["revision"]):
        main, *others = files
        first = {name: value for name, value in main.items() if name not in ("entity_id", "task_type_id", "position")}
        nested = [{name: value for name, value in row.items() if name != "entity_id"} for row in others]
        revisions.append({**first, "previews": nested})
    return revisions


async def of_project(session: Session, project_id: str, page: int) -> Any:
    """The previews of a project, last changed first: all of them, or the envelope of a page from 1 on."""
    project_id = await require_project(session, project_id)
    if page < 1:
        rows = await session.all(queries.OF_PROJECT, project_id=project_id, limit=EVERYTHING, offset=0)
        return [presented(row) for row in rows]
    wanted = Page(page, session.settings.nb_records_per_page)
    total = await session.value(queries.COUNT_OF_PROJECT, project_id=project_id)
    place = {"limit": wanted.limit, "offset": min(wanted.offset, EVERYTHING)}
    rows = await session.all(queries.OF_PROJECT, project_id=project_id, **place)
    return wanted.envelope([presented(row) for row in rows], total)


async def running(session: Session, cursor_id: str | None, limit: int | None) -> list[Row]:
    """Previews of open projects that are not ready, newest first; with a cursor, those older than it.

    400 for an unknown cursor.
    """
    limit = EVERYTHING if limit is None else max(limit, 0)
    if cursor_id is None:
        rows = await session.all(queries.RUNNING, limit=limit)
    else:
        if await session.value(queries.EXISTS, preview_file_id=cursor_id) is None:
            raise BadRequest(f"No preview file found with id: {cursor_id}")
        rows = await session.all(queries.RUNNING_BEFORE, limit=limit, cursor_id=cursor_id)
    added = ("project_id", "task_type_id", "full_entity_name")
    return [{**presented(row), **{name: row[name] for name in added}} for row in rows]
