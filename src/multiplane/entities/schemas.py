"""Parts that the request bodies of entities share."""

from typing import Annotated, Any

from pydantic import Field

Name = Annotated[str, Field(min_length=1, max_length=160)]
"""A name as the database takes it."""
Metadata = dict[str, Any]
"""The values of the production's own columns."""
