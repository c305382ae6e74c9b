"""Pictures and movies sent at once (00-conventions 11.5)."""

import asyncio

import pytest

from multiplane.web.slots import MediaSlots, TooManyRequests

PICTURE = "/pictures/thumbnails/preview-files/x.png"


@pytest.mark.parametrize("path", [PICTURE, "/api" + PICTURE, "/movies/low/preview-files/x.mp4"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_media_wait_for_their_turn_and_are_refused_after_a_while(method: str, path: str) -> None:
    async def main() -> None:
        slots = MediaSlots(1, 0.05)
        async with slots.slot(method, path):
            with pytest.raises(TooManyRequests) as refusal:
                await slots.slot(method, path).__aenter__()
            assert refusal.value.status == 503
            assert refusal.value.message == "Too many media requests, retry later."
            assert refusal.value.headers() == {"Retry-After": "5", "Cache-Control": "no-store"}
        async with slots.slot(method, path):
            pass

    asyncio.run(main())


@pytest.mark.parametrize(
    ("at_once", "method", "path"),
    [(0, "GET", PICTURE), (1, "POST", PICTURE), (1, "GET", "/data/persons"), (1, "GET", "/picturesque/x")],
)
def test_nothing_else_waits(at_once: int, method: str, path: str) -> None:
    async def main() -> None:
        slots = MediaSlots(at_once, 0.05)
        async with slots.slot(method, path), slots.slot(method, path), slots.slot(method, path):
            pass

    asyncio.run(main())


def test_patience_may_have_no_end() -> None:
    async def main() -> None:
        slots = MediaSlots(1, 0)

        async def wait() -> str:
            async with slots.slot("GET", PICTURE):
                return "had a turn"

        async with slots.slot("GET", PICTURE):
            waiting = asyncio.create_task(wait())
            await asyncio.sleep(0.05)
            assert not waiting.done()
        assert await waiting == "had a turn"

    asyncio.run(main())
