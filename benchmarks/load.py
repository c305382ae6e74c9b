"""A small HTTP client that costs less than what it measures: keep-alive connections and no parsing."""

import asyncio
import statistics
import time
from dataclasses import dataclass

import asyncpg


@dataclass(frozen=True)
class Rate:
    """Requests per second, and how long one takes (milliseconds)."""

    per_second: float
    median: float
    slowest: float

    def __str__(self) -> str:
        return f"{self.per_second:.0f}/s, median {self.median:.1f} ms, 99 % {self.slowest:.1f} ms"


@dataclass(frozen=True)
class Download:
    """Seconds to the first byte of the body and to the last, its size in bytes, and its entity tag if it has one."""

    first: float
    seconds: float
    size: int
    tag: str


async def rate(port: int, path: str, token: str, *, connections: int = 8, seconds: float = 4) -> Rate:
    """Ask for one path over and over, after a second in which connections and plans are made."""
    await _ask(port, path, token, connections, 1)
    return await _ask(port, path, token, connections, seconds)


async def _ask(port: int, path: str, token: str, connections: int, seconds: float) -> Rate:
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


async def download(port: int, path: str, token: str, tag: str = "") -> Download:
    """Fetch one large answer; with a tag, only if it is not that any more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    start = time.perf_counter()
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"Accept-Encoding: identity\r\nIf-None-Match: {tag}\r\nConnection: close\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")):
        raise RuntimeError(head.decode() + (await reader.read(500)).decode())
    size, first = 0, 0.0
    while piece := await reader.read(2**18):
        first = first or time.perf_counter() - start
        size += len(piece)
    writer.close()
    return Download(first, time.perf_counter() - start, size, _tag(head))


def _tag(head: bytes) -> str:
    lines = (line.decode() for line in head.split(b"\r\n"))
    return next((line[5:].strip() for line in lines if line.lower().startswith("etag:")), "")


async def after_changes(port: int, path: str, token: str, dsn: str, rounds: int = 20) -> float:
    """The median seconds of a request (conditional, where answers have tags) after a commit of another program."""
    connection = await asyncpg.connect(dsn)
    times = []
    try:
        tag = (await download(port, path, token)).tag
        for _ in range(rounds):
            await connection.execute("UPDATE task_status SET updated_at = now()")
            times.append((await download(port, path, token, tag)).seconds)
    finally:
        await connection.close()
    return statistics.median(times)
