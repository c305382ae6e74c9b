"""Bodies of the playlist routes."""

from typing import Annotated

from pydantic import BaseModel, Field

from multiplane.ids import Id


class NewEntry(BaseModel):
    """An entity to add, with the preview to show; without one, its latest."""

    entity_id: Id
    preview_file_id: str | None = None


class Choice(BaseModel):
    """What to look at for a moment."""

    task_ids: list[Id] = []
    entity_ids: list[Id] = []


class NewEntries(BaseModel):
    """Entities to add at once."""

    entities: Annotated[list[NewEntry], Field(min_length=1)]
