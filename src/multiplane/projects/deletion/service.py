"""Deleting what a project holds; the project's own row and links are the generic resource's (02-models 4.1).

The row of the project is locked by then, after all that it holds. Everything happens in the transaction of the
request: all of it or nothing.
"""

import logging
from collections.abc import Sequence

from multiplane.casting import locks, readiness
from multiplane.database.session import Session
from multiplane.database.statements import Prepared
from multiplane.jobs.queue import enqueue
from multiplane.projects import service
from multiplane.projects.deletion import queries
from multiplane.projects.deletion.jobs import REMOVE_OBJECTS

log = logging.getLogger("multiplane.projects")

LIVE_EVENTS = 1_000
"""Most tasks, and most playlists, whose end is told one by one. Beyond, `project:delete` says it all: tens of
thousands of events would keep every open client busy with objects that no longer exist."""
BATCH = 1_000
"""Owners of stored objects in one job: few enough to be tried again."""


async def lock(session: Session, project_id: str) -> None:
    """Lock the entities of a closed project, their tasks and what casts them, before the row of the project itself."""
    if not service.is_open(await service.status_name(session, project_id)):
        await locks.lock_doomed(session, await session.column(queries.ENTITIES, project_id=project_id))


async def prepare(session: Session, project_id: str, *, force: bool) -> None:
    """Remove the preview account of a project and, with `force`, everything it holds.

    Without `force` nothing else is touched: what still refers to the project makes its deletion fail.
    Emits `person:delete` of the preview account; live only, the `delete` events of tasks and playlists; then the new
    figures of what casts its assets in other projects.
    """
    await _delete_preview_accounts(session, project_id)
    if force:
        await _run(session, queries.COLLECT, project_id)
        casting = await session.column(queries.CASTING_ELSEWHERE)
        await _tell(session, project_id)
        await _delete_content(session, project_id)
        readiness.announce(session, await readiness.count(session, casting))
    await _discard_stored_objects(session, project_id, force=force)


async def _delete_preview_accounts(session: Session, project_id: str) -> None:
    await _run(session, queries.COLLECT_PREVIEW_ACCOUNTS, project_id)
    for person_id in await session.column(queries.PREVIEW_ACCOUNT_IDS):
        session.emit("person:delete", {"person_id": person_id})
    await _run(session, queries.DELETE_PREVIEW_ACCOUNTS, project_id)


async def _tell(session: Session, project_id: str) -> None:
    for name, statement in (("task:delete", queries.TASKS), ("playlist:delete", queries.PLAYLISTS)):
        rows = await session.all(statement, most=LIVE_EVENTS + 1)
        for row in rows if len(rows) <= LIVE_EVENTS else ():
            session.emit(name, row, project_id, stored=False)


async def _discard_stored_objects(session: Session, project_id: str, *, force: bool) -> None:
    """Have the bytes removed, once this transaction is committed; marking them here would take longer than all else."""
    sets = queries.OWNERS.items() if force else ()
    owners = {table: await session.column(statement) for table, statement in sets}
    for table, ids in {**owners, "project": [project_id]}.items():
        for start in range(0, len(ids), BATCH):
            await enqueue(session, REMOVE_OBJECTS, {"owner": table, "ids": ids[start : start + BATCH]})


async def _delete_content(session: Session, project_id: str) -> None:
    """Carry out the plan, without checking each foreign key row by row where PostgreSQL lets us.

    The checks would be millions, those of previews each a scan of all entities (that column has no index). They
    may be left out: every row that goes is locked, so no other transaction can add a row that refers to it, and the
    plan names every reference. The project's own row is deleted with the checks on.
    """
    unchecked = await session.value(queries.MAY_SKIP_CHECKS)
    if unchecked:
        await session.run(queries.SKIP_CHECKS)
    else:
        log.warning("a large project is deleted faster when the database role may SET session_replication_role")
    await _run(session, queries.DELETE_CONTENT, project_id)
    if unchecked:
        await session.run(queries.RESUME_CHECKS)


async def _run(session: Session, statements: Sequence[Prepared], project_id: str) -> None:
    for statement in statements:
        await session.run(statement, project_id=project_id)
