"""The selects and changes of notifications."""

from functools import cache

from sqlalchemy import (
    Boolean,
    ColumnElement,
    String,
    and_,
    any_,
    bindparam,
    cast,
    delete,
    func,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP

from multiplane.access.visibility import COMMENT_SHOWN, role_on_project
from multiplane.database.statements import Prepared, ids, prepare
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

MOST_NOTIFICATIONS = 100

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
OF_PROJECT = prepare(
    select(Notification.__table__)
    .join(Task, Task.id == Notification.task_id)
    .where(Task.project_id == bindparam("project_id"))
    .order_by(Notification.updated_at.desc(), Notification.created_at.desc(), Notification.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
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


PROJECT_ID = func.coalesce(Task.project_id, Playlist.project_id)
WATCHED = and_(Subscription.task_id == Notification.task_id, Subscription.person_id == Notification.person_id)
# Roles and teams change after a notification is made: its texts are shown by the rules of now. What clients do is
# hidden where the reader is an artist or a vendor (04-tasks 4.9).
TEXTS_ARE_READABLE = and_(
    COMMENT_SHOWN,
    or_(
        not_(or_(Task.project_id == any_(ids("artist_in")), Task.project_id == any_(ids("vendor_in")))),
        role_on_project(Notification.author_id, Task.project_id) != "client",
    ),
)
NOTIFICATIONS = with_names(
    select(
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
        PROJECT_ID.label("project_id"),
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
        TEXTS_ARE_READABLE.label("texts_are_readable"),
    )
    .select_from(Notification)
    .outerjoin(Task, Task.id == Notification.task_id)
    .outerjoin(Playlist, Playlist.id == Notification.playlist_id)
    .outerjoin(Project, Project.id == PROJECT_ID)
    .outerjoin(Entity, Entity.id == Task.entity_id)
    .outerjoin(EntityType, EntityType.id == Entity.entity_type_id)
    .outerjoin(Comment, Comment.id == Notification.comment_id)
    .outerjoin(Subscription, WATCHED)
).where(Notification.person_id == bindparam("reader_id"))
FILTERS: dict[str, ColumnElement[bool]] = {
    "after": Notification.created_at > cast(bindparam("after", type_=String), TIMESTAMP()),
    "before": Notification.created_at < cast(bindparam("before", type_=String), TIMESTAMP()),
    "task_type_id": Task.task_type_id == bindparam("task_type_id"),
    "task_status_id": Task.task_status_id == bindparam("task_status_id"),
    "kind": Notification.type == bindparam("kind", type_=String),
    "read": Notification.read == bindparam("read"),
    "watching": Subscription.id.is_not(None) == bindparam("watching", type_=Boolean),
    "notification_id": Notification.id == bindparam("notification_id"),
}


@cache
def notifications(filters: frozenset[str]) -> Prepared:
    """The caller's newest notifications with what they are about, 100 at most, by these of `FILTERS`.

    Takes the values of the filters and of `access.visibility.comment_scope`.
    """
    newest_first = (Notification.created_at.desc(), Notification.id.desc())
    where = (FILTERS[name] for name in filters)
    return prepare(NOTIFICATIONS.where(*where).order_by(*newest_first).limit(MOST_NOTIFICATIONS))
