"""What a project does by itself when a task reaches a status (04-tasks 3.5)."""

from dataclasses import dataclass

from multiplane.casting import locks
from multiplane.casting.readiness import refresh_readiness
from multiplane.comments import queries
from multiplane.comments.tasks import find_status
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import kinds
from multiplane.entities.service import find_entity
from multiplane.models import Entity
from multiplane.previews.copying import copy_last_revision


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The comment an automation asks for."""

    task_id: str
    task_status_id: str
    text: str


async def triggered(session: Session, task: Row) -> list[Row]:
    """The automations of the project that the task's type and current status trigger, in order."""
    rows = await session.all(
        queries.AUTOMATIONS,
        project_id=task["project_id"],
        task_type_id=task["task_type_id"],
        task_status_id=task["task_status_id"],
        for_entity=task["kind"],
    )
    return [row for row in rows if _concerns(row, task) and not _goes_back(row)]


def _concerns(automation: Row, task: Row) -> bool:
    """`asset` means any asset type; any other text is the name of a kind, or of an asset type."""
    wanted = (automation["entity_type"] or "").lower()
    return wanted in (task["kind"].lower(), (task["entity_type_name"] or "").lower())


def _goes_back(automation: Row) -> bool:
    """A later step of the pipeline never changes the status of an earlier one."""
    return automation["out_field_type"] != "ready_for" and bool(automation["is_rollback"])


async def apply(session: Session, task: Row, automation: Row) -> FollowUp | None:
    """Do what an automation asks for; the comment to be posted, when it is one."""
    if automation["out_field_type"] == "ready_for":
        await _make_ready(session, task, automation["out_task_type_id"])
        return None
    if automation["out_task_status_id"] is None:
        return None
    siblings = await session.all(queries.TASKS_OF_ENTITY, entity_id=task["entity_id"])
    target = next((row for row in siblings if row["task_type_id"] == automation["out_task_type_id"]), None)
    if target is None:
        return None
    status = await find_status(session, task["task_status_id"], task["project_id"])
    text = f"Change triggered by {task['task_type_name']} set to {status['name']}"
    return FollowUp(target["id"], automation["out_task_status_id"], text)


async def _make_ready(session: Session, task: Row, task_type_id: str | None) -> None:
    if task["kind"] != kinds.ASSET:
        return
    await locks.lock_assets(session, [task["entity_id"]])
    asset = await find_entity(session, task["entity_id"])
    await session.update(Entity, asset["id"], {"ready_for": task_type_id})
    kinds.emit(session, "update", asset, asset["kind"], data={"ready_for": task_type_id})
    await refresh_readiness(session, asset_ids=[asset["id"]])


async def illustrate(session: Session, task: Row, automation: Row, comment: Row) -> None:
    """Publish the last revision of the task with the comment that an automation posted, when it says so."""
    if automation["import_last_revision"]:
        await copy_last_revision(session, task["id"], comment["object_id"], comment["id"])
