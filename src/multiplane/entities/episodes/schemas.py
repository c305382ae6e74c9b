"""Request bodies of episodes."""

from typing import Any

from pydantic import BaseModel, field_validator

from multiplane.entities.schemas import Metadata, Name

STATUSES = ("standby", "running", "complete", "canceled")


class NewEpisode(BaseModel):
    """An unknown status becomes `running` (03-entities 4.3)."""

    name: Name
    status: str = "running"
    description: str | None = ""
    data: Metadata | None = {}

    @field_validator("status", mode="before")
    @classmethod
    def known(cls, value: Any) -> Any:
        return value if value in STATUSES else "running"
