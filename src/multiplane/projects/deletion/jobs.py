"""What the end of a production needs beside its transaction: stored objects removed after it, an index before it."""

import asyncio
import logging
from typing import Any

from asyncpg import InsufficientPrivilegeError

from multiplane.jobs.registry import JobContext, job
from multiplane.projects.deletion import queries
from multiplane.projects.deletion.plan import STORED
from multiplane.storage import open_storage

log = logging.getLogger("multiplane.projects")

REMOVE_OBJECTS = "remove-objects-of-deleted"
INDEX_MAIN_PREVIEWS = "index-main-previews"


@job(REMOVE_OBJECTS, at_once=1)
async def remove_objects(context: JobContext, payload: Any) -> None:
    """Remove every object that these rows owned, in the registry or older than it; `{"owner": table, "ids": [...]}`.

    Those that are not there cost nothing, so the job may run again. Its registry rows stay locked meanwhile; one
    job at a time leaves connections and the store to people.
    """
    storage, names, owners = open_storage(context.settings), STORED[payload["owner"]], payload["ids"]
    async with context.database.transaction() as session:
        await session.run(queries.LOCK_STORED, owners=owners)
        for owner in owners:
            await asyncio.gather(*(storage.delete(bucket, prefix, owner) for bucket, prefix in names))
        await session.run(queries.MARK_REMOVED, owners=owners)


@job(INDEX_MAIN_PREVIEWS, at_once=1, at_start=True)
async def index_main_previews(context: JobContext, _payload: Any) -> None:
    """Index the main previews of entities where PostgreSQL must check them for every preview that is removed.

    Kitsu has no such index, and a production has as many previews as others have entities: without it each of them
    costs a scan. Made beside other work; nothing happens where the checks may be left out, or where it is there.
    """
    async with context.database.reading() as session:
        if await session.value(queries.MAY_SKIP_CHECKS) or await session.value(queries.HAS_PREVIEW_INDEX):
            return
        try:
            await session.run(queries.DROP_PREVIEW_INDEX)
            await session.run(queries.MAKE_PREVIEW_INDEX)
        except InsufficientPrivilegeError:
            log.warning("productions are deleted slowly: let the owner of the tables run %s", queries.PREVIEW_INDEX)
