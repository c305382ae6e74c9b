"""Publishing the last revision of a task on another one, as automations do (04-tasks 3.5)."""

from contextlib import suppress

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.models import PreviewFile
from multiplane.previews import queries
from multiplane.previews.background import ask_to_copy
from multiplane.previews.encoding import json_object
from multiplane.previews.families import Place, places
from multiplane.previews.finishing import mark_broken
from multiplane.previews.main import show_ready
from multiplane.previews.revisions import lock_numbers, new_preview, next_revision
from multiplane.previews.service import emit_file, emit_update, find_preview, lock_tasks_of, locked
from multiplane.previews.storing import record
from multiplane.previews.workshop import Workshop
from multiplane.storage import NotStored
from multiplane.storage.intake import Intake, intake

COPIED = ("original_name", "extension", "status", "file_size", "width", "height", "duration")


async def copy_last_revision(session: Session, source_task_id: str, task_id: str, comment_id: str) -> list[str]:
    """Publish the previews of a task's last revision with a comment of another task; the ids of the new ones.

    They are one new revision, and `processing` until a job has copied their files. A project with one preview for
    each revision gets the first one only. Emits `preview-file:new` and `comment:update` for each.
    """
    comment = await session.one(queries.COMMENT, comment_id=comment_id, task_id=task_id)
    if comment is None:
        raise NotFound
    await lock_numbers(session, task_id)
    rows = await session.all(queries.LAST_OF_TASK, task_id=source_task_id)
    last = [row for row in rows if row["revision"] == rows[0]["revision"]]
    if comment["is_single_preview_per_revision"]:
        last = last[:1]
    revision = await next_revision(session, task_id)
    copies = []
    for source in last:
        preview = await new_preview(session, comment, revision, comment["person_id"])
        await ask_to_copy(session, source["id"], preview["id"])
        copies.append(preview["id"])
    return copies


async def copy_files(shop: Workshop, source_id: str, preview_file_id: str) -> None:
    """Copy what is stored of a preview to one that waits for it; `broken` when the source is gone."""
    async with shop.database.reading() as session:
        source = await session.get(PreviewFile, source_id)
    if source is None:
        await mark_broken(shop, None, preview_file_id)
        return
    with suppress(NotFound):
        await _copy(shop, source, preview_file_id)


async def _copy(shop: Workshop, source: Row, preview_file_id: str) -> None:
    async with intake(shop.storage) as taken:
        stored = await _copied(shop, taken, source, preview_file_id)
        async with shop.database.transaction() as session:
            await lock_tasks_of(session, [preview_file_id])
            row = await locked(session, preview_file_id)
            if row["original_name"] is None and row["status"] != "ready":
                await _complete(session, source, row, stored)


async def _copied(shop: Workshop, taken: Intake, source: Row, preview_file_id: str) -> dict[Place, int]:
    stored: dict[Place, int] = {}
    for bucket, prefix in places(source["extension"]):
        try:
            async with shop.storage.as_file(bucket, prefix, source["id"], shop.settings.tmp_dir) as path:
                stored[bucket, prefix] = await taken.put(bucket, prefix, preview_file_id, path)
        except NotStored:
            continue
    return stored


async def _complete(session: Session, source: Row, row: Row, stored: dict[Place, int]) -> None:
    values = {name: source[name] for name in COPIED}
    values["data"] = {**json_object(row["data"]), **json_object(source["data"])} or None
    after = await session.update(PreviewFile, row["id"], values) or row
    await record(session, row["id"], stored)
    _, task = await find_preview(session, row["id"])
    emit_update(session, after, task.project_id, with_status=True)
    await show_ready(session, after, task)
    await emit_file(session, after, task.project_id)
