"""Request bodies of concepts and their folders."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator

from multiplane.entities.schemas import Metadata, Name
from multiplane.ids import Id, is_id


def linked_id(value: Any) -> Any:
    """The id of a linked entity, given alone or as the `id` of an object."""
    if isinstance(value, dict):
        if "id" not in value:
            raise ValueError("an id is needed")
        return value["id"]
    return value


def valid_id(value: str | None) -> str | None:
    if value is not None and not is_id(value):
        raise ValueError("must be a valid UUID")
    return value and value.lower()


class NewConcept(BaseModel):
    name: Name
    data: Metadata | None = {}
    description: str | None = None
    entity_concept_links: list[Annotated[str, BeforeValidator(linked_id)]] = []
    parent_id: Annotated[str | None, AfterValidator(valid_id)] = None


class FolderName(BaseModel):
    """A new folder, or the new name of one."""

    name: Name


class ConceptMove(BaseModel):
    """Concepts and the folder they go to; none means the root."""

    concept_ids: list[Id]
    concept_folder_id: Id | None = None
