"""Bodies of the preview routes."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

LARGEST = 2**31 - 1

Number = Annotated[int, Field(ge=0, le=LARGEST)]


class NewPreview(BaseModel):
    """A preview to add to a comment; the revision is chosen when there is none."""

    revision: Number | None = None


class MainPreview(BaseModel):
    """What illustrates an entity; a frame (1-based) of a movie replaces its pictures."""

    frame_number: Annotated[int, Field(le=LARGEST)] | None = None


class TasksToShow(BaseModel):
    """The tasks whose last preview illustrates their entity."""

    task_ids: Annotated[list[str], Field(min_length=1)]


class NewPosition(BaseModel):
    """The place of a preview in its revision, from 1."""

    position: Number = 0


class Annotations(BaseModel):
    """Changes of the drawings on a preview, applied in this order."""

    additions: list[dict[str, Any]] = []
    updates: list[dict[str, Any]] = []
    deletions: list[dict[str, Any]] = []
