"""The bodies of the descriptor routes."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

Choice = str | dict[str, Any]


class DescriptorFields(BaseModel):
    """What both writes take; a key left out means its default."""

    data_type: str = "string"
    for_client: bool = False
    choices: list[Choice] = []
    departments: list[str] = []


class NewDescriptor(DescriptorFields):
    name: Annotated[str, Field(min_length=1)]
    entity_type: str = "Asset"
    task_type_id: str | None = None


class DescriptorChange(DescriptorFields):
    """An update replaces everything but the name, which stays when it is null or left out."""

    name: str | None = None


class DescriptorOrder(BaseModel):
    entity_type: str
    descriptor_ids: Annotated[list[str], Field(min_length=1)]
