"""Which tasks, as clauses on `Task` and `Entity`."""

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import assigned_task
from multiplane.database.statements import among
from multiplane.entities.queries import of_kind
from multiplane.models import Entity, Task

Clause = ColumnElement[bool]


def of_entity(entity_id: str) -> Clause:
    """Tasks of the entity itself."""
    return Task.entity_id == entity_id


def below_sequence(sequence_id: str) -> Clause:
    """Tasks of the shots and scenes of a sequence."""
    return Entity.parent_id == sequence_id


def below_episode(episode_id: str) -> Clause:
    """Tasks of the shots and scenes of an episode's sequences."""
    sequence = aliased(Entity)
    return Entity.parent_id.in_(select(sequence.id).where(sequence.parent_id == episode_id))


def of_assets_of_episode(episode_id: str) -> Clause:
    """Tasks of the assets whose main episode it is; those cast in it are not counted."""
    return (Entity.source_id == episode_id) & of_kind("Asset")


def of_edits_of_episode(episode_id: str) -> Clause:
    """Tasks of the edits of an episode."""
    return (Entity.parent_id == episode_id) & of_kind("Edit")


def own_in_open_project(user: CurrentUser) -> Clause:
    """Tasks assigned to the user, of open projects."""
    return assigned_task(user) & among(Task.project_id, user.projects(open_only=True))
