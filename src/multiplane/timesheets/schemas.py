"""Bodies of time spents."""

from typing import Annotated

from pydantic import BaseModel, Field


class Duration(BaseModel):
    """Minutes."""

    duration: Annotated[float, Field(gt=0, allow_inf_nan=False)]
