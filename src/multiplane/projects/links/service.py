"""The rules of a project's links (05-projects-people 2.3, 3.2).

Every change locks the project's row first, so that the changes of one project's settings come one after the other.
"""

from typing import Any

from multiplane.access.projects import managed_project, readable_project
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, NotFound
from multiplane.ids import is_id, path_id
from multiplane.models import ProjectTaskTypeLink
from multiplane.models.choices import ROLES, board_roles
from multiplane.projects.links import queries
from multiplane.projects.links.queries import Link
from multiplane.projects.links.schemas import LinkedTaskType, SettingsBatch
from multiplane.projects.service import emit_update, find_project, plain, touched
from multiplane.projects.validation import BITRATES, NOTHING, check_bitrates
from multiplane.web.body import Arguments


async def linked(session: Session, project_id: str, link: Link, *, managers_only: bool = False) -> list[Row]:
    """The records of the studio that a project offers, by name."""
    enter = managed_project if managers_only else readable_project
    project_id = await enter(session, project_id)
    rows = await session.all(link.linked, project_id=project_id)
    return [{**row, "type": link.target.__name__} for row in rows]


async def add(session: Session, project_id: str, link: Link, linked_id: str) -> Row:
    """Offer a record in a project; the project. A record already offered changes nothing. 400 when unknown.

    Emits `project:update` when something was added.
    """
    project = await _locked(session, project_id)
    if not is_id(linked_id) or not await session.column(link.known, ids=[linked_id]):
        raise BadRequest(f"{link.target.__name__} with id {linked_id} not found")
    if not await _add_missing(session, project["id"], link, [linked_id.lower()]):
        return plain(project)
    emit_update(session, project["id"])
    return await touched(session, project["id"])


async def remove(session: Session, project_id: str, link: Link, linked_id: str) -> None:
    """Stop offering a record; one that was not offered changes nothing. Emits `project:update` either way."""
    project = await _locked(session, project_id)
    if is_id(linked_id):
        await session.run(link.remove, project_id=project["id"], linked_id=linked_id.lower())
    await touched(session, project["id"])
    emit_update(session, project["id"])


# -- task types


async def add_task_type(session: Session, project_id: str, body: LinkedTaskType) -> Row:
    """Offer a task type, or change the bitrates and visibility of its link; never the priority of one that is there.

    Emits `project:update`. 400 for a wrong bitrate or an unknown task type.
    """
    project = await _locked(session, project_id)
    task_type_id = required_id(body.task_type_id, "task_type_id")
    key = {"project_id": project["id"], "task_type_id": task_type_id}
    link = await session.one(queries.TASK_TYPE_LINK, **key)
    given = body.model_dump(exclude={"task_type_id"})
    bitrates = {name: given[name] for name in BITRATES} if body.model_fields_set & set(BITRATES) else {}
    check_bitrates(bitrates, session.settings.movie_highdef_bitrate, link or NOTHING, project)
    if link is None:
        stored = {name: value for name, value in given.items() if value is not None}
        await session.insert(ProjectTaskTypeLink, {**key, **stored})
    else:
        await session.run(queries.SET_TASK_TYPE_LINK, **{**link, **bitrates, **_given_visibility(given), **key})
    emit_update(session, project["id"])
    return await touched(session, project["id"])


def _given_visibility(given: Row) -> Row:
    return {} if given["is_client_visible"] is None else {"is_client_visible": given["is_client_visible"]}


async def link_task_type(session: Session, arguments: Arguments) -> Row:
    """Make or change a task type link; the priority is always written (1 when left out). Emits `project:update`."""
    project_id, task_type_id = arguments.required("project_id"), arguments.required("task_type_id")
    priority = arguments.integer("priority", 1)
    project = await _locked(session, project_id)
    row = await session.one(
        queries.UPSERT_TASK_TYPE,
        project_id=project["id"],
        task_type_id=required_id(task_type_id, "task_type_id"),
        priority=priority,
    )
    emit_update(session, project["id"])
    return {**(row or {}), "type": "ProjectTaskTypeLink"}


# -- task statuses


async def link_task_status(session: Session, arguments: Arguments) -> Row:
    """Make or change a task status link; priority (1) and board roles (none) are written also when left out.

    Roles given as null keep those of the link, or are the default ones. Emits `project:update`.
    """
    project_id, task_status_id = arguments.required("project_id"), arguments.required("task_status_id")
    priority = arguments.integer("priority", 1)
    roles = arguments.list("roles_for_board")
    keep = roles is None and "roles_for_board" in arguments
    project = await _locked(session, project_id)
    if roles and not all(role in ROLES for role in roles):
        raise BadRequest("Invalid roles_for_board")
    row = await session.one(
        queries.UPSERT_TASK_STATUS,
        project_id=project["id"],
        task_status_id=required_id(task_status_id, "task_status_id"),
        priority=priority,
        roles=board_roles() if keep else roles or [],
        keep_roles=keep,
    )
    emit_update(session, project["id"])
    return {**(row or {}), "type": "ProjectTaskStatusLink"}


async def set_client_permission(session: Session, project_id: str, task_status_id: str, allowed: bool | None) -> Row:
    """Whether clients may use a status in this project; null for what the studio says. 404 when not linked."""
    project = await _locked(session, project_id)
    row = await session.one(
        queries.SET_CLIENT_PERMISSION,
        project_id=project["id"],
        task_status_id=path_id(task_status_id),
        is_client_allowed=allowed,
    )
    if row is None:
        raise NotFound
    emit_update(session, project["id"])
    return {**row, "type": "ProjectTaskStatusLink"}


# -- order and batch


async def reorder(session: Session, project_id: str, link: Link, body: Any, key: str) -> list[Row]:
    """Give the links of these ids the priorities 1, 2, ... of the list; only links that exist are touched.

    `body` is the JSON of the request, `key` names its list. Emits `project:update` once, whatever matched.
    """
    project = await _locked(session, project_id)
    listed = body.get(key) if isinstance(body, dict) else None
    if not isinstance(listed, list):
        raise BadRequest(f"Request body must be a JSON object with a '{key}' list.")
    if not all(is_id(item) for item in listed):
        raise BadRequest("Wrong UUID format.")
    order = list(dict.fromkeys(item.lower() for item in listed))
    assert link.reorder is not None  # noqa: S101 - the routes only reorder links that have a priority
    rows = await session.all(link.reorder, project_id=project["id"], ids=order)
    place = {linked_id: position for position, linked_id in enumerate(order)}
    rows.sort(key=lambda row: place[row[link.key]])
    emit_update(session, project["id"])
    return [{**row, "type": link.model.__name__} for row in rows]


async def apply_batch(session: Session, project_id: str, body: SettingsBatch) -> Row:
    """Offer many records at once; unknown ids are left out. Emits `project:update` exactly once."""
    project = await _locked(session, project_id)
    await _apply_task_types(session, project["id"], body)
    for link, wanted in (
        (queries.TASK_STATUSES, body.task_status_ids),
        (queries.ASSET_TYPES, body.asset_type_ids),
    ):
        await _add_missing(session, project["id"], link, await _known(session, link, wanted))
    emit_update(session, project["id"])
    return await touched(session, project["id"])


async def _apply_task_types(session: Session, project_id: str, body: SettingsBatch) -> None:
    wanted = {entry.task_type_id.lower(): entry for entry in body.task_types}
    known = await _known(session, queries.TASK_TYPES, list(wanted))
    present = {row["task_type_id"] for row in await session.all(queries.TASK_TYPE_LINKS, project_id=project_id)}
    if body.replace_task_types:
        await session.run(queries.KEEP_TASK_TYPES, project_id=project_id, task_type_ids=known)
    entries = [wanted[task_type_id].model_dump() | {"task_type_id": task_type_id} for task_type_id in known]
    changes = [entry for entry in entries if entry["task_type_id"] in present]
    if changes:
        await session.run(queries.CHANGE_TASK_TYPES, project_id=project_id, changes=changes)
    fresh = [entry for entry in entries if entry["task_type_id"] not in present]
    await session.insert_many(
        ProjectTaskTypeLink,
        [
            {**entry, "project_id": project_id, "is_client_visible": entry["is_client_visible"] is not False}
            for entry in fresh
        ],
    )


# -- parts


def required_id(value: Any, name: str) -> str:
    """An id a route names when it is malformed."""
    if not is_id(value):
        raise BadRequest(f"{name} is required and must be a valid UUID")
    text: str = value
    return text.lower()


async def _locked(session: Session, project_id: Any) -> Row:
    """The project of a change: 404, then MANAGE(p); its row stays locked."""
    if not isinstance(project_id, str):
        raise NotFound
    return await find_project(session, await managed_project(session, project_id), lock=True)


async def _known(session: Session, link: Link, wanted: list[str]) -> list[str]:
    """Of some ids those that exist, in order and each once."""
    asked = list(dict.fromkeys(item.lower() for item in wanted if is_id(item)))
    found = set(await session.column(link.known, ids=asked)) if asked else set()
    return [item for item in asked if item in found]


async def _add_missing(session: Session, project_id: str, link: Link, linked_ids: list[str]) -> bool:
    """Link what is not linked yet, with the defaults of the table; whether there was anything."""
    present = set(await session.column(link.present, project_id=project_id))
    missing = [linked_id for linked_id in linked_ids if linked_id not in present]
    rows = [{"project_id": project_id, link.key: linked_id} for linked_id in missing]
    await session.insert_many(link.model, rows)
    return bool(rows)
