"""Tasks with the names of all they belong to, as to-do lists and the pool of open tasks show them (04-tasks 4.2)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, case, cast, func, literal, not_, select, text
from sqlalchemy.orm import aliased

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_tasks
from multiplane.database.statements import among, prepare
from multiplane.models import (
    Entity,
    EntityType,
    Person,
    Project,
    ProjectStatus,
    Task,
    TaskPersonLink,
    TaskStatus,
    TaskType,
)
from multiplane.tasks.blanking import ASSIGNEES, BLANKS, task_column
from multiplane.tasks.listing import TASK

Clause = ColumnElement[bool]

SEQUENCE, EPISODE, SOURCE = aliased(Entity), aliased(Entity), aliased(Entity)
_IS_SEQUENCE = EntityType.name == "Sequence"
EPISODE_ID: Any = case((_IS_SEQUENCE, SEQUENCE.id), else_=func.coalesce(EPISODE.id, Entity.source_id))
"""The parent of the entity's parent, else its source; the parent of a sequence."""
EPISODE_NAME: Any = case(
    (_IS_SEQUENCE, SEQUENCE.name),
    (EPISODE.id.is_not(None), EPISODE.name),
    (Entity.source_id.is_not(None), func.coalesce(SOURCE.name, "MP")),
)
NAMED: tuple[Any, ...] = (
    Project.name.label("project_name"),
    Project.has_avatar.label("project_has_avatar"),
    Entity.name.label("entity_name"),
    Entity.description.label("entity_description"),
    Entity.data.label("entity_data"),
    func.coalesce(cast(Entity.preview_file_id, Text), "").label("entity_preview_file_id"),
    func.coalesce(cast(Entity.source_id, Text), "").label("entity_source_id"),
    EntityType.name.label("entity_type_name"),
    func.coalesce(Entity.canceled, literal(False)).label("entity_canceled"),
    SEQUENCE.name.label("sequence_name"),
    func.coalesce(cast(EPISODE_ID, Text), "").label("episode_id"),
    EPISODE_NAME.label("episode_name"),
    TaskType.for_entity.label("task_type_for_entity"),
)
"""The keys of `BaseTodo` beside those of the task."""
OF_TODO: tuple[Any, ...] = (
    TaskType.name.label("task_type_name"),
    TaskStatus.name.label("task_status_name"),
    TaskType.color.label("task_type_color"),
    TaskStatus.color.label("task_status_color"),
    TaskStatus.short_name.label("task_status_short_name"),
)
OF_POOL: tuple[Any, ...] = (
    TaskType.name.label("type_name"),
    TaskStatus.name.label("status_name"),
    TaskType.color.label("type_color"),
    TaskStatus.color.label("status_color"),
    TaskStatus.short_name.label("status_short_name"),
)
ENTITY_NAMES: tuple[Any, ...] = (
    Project.name,
    EPISODE_NAME.asc().nulls_last(),
    SEQUENCE.name.asc().nulls_last(),
    EntityType.name,
    Entity.name,
)
BY_NAMES: tuple[Any, ...] = (*ENTITY_NAMES, TaskType.name, Task.id)

PERSON = prepare(select(Person.id, Person.is_bot).where(Person.id == bindparam("person_id")))
LAST_COMMENTS = prepare(
    text(
        """
        SELECT task.id AS task_id, last.text, last.created_at AS date, last.person_id
        FROM task
        JOIN LATERAL (
            SELECT comment.text, comment.created_at, comment.person_id
            FROM comment
            JOIN person ON person.id = comment.person_id
            LEFT JOIN project_person_link AS link
                ON link.person_id = person.id AND link.project_id = task.project_id
            WHERE comment.object_id = task.id
                AND (person.role = 'admin' OR coalesce(nullif(link.role, 'admin'), person.role) <> 'client')
            ORDER BY comment.created_at DESC, comment.id
            LIMIT 1
        ) AS last ON true
        WHERE task.id = ANY (cast(:task_ids AS uuid[]))
        """
    )
)
CASTINGS = prepare(
    text(
        """
        SELECT link.entity_out_id AS entity_id, array_agg(episode.id ORDER BY episode.name, episode.id) AS episode_ids,
            array_agg(episode.name ORDER BY episode.name, episode.id) AS episode_names
        FROM entity_link AS link
        JOIN entity AS episode ON episode.id = link.entity_in_id
        JOIN entity_type ON entity_type.id = episode.entity_type_id AND entity_type.name = 'Episode'
        WHERE link.entity_out_id = ANY (cast(:entity_ids AS uuid[]))
        GROUP BY link.entity_out_id
        """
    )
)


def todo_list(*where: Clause) -> Select[*tuple[Any, ...]]:
    """The `TodoTask` rows that match, without what `service.complete` adds."""
    return joined(select(*TASK, ASSIGNEES.label("assignees"), *NAMED, *OF_TODO)).where(*where)


def joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Tasks with everything the columns of this module name."""
    return with_entities(
        statement.select_from(Task)
        .join(Project, Project.id == Task.project_id)
        .join(ProjectStatus, ProjectStatus.id == Project.project_status_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .join(TaskStatus, TaskStatus.id == Task.task_status_id)
        .join(Entity, Entity.id == Task.entity_id)
    )


def with_entities(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Entities with their type and what contains them."""
    return (
        statement.join(EntityType, EntityType.id == Entity.entity_type_id)
        .outerjoin(SEQUENCE, SEQUENCE.id == Entity.parent_id)
        .outerjoin(EPISODE, EPISODE.id == SEQUENCE.parent_id)
        .outerjoin(SOURCE, SOURCE.id == Entity.source_id)
    )


def is_open() -> Clause:
    """Tasks of open projects."""
    return ProjectStatus.name == "Open"


def shown_in_open_projects(user: CurrentUser) -> Clause:
    """Tasks of open projects the user may see."""
    visible = visible_tasks(user)
    return is_open() if visible is None else and_(is_open(), visible)


def in_open_projects(user: CurrentUser) -> Clause:
    """The same for statements that do not join the status of projects."""
    is_open_project = (
        select(Project.id)
        .join(ProjectStatus, ProjectStatus.id == Project.project_status_id)
        .where(Project.id == Task.project_id, is_open())
        .correlate(Task)
        .exists()
    )
    visible = visible_tasks(user)
    return is_open_project if visible is None else and_(is_open_project, visible)


def on_entities_of(person_id: str) -> Clause:
    """Tasks of the entities a person is assigned to some task of."""
    sibling = aliased(Task)
    return (
        select(sibling.id)
        .join(TaskPersonLink, TaskPersonLink.task_id == sibling.id)
        .where(sibling.entity_id == Task.entity_id, TaskPersonLink.person_id == person_id)
        .correlate(Task)
        .exists()
    )


def assigned_to(person_ids: list[str]) -> Clause:
    """Tasks assigned to any of some people."""
    links = select(TaskPersonLink.task_id).where(
        TaskPersonLink.task_id == Task.id, among(TaskPersonLink.person_id, person_ids)
    )
    return links.exists()


def unassigned() -> Clause:
    """Tasks nobody is assigned to."""
    return ~select(TaskPersonLink.task_id).where(TaskPersonLink.task_id == Task.id).exists()


def assigned_where(*where: Clause) -> Clause:
    """Tasks with an assignee who matches clauses on `Person`."""
    links = (
        select(TaskPersonLink.task_id)
        .join(Person, Person.id == TaskPersonLink.person_id)
        .where(TaskPersonLink.task_id == Task.id, *where)
    )
    return links.exists()


def not_as_client(user: CurrentUser) -> list[Clause]:
    """For filters on what clients do not see: they find nothing by them."""
    clients = user.projects("client")
    return [not_(among(Task.project_id, clients))] if clients else []


def seen(user: CurrentUser, name: str) -> Any:
    """A column of the task as the user may see it, for sums."""
    return task_column(user, name).element if name in BLANKS else Task.__table__.c[name]
