"""Request bodies of edits."""

from pydantic import BaseModel

from multiplane.entities.schemas import Metadata, Name
from multiplane.ids import Id


class NewEdit(BaseModel):
    name: Name
    description: str | None = ""
    data: Metadata | None = {}
    episode_id: Id | None = None
