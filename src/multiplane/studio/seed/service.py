"""Sowing the rows of a fresh studio. Every step looks first, so it can be run again (02-models 10)."""

from multiplane.database.session import Session
from multiplane.models import Department, EntityType, ProjectStatus, TaskStatus, TaskType
from multiplane.studio.seed import queries
from multiplane.studio.seed.domains import (
    CONCEPT_STEP,
    DOMAINS,
    ENTITY_TYPES,
    PROJECT_STATUSES,
    TASK_STATUSES,
    Status,
    Step,
)


async def is_fresh(session: Session) -> bool:
    """Whether nobody has set this studio up: no person, no project status."""
    return bool(await session.value(queries.IS_FRESH))


async def seed_schema(session: Session) -> None:
    """The row that comes with the schema: the task type of concepts, without an event (02-models 10.1)."""
    await session.run(queries.ONE_AT_A_TIME)
    if not await _task_types(session):
        await _add_task_type(session, CONCEPT_STEP, await _departments(session))


async def seed_studio(session: Session, domain: str = "3d") -> None:
    """The vocabulary of a kind of studio: 2d, 3d, vfx or games, in any case (02-models 10.2).

    Emits the creation events of what it adds, without an author. KeyError for another domain.
    """
    chosen = DOMAINS[domain.lower()]
    await seed_schema(session)
    await _add_project_statuses(session)
    await _add_entity_types(session, ENTITY_TYPES, event=False)
    await _add_entity_types(session, chosen.asset_types, event=True)
    await _add_departments(session, chosen.departments)
    await _add_steps(session, chosen.steps)
    await _add_task_statuses(session)


async def _add_project_statuses(session: Session) -> None:
    known = await session.column(queries.PROJECT_STATUSES)
    for name, color in PROJECT_STATUSES:
        if name.lower() not in known:
            await session.insert(ProjectStatus, {"name": name, "color": color})


async def _add_entity_types(session: Session, names: tuple[str, ...], *, event: bool) -> None:
    known = await session.column(queries.ENTITY_TYPES)
    for name in names:
        if name.lower() in known:
            continue
        row = await session.insert(EntityType, {"name": name})
        if event:
            session.emit("asset-type:new", {"asset_type_id": row["id"]})


async def _departments(session: Session) -> dict[str, str]:
    return {row["name"]: row["id"] for row in await session.all(queries.DEPARTMENTS)}


async def _add_departments(session: Session, colors: dict[str, str]) -> None:
    known = await _departments(session)
    for name, color in colors.items():
        if name not in known:
            row = await session.insert(Department, {"name": name, "color": color})
            session.emit("department:new", {"department_id": row["id"]})


async def _task_types(session: Session) -> set[tuple[str, str]]:
    return {(row["name"], row["for_entity"]) for row in await session.all(queries.TASK_TYPES)}


async def _add_steps(session: Session, steps: tuple[Step, ...]) -> None:
    known = await _task_types(session)
    departments = await _departments(session)
    for step in steps:
        if (step.name.lower(), step.for_entity) not in known:
            task_type_id = await _add_task_type(session, step, departments)
            session.emit("task-type:new", {"task_type_id": task_type_id})


async def _add_task_type(session: Session, step: Step, departments: dict[str, str]) -> str:
    row = await session.insert(
        TaskType,
        {
            "name": step.name,
            "short_name": "",
            "color": step.color,
            "priority": step.priority,
            "for_entity": step.for_entity,
            "department_id": departments.get(step.department or ""),
        },
    )
    return str(row["id"])


async def _add_task_statuses(session: Session) -> None:
    rows = await session.all(queries.TASK_STATUSES)
    known = {row["name"] for row in rows} | {row["short_name"] for row in rows}
    for status in TASK_STATUSES:
        if status.name.lower() not in known and status.short_name not in known:
            row = await session.insert(TaskStatus, _status_row(status))
            session.emit("task-status:new", {"task_status_id": row["id"]})


def _status_row(status: Status) -> dict[str, object]:
    flags = dict.fromkeys(status.flags, True)
    return {"name": status.name, "short_name": status.short_name, "color": status.color, **flags}
