"""Receiving, sending and clearing avatars."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from multiplane.access.projects import require_access, require_manager
from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden, NotFound, Unavailable
from multiplane.ids import path_id
from multiplane.media.errors import UnreadableMedia
from multiplane.media.pictures import make_avatar
from multiplane.models import Organisation, Person, Project
from multiplane.models.base import Base
from multiplane.previews.receiving import NOT_A_PICTURE, NOT_PROVIDED
from multiplane.previews.workshop import PICTURES_AT_ONCE, Workshop
from multiplane.storage import StorageUnavailable
from multiplane.storage.registry import discard, record_stored
from multiplane.web.files import UNREACHABLE, ServedFile
from multiplane.web.uploads import Upload

PREFIX = "thumbnails"

Rule = Callable[[Session, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Owner:
    """A kind of object that has an avatar, and who may see and change it."""

    model: type[Base]
    collection: str
    kind: str
    check_read: Rule
    check_write: Rule


async def _anybody(_session: Session, _owner_id: str) -> None:
    """Everybody who is signed in."""


async def _self_or_admin(session: Session, person_id: str) -> None:
    if not session.user.is_admin and session.user.id != person_id:
        raise Forbidden


async def _admin(session: Session, _organisation_id: str) -> None:
    if not session.user.is_admin:
        raise Forbidden


async def _manager_or_member(session: Session, project_id: str) -> None:
    """Any manager of the studio, else ACCESS(p)."""
    if session.user.role != "manager":
        await require_access(session, project_id)


PERSONS = Owner(Person, "persons", "person", _anybody, _self_or_admin)
ORGANISATIONS = Owner(Organisation, "organisations", "organisation", _anybody, _admin)
PROJECTS = Owner(Project, "projects", "project", _manager_or_member, require_manager)


async def shown(session: Session, owner: Owner, owner_id: str) -> ServedFile:
    """The avatar to send. 404 for an unknown owner or one without, 403 where it is not for the caller."""
    row = await _found(session, owner, owner_id)
    await owner.check_read(session, row["id"])
    if not row["has_avatar"]:
        raise NotFound
    return ServedFile("pictures", PREFIX, row["id"], "image/png", row["updated_at"])


async def check_change(session: Session, owner: Owner, owner_id: str) -> str:
    """The id of an owner whose avatar the caller may change: 404, then 403."""
    row = await _found(session, owner, owner_id)
    await owner.check_write(session, row["id"])
    return str(row["id"])


async def receive(shop: Workshop, user: CurrentUser, owner: Owner, owner_id: str, upload: Upload | None) -> Row:
    """Store an avatar; where it is served. The caller checked the rights.

    400 without file, or for what is no picture. Emits `<kind>:update`, `<kind>:set-thumbnail`.
    """
    if upload is None:
        raise BadRequest(NOT_PROVIDED)
    target = upload.path.with_name("avatar.png")
    await _draw(upload.path, target, shop.settings.max_image_pixels)
    try:
        size = await shop.storage.put_file("pictures", PREFIX, owner_id, target)
    except (StorageUnavailable, OSError) as error:
        raise Unavailable(UNREACHABLE) from error
    async with shop.database.transaction(user) as session:
        if await session.update(owner.model, owner_id, {"has_avatar": True}) is None:
            raise NotFound
        await record_stored(session, "pictures", PREFIX, owner_id, size)
        _emit_update(session, owner, owner_id)
        session.emit(f"{owner.kind}:set-thumbnail", {f"{owner.kind}_id": owner_id})
    return {"thumbnail_path": f"pictures/thumbnails/{owner.collection}/{owner_id}.png"}


async def _draw(source: Path, target: Path, max_pixels: int) -> None:
    try:
        async with PICTURES_AT_ONCE:
            await asyncio.to_thread(make_avatar, source, target, max_pixels)
    except UnreadableMedia as error:
        raise BadRequest(NOT_A_PICTURE) from error
    except OSError as error:
        raise Unavailable(UNREACHABLE) from error


async def clear(session: Session, owner: Owner, owner_id: str) -> None:
    """Take an avatar away, its file with it; 404 for an unknown owner. Emits `<kind>:update`."""
    row = await _found(session, owner, owner_id)
    await session.update(owner.model, row["id"], {"has_avatar": False})
    await discard(session, "pictures", PREFIX, [row["id"]], forced=True)
    _emit_update(session, owner, row["id"])


def _emit_update(session: Session, owner: Owner, owner_id: str) -> None:
    if owner is PROJECTS:
        session.emit("project:update", {}, owner_id)
    else:
        session.emit(f"{owner.kind}:update", {f"{owner.kind}_id": owner_id})


async def _found(session: Session, owner: Owner, owner_id: str) -> Row:
    row = await session.get(owner.model, path_id(owner_id))
    if row is None:
        raise NotFound
    return row
