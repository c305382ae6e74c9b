"""The selects and changes of comments."""

from sqlalchemy import and_, any_, bindparam, exists, func, select, text
from sqlalchemy.orm import aliased

from multiplane.access.visibility import COMMENT_SHOWN, role_on_project
from multiplane.database.statements import ids, prepare
from multiplane.models import (
    AttachmentFile,
    Comment,
    CommentPreviewLink,
    Entity,
    EntityType,
    Person,
    PreviewFile,
    Project,
    ProjectTaskStatusLink,
    Task,
    TaskPersonLink,
    TaskStatus,
    TaskType,
)
from multiplane.web.crud.resource import relation_ids

SIBLING = aliased(Task)
IS_ASSIGNED = exists(
    select(TaskPersonLink.task_id).where(
        TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id == bindparam("person_id")
    )
)
WORKS_ON_ENTITY = exists(
    select(SIBLING.id)
    .join(TaskPersonLink, TaskPersonLink.task_id == SIBLING.id)
    .where(SIBLING.entity_id == Task.entity_id, TaskPersonLink.person_id == bindparam("person_id"))
)

# A task with what the rules and the side effects of its comments need.
TASK = prepare(
    select(
        Task.id,
        Task.project_id,
        Task.entity_id,
        Task.task_type_id,
        Task.task_status_id,
        Project.is_clients_isolated,
        Entity.parent_id.label("entity_parent_id"),
        Entity.created_by.label("entity_creator_id"),
        EntityType.name.label("entity_type_name"),
        TaskType.name.label("task_type_name"),
        TaskType.department_id,
        IS_ASSIGNED.label("is_assigned"),
        WORKS_ON_ENTITY.label("works_on_entity"),
    )
    .outerjoin(Project, Project.id == Task.project_id)
    .outerjoin(Entity, Entity.id == Task.entity_id)
    .outerjoin(EntityType, EntityType.id == Entity.entity_type_id)
    .outerjoin(TaskType, TaskType.id == Task.task_type_id)
    .where(Task.id == bindparam("task_id"))
)
ENTITIES_OF_TASKS = prepare(select(Task.entity_id).where(Task.id == any_(ids("task_ids"))))
# Always in the same order, so that comments on several tasks of an entity never wait for each other in a circle.
LOCK_TASKS_OF_ENTITIES = prepare(
    select(Task.id).where(Task.entity_id == any_(ids("entity_ids"))).order_by(Task.id).with_for_update(key_share=True)
)
# The same from a comment, and from the task it is to be moved to.
LOCK_TASKS_AROUND = prepare(
    text(
        """
        SELECT id FROM task WHERE entity_id IN (
            SELECT entity_id FROM task
            WHERE id = (SELECT object_id FROM comment WHERE id = :comment_id) OR id = cast(:target_id AS uuid)
        )
        ORDER BY id FOR NO KEY UPDATE
        """
    )
)
# Left out: a task that somebody made, and works on, since those of the entity were locked. To wait for it now could
# be to wait in a circle.
TASKS_OF_ENTITY = prepare(
    select(Task.id, Task.name, Task.task_type_id, Task.task_status_id, TaskType.name.label("task_type_name"))
    .join(TaskType, TaskType.id == Task.task_type_id)
    .where(Task.entity_id == bindparam("entity_id"))
    .order_by(Task.name, Task.id)
    .with_for_update(of=Task, key_share=True, skip_locked=True)
)
STATUS = prepare(
    select(TaskStatus.__table__, ProjectTaskStatusLink.is_client_allowed.label("project_client_allowed"))
    .outerjoin(
        ProjectTaskStatusLink,
        and_(
            ProjectTaskStatusLink.task_status_id == TaskStatus.id,
            ProjectTaskStatusLink.project_id == bindparam("project_id"),
        ),
    )
    .where(TaskStatus.id == bindparam("status_id"))
)

RETAKES = prepare(
    select(Task.retake_count, Project.max_retakes, Entity.data["max_retakes"].label("entity_cap"))
    .join(Project, Project.id == Task.project_id)
    .outerjoin(Entity, Entity.id == Task.entity_id)
    .where(Task.id == bindparam("task_id"))
)

IS_MENTIONED = prepare(
    text(
        """
        SELECT EXISTS (
            SELECT 1 FROM comment WHERE object_id = :task_id AND (
                EXISTS (
                    SELECT 1 FROM comment_mentions AS mention
                    WHERE mention.comment = comment.id AND mention.person = :person_id
                )
                OR EXISTS (
                    SELECT 1 FROM comment_department_mentions AS mention
                    WHERE mention.comment = comment.id AND mention.department = ANY(cast(:departments AS uuid[]))
                )
                OR EXISTS (
                    SELECT 1
                    FROM jsonb_array_elements(
                        CASE WHEN jsonb_typeof(comment.replies) = 'array' THEN comment.replies ELSE '[]' END
                    ) AS reply
                    WHERE reply -> 'mentions' ? cast(:person_id AS text)
                        OR reply -> 'department_mentions' ?| cast(:departments AS text[])
                )
            )
        )
        """
    )
)

TEAM_NAMES = prepare(
    text(
        """
        SELECT person.id, person.first_name, person.last_name FROM person
        JOIN project_person_link AS link ON link.person_id = person.id
        WHERE link.project_id = :project_id AND person.preview_project_id IS NULL
        """
    )
)
DEPARTMENT_NAMES = prepare(text("SELECT id, name FROM department"))
ADD_MENTIONS = prepare(
    text(
        """
        INSERT INTO comment_mentions (comment, person)
        SELECT :comment_id, person_id FROM unnest(cast(:person_ids AS uuid[])) AS person_id
        """
    )
)
ADD_DEPARTMENT_MENTIONS = prepare(
    text(
        """
        INSERT INTO comment_department_mentions (comment, department)
        SELECT :comment_id, department_id FROM unnest(cast(:department_ids AS uuid[])) AS department_id
        """
    )
)
MENTIONS = prepare(text("SELECT person FROM comment_mentions WHERE comment = :comment_id"))
DEPARTMENT_MENTIONS = prepare(text("SELECT department FROM comment_department_mentions WHERE comment = :comment_id"))
REMOVE_MENTIONS = prepare(text("DELETE FROM comment_mentions WHERE comment = :comment_id"))
REMOVE_DEPARTMENT_MENTIONS = prepare(text("DELETE FROM comment_department_mentions WHERE comment = :comment_id"))

FOLLOWERS = prepare(
    text(
        """
        SELECT person_id FROM task_person_link WHERE task_id = :task_id
        UNION SELECT person_id FROM subscription WHERE task_id = :task_id
        UNION SELECT person_id FROM subscription
            WHERE entity_id = :entity_parent_id AND task_type_id = :task_type_id
        """
    )
)
TEAM_OF_DEPARTMENTS = prepare(
    text(
        """
        SELECT DISTINCT department_link.person_id FROM department_link
        JOIN project_person_link AS team ON team.person_id = department_link.person_id
        WHERE team.project_id = :project_id AND department_link.department_id = ANY(cast(:department_ids AS uuid[]))
        """
    )
)
# What decides whether people may read a comment of a task.
READERS = prepare(
    text(
        """
        SELECT person.id,
            CASE WHEN person.role = 'admin' THEN 'admin'
                ELSE coalesce(nullif(link.role, 'admin'), person.role) END AS role,
            link.person_id IS NOT NULL AS is_member,
            EXISTS (
                SELECT 1 FROM task JOIN task_person_link AS assigned ON assigned.task_id = task.id
                WHERE task.entity_id = :entity_id AND assigned.person_id = person.id
            ) AS works_on_entity
        FROM person
        LEFT JOIN project_person_link AS link ON link.person_id = person.id AND link.project_id = :project_id
        WHERE person.id = ANY(cast(:person_ids AS uuid[]))
        """
    )
)

AUTOMATIONS = prepare(
    text(
        """
        SELECT automation.id, automation.entity_type, automation.out_field_type, automation.out_task_type_id,
            automation.out_task_status_id, automation.import_last_revision,
            coalesce(link_in.priority, 0) > coalesce(link_out.priority, 0) AS is_rollback
        FROM status_automation AS automation
        JOIN project_status_automation_link AS used ON used.status_automation_id = automation.id
        LEFT JOIN (
            SELECT link.task_type_id, link.priority FROM project_task_type_link AS link
            JOIN task_type ON task_type.id = link.task_type_id
            WHERE link.project_id = :project_id AND task_type.for_entity = :for_entity
        ) AS link_in ON link_in.task_type_id = automation.in_task_type_id
        LEFT JOIN (
            SELECT link.task_type_id, link.priority FROM project_task_type_link AS link
            JOIN task_type ON task_type.id = link.task_type_id
            WHERE link.project_id = :project_id AND task_type.for_entity = :for_entity
        ) AS link_out ON link_out.task_type_id = automation.out_task_type_id
        WHERE used.project_id = :project_id AND automation.archived IS NOT TRUE
            AND automation.in_task_type_id = :task_type_id AND automation.in_task_status_id = :task_status_id
        ORDER BY automation.created_at, automation.id
        """
    )
)

RELATIONS = prepare(
    select(
        *(
            relation_ids(Comment, name)
            for name in ("previews", "mentions", "department_mentions", "acknowledgements", "attachment_files")
        )
    ).where(Comment.id == bindparam("comment_id"))
)
PERSONS = prepare(
    select(Person.id, Person.first_name, Person.last_name, Person.has_avatar, Person.role).where(
        Person.id == any_(ids("person_ids"))
    )
)
PREVIEWS = prepare(
    select(
        CommentPreviewLink.comment.label("comment_id"),
        PreviewFile.id,
        PreviewFile.task_id,
        PreviewFile.revision,
        PreviewFile.extension,
        PreviewFile.width,
        PreviewFile.height,
        PreviewFile.duration,
        func.coalesce(PreviewFile.status, "ready").label("status"),
        func.coalesce(PreviewFile.validation_status, "neutral").label("validation_status"),
        PreviewFile.original_name,
        PreviewFile.position,
        PreviewFile.annotations,
    )
    .join(CommentPreviewLink, CommentPreviewLink.preview_file == PreviewFile.id)
    .where(CommentPreviewLink.comment == any_(ids("comment_ids")))
    .order_by(PreviewFile.revision, PreviewFile.position, PreviewFile.created_at)
)
ATTACHMENTS = prepare(
    select(
        AttachmentFile.comment_id,
        AttachmentFile.id,
        AttachmentFile.name,
        AttachmentFile.extension,
        AttachmentFile.size,
        AttachmentFile.reply_id,
    )
    .where(AttachmentFile.comment_id == any_(ids("comment_ids")))
    .order_by(AttachmentFile.created_at, AttachmentFile.id)
)

APPEND_REPLY = prepare(
    text(
        """
        UPDATE comment SET updated_at = now() AT TIME ZONE 'utc',
            replies = CASE WHEN jsonb_typeof(replies) = 'array' THEN replies ELSE '[]' END
                || jsonb_build_array(cast(:reply AS jsonb))
        WHERE id = :comment_id
        RETURNING replies
        """
    )
)
REMOVE_REPLY = prepare(
    text(
        """
        UPDATE comment SET updated_at = now() AT TIME ZONE 'utc', replies = (
            SELECT coalesce(jsonb_agg(reply ORDER BY place), '[]')
            FROM jsonb_array_elements(replies) WITH ORDINALITY AS kept (reply, place)
            WHERE reply ->> 'id' <> cast(:reply_id AS text)
        )
        WHERE id = :comment_id
        RETURNING *
        """
    )
)
STUDIO_OF_PERSON = prepare(text("SELECT studio_id FROM person WHERE id = :person_id"))
MOVE = prepare(
    text("UPDATE comment SET object_id = :task_id, updated_at = now() AT TIME ZONE 'utc' WHERE id = :comment_id")
)
ACKNOWLEDGE = prepare(
    text(
        """
        INSERT INTO comment_acknoledgments (comment, person) VALUES (:comment_id, :person_id) ON CONFLICT DO NOTHING
        """
    )
)
UNACKNOWLEDGE = prepare(
    text("DELETE FROM comment_acknoledgments WHERE comment = :comment_id AND person = :person_id RETURNING person")
)
HAS_PREVIEW = prepare(text("SELECT preview_file FROM comment_preview_link WHERE comment = :comment_id LIMIT 1"))
DELETE_LINKS = tuple(
    prepare(text(statement))
    for statement in (
        "DELETE FROM comment_mentions WHERE comment = ANY(cast(:comment_ids AS uuid[]))",
        "DELETE FROM comment_department_mentions WHERE comment = ANY(cast(:comment_ids AS uuid[]))",
        "DELETE FROM comment_acknoledgments WHERE comment = ANY(cast(:comment_ids AS uuid[]))",
        "DELETE FROM comment_preview_link WHERE comment = ANY(cast(:comment_ids AS uuid[]))",
    )
)
DELETE = prepare(
    text(
        """
        WITH removed AS (
            DELETE FROM comment WHERE id = ANY(cast(:comment_ids AS uuid[])) RETURNING id, object_id
        )
        SELECT removed.id, task.id AS task_id, task.project_id
        FROM removed LEFT JOIN task ON task.id = removed.object_id
        """
    )
)

NEWEST_CLIENT_TEXT = prepare(
    select(Comment.text)
    .join(Task, Task.id == Comment.object_id)
    .where(Comment.object_id == bindparam("task_id"), role_on_project(Comment.person_id, Task.project_id) == "client")
    .order_by(Comment.created_at.desc(), Comment.id.desc())
    .limit(1)
)


# The three that follow take the values of `access.visibility.comment_scope`.
IS_BY_CLIENT = role_on_project(Comment.person_id, Task.project_id) == "client"
COMMENT = prepare(
    select(Comment.__table__, COMMENT_SHOWN.label("is_readable"), IS_BY_CLIENT.label("is_by_client"))
    .outerjoin(Task, Task.id == Comment.object_id)
    .where(Comment.id == bindparam("comment_id"))
)
EDITOR = aliased(Person)
COMMENTS_OF_TASK = prepare(
    select(
        Comment.__table__,
        Person.first_name.label("person_first_name"),
        Person.last_name.label("person_last_name"),
        Person.has_avatar.label("person_has_avatar"),
        Person.role.label("person_role"),
        EDITOR.first_name.label("editor_first_name"),
        EDITOR.last_name.label("editor_last_name"),
        EDITOR.has_avatar.label("editor_has_avatar"),
        EDITOR.role.label("editor_role"),
        TaskStatus.name.label("status_name"),
        TaskStatus.short_name.label("status_short_name"),
        TaskStatus.color.label("status_color"),
        relation_ids(Comment, "acknowledgements"),
        relation_ids(Comment, "mentions"),
        relation_ids(Comment, "department_mentions"),
        COMMENT_SHOWN.label("is_readable"),
        IS_BY_CLIENT.label("is_by_client"),
    )
    .join(Task, Task.id == Comment.object_id)
    .join(Person, Person.id == Comment.person_id)
    .join(TaskStatus, TaskStatus.id == Comment.task_status_id)
    .outerjoin(EDITOR, EDITOR.id == Comment.editor_id)
    .where(Comment.object_id == bindparam("task_id"))
    .order_by(Comment.created_at.desc(), Comment.id.desc())
)
OF_PROJECT = (Task.project_id == bindparam("project_id"), COMMENT_SHOWN)
COMMENTS_OF_PROJECT = prepare(
    select(Comment.__table__, *(relation_ids(Comment, name) for name in Comment.relations))
    .join(Task, Task.id == Comment.object_id)
    .where(*OF_PROJECT)
    .order_by(Comment.updated_at.desc(), Comment.created_at.desc(), Comment.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
COUNT_OF_PROJECT = prepare(
    select(func.count()).select_from(Comment).join(Task, Task.id == Comment.object_id).where(*OF_PROJECT)
)
