"""Pictures and movies sent at once by one process (00-conventions 11.5)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from multiplane.errors import ApiError

ROOTS = ("pictures", "movies")


class TooManyRequests(ApiError):
    """503: every slot was taken for too long."""

    status = 503

    def __init__(self) -> None:
        super().__init__("Too many media requests, retry later.")

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "5", "Cache-Control": "no-store"}


class MediaSlots:
    """Lets some requests for media through at a time; the others wait for a while."""

    def __init__(self, at_once: int, patience: float) -> None:
        """`at_once` 0: no limit. `patience` in seconds, 0: for ever."""
        self._slots = asyncio.Semaphore(at_once) if at_once else None
        self._patience = patience or None

    @asynccontextmanager
    async def slot(self, method: str, path: str) -> AsyncIterator[None]:
        """A turn for this request, if it needs one. Raises TooManyRequests."""
        if self._slots is None or method not in ("GET", "HEAD") or not is_media(path):
            yield
            return
        try:
            await asyncio.wait_for(self._slots.acquire(), self._patience)
        except TimeoutError as error:
            raise TooManyRequests from error
        try:
            yield
        finally:
            self._slots.release()


def is_media(path: str) -> bool:
    """Whether a path, with or without `/api`, is one of pictures or movies."""
    parts = path.removeprefix("/api").split("/", 2)
    return len(parts) > 2 and parts[1] in ROOTS
