"""Request bodies of sequences."""

from pydantic import BaseModel

from multiplane.entities.schemas import Metadata, Name
from multiplane.ids import Id


class NewSequence(BaseModel):
    name: Name
    episode_id: Id | None = None
    description: str | None = ""
    data: Metadata | None = {}
