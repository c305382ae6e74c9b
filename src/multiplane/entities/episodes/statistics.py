"""Figures of episodes: tasks by status, and how often they come back (03-entities 4.3)."""

from collections import defaultdict
from typing import Any

from multiplane.access.projects import readable_project, refuse_roles
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.episodes import queries
from multiplane.errors import Forbidden

Bucket = dict[str, int]

ALL = "all"
FIGURES = ("count", "frames", "drawings")
OUTCOMES = ("done", "retake", "other")


async def status_statistics(session: Session, project_id: str) -> dict[str, Any]:
    """Tasks of shots by episode, task type and status, with totals under `all`.

    403 to clients of a project that hides its statistics; a vendor's own tasks only.
    """
    project_id = await readable_project(session, project_id)
    is_client = session.user.role_in(project_id) == "client"
    if is_client and not await session.value(queries.STATS_VISIBLE, project_id=project_id):
        raise Forbidden
    result: dict[str, dict[str, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in await session.all(queries.STATUS_COUNTS, **_scope(session, project_id)):
        for episode_id in (ALL, row["episode_id"]):
            for task_type_id in (ALL, row["task_type_id"]):
                status = result[episode_id][task_type_id].setdefault(
                    row["task_status_id"], {"name": row["name"], "color": row["color"], **_empty()}
                )
                _add(status, row)
    return result


async def retake_statistics(session: Session, project_id: str) -> dict[str, Any]:
    """How many takes the tasks of shots needed, by episode and task type, with totals under `all`.

    403 to clients; a vendor's own tasks only.
    """
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, "client")
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    rows[ALL, ALL] = []
    for row in await session.all(queries.RETAKE_COUNTS, **_scope(session, project_id)):
        for episode_id in (ALL, row["episode_id"]):
            for task_type_id in (ALL, row["task_type_id"]):
                rows[episode_id, task_type_id].append(row)
    result: dict[str, Any] = defaultdict(dict)
    for (episode_id, task_type_id), found in rows.items():
        result[episode_id][task_type_id] = _retakes(found, evolves=episode_id != ALL)
    return result


def _scope(session: Session, project_id: str) -> Row:
    own_only = session.user.role_in(project_id) == "vendor"
    return {"project_id": project_id, "own_only": own_only, "user_id": session.user.id}


def _retakes(rows: list[Row], *, evolves: bool) -> Row:
    """Where tasks stand now, and where they stood at each take."""
    highest = max((row["retake_count"] for row in rows), default=0)
    current = {outcome: _empty() for outcome in OUTCOMES}
    for row in rows:
        _add(current["done" if row["is_done"] else "retake" if row["is_retake"] else "other"], row)
    evolution = {}
    for take in range(1, highest + 1 if evolves else 1):
        evolution[str(take)] = {outcome: _empty() for outcome in OUTCOMES}
        for row in rows:
            outcome = "retake" if row["retake_count"] >= take else "done" if row["is_done"] else "other"
            _add(evolution[str(take)][outcome], row)
    return {"max_retake_count": highest, "evolution": evolution, **current}


def _empty() -> Bucket:
    return dict.fromkeys(FIGURES, 0)


def _add(bucket: Row, row: Row) -> None:
    for figure in FIGURES:
        bucket[figure] += row[figure]
