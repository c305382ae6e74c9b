"""Reading playlists and adding to them (06-previews-playlists 11)."""

from typing import Any

from multiplane.access.projects import readable_project, refuse_roles, require_access, require_project
from multiplane.database.errors import LockTimedOut
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.service import find_entity
from multiplane.errors import Forbidden, NotFound, Unavailable
from multiplane.ids import is_id, path_id
from multiplane.models import Playlist
from multiplane.playlists import entries, queries
from multiplane.playlists.policy import may_edit, may_read
from multiplane.playlists.schemas import NewEntry
from multiplane.web.crud.pages import Page

PAGE_SIZE = 20
LARGEST_OFFSET = 2**62
FOR_ENTITIES = ("shot", "asset", "sequence", "edit", "episode")
MAIN, ALL = "main", "all"


async def find_playlist(session: Session, playlist_id: str) -> Row:
    """A playlist's row. 404 when malformed or unknown."""
    row = await session.get(Playlist, path_id(playlist_id))
    if row is None:
        raise NotFound
    return row


async def list_of_project(
    session: Session, project_id: str, *, page: int, sort_by: str, task_type_id: str | None
) -> list[Row]:
    """A page of a project's playlists, in short. 403 for vendors; clients get what is for them."""
    where = await _listed_in(session, project_id)
    return await _items(session, where, page, sort_by, task_type_id)


async def list_of_episode(
    session: Session,
    project_id: str,
    episode_id: str,
    *,
    page: int,
    sort_by: str,
    task_type_id: str | None,
    for_entity: str | None,
) -> list[Row]:
    """A page of the playlists of an episode, of the main pack (`main`), or about all episodes (`all`).

    404 for what is no episode of the project.
    """
    where = await _listed_in(session, project_id)
    if episode_id in (MAIN, ALL):
        where += [Playlist.episode_id.is_(None), Playlist.is_for_all.is_(True)]
        if episode_id == MAIN:
            where[-1] = Playlist.is_for_all.is_not(True)
    else:
        episode = await find_entity(session, episode_id, "Episode")
        if episode["project_id"] != path_id(project_id):
            raise NotFound
        where.append(Playlist.episode_id == episode["id"])
    if for_entity is not None:
        where.append(Playlist.for_entity == for_entity)
    return await _items(session, where, page, sort_by, task_type_id)


async def _listed_in(session: Session, project_id: str) -> list[Any]:
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, "vendor")
    where = [Playlist.project_id == project_id]
    if session.user.role_in(project_id) == "client":
        where.append(Playlist.for_client.is_(True))
    return where


async def _items(session: Session, where: list[Any], page: int, sort_by: str, task_type_id: str | None) -> list[Row]:
    if task_type_id is not None:
        where.append(Playlist.task_type_id == task_type_id)
    offset = min((max(page, 1) - 1) * PAGE_SIZE, LARGEST_OFFSET)
    rows = await session.all(queries.items(where, sort_by).limit(PAGE_SIZE).offset(offset))
    return [_item(row) for row in rows]


def _item(row: Row) -> Row:
    first = row.pop("first_preview_file_id")
    item = {"type": "Playlist", **row, "for_entity": row["for_entity"] or "shot"}
    return {**item, "first_preview_file_id": first} if first else item


async def all_of_project(session: Session, project_id: str, page: int) -> Any:
    """Every playlist of a project, last changed first, or the envelope of a page from 1 on."""
    project_id = await require_project(session, project_id)
    if page < 1:
        rows = await session.all(queries.ALL_OF_PROJECT, project_id=project_id, limit=LARGEST_OFFSET, offset=0)
        return [presented(row) for row in rows]
    wanted = Page(page, session.settings.nb_records_per_page)
    total = await session.value(queries.COUNT_OF_PROJECT, project_id=project_id)
    place = {"limit": wanted.limit, "offset": min(wanted.offset, LARGEST_OFFSET)}
    rows = await session.all(queries.ALL_OF_PROJECT, project_id=project_id, **place)
    return wanted.envelope([presented(row) for row in rows], total)


async def builds_of_project(session: Session, project_id: str) -> list[Row]:
    """Every build of the playlists of a project, newest first."""
    project_id = await require_project(session, project_id)
    return [{**row, "type": "BuildJob"} for row in await session.all(queries.OF_BUILDS, project_id=project_id)]


def presented(row: Row) -> Row:
    """The JSON object of a playlist."""
    return {**row, "type": "Playlist"}


async def readable_in(session: Session, project_id: str, playlist_id: str) -> Row:
    """A playlist of a project that the caller may read: 404, ACCESS, no vendors, 404, PLAYLIST-READ."""
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, "vendor")
    row = await session.one(queries.IN_PROJECT, playlist_id=path_id(playlist_id), project_id=project_id)
    if row is None:
        raise NotFound
    if not may_read(session.user, row):
        raise Forbidden
    return row


async def add_entries(session: Session, playlist_id: str, wanted: list[NewEntry]) -> Row:
    """Add entities to a playlist, one request after the other; the playlist. Needs PLAYLIST-EDIT.

    Couples that are there already are passed over. Emits `playlist:add_entity` for each one added.
    """
    playlist = await _editable(session, playlist_id)
    couples = [(item.entity_id, _preview(item.preview_file_id)) for item in wanted]
    asked = [{"entity_id": entity_id} for entity_id, _ in couples]
    await entries.refuse_foreign(session, playlist["project_id"], asked, playlist["shots"])
    shots = entries.stored(playlist["shots"])
    present = {(entries.entity_of(entry), entries.preview_of(entry)) for entry in shots}
    added = []
    for entry in await entries.resolved(session, playlist, couples):
        couple = (entry["entity_id"], entry.get("preview_file_id"))
        if couple not in present:
            present.add(couple)
            added.append(entry)
    after = await session.update(Playlist, playlist["id"], {"shots": [*shots, *added]})
    for entry in added:
        payload = {
            "playlist_id": playlist["id"],
            "entity_id": entry["entity_id"],
            "preview_file_id": entry.get("preview_file_id"),
        }
        session.emit("playlist:add_entity", payload, playlist["project_id"])
    return presented(after or playlist)


def _preview(value: str | None) -> str | None:
    return value.lower() if is_id(value) else None


async def _editable(session: Session, playlist_id: str) -> Row:
    """A playlist to change, locked: 404, then PLAYLIST-EDIT; 503 when somebody else keeps it."""
    playlist = await find_playlist(session, playlist_id)
    if not may_edit(session.user, playlist):
        await require_access(session, playlist["project_id"])
        raise Forbidden
    await session.run(queries.PATIENCE)
    try:
        locked = await session.get(Playlist, playlist["id"], lock=True)
    except LockTimedOut as error:
        raise Unavailable("Could not acquire the lock of this playlist") from error
    if locked is None:
        raise NotFound
    return locked
