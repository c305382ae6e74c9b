"""Request bodies of scenes."""

from pydantic import BaseModel

from multiplane.entities.schemas import Name
from multiplane.ids import Id


class NewScene(BaseModel):
    name: Name
    sequence_id: Id | None = None


class ShotOfScene(BaseModel):
    """The shot made from a scene."""

    shot_id: Id
