"""Bodies of assignments."""

from typing import Annotated

from pydantic import BaseModel, Field

from multiplane.ids import Id
from multiplane.tasks.schemas import TaskSelection


class Assignee(BaseModel):
    """Who gets a task."""

    person_id: str


class Unassignment(TaskSelection):
    """Tasks to take from a person, or from everybody."""

    person_id: Id | None = None


class PriorityChange(TaskSelection):
    """Tasks and their new priority."""

    priority: Annotated[int, Field(ge=0)]
