"""Earlier names and frame ranges of shots (03-entities 1.8)."""

from typing import Any

from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.entities import queries
from multiplane.models import EntityVersion

BOUNDS = ("frame_in", "frame_out")


async def record(session: Session, before: Row, after: Row) -> None:
    """Keep the version of a shot that an update replaces; changes in quick succession are folded into one.

    Only a new name or frame range makes a version. It carries the old name and the new metadata.
    """
    old, new = metadata(before), metadata(after)
    moved = [bound for bound in BOUNDS if bound_of(old, bound) != bound_of(new, bound)]
    if not moved and before["name"] == after["name"]:
        return
    newest = await session.one(queries.NEWEST_VERSION, entity_id=before["id"], person_id=session.user.id)
    if newest is not None and folds(newest, before["name"], old, moved):
        await session.update(EntityVersion, newest["id"], {"data": new})
    else:
        version = {"entity_id": before["id"], "name": before["name"], "data": new, "person_id": session.user.id}
        await session.insert(EntityVersion, version)


def folds(version: Row, name: str, old: Row, moved: list[str]) -> bool:
    """Whether a change goes on with what the newest version already covers."""
    covered = metadata(version)
    return (
        version["is_recent"]
        and (not moved or version["name"] == name)
        and all(bound_of(covered, bound) == bound_of(old, bound) for bound in BOUNDS if bound not in moved)
    )


def bound_of(data: Row, bound: str) -> Any:
    """A frame bound as it is compared: missing counts as 0."""
    return data.get(bound, 0)


def metadata(row: Row) -> Row:
    """The metadata of a row as a dictionary."""
    data = decoded(row["data"])
    return data if isinstance(data, dict) else {}
