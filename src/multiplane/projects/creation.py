"""What comes with a new project: its status, its first episode, the columns other projects share."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.kinds import emit
from multiplane.entities.service import reserved_type_id
from multiplane.models import Entity
from multiplane.projects import queries

FIRST_EPISODE = "E01"


async def open_status_id(session: Session) -> str:
    """The id of the status `Open`, made when missing, without an event (02-models 9.3)."""
    status_id: str | None = await session.value(queries.STATUS_ID, name=queries.OPEN)
    if status_id is None:
        await session.run(queries.MAKE_STATUS, name=queries.OPEN)
        status_id = await session.value(queries.STATUS_ID, name=queries.OPEN)
    assert status_id is not None  # noqa: S101 - just made
    return status_id


async def first_episode_id(session: Session, project: Row) -> str | None:
    """The episode a series opens on; `E01` is made when it has none. None for other productions.

    The project row must be locked or new, so that two writers do not both make one.
    """
    if project["production_type"] != "tvshow":
        return None
    found: str | None = await session.value(queries.FIRST_EPISODE_OF, project_id=project["id"])
    if found is not None:
        return found
    episode = await session.insert(
        Entity,
        {
            "name": FIRST_EPISODE,
            "description": "",
            "data": {},
            "project_id": project["id"],
            "entity_type_id": await reserved_type_id(session, "Episode"),
            "created_by": session.user.id,
        },
    )
    emit(session, "new", episode, "Episode")
    episode_id: str = episode["id"]
    return episode_id
