"""Bodies of subscriptions."""

from typing import Annotated

from pydantic import BaseModel, Field


class Unsubscription(BaseModel):
    """Tasks to stop following; what is no task is ignored."""

    task_ids: Annotated[list[str], Field(min_length=1)]
