"""Bodies of the operations on task types."""

from pydantic import BaseModel

from multiplane.ids import Id


class TaskTypeOrder(BaseModel):
    """Task types in their new order."""

    task_type_ids: list[Id]
