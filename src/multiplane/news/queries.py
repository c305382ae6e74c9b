"""The selects of the news feed."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, any_, bindparam, case, cast, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import TIMESTAMP

from multiplane.database.statements import ids, prepare
from multiplane.entities.naming import EPISODE_ID, FULL_NAME, PARENT, with_names
from multiplane.models import Comment, Entity, EntityType, News, Person, PreviewFile, Project, ProjectStatus, Task
from multiplane.news.schemas import FeedQuery

Clauses = list[ColumnElement[bool]]

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


def feed(where: Clauses) -> Select[*tuple[Any, ...]]:
    """News items, newest first; the id breaks ties, because many share a second."""
    rows = _joined(select(*ITEM, *AUTHOR)).where(*where)
    return rows.order_by(News.created_at.desc(), News.id.desc())


def total(where: Clauses) -> Select[*tuple[Any, ...]]:
    """How many news match."""
    return _joined(select(func.count())).where(*where)


def status_counts(where: Clauses) -> Select[*tuple[Any, ...]]:
    """News that changed a status, counted by that status."""
    counted = _joined(select(Comment.task_status_id, func.count().label("amount"))).where(*where, News.change)
    return counted.where(Comment.task_status_id.is_not(None)).group_by(Comment.task_status_id)


def matching(wanted: FeedQuery) -> Clauses:
    """The filters of a request."""
    where: Clauses = []
    if wanted.only_preview:
        where.append(News.preview_file_id.is_not(None))
    for column, value in (
        (Task.task_type_id, wanted.task_type_id),
        (Comment.task_status_id, wanted.task_status_id),
        (News.author_id, wanted.person_id),
    ):
        if value is not None:
            where.append(column == value)
    if wanted.episode_id is not None:
        where.append(case((EntityType.name == "Shot", PARENT.c.parent_id)) == wanted.episode_id)
    if wanted.after is not None:
        where.append(News.created_at > _moment(wanted.after))
    if wanted.before is not None:
        where.append(News.created_at < _moment(wanted.before))
    return where


def _joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return with_names(
        statement.select_from(News)
        .join(Task, Task.id == News.task_id)
        .join(Project, Project.id == Task.project_id)
        .join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .join(Person, Person.id == News.author_id)
        .outerjoin(Comment, Comment.id == News.comment_id)
        .outerjoin(PreviewFile, PreviewFile.id == News.preview_file_id)
    )


def _moment(value: str) -> Any:
    return cast(bindparam(None, value, type_=String), TIMESTAMP())
