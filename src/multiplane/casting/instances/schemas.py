"""Request bodies of asset instances."""

from typing import Annotated

from pydantic import BaseModel, Field

from multiplane.ids import Id

Description = Annotated[str, Field(max_length=200)]


class SceneInstance(BaseModel):
    """An asset to place in a scene."""

    asset_id: Id
    description: Description | None = None


class AssetInstanceOfAsset(BaseModel):
    """An asset to place inside another."""

    asset_to_instantiate_id: Id
    description: Description | None = None


class ShotInstance(BaseModel):
    """An instance that plays in a shot."""

    asset_instance_id: Id
