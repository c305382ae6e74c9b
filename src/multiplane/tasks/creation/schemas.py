"""Bodies of the creation of tasks."""

from pydantic import BaseModel


class TaskTypeSelection(BaseModel):
    """Task types; none means all that suit the entity."""

    task_type_ids: list[str] = []
