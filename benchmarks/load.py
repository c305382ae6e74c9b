"""A small HTTP client that costs less than what it measures: keep-alive connections and no parsing."""

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """Requests per second, and how long one takes (milliseconds)."""

    per_second: float
    median: float
    slowest: float


async def rate(port: int, path: str, token: str, *, connections: int = 8, seconds: float = 4) -> Rate:
    """Ask for one path over and over."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nAccept-Encoding: identity\r\n\r\n"
    ).encode()
    times: list[float] = []
    end = time.perf_counter() + seconds
    start = time.perf_counter()
    await asyncio.gather(*(_client(port, request, end, times) for _ in range(connections)))
    elapsed = time.perf_counter() - start
    times.sort()
    return Rate(len(times) / elapsed, times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000)


async def _client(port: int, request: bytes, end: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < end:
        start = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode() + (await reader.read(500)).decode())
        await reader.readexactly(_length(head))
        times.append(time.perf_counter() - start)
    writer.close()


def _length(head: bytes) -> int:
    lower = head.lower()
    place = lower.index(b"content-length:") + 15
    return int(lower[place : lower.index(b"\r\n", place)])


async def download(port: int, path: str, token: str) -> tuple[float, float, int]:
    """Fetch one large answer: seconds to the first byte of the body, to the last, and its size."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    start = time.perf_counter()
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        "Accept-Encoding: identity\r\nConnection: close\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode() + (await reader.read(500)).decode())
    size, first = 0, 0.0
    while piece := await reader.read(2**18):
        first = first or time.perf_counter() - start
        size += len(piece)
    writer.close()
    return first, time.perf_counter() - start, size
