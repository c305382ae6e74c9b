"""The generic resources of chats."""

from multiplane.chats import queries
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import Chat, ChatMessage
from multiplane.web.crud.resource import Resource


class ChatResource(Resource):
    """Chats, for administrators (02-models 7.3)."""

    model = Chat
    path = "chats"


class ChatMessageResource(Resource):
    """Messages, for administrators. Deleting one leaves its attachments without message (02-models 1.9)."""

    model = ChatMessage
    path = "chat-messages"

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        await session.run(queries.DETACH_ATTACHMENTS, message_id=row["id"])
