"""The selects of chats."""

from sqlalchemy import bindparam, exists, select, text, update

from multiplane.database.statements import prepare
from multiplane.entities.naming import FULL_NAME, with_names
from multiplane.models import (
    AttachmentFile,
    Chat,
    ChatMessage,
    ChatParticipant,
    Entity,
    EntityType,
    Project,
    ProjectStatus,
    Task,
    TaskPersonLink,
)
from multiplane.web.crud.resource import relation_ids

OF_ENTITY = (Chat.object_id == bindparam("entity_id"), Chat.object_type == "entity")

# Nothing in the schema keeps an entity from getting two chats: the first accesses wait for each other.
ONE_AT_A_TIME = prepare(
    text("SELECT pg_advisory_xact_lock(hashtextextended('multiplane.chat.' || cast(:entity_id AS text), 0))")
)
CHAT = prepare(select(Chat.__table__).where(*OF_ENTITY).order_by(Chat.created_at, Chat.id).limit(1))
PARTICIPANTS = prepare(select(relation_ids(Chat, "participants")).where(Chat.id == bindparam("chat_id")))
IS_PARTICIPANT = prepare(
    select(ChatParticipant.person_id).where(
        ChatParticipant.chat_id == bindparam("chat_id"), ChatParticipant.person_id == bindparam("person_id")
    )
)
JOIN = prepare(
    text(
        """
        INSERT INTO chat_participant (chat_id, person_id) VALUES (:chat_id, :person_id)
        ON CONFLICT DO NOTHING
        """
    )
)
LEAVE = prepare(text("DELETE FROM chat_participant WHERE chat_id = :chat_id AND person_id = :person_id"))

MESSAGES = prepare(
    select(ChatMessage.__table__)
    .where(ChatMessage.chat_id == bindparam("chat_id"))
    .order_by(ChatMessage.created_at, ChatMessage.id)
)
MESSAGE = prepare(select(ChatMessage.__table__).where(ChatMessage.id == bindparam("message_id")))
DELETE_MESSAGE = prepare(text("DELETE FROM chat_message WHERE id = :message_id"))
DETACH_ATTACHMENTS = prepare(
    update(AttachmentFile).values(chat_message_id=None).where(AttachmentFile.chat_message_id == bindparam("message_id"))
)


# Of open projects; who may still see the entity is for `service` to tell.
CHATS_OF_PERSON = prepare(
    with_names(
        select(
            Chat.id,
            Chat.object_id,
            Chat.last_message,
            FULL_NAME.label("entity_name"),
            Entity.project_id,
            Entity.preview_file_id,
            exists(
                select(Task.id)
                .join(TaskPersonLink, TaskPersonLink.task_id == Task.id)
                .where(Task.entity_id == Entity.id, TaskPersonLink.person_id == bindparam("person_id"))
                .correlate(Entity)
            ).label("works_on_entity"),
        )
        .select_from(Chat)
        .join(ChatParticipant, ChatParticipant.chat_id == Chat.id)
        .join(Entity, Entity.id == Chat.object_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .join(Project, Project.id == Entity.project_id)
        .join(ProjectStatus, ProjectStatus.id == Project.project_status_id)
    )
    .where(ChatParticipant.person_id == bindparam("person_id"), ProjectStatus.name == "Open")
    .order_by(Chat.last_message.desc(), Chat.id)
)
