"""Removing stored objects that were written before there was a registry of them."""

from typing import Any

from multiplane.jobs.registry import JobContext, job
from multiplane.projects.deletion.plan import STORED
from multiplane.storage import open_storage

REMOVE_UNREGISTERED = "remove-unregistered-objects"


@job(REMOVE_UNREGISTERED)
async def remove_unregistered(context: JobContext, payload: Any) -> None:
    """Remove every object that these deleted rows may have owned. Those that are not there cost nothing."""
    storage = open_storage(context.settings)
    for object_id in payload["ids"]:
        for bucket, prefix in STORED[payload["owner"]]:
            await storage.delete(bucket, prefix, object_id)
