"""Request bodies of shots."""

from pydantic import BaseModel, ConfigDict

from multiplane.entities.schemas import Metadata, Name
from multiplane.ids import Id


class NewShot(BaseModel):
    name: Name
    sequence_id: Id | None = None
    data: Metadata | None = {}
    nb_frames: int | None = None
    description: str | None = None


class ShotChanges(BaseModel):
    """What an update of a shot may hold; any other column of the entity is taken too (03-entities 4.1)."""

    model_config = ConfigDict(extra="allow")

    name: Name = ""
    description: str | None = None
    nb_frames: int | None = None
    data: Metadata | None = None
    parent_id: Id | None = None
    canceled: bool | None = None
