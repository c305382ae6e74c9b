"""Who may read which quota, and reading it."""

from datetime import date
from typing import Any

from multiplane.access.projects import refuse_roles, require_access
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden, NotFound
from multiplane.ids import path_id
from multiplane.quotas import queries
from multiplane.quotas.counting import Work, quotas, shares

MODES = ("weighted", "weighteddone", "feedback", "done")
# the misspelling is what clients have always read
WRONG_MODE = "count_mode must be equal to weighted, weigtheddone, feedback, or done"


async def project_quotas(
    session: Session, project_id: str, task_type_id: str, mode: str, studio_id: str | None
) -> dict[str, Any]:
    """Quotas of one task type by person. Team only, no clients."""
    project = await _project(session, project_id)
    await require_access(session, project["id"])
    refuse_roles(session, project["id"], "client")
    works = await _works(session, project["id"], mode, task_type_id=task_type_id, studio_id=studio_id)
    weighted = is_weighted(mode)
    return quotas(shares(works, weighted=weighted), "person_id", project["fps"], weighted=weighted)


async def person_quotas(
    session: Session, project_id: str, person_id: str, mode: str, studio_id: str | None
) -> dict[str, Any]:
    """Quotas of one person by task type: for managers and supervisors of the project, and for oneself."""
    project = await _project(session, project_id)
    person = await session.value(queries.PERSON, person_id=path_id(person_id))
    if person is None:
        raise NotFound
    user = session.user
    refuse_roles(session, project["id"], "client")
    if user.role_in(project["id"]) in ("manager", "supervisor"):
        await require_access(session, project["id"])
    elif not user.is_admin and user.id != person:
        raise Forbidden
    works = await _works(session, project["id"], mode, person_id=person, studio_id=studio_id)
    weighted = is_weighted(mode)
    found = shares(works, weighted=weighted, person_id=person)
    return quotas(found, "task_type_id", project["fps"], weighted=weighted)


def is_weighted(mode: str) -> bool:
    """Whether a mode counts by time; 400 for an unknown one."""
    if mode not in MODES:
        raise BadRequest(WRONG_MODE)
    return mode.startswith("weighted")


async def _project(session: Session, project_id: str) -> Row:
    project = await session.one(queries.PROJECT, project_id=path_id(project_id))
    if project is None:
        raise NotFound
    return project


async def _works(
    session: Session,
    project_id: str,
    mode: str,
    *,
    task_type_id: str | None = None,
    person_id: str | None = None,
    studio_id: str | None = None,
) -> list[Work]:
    is_weighted(mode)
    rows = await session.all(
        queries.TASKS,
        project_id=project_id,
        task_type_id=task_type_id,
        person_id=person_id,
        studio_id=studio_id,
        by_done="done" in mode,
        timezone=session.user.timezone,
    )
    return [_work(row) for row in rows]


def _work(row: Row) -> Work:
    started = row["started_on"]
    return Work(
        task_type_id=row["task_type_id"],
        frames=row["nb_frames"],
        drawings=row["nb_drawings"],
        duration=row["duration"],
        day=date.fromisoformat(row["day"]),
        started_on=date.fromisoformat(started) if started else None,
        whole_days=row["whole_days"] or 0,
        assignees=tuple(row["assignees"]),
        spent=tuple((who, date.fromisoformat(day), float(time)) for who, day, time in decoded(row["spent"]) or ()),
    )
