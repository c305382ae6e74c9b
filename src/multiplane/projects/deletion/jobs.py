"""Removing the stored objects of what a deletion took."""

import asyncio
from typing import Any

from multiplane.jobs.registry import JobContext, job
from multiplane.projects.deletion import queries
from multiplane.projects.deletion.plan import STORED
from multiplane.storage import open_storage

REMOVE_OBJECTS = "remove-objects-of-deleted"


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
