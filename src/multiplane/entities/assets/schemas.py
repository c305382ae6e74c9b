"""Request bodies of assets."""

from pydantic import BaseModel

from multiplane.entities.schemas import Metadata, Name
from multiplane.ids import Id


class NewAsset(BaseModel):
    name: Name
    description: str = ""
    data: Metadata = {}
    is_shared: bool = False
    episode_id: Id | None = None


class Sharing(BaseModel):
    """Which assets of a project to share; none named means all of them (03-entities 3)."""

    is_shared: bool = True
    asset_ids: list[Id] | None = None


class SharingOfListed(BaseModel):
    """Which assets to share, wherever they are."""

    is_shared: bool = True
    asset_ids: list[Id] = []


class SharingOfType(BaseModel):
    """Whether to share all assets of a type."""

    is_shared: bool = True
