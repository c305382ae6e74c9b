"""The selects of the news feed."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, any_, bindparam, case, cast, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import TIMESTAMP

from multiplane.access.visibility import NEWS_SHOWN
from multiplane.database.statements import Prepared, ids, prepare
from multiplane.entities.naming import EPISODE_ID, FULL_NAME, PARENT, with_names
from multiplane.models import Comment, Entity, EntityType, News, Person, PreviewFile, Project, ProjectStatus, Task

ITEM = (
    News.id,
    News.author_id,
    News.comment_id,
    News.task_id,
    Task.task_type_id,
    Comment.task_status_id,
    Task.entity_id.label("task_entity_id"),
    News.preview_file_id,
    PreviewFile.extension.label("preview_file_extension"),
    PreviewFile.revision.label("preview_file_revision"),
    Task.project_id,
    Project.name.label("project_name"),
    News.created_at,
    News.change,
    FULL_NAME.label("full_entity_name"),
    EPISODE_ID.label("episode_id"),
    Entity.preview_file_id.label("entity_preview_file_id"),
)
AUTHOR = (Person.first_name, Person.last_name, Person.has_avatar, Person.role)

WITHDRAW = prepare(
    delete(News)
    .where(News.comment_id == any_(ids("comment_ids")), Task.id == News.task_id)
    .returning(News.id, Task.project_id)
)
SET_PREVIEW = prepare(
    update(News)
    .values(preview_file_id=bindparam("preview_id"), updated_at=func.timezone("utc", func.now()))
    .where(News.comment_id == bindparam("comment"))
)

IS_OPEN = exists(
    select(ProjectStatus.id).where(ProjectStatus.id == Project.project_status_id, ProjectStatus.name == "Open")
)
OPEN_PROJECT = prepare(
    select(Project.id)
    .join(ProjectStatus, ProjectStatus.id == Project.project_status_id)
    .where(Project.id == bindparam("project_id"), ProjectStatus.name == "Open")
)

PREVIEWS = prepare(
    select(
        PreviewFile.id,
        PreviewFile.name,
        PreviewFile.original_name,
        PreviewFile.extension,
        PreviewFile.revision,
        PreviewFile.position,
        PreviewFile.file_size,
        PreviewFile.status,
        PreviewFile.validation_status,
        PreviewFile.task_id,
        PreviewFile.person_id,
        PreviewFile.created_at,
        PreviewFile.token_in,
        PreviewFile.token_out,
    )
    .where(PreviewFile.task_id == any_(ids("task_ids")))
    .order_by(PreviewFile.position, PreviewFile.created_at)
)


FILTERS: dict[str, ColumnElement[bool]] = {
    "only_preview": News.preview_file_id.is_not(None),
    "after": News.created_at > cast(bindparam("after", type_=String), TIMESTAMP()),
    "before": News.created_at < cast(bindparam("before", type_=String), TIMESTAMP()),
    "task_type_id": Task.task_type_id == bindparam("task_type_id"),
    "task_status_id": Comment.task_status_id == bindparam("task_status_id"),
    "person_id": News.author_id == bindparam("person_id"),
    "episode_id": case((EntityType.name == "Shot", PARENT.c.parent_id)) == bindparam("episode_id"),
    "project_id": Task.project_id == bindparam("project_id"),
    "entity_id": Task.entity_id == bindparam("entity_id"),
    "news_id": News.id == bindparam("news_id"),
    "is_open": IS_OPEN,
    "is_shown": NEWS_SHOWN,
}
"""What narrows a feed. `is_shown` takes the values of `access.visibility.comment_scope`."""


@cache
def feed(filters: frozenset[str]) -> Prepared:
    """A page of news items by these of `FILTERS`, newest first; the id breaks ties, because many share a second."""
    rows = _joined(select(*ITEM, *AUTHOR), filters).order_by(News.created_at.desc(), News.id.desc())
    return prepare(rows.limit(bindparam("limit")).offset(bindparam("offset")))


@cache
def total(filters: frozenset[str]) -> Prepared:
    """How many news match."""
    return prepare(_joined(select(func.count()), filters))


@cache
def status_counts(filters: frozenset[str]) -> Prepared:
    """News that changed a status, counted by that status."""
    counted = _joined(select(Comment.task_status_id, func.count().label("amount")), filters)
    return prepare(counted.where(News.change, Comment.task_status_id.is_not(None)).group_by(Comment.task_status_id))


def _joined(statement: Select[*tuple[Any, ...]], filters: frozenset[str]) -> Select[*tuple[Any, ...]]:
    joined = with_names(
        statement.select_from(News)
        .join(Task, Task.id == News.task_id)
        .join(Project, Project.id == Task.project_id)
        .join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .join(Person, Person.id == News.author_id)
        .outerjoin(Comment, Comment.id == News.comment_id)
        .outerjoin(PreviewFile, PreviewFile.id == News.preview_file_id)
    )
    return joined.where(*(FILTERS[name] for name in filters))
