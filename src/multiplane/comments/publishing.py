"""Previews that come with new comments: their slots are made with the comments, their files received after
(04-tasks 4.4, 06-previews-playlists 6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Unavailable
from multiplane.news import service as news
from multiplane.previews.deletion import remove_previews
from multiplane.previews.receiving import Wishes, receive
from multiplane.previews.revisions import add_to_comment
from multiplane.previews.workshop import Workshop
from multiplane.web.uploads import Upload


@dataclass(frozen=True, slots=True)
class Slot:
    """A preview row that waits for its upload."""

    comment: Row
    """The answer of the comment, whose `previews` and `preview_files` follow what becomes of the upload."""
    preview: Row
    upload: Upload


async def make_slots(session: Session, comment: Row, uploads: Sequence[Upload]) -> list[Slot]:
    """One preview for each upload on a new comment: one revision, positions in order. Refusals: `add_to_comment`."""
    slots = []
    for upload in uploads:
        preview = await add_to_comment(session, comment["object_id"], comment["id"], None)
        slots.append(Slot(comment, preview, upload))
    comment["previews"] = [slot.preview["id"] for slot in slots]
    comment["preview_files"] = []
    return slots


async def fill_slots(shop: Workshop, user: CurrentUser, slots: Sequence[Slot], wishes: Wishes) -> None:
    """Receive the uploads. The comments are posted already, so a file that is no preview goes with its slot, silently.

    While the store does not answer, a slot stays and waits for another upload.
    """
    for slot in slots:
        received = await _received(shop, user, slot, wishes)
        if received is None:
            await _drop(shop, user, slot)
        else:
            slot.comment["preview_files"].append(received)


async def _received(shop: Workshop, user: CurrentUser, slot: Slot, wishes: Wishes) -> Row | None:
    preview_id = slot.preview["id"]
    try:
        async with shop.claims.hold(preview_id):
            return await receive(shop, user, preview_id, slot.upload, wishes)
    except Unavailable:
        return slot.preview
    except BadRequest:
        return None


async def _drop(shop: Workshop, user: CurrentUser, slot: Slot) -> None:
    """Remove a slot; the news of the comment shows the last one that is left."""
    kept: list[str] = slot.comment["previews"]
    kept.remove(slot.preview["id"])
    async with shop.database.transaction(user) as session:
        await remove_previews(session, [slot.preview["id"]])
        if kept:
            await news.set_preview(session, slot.comment["id"], kept[-1])
