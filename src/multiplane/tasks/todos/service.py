"""The to-do lists of people (04-tasks 4.2)."""

from multiplane.access.visibility import assigned_task
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities import masking
from multiplane.entities.service import find_entity
from multiplane.errors import Forbidden, NotFound
from multiplane.ids import explicit_id, path_id
from multiplane.models import Entity, Task, TaskStatus, TaskType
from multiplane.tasks.blanking import blank, is_blanked
from multiplane.tasks.listing import plain_tasks, task_types_of, typed
from multiplane.tasks.todos import queries
from multiplane.tasks.todos.queries import Clause

TO_DO, DONE = TaskStatus.is_done.is_not(True), TaskStatus.is_done.is_(True)
LAST_DONE_FIRST = (Task.end_date.desc().nulls_first(), TaskType.name, Entity.name, Task.id)
COPIES = {
    "task_estimation": "estimation",
    "task_duration": "duration",
    "task_start_date": "start_date",
    "task_due_date": "due_date",
}


async def my_tasks(session: Session, *, done: bool) -> list[Row]:
    """The caller's tasks in open projects, those to do or those done."""
    return await _todo_list(session, session.user.id, done=done)


async def tasks_of(session: Session, person_id: str, *, done: bool) -> list[Row]:
    """A person's tasks in the open projects of the caller. 404; 403 for bots, and for vendors about others.

    Clients and vendors get nothing here (01-auth C.5).
    """
    person_id = await _person(session, person_id)
    if session.user.role in ("client", "vendor"):
        return []
    return await _todo_list(session, person_id, done=done)


async def related_tasks(session: Session, person_id: str, task_type_id: str) -> list[Row]:
    """The tasks of a type on the entities a person works on, in the open projects of the caller.

    404 and 403 as `tasks_of`; 400 for a malformed task type.
    """
    person_id = await _person(session, person_id)
    type_id = explicit_id(task_type_id, "Wrong UUID format.")
    return await plain_tasks(
        session, Task.task_type_id == type_id, queries.on_entities_of(person_id), queries.in_open_projects(session.user)
    )


async def _person(session: Session, person_id: str) -> str:
    person = await session.one(queries.PERSON, person_id=path_id(person_id))
    if person is None:
        raise NotFound
    if person["is_bot"] or (session.user.role == "vendor" and person["id"] != session.user.id):
        raise Forbidden
    found: str = person["id"]
    return found


async def _todo_list(session: Session, person_id: str, *, done: bool) -> list[Row]:
    statement = queries.todo_list(
        queries.assigned_to([person_id]),
        queries.shown_in_open_projects(session.user),
        DONE if done else TO_DO,
    )
    order = LAST_DONE_FIRST if done else queries.BY_NAMES
    rows = await session.all(statement.order_by(*order))
    await _add_castings(session, rows)
    return await complete(session, rows)


async def _add_castings(session: Session, rows: list[Row]) -> None:
    """The episodes an entity is cast in, by name; no key where there are none."""
    if not rows:
        return
    castings = await session.all(queries.CASTINGS, entity_ids=list({row["entity_id"] for row in rows}))
    by_entity = {casting.pop("entity_id"): casting for casting in castings}
    for row in rows:
        row.update(by_entity.get(row["entity_id"], {}))


async def complete(session: Session, rows: list[Row]) -> list[Row]:
    """The `TodoTask` objects of rows of `queries.todo_list`: with the last comment, and as the caller may see them.

    The last comment is the newest one that is not a client's; two statements at most.
    """
    if not rows:
        return []
    comments = await session.all(queries.LAST_COMMENTS, task_ids=[row["id"] for row in rows])
    last = {comment.pop("task_id"): comment for comment in comments}
    for row in rows:
        row["last_comment"] = last.get(row["id"], {})
    return [{**row, **{key: row[name] for key, name in COPIES.items()}} for row in await shown(session, rows)]


async def shown(session: Session, rows: list[Row]) -> list[Row]:
    """Rows with the columns of `queries.NAMED` as the caller may see them, by their role on each project."""
    await _mask_metadata(session, rows)
    return [_blanked(typed(row)) if is_blanked(session.user, row["project_id"]) else typed(row) for row in rows]


def _blanked(row: Row) -> Row:
    """Clients read comments where their visibility is settled, not here."""
    return {**blank(row), "last_comment": {}} if "last_comment" in row else blank(row)


async def _mask_metadata(session: Session, rows: list[Row]) -> None:
    """Vendors do not see the metadata of other departments on entities."""
    entities = [
        {"project_id": row["project_id"], "entity_type_name": row["entity_type_name"], "data": row["entity_data"]}
        for row in rows
    ]
    await masking.mask(session, entities)
    for row, entity in zip(rows, entities, strict=True):
        row["entity_data"] = entity["data"]


# -- of one entity


async def my_tasks_on(session: Session, entity_id: str, kind: str) -> list[Row]:
    """The caller's tasks on an entity of a kind, while its project is open. 404."""
    return await plain_tasks(session, *await _mine_on(session, entity_id, kind))


async def my_task_types_on(session: Session, entity_id: str, kind: str) -> list[Row]:
    """The types of the caller's tasks on an entity of a kind, while its project is open. 404."""
    return await task_types_of(session, *await _mine_on(session, entity_id, kind))


async def _mine_on(session: Session, entity_id: str, kind: str) -> list[Clause]:
    entity = await find_entity(session, entity_id, kind)
    mine = [Task.entity_id == entity["id"], assigned_task(session.user)]
    return [*mine, queries.in_open_projects(session.user)]
