"""Request bodies of castings."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, RootModel

from multiplane.casting.breakdown import Cast
from multiplane.database.errors import FormatRefused
from multiplane.errors import BadRequest, SimpleBadRequest
from multiplane.ids import Id, is_id
from multiplane.models import EntityLink
from multiplane.web.crud.resource import table_of
from multiplane.web.crud.values import column_value

NOT_AN_ARRAY = "Request body must be a JSON array"
NOT_A_MAPPING = "Request body must be a JSON object mapping entity ids to casting arrays"
NB_OCCURENCES = table_of(EntityLink).c.nb_occurences
MOST = 2**31 - 1
"""The greatest count a link can hold."""

Count = Annotated[int, Field(ge=0, le=MOST)]
Label = Annotated[str, Field(max_length=80)]


class CastInput(BaseModel):
    """An asset of a casting."""

    asset_id: Id
    nb_occurences: Count = 1
    label: Label = ""


class Casting(RootModel[list[CastInput]]):
    """The whole casting of an asset."""


class Castings(RootModel[dict[str, list[CastInput]]]):
    """The whole castings of some entities, by entity id."""


class AssetCasting(BaseModel):
    """In which entities to cast an asset; null keeps what a link has, 0 removes the link."""

    entity_ids: list[Id] = Field(min_length=1)
    nb_occurences: Count | None = None
    label: Label | None = None


def casting_of(body: Any) -> list[Cast]:
    """The casting an array describes; items without asset or count are passed over (03-entities 6.2).

    400 when it is not an array, or an item holds a value the database cannot.
    """
    if not isinstance(body, list):
        raise SimpleBadRequest(NOT_AN_ARRAY)
    if not all(isinstance(item, dict) for item in body):
        raise BadRequest(FormatRefused.message)
    return [_cast(item) for item in body if "asset_id" in item and "nb_occurences" in item]


def castings_of(body: Any) -> dict[str, list[Cast]]:
    """The castings an object describes, by entity id; 400 when it is not an object of arrays."""
    if not isinstance(body, dict) or not all(isinstance(casting, list) for casting in body.values()):
        raise SimpleBadRequest(NOT_A_MAPPING)
    return {entity_id: casting_of(casting) for entity_id, casting in body.items()}


def _cast(item: dict[str, Any]) -> Cast:
    asset_id, label = item["asset_id"], item.get("label")
    label = "" if label is None else label
    if not is_id(asset_id) or not isinstance(label, str) or len(label) > 80 or "\x00" in label:
        raise BadRequest(FormatRefused.message)
    return Cast(asset_id.lower(), _count(item["nb_occurences"]), label)


def _count(value: Any) -> int:
    try:
        count = column_value(NB_OCCURENCES, value)
    except FormatRefused:
        count = None
    if not isinstance(count, int) or not -MOST <= count <= MOST:
        raise BadRequest(FormatRefused.message)
    return count
