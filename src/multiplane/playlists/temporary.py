"""Playlists made for a moment of a choice of tasks or entities; nothing is stored (06-previews-playlists 11)."""

from collections.abc import Iterable
from typing import Any

from multiplane.access.projects import readable_project
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.playlists import queries
from multiplane.playlists.schemas import Choice
from multiplane.previews.listing import EntityPreviews, by_task_type, rows_of_entities
from multiplane.previews.policy import TaskScope, may_read, require
from multiplane.previews.service import find_tasks

SHOWN = ("extension", "width", "height", "duration", "revision", "status", "previews")
SORT_KEYS = ("episode_name", "sequence_name", "asset_type_name", "name")


async def temporary(session: Session, project_id: str, choice: Choice, *, sort: bool) -> list[Row]:
    """An entry for each task, and for the last commented task with a preview of each entity, in order.

    Needs ACCESS, and TASK-READ of every task; 404 for a task of another project.
    """
    project_id = await readable_project(session, project_id)
    chosen = await session.column(
        queries.TASKS_TO_SHOW, entity_ids=list(dict.fromkeys(choice.entity_ids)), project_id=project_id
    )
    tasks = await find_tasks(session, [*choice.task_ids, *chosen])
    for task in tasks:
        require(may_read(session.user, task))
        if task.project_id != project_id:
            raise NotFound
    entries = await _entries(session, project_id, tasks)
    return sorted(entries, key=_place) if sort else entries


def _place(entry: Row) -> tuple[str, ...]:
    return tuple(entry[name] for name in SORT_KEYS)


async def _entries(session: Session, project_id: str, tasks: list[TaskScope]) -> list[Row]:
    entity_ids = list({task.entity_id for task in tasks if task.entity_id is not None})
    if not entity_ids:
        return []
    names = {row["id"]: row for row in await session.all(queries.PLACES, entity_ids=entity_ids)}
    previews = by_task_type(await rows_of_entities(session, entity_ids))
    order = await session.column(queries.TASK_TYPE_ORDER, project_id=project_id)
    return [
        _entry(task, names[task.entity_id], previews.get(task.entity_id or "", {}), order)
        for task in tasks
        if task.entity_id in names
    ]


def _entry(task: TaskScope, place: Row, previews: EntityPreviews, order: Iterable[str]) -> Row:
    entry = {
        **{name: value or "" for name, value in place.items()},
        "preview_file_task_id": task.task_id,
        "preview_files": previews,
    }
    return entry | _shown(previews, [task.task_type_id, *order, *previews])


def _shown(previews: EntityPreviews, task_types: Iterable[Any]) -> Row:
    """The latest preview of the first of these task types that has one."""
    latest = next((previews[task_type][0] for task_type in task_types if previews.get(task_type)), None)
    if latest is None:
        return {}
    shown = {f"preview_file_{name}": latest[name] for name in SHOWN}
    annotations = decoded(latest["annotations"]) or []
    return {"preview_file_id": latest["id"], **shown, "preview_file_annotations": annotations}
