"""Drawings on previews (06-previews-playlists 7.2)."""

from typing import Any
from uuid import uuid4

from multiplane.database.errors import LockTimedOut
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Unavailable
from multiplane.models import PreviewFile
from multiplane.previews import queries
from multiplane.previews.policy import TaskScope, may_annotate, require
from multiplane.previews.schemas import Annotations
from multiplane.previews.service import find_preview, locked, presented

Entry = dict[str, Any]


async def annotate(session: Session, preview_file_id: str, changes: Annotations) -> Row:
    """Apply changes to the drawings of a preview, one request after the other; the preview.

    Needs a manager, a client or a supervisor of the department. Emits `preview-file:annotation-update`.
    """
    preview, task = await find_preview(session, preview_file_id)
    require(may_annotate(session.user, task))
    return await apply(session, preview["id"], task, changes, session.user.id)


async def apply(session: Session, preview_file_id: str, task: TaskScope, changes: Annotations, person_id: str) -> Row:
    """Apply changes in the name of a person, whoever that is allowed to be."""
    row = await _waited_for(session, preview_file_id)
    entries = changed(decoded(row["annotations"]), changes)
    after = await session.update(PreviewFile, preview_file_id, {"annotations": entries})
    assert after is not None  # noqa: S101 - the row is locked
    payload = {"preview_file_id": preview_file_id, "person_id": person_id, "updated_at": after["updated_at"]}
    session.emit("preview-file:annotation-update", payload, task.project_id)
    return presented(after)


async def _waited_for(session: Session, preview_file_id: str) -> Row:
    await session.run(queries.PATIENCE)
    try:
        return await locked(session, preview_file_id)
    except LockTimedOut as error:
        raise Unavailable("Could not acquire annotation lock for preview file") from error


def changed(stored: Any, changes: Annotations) -> list[Entry]:
    """The entries after additions, updates and deletions; entries left without drawing go.

    400 for a change without time.
    """
    entries = [_with_ids(entry) for entry in _entries(stored)]
    for addition in changes.additions:
        _add(entries, _with_ids(addition))
    for update in changes.updates:
        _replace(entries, _with_ids(update))
    for deletion in changes.deletions:
        _erase(entries, deletion)
    return [entry for entry in entries if _objects(entry)]


def _add(entries: list[Entry], addition: Entry) -> None:
    """Drawings whose id is there already are not added again."""
    entry = _at(entries, addition)
    if entry is None:
        entries.append(addition)
        return
    present = {drawn["id"] for drawn in _objects(entry)}
    _draw(entry, [*_objects(entry), *(drawn for drawn in _objects(addition) if drawn["id"] not in present)])


def _replace(entries: list[Entry], update: Entry) -> None:
    """Drawings with a known id are replaced and come last, in the order given."""
    entry = _at(entries, update)
    if entry is None:
        return
    present = {drawn["id"] for drawn in _objects(entry)}
    replaced = {drawn["id"]: drawn for drawn in _objects(update) if drawn["id"] in present}
    _draw(entry, [*(drawn for drawn in _objects(entry) if drawn["id"] not in replaced), *replaced.values()])


def _erase(entries: list[Entry], deletion: Entry) -> None:
    entry = _at(entries, deletion)
    erased = deletion.get("objects")
    if entry is not None and isinstance(erased, list):
        _draw(entry, [drawn for drawn in _objects(entry) if drawn["id"] not in erased])


def _at(entries: list[Entry], change: Entry) -> Entry | None:
    """The entry of exactly the same time: 1 and 1.0 are, 1 and "1" are not."""
    if "time" not in change:
        raise BadRequest("An annotation needs a time.")
    time = change["time"]
    return next((entry for entry in entries if _is_same(entry.get("time"), time)), None)


def _is_same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _entries(stored: Any) -> list[Entry]:
    return [entry for entry in stored if isinstance(entry, dict)] if isinstance(stored, list) else []


def _objects(entry: Entry) -> list[Entry]:
    drawing = entry.get("drawing")
    objects = drawing.get("objects") if isinstance(drawing, dict) else None
    return [drawn for drawn in objects if isinstance(drawn, dict)] if isinstance(objects, list) else []


def _draw(entry: Entry, objects: list[Entry]) -> None:
    drawing = entry.get("drawing")
    entry["drawing"] = {**(drawing if isinstance(drawing, dict) else {}), "objects": objects}


def _with_ids(entry: Entry) -> Entry:
    """The entry, each of its drawings with an id."""
    objects = [{**drawn, "id": _id(drawn)} for drawn in _objects(entry)]
    named = dict(entry)
    if objects:
        _draw(named, objects)
    return named


def _id(drawn: Entry) -> Any:
    known = drawn.get("id")
    return known if isinstance(known, str | int | float) and known != "" else str(uuid4())
