"""What an entity is called outside its project, and the episode it belongs to, as SQL (03-entities 2)."""

from typing import Any

from sqlalchemy import Select, case, func

from multiplane.database.statements import among
from multiplane.models import Entity, EntityType

PARENT = Entity.__table__.alias("parent_entity")
GRANDPARENT = Entity.__table__.alias("grandparent_entity")

FULL_NAME: Any = case(
    (EntityType.name == "Shot", func.concat_ws(" / ", GRANDPARENT.c.name, PARENT.c.name, Entity.name)),
    (EntityType.name == "Sequence", func.concat_ws(" / ", PARENT.c.name, Entity.name)),
    (EntityType.name == "Episode", Entity.name),
    else_=func.concat_ws(" / ", EntityType.name, Entity.name),
)
"""`Episode / Sequence / Shot`, `Episode / Sequence`, `Episode`, and `Type / Name` for anything else."""

EPISODE_ID: Any = case(
    (EntityType.name == "Shot", PARENT.c.parent_id),
    (among(EntityType.name, ("Sequence", "Edit")), Entity.parent_id),
    (EntityType.name == "Episode", Entity.id),
    (among(EntityType.name, ("Scene", "Concept", "ConceptFolder")), None),
    else_=Entity.source_id,
)
"""The episode of a shot, sequence or edit, the episode itself, or the main episode of an asset."""


def with_names(statement: Select[Any]) -> Select[Any]:
    """A select from entities and their types, joined with what `FULL_NAME` and `EPISODE_ID` need."""
    return statement.outerjoin(PARENT, PARENT.c.id == Entity.parent_id).outerjoin(
        GRANDPARENT, GRANDPARENT.c.id == PARENT.c.parent_id
    )
