"""Review rooms: who watches a playlist together, and what they see (00-conventions 13.3).

State lives in memory only, in the one process that serves Socket.IO.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import bindparam, select

from multiplane.access.user import CurrentUser
from multiplane.database.statements import prepare
from multiplane.ids import is_id
from multiplane.models import Playlist
from multiplane.realtime.sockets import NAMESPACE, Sockets

log = logging.getLogger("multiplane.realtime")

PREFIX = "preview-room:"
RELAYED = (
    "add-annotation",
    "remove-annotation",
    "update-annotation",
    "change-version",
    "panzoom-changed",
    "comparison-panzoom-changed",
)
COMPARING = {
    "enable": False,
    "task_type": None,
    "revision": None,
    "mode": "sidebyside",
    "comparison_preview_index": 0,
}
PLAYBACK: dict[str, Any] = {
    "user_id": None,
    "local_id": None,
    "is_playing": False,
    "current_entity_id": None,
    "current_entity_index": None,
    "current_preview_file_id": None,
    "current_preview_file_index": None,
    "current_frame": 0,
    "is_repeating": None,
    "is_annotations_displayed": False,
    "is_zoom_enabled": False,
    "is_waveform_displayed": False,
    "is_laser_mode": None,
    "handle_in": None,
    "handle_out": None,
    "speed": None,
    "comparing": COMPARING,
}
KEPT_WHEN_ABSENT = ("current_frame", "comparing", "speed")

PLAYLIST = prepare(select(Playlist.project_id, Playlist.for_client).where(Playlist.id == bindparam("playlist_id")))

Message = dict[str, Any]
Handler = Callable[[str, CurrentUser, str, Message, bool], Awaitable[None]]


@dataclass(slots=True)
class Room:
    """One playlist being watched."""

    playlist_id: str
    people: list[str] = field(default_factory=list)
    playback: dict[str, Any] = field(default_factory=lambda: dict(PLAYBACK))

    def state(self) -> Message:
        """All of it, as it is told to the room."""
        return {"playlist_id": self.playlist_id, "people": self.people, **self.playback}

    def take(self, message: Message) -> None:
        """Overwrite the playback: a key that is absent falls back to its default, but for a few."""
        for key, default in PLAYBACK.items():
            if key in message and (key != "speed" or is_number(message[key])):
                self.playback[key] = message[key]
            elif key not in KEPT_WHEN_ABSENT:
                self.playback[key] = default
        self.playback["comparing"] = comparison(self.playback["comparing"])


class ReviewRooms:
    """Listens to the `preview-room:*` messages of the sockets."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._rooms: dict[str, Room] = {}
        self._joined: dict[str, set[str]] = {}
        handlers: dict[str, Handler] = {
            "open-playlist": self._open,
            "close-playlist": self._close,
            "join": self._join,
            "leave": self._leave,
            "room-updated": self._update,
            **{name: partial(self._relay, name) for name in RELAYED},
        }
        for name, handler in handlers.items():
            sockets.server.on(PREFIX + name, partial(self._hear, handler), namespace=NAMESPACE)
        sockets.on_disconnect = self._left_for_good

    async def _hear(self, handler: Handler, sid: str, message: Any = None, only_newcomer: Any = False) -> None:
        """Check the speaker, then act. A malformed or refused message is ignored; the socket stays."""
        playlist_id = message.get("playlist_id") if isinstance(message, dict) else None
        try:
            user = await self._sockets.still_valid(sid)
            if user is None or playlist_id is None or not is_id(playlist_id):
                return
            await handler(sid, user, playlist_id.lower(), message, only_newcomer is True)
        except Exception:
            log.exception("a review room message was not handled")

    async def _may_read(self, user: CurrentUser, playlist_id: str) -> bool:
        """PLAYLIST-READ: on the team, no vendor, a client only when the playlist is for clients."""
        async with self._sockets.database.reading() as session:
            playlist = await session.one(PLAYLIST, playlist_id=playlist_id)
        if playlist is None or not user.has_access(playlist["project_id"]):
            return False
        role = user.role_in(playlist["project_id"])
        return role != "vendor" and (role != "client" or bool(playlist["for_client"]))

    async def _may_write(self, sid: str, user: CurrentUser, playlist_id: str) -> bool:
        """A preview account only watches; the others must be able to read the playlist."""
        return not user.is_preview_account and await self._may_read(user, playlist_id)

    async def _open(self, sid: str, user: CurrentUser, playlist_id: str, message: Message, _new: bool) -> None:
        if await self._may_read(user, playlist_id):
            await self._sockets.server.enter_room(sid, playlist_id, namespace=NAMESPACE)
            await self._tell_people(self._room(playlist_id))

    async def _close(self, sid: str, user: CurrentUser, playlist_id: str, message: Message, _new: bool) -> None:
        await self._sockets.server.leave_room(sid, playlist_id, namespace=NAMESPACE)

    async def _join(self, sid: str, user: CurrentUser, playlist_id: str, message: Message, _new: bool) -> None:
        if not await self._may_read(user, playlist_id):
            return
        room = self._room(playlist_id)
        if not room.people and not user.is_preview_account:
            room.take(message)
        if user.id not in room.people:
            room.people.append(user.id)
        self._joined.setdefault(sid, set()).add(playlist_id)
        await self._tell_people(room)
        await self._tell(room, "room-updated", room.state())

    async def _leave(self, sid: str, user: CurrentUser, playlist_id: str, message: Message, _new: bool) -> None:
        self._joined.get(sid, set()).discard(playlist_id)
        await self._remove(playlist_id, user.id)

    async def _update(self, sid: str, user: CurrentUser, playlist_id: str, message: Message, new: bool) -> None:
        if await self._may_write(sid, user, playlist_id):
            room = self._room(playlist_id)
            room.take(message)
            await self._tell(room, "room-updated", {"only_newcomer": new, **room.state()})

    async def _relay(
        self, name: str, sid: str, user: CurrentUser, playlist_id: str, message: Message, _new: bool
    ) -> None:
        if await self._may_write(sid, user, playlist_id):
            await self._tell(self._room(playlist_id), name, message)

    async def _left_for_good(self, sid: str, user: CurrentUser) -> None:
        for playlist_id in self._joined.pop(sid, set()):
            await self._remove(playlist_id, user.id)

    async def _remove(self, playlist_id: str, person_id: str) -> None:
        room = self._rooms.get(playlist_id)
        if room is None or person_id not in room.people:
            return
        room.people.remove(person_id)
        await self._tell_people(room)
        if not room.people:
            del self._rooms[playlist_id]

    def _room(self, playlist_id: str) -> Room:
        return self._rooms.setdefault(playlist_id, Room(playlist_id))

    async def _tell_people(self, room: Room) -> None:
        people = {"people": room.people, "playlist_id": room.playlist_id, "id": room.playlist_id}
        await self._tell(room, "room-people-updated", people)

    async def _tell(self, room: Room, name: str, message: Message) -> None:
        await self._sockets.server.emit(PREFIX + name, message, room=room.playlist_id, namespace=NAMESPACE)


def is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


def comparison(given: Any) -> Message:
    """The comparison settings, reduced to the known keys."""
    if not isinstance(given, dict):
        return dict(COMPARING)
    return {key: given[key] for key in COMPARING if key in given}
