"""The statements of boards: PostgreSQL makes the JSON of each row.

The text of a row is put together from the constants of `fields.py`; everything a client sends is an argument.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select, text
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import assigned_entity, visible_entities
from multiplane.database.statements import Prepared, prepare
from multiplane.entities.boards.fields import BLANKED, NO_IDS, TASK_FIELDS, Board, Fields
from multiplane.entities.boards.scope import ALL, MAIN, Scope
from multiplane.entities.queries import VISIBLE, of_kind
from multiplane.models import Entity, EntityConceptLink, EntityLink, EntityType, PreviewFile, Project
from multiplane.web.crud.resource import table_of

Clause = ColumnElement[bool]

ENTITIES = table_of(Entity)
TYPES = table_of(EntityType)
PREVIEWS = table_of(PreviewFile)
PROJECTS = table_of(Project)
PARENT = ENTITIES.alias("parent")
EPISODE = ENTITIES.alias("episode")

WITH_PROJECT = ENTITIES.join(PROJECTS, PROJECTS.c.id == ENTITIES.c.project_id)
WITH_TYPE = WITH_PROJECT.join(TYPES, TYPES.c.id == ENTITIES.c.entity_type_id)
FROM: Mapping[str, Any] = {
    "Asset": WITH_TYPE,
    "Shot": WITH_PROJECT.outerjoin(PARENT, PARENT.c.id == ENTITIES.c.parent_id).outerjoin(
        EPISODE, EPISODE.c.id == PARENT.c.parent_id
    ),
    "Edit": WITH_PROJECT.outerjoin(EPISODE, EPISODE.c.id == ENTITIES.c.parent_id),
    "Concept": WITH_PROJECT.outerjoin(PREVIEWS, PREVIEWS.c.id == ENTITIES.c.preview_file_id),
    "": WITH_TYPE,
}
KIND_OF_TYPE = (
    "CASE WHEN entity_type.name IN ('Shot', 'Scene', 'Sequence', 'Episode', 'Edit', 'Concept', 'ConceptFolder')"
    " THEN entity_type.name ELSE 'Asset' END"
)
COLUMNS: Mapping[str, str] = {
    "Asset": "project.name AS project_name, entity_type.name AS asset_type_name",
    "Shot": (
        "project.name AS project_name, parent.id AS sequence_id, parent.name AS sequence_name,"
        " episode.id AS episode_id, episode.name AS episode_name"
    ),
    "Edit": "project.name AS project_name, episode.id AS episode_id, episode.name AS episode_name",
    "Concept": "project.name AS project_name, preview_file.status AS preview_file_status",
    "": f"project.name AS project_name, {KIND_OF_TYPE} AS kind",
}
"""What the fields of a kind need beside the entity itself."""
NOTHING_MORE = "project.name AS project_name"

ALL_DATA = "entity.data AS shown_data"
ASKED_KIND = "cast(:kind AS text)"
MASKED_DATA = f"""
    CASE WHEN entity.project_id = ANY(cast(:vendor_projects AS uuid[])) AND jsonb_typeof(entity.data) = 'object' THEN
        entity.data - ARRAY(
            SELECT cast(descriptor.field_name AS text)
            FROM metadata_descriptor AS descriptor
            JOIN department_metadata_descriptor_link AS link ON link.metadata_descriptor_id = descriptor.id
            WHERE descriptor.project_id = entity.project_id AND descriptor.entity_type = {ASKED_KIND}
            GROUP BY descriptor.id
            HAVING NOT bool_or(link.department_id = ANY(cast(:departments AS uuid[])))
        )
    ELSE entity.data END AS shown_data
"""  # noqa: S608 - made of constants
MASKED_DATA_OF_ANY_KIND = MASKED_DATA.replace(ASKED_KIND, f"coalesce(nullif({ASKED_KIND}, ''), {KIND_OF_TYPE})")
"""Metadata without what a vendor's departments have no part in (03-entities 1.11)."""
OWN_TASKS = """
    (entity.project_id <> ALL(cast(:vendor_projects AS uuid[])) OR task.id IN (
        SELECT task_id FROM task_person_link WHERE person_id = :user_id
    ))
"""
"""Where the caller is a vendor, the tasks assigned to them."""
TASKS_OF_CALLER = "task.id IN (SELECT task_id FROM task_person_link WHERE person_id = :user_id)"
IS_CLIENT = "entity.project_id = ANY(cast(:client_projects AS uuid[]))"
TASKS_OF_PERSON = f"""
    (NOT {IS_CLIENT} AND task.id IN (
        SELECT task_id FROM task_person_link WHERE person_id = cast(:assignee_id AS uuid)
    ))
"""  # noqa: S608 - made of constants
"""The tasks of a person; clients are not told whose a task is, also not by asking for theirs."""

WORKS_ON = """
    EXISTS (
        SELECT 1 FROM task JOIN task_person_link AS link ON link.task_id = task.id
        WHERE task.entity_id = entity.id AND link.person_id = :user_id
    ) AS works_on
"""


@dataclass(frozen=True, slots=True)
class Form:
    """How rows are written."""

    compact: bool = False
    """Values in order, instead of keys and values."""
    clients: bool = False
    """The caller is a client somewhere: figures are blank there."""
    vendors: bool = False
    """The caller is a vendor somewhere: metadata and tasks are narrowed there."""
    subscriptions: bool = False
    """Tell whether the caller follows each task (only of a board of one project)."""
    castings: bool = True
    """Tell the episodes an asset is cast in."""
    tasks: str = ""
    """The condition of tasks, beside the rights."""


def board_rows(scope: Scope, *, compact: bool) -> Select[Any]:
    """The rows of a board, each one line of JSON text: an array when compact, else an object.

    Ordered by name, assets by their type first. Its arguments are `board_values`.
    """
    form = replace(
        form_for(scope.user),
        compact=compact,
        subscriptions=scope.project_id is not None,
        castings=scope.project_id is not None,
        tasks=TASKS_OF_CALLER if scope.mine else TASKS_OF_PERSON if scope.assignee_id else "",
    )
    board = scope.board
    entities = _entities(board.kind, form).where(*_filters(scope))
    order = (TYPES.c.name,) if board.kind == "Asset" else ()
    # Sorted below the JSON: only narrow rows are, and the first line comes at once.
    ordered = entities.order_by(*order, ENTITIES.c.name, ENTITIES.c.id).subquery("entity")
    return select(text(_row(board.fields, board.task_fields, form))).select_from(ordered)


def linked_rows(board: Board, entity_id: str, user: CurrentUser) -> Select[Any]:
    """The rows of the entities whose concept links hold an entity, as objects."""
    link = table_of(EntityConceptLink)
    depicts = exists(select(link.c.id).where(link.c.entity_in_id == ENTITIES.c.id, link.c.entity_out_id == entity_id))
    form = form_for(user)
    entities = _entities(board.kind, form).where(depicts, *_seen(board.kind, user)).subquery("entity")
    return select(text(_row(board.fields, board.task_fields, form))).select_from(entities)


@cache
def full_row(board: Board, form: Form) -> Prepared:
    """One entity as a single read tells it, `row`, with what the rights of the read depend on."""
    entity = _entities(board.kind, form).where(of_kind(board.kind), ENTITIES.c.id == bindparam("entity_id"))
    columns = (text(_row(board.full_fields, board.task_fields, form)), text("entity.project_id"), text(WORKS_ON))
    return prepare(select(*columns).select_from(entity.subquery("entity")))


def form_for(user: CurrentUser) -> Form:
    """How rows are written for a caller."""
    return Form(clients=bool(user.projects("client")), vendors=bool(user.projects("vendor")))


def caller_values(user: CurrentUser) -> dict[str, Any]:
    """The arguments of every statement here that depend on who asks."""
    return {
        "user_id": user.id,
        "client_projects": user.projects("client"),
        "vendor_projects": user.projects("vendor"),
        "departments": list(user.departments),
    }


def board_values(scope: Scope) -> dict[str, Any]:
    """The arguments of a board's statement."""
    return {
        **caller_values(scope.user),
        "kind": scope.board.kind,
        "episode_id": None if scope.episode_id in (ALL, MAIN) else scope.episode_id,
        "assignee_id": scope.assignee_id,
    }


def _entities(kind: str, form: Form) -> Select[Any]:
    """Entities with what the fields of their kind need; the caller adds which."""
    masked = MASKED_DATA if kind else MASKED_DATA_OF_ANY_KIND
    data = masked if form.vendors else ALL_DATA
    columns = text(f"entity.*, {data}, {COLUMNS.get(kind, NOTHING_MORE)}")
    return select(columns).select_from(FROM.get(kind, WITH_PROJECT))


def _filters(scope: Scope) -> Iterator[Clause]:
    """Which entities: the kind, what the caller sees, and the filters of the query string."""
    board = scope.board
    yield of_kind(board.kind)
    yield from _seen(board.kind, scope.user)
    if board.kind == "Shot":
        yield PARENT.c.id.is_not(None)
    if scope.project_id is not None:
        yield ENTITIES.c.project_id == scope.project_id
    if scope.entity_id is not None:
        yield ENTITIES.c.id == scope.entity_id
    if scope.mine:
        yield assigned_entity(scope.user)
    if scope.episode_id not in (None, ALL):
        yield _of_episode(board.kind, scope.episode_id)


def _seen(kind: str, user: CurrentUser) -> Iterator[Clause]:
    visible = VISIBLE.get(kind, visible_entities)(user, open_only=False)
    if visible is not None:
        yield visible


def _of_episode(kind: str, episode_id: str | None) -> Clause:
    """Entities of an episode, or of none (`main`): where an entity keeps its episode depends on its kind."""
    place = {"Asset": ENTITIES.c.source_id, "Shot": PARENT.c.parent_id}.get(kind, ENTITIES.c.parent_id)
    if episode_id == MAIN:
        return place.is_(None)
    if kind != "Asset":
        return place == episode_id
    link = table_of(EntityLink)
    cast = exists(select(link.c.id).where(link.c.entity_out_id == ENTITIES.c.id, link.c.entity_in_id == episode_id))
    return or_(place == episode_id, cast)


def _row(fields: Fields, task_fields: tuple[str, ...], form: Form) -> str:
    """The SQL of one row as JSON text."""
    values = dict(fields)
    if not form.castings and "casting_episode_ids" in values:
        values["casting_episode_ids"] = NO_IDS
    if "tasks" in values:
        values["tasks"] = _tasks(task_fields, form)
    return f"cast({_json(values, compact=form.compact)} AS text) AS row"


def _tasks(task_fields: tuple[str, ...], form: Form) -> str:
    """The SQL of the tasks of one row, as a JSON array."""
    values = {name: TASK_FIELDS[name] for name in task_fields}
    if not form.subscriptions and "is_subscribed" in values:
        values["is_subscribed"] = "false"
    if form.clients:
        for name in BLANKED.keys() & values.keys():
            values[name] = f"CASE WHEN {IS_CLIENT} THEN {BLANKED[name]} ELSE {values[name]} END"
    conditions = ["task.entity_id = entity.id", OWN_TASKS if form.vendors else "", form.tasks]
    row, condition = _json(values, compact=form.compact), " AND ".join(filter(None, conditions))
    return f"(SELECT coalesce(json_agg({row}), '[]') FROM task WHERE {condition})"  # noqa: S608 - made of constants


def _json(values: Fields, *, compact: bool) -> str:
    """A JSON array of values, or an object."""
    if compact:
        return f"json_build_array({', '.join(values.values())})"
    pairs = (f"'{name}', {value}" for name, value in values.items())
    return f"json_build_object({', '.join(pairs)})"


# Where a row version lies changes with every update, and its date with every update of ours: together they tell
# apart any two states, whoever wrote, in whatever order transactions ended. The sums do not depend on row order.
PROJECT_MARK = prepare(
    text(
        """
        SELECT string_agg(concat_ws(' ', part, rows, mark), ',' ORDER BY part)
        FROM (
            SELECT 1, count(*), bit_xor(hashtidextended(ctid, coalesce(timestamp_hash(updated_at), 0)))
            FROM project WHERE id = :project_id
            UNION ALL
            SELECT 2, count(*), bit_xor(hashtidextended(ctid, coalesce(timestamp_hash(updated_at), 0)))
            FROM entity WHERE project_id = :project_id
            UNION ALL
            SELECT 3, count(*), bit_xor(hashtidextended(ctid, coalesce(timestamp_hash(updated_at), 0)))
            FROM task WHERE project_id = :project_id
            UNION ALL
            SELECT 4, count(*), bit_xor(hashtidextended(link.ctid, uuid_hash(link.person_id)))
            FROM task_person_link AS link JOIN task ON task.id = link.task_id
            WHERE task.project_id = :project_id
            UNION ALL
            SELECT 5, count(*), bit_xor(hashtidextended(link.ctid, coalesce(timestamp_hash(link.updated_at), 0)))
            FROM entity_link AS link JOIN entity ON entity.id = link.entity_in_id
            WHERE entity.project_id = :project_id
            UNION ALL
            SELECT 6, count(*), bit_xor(hashtidextended(ctid, coalesce(timestamp_hash(updated_at), 0)))
            FROM entity_type
            UNION ALL
            SELECT 7, count(*), bit_xor(hashtidextended(link.ctid, uuid_hash(link.department_id)))
            FROM department_metadata_descriptor_link AS link
            JOIN metadata_descriptor AS descriptor ON descriptor.id = link.metadata_descriptor_id
            WHERE descriptor.project_id = :project_id
        ) AS parts (part, rows, mark)
        """
    )
)
"""The state of everything a board of a project is made of, for whoever asks."""
SUBSCRIPTIONS_MARK = prepare(
    text(
        """
        SELECT concat_ws(' ', count(*), bit_xor(hashtidextended(ctid, coalesce(timestamp_hash(updated_at), 0))))
        FROM subscription WHERE person_id = :user_id
        """
    )
)
"""The state of the subscriptions of a person."""
