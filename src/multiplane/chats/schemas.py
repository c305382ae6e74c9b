"""Bodies of the chat routes."""

from pydantic import BaseModel


class NewMessage(BaseModel):
    """POST /data/entities/{id}/chat/messages."""

    message: str
