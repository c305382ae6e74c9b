"""Request bodies of edits."""

from pydantic import AliasChoices, BaseModel, Field

from multiplane.entities.schemas import Metadata, Name
from multiplane.ids import Id


class NewEdit(BaseModel):
    name: Name
    description: str | None = ""
    data: Metadata | None = {}
    # gazu names it by the column it ends in
    episode_id: Id | None = Field(None, validation_alias=AliasChoices("episode_id", "parent_id"))
