"""The events of a casting (03-entities 1.14)."""

from collections.abc import Iterable

from multiplane.database.rows import Row
from multiplane.database.session import Session

NAMES = {"Shot": "shot", "Episode": "episode"}
"""Every other container is announced as an asset, whatever it is."""


def casting_changed(session: Session, container: Row, added: Iterable[str] = (), removed: Iterable[str] = ()) -> None:
    """Emit `<shot|episode|asset>:casting-update` of a container: a row with id, project_id, kind, nb_entities_out."""
    name = NAMES.get(container["kind"], "asset")
    payload = {
        f"{name}_id": container["id"],
        "nb_entities_out": container["nb_entities_out"],
        "added_asset_ids": sorted(added),
        "removed_asset_ids": sorted(removed),
    }
    session.emit(f"{name}:casting-update", payload, container["project_id"])


def stats_changed(session: Session, task: Row) -> None:
    """Emit the live `task:update-casting-stats` of a task: a row with id, project_id, nb_assets_ready."""
    payload = {"task_id": task["id"], "nb_assets_ready": task["nb_assets_ready"]}
    session.emit("task:update-casting-stats", payload, task["project_id"], stored=False)


def asset_changed(session: Session, asset: Row) -> None:
    """Emit `asset:update` of an asset: a row with id, project_id."""
    session.emit("asset:update", {"asset_id": asset["id"]}, asset["project_id"])
