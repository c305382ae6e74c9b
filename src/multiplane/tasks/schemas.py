"""Bodies of the operations on tasks."""

from typing import Annotated

from pydantic import BaseModel, Field

from multiplane.ids import Id

TaskIds = Annotated[list[Id], Field(min_length=1)]


class TaskSelection(BaseModel):
    """Some tasks."""

    task_ids: TaskIds
