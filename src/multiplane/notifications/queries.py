"""The selects and changes of notifications."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    any_,
    bindparam,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import role_on_project, visible_comments
from multiplane.database.statements import among, ids, prepare
from multiplane.entities.naming import EPISODE_ID, FULL_NAME, with_names
from multiplane.models import (
    Comment,
    CommentDepartmentMention,
    CommentMention,
    CommentPreviewLink,
    Entity,
    EntityType,
    Notification,
    Playlist,
    PreviewFile,
    Project,
    Subscription,
    Task,
)
from multiplane.notifications.schemas import NotificationQuery

OWN = prepare(
    select(Notification.__table__)
    .where(Notification.id == bindparam("notification_id"), Notification.person_id == bindparam("person_id"))
    .with_for_update()
)
MARK_ALL_READ = prepare(
    text(
        """
        UPDATE notification SET read = true, updated_at = now() AT TIME ZONE 'utc'
        WHERE person_id = :person_id AND NOT read
        """
    )
)
DELETE_OF_COMMENTS = prepare(delete(Notification).where(Notification.comment_id == any_(ids("comment_ids"))))
DELETE_OF_REPLY = prepare(delete(Notification).where(Notification.reply_id == bindparam("reply_id")))
DELETE_MENTIONS = prepare(
    delete(Notification).where(Notification.comment_id == bindparam("comment_id"), Notification.type == "mention")
)
OF_PROJECT = (
    select(Notification.__table__)
    .join(Task, Task.id == Notification.task_id)
    .where(Task.project_id == bindparam("project_id"))
    .order_by(Notification.updated_at.desc(), Notification.id)
)
COUNT_OF_PROJECT = prepare(
    select(func.count())
    .select_from(Notification)
    .join(Task, Task.id == Notification.task_id)
    .where(Task.project_id == bindparam("project_id"))
)

FIRST_PREVIEW = (
    select(PreviewFile.id)
    .join(CommentPreviewLink, CommentPreviewLink.preview_file == PreviewFile.id)
    .where(CommentPreviewLink.comment == Notification.comment_id)
    .order_by(PreviewFile.position, PreviewFile.created_at)
    .limit(1)
    .scalar_subquery()
)
MENTIONS = func.array(
    select(CommentMention.person).where(CommentMention.comment == Notification.comment_id).scalar_subquery()
)
DEPARTMENT_MENTIONS = func.array(
    select(CommentDepartmentMention.department)
    .where(CommentDepartmentMention.comment == Notification.comment_id)
    .scalar_subquery()
)


def notifications(user: CurrentUser, where: list[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """The caller's notifications with what they are about, newest first."""
    project_id = func.coalesce(Task.project_id, Playlist.project_id)
    statement = select(
        Notification.id,
        Notification.type.label("notification_type"),
        Notification.author_id,
        Notification.comment_id,
        Notification.task_id,
        Notification.reply_id,
        Task.task_type_id,
        Comment.task_status_id,
        MENTIONS.label("mentions"),
        DEPARTMENT_MENTIONS.label("department_mentions"),
        FIRST_PREVIEW.label("preview_file_id"),
        project_id.label("project_id"),
        Project.name.label("project_name"),
        Comment.text.label("comment_text"),
        Comment.replies,
        Notification.created_at,
        Notification.read,
        Notification.change,
        func.coalesce(FULL_NAME, "").label("full_entity_name"),
        func.coalesce(EPISODE_ID, Playlist.episode_id).label("episode_id"),
        Entity.preview_file_id.label("entity_preview_file_id"),
        Subscription.id.label("subscription_id"),
        Notification.playlist_id,
        func.coalesce(Playlist.name, "").label("playlist_name"),
        func.coalesce(Playlist.for_entity, "").label("playlist_for_entity"),
        func.coalesce(Playlist.is_for_all, False).label("playlist_is_for_all"),
        _may_read_texts(user).label("texts_are_readable"),
    )
    newest_first = (Notification.created_at.desc(), Notification.id.desc())
    return _joined(statement, project_id).where(Notification.person_id == user.id, *where).order_by(*newest_first)


def matching(wanted: NotificationQuery) -> list[ColumnElement[bool]]:
    """The filters of a request."""
    where: list[ColumnElement[bool]] = []
    if wanted.after is not None:
        where.append(Notification.created_at > _moment(wanted.after))
    if wanted.before is not None:
        where.append(Notification.created_at < _moment(wanted.before))
    if wanted.task_type_id is not None:
        where.append(Task.task_type_id == wanted.task_type_id)
    if wanted.task_status_id is not None:
        where.append(Task.task_status_id == wanted.task_status_id)
    if wanted.kind is not None:
        where.append(Notification.type == bindparam(None, wanted.kind, type_=String))
    if wanted.read is not None:
        where.append(Notification.read.is_(wanted.read))
    if wanted.watching is not None:
        where.append(Subscription.id.is_not(None) if wanted.watching else Subscription.id.is_(None))
    return where


def _joined(statement: Select[*tuple[Any, ...]], project_id: Any) -> Select[*tuple[Any, ...]]:
    watched = and_(Subscription.task_id == Notification.task_id, Subscription.person_id == Notification.person_id)
    return with_names(
        statement.select_from(Notification)
        .outerjoin(Task, Task.id == Notification.task_id)
        .outerjoin(Playlist, Playlist.id == Notification.playlist_id)
        .outerjoin(Project, Project.id == project_id)
        .outerjoin(Entity, Entity.id == Task.entity_id)
        .outerjoin(EntityType, EntityType.id == Entity.entity_type_id)
        .outerjoin(Comment, Comment.id == Notification.comment_id)
        .outerjoin(Subscription, watched)
    )


def _may_read_texts(user: CurrentUser) -> Any:
    """Whether the texts may be shown now: roles and teams change after a notification is made."""
    readable = visible_comments(user)
    if readable is None:
        return literal(True)
    told_by_client = role_on_project(Notification.author_id, Task.project_id) == "client"
    hides_clients = among(Task.project_id, user.projects("user", "vendor"))
    return and_(readable, or_(~hides_clients, ~told_by_client))


def _moment(value: str) -> Any:
    return cast(bindparam(None, value, type_=String), TIMESTAMP())
