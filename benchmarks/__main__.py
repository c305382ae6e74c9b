"""`make benchmark`: a big studio in a PostgreSQL of its own, the real server, one table.

The table goes to the terminal and, with `--save`, to `benchmarks/RESULTS.md`.
"""

import argparse
import asyncio
import os
import platform
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import psutil
from rich.console import Console
from rich.table import Table
from tests.support.server import SECRET, serving

from benchmarks import floors, load
from benchmarks.studio import Size, Studio, build
from multiplane.access.tokens import issue_pair
from multiplane.database.embedded import EmbeddedPostgres
from multiplane.database.migrate import upgrade

RESULTS = Path(__file__).parent / "RESULTS.md"
MEGABYTE = 2**20
ROUNDS = 5


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    path: str
    measured: str
    floor: str
    ratio: str
    goal: str
    kept: bool | None


class Memory:
    """The most memory the server's processes hold while something runs."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._processes = [
            process
            for process in psutil.process_iter(["cmdline"])
            if "granian" in " ".join(process.info["cmdline"] or ()) or "multiprocessing" in str(process.info["cmdline"])
        ]

    def now(self) -> int:
        return sum(process.memory_info().rss for process in self._processes if process.is_running())

    @contextmanager
    def peak(self) -> Iterator[list[int]]:
        """Yields a list that holds the extra bytes once the block ends."""
        extra: list[int] = []
        before, most, done = self.now(), [0], threading.Event()

        def watch() -> None:
            while not done.wait(0.01):
                most[0] = max(most[0], self.now())

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield extra
        finally:
            done.set()
            thread.join()
            extra.append(max(0, most[0] - before))


async def board_lines(port: int, dsn: str, token: str, studio: Studio, kind: str, memory: Memory) -> list[Line]:
    """A board in its forms, against the floor of its rows."""
    floor = statistics.median(
        [await floors.floor(dsn, studio.project_id, shots=kind == "shots") for _ in range(ROUNDS)]
    )
    lines = []
    for form, query, goal in (
        ("streamed compact", "&stream=true&compact=true", 1.5),
        ("compact", "&compact=true", None),
        ("plain", "", 2.5),
    ):
        path = f"/data/{kind}/with-tasks?project_id={studio.project_id}{query}"
        await load.download(port, path, token)
        with memory.peak() as extra:
            runs = [await load.download(port, path, token) for _ in range(ROUNDS)]
        seconds = statistics.median(run[1] for run in runs)
        size = runs[0][2] / MEGABYTE
        ratio = seconds / floor
        small = form != "streamed compact" or extra[0] < 60 * MEGABYTE
        lines.append(
            Line(
                f"{kind}/with-tasks {form}",
                f"{seconds * 1000:.0f} ms, first byte {runs[0][0] * 1000:.0f} ms, {size:.1f} MB, "
                f"+{extra[0] / MEGABYTE:.0f} MB memory",
                f"{floor * 1000:.0f} ms",
                f"{ratio:.2f}x",
                "" if goal is None else f"<= {goal}x" + (", < 60 MB" if form == "streamed compact" else ""),
                None if goal is None else ratio <= goal and small,
            )
        )
    return lines


async def read_lines(port: int, token: str, studio: Studio) -> list[Line]:
    """Single reads, against an authenticated route that does nothing."""
    empty = await load.rate(port, "/rooms", token)
    lines = [Line("/rooms (empty, authenticated)", shown(empty), "", "", "", None)]
    for path in (
        f"/data/shots/{studio.shot_id}",
        f"/data/tasks/{studio.task_id}/full",
        "/data/user/context",
        f"/data/entities/{studio.shot_id}",
        "/data/departments",
    ):
        measured = await load.rate(port, path, token)
        ratio = measured.per_second / empty.per_second
        goal = "" if path == "/data/departments" else ">= 0.33x"
        name = path.replace(studio.shot_id, "{id}").replace(studio.task_id, "{id}")
        floor = f"{empty.per_second:.0f}/s"
        lines.append(Line(name, shown(measured), floor, f"{ratio:.2f}x", goal, ratio >= 1 / 3 if goal else None))
    return lines


def shown(rate: load.Rate) -> str:
    return f"{rate.per_second:.0f}/s, median {rate.median:.1f} ms, 99 % {rate.slowest:.1f} ms"


def markdown(lines: list[Line], title: str) -> str:
    rows = [
        f"| {line.path} | {line.measured} | {line.floor} | {line.ratio} | {line.goal} | {verdict(line)} |"
        for line in lines
    ]
    head = ["| path | measured | floor | ratio | goal | |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([f"## {title}", "", *head, *rows, ""])


def verdict(line: Line) -> str:
    return "" if line.kept is None else "kept" if line.kept else "missed"


def show(lines: list[Line], title: str) -> None:
    table = Table(title=title)
    for column in ("path", "measured", "floor", "ratio", "goal", ""):
        table.add_column(column)
    for line in lines:
        table.add_row(line.path, line.measured, line.floor, line.ratio, line.goal, verdict(line))
    Console(width=180).print(table)


async def measure(size: Size, title: str, dsn: str, data: Path) -> str:
    """Build a studio of a size, serve it, measure it."""
    console = Console()
    with console.status(f"building {size.shots:,} shots, {size.assets:,} assets, {size.tasks:,} tasks"):
        await upgrade(dsn)
        start = time.perf_counter()
        studio = await build(dsn, size)
    console.print(f"built {size.tasks:,} tasks in {time.perf_counter() - start:.0f} s")
    token = issue_pair(SECRET, studio.admin_id).access
    with serving(dsn, data) as url:
        port = int(url.rsplit(":", 1)[1])
        memory = Memory(port)
        lines = await board_lines(port, dsn, token, studio, "shots", memory)
        lines += await board_lines(port, dsn, token, studio, "assets", memory)
        lines += await read_lines(port, token, studio)
    show(lines, title)
    return markdown(lines, title)


def machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--save", action="store_true", help="write benchmarks/RESULTS.md")
    parser.add_argument("--small", action="store_true", help="a tenth of everything, to try the harness")
    options = parser.parse_args()
    size = Size(shots=1_000, assets=200, people=30) if options.small else Size()
    wide = Size(shots=100, assets=500, asset_task_types=15) if options.small else Size(100, 5_000, asset_task_types=15)
    with tempfile.TemporaryDirectory(prefix="multiplane-benchmark-") as folder:
        postgres = EmbeddedPostgres()
        dsn = postgres.start(Path(folder))
        try:
            parts = [asyncio.run(measure(size, f"{size.shots:,} shots, {size.tasks:,} tasks", dsn, Path(folder)))]
            asyncio.run(_again(dsn))
            parts.append(asyncio.run(measure(wide, f"{wide.assets:,} assets, {wide.tasks:,} tasks", dsn, Path(folder))))
        finally:
            postgres.stop()
    if options.save:
        intro = f"# Measured\n\n{datetime.now(UTC):%Y-%m-%d}, {machine()}. Client and server share the machine.\n"
        RESULTS.write_text(intro + "\n" + "\n".join(parts))


async def _again(dsn: str) -> None:
    """An empty database for the next studio."""
    connection = await asyncpg.connect(dsn)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA multiplane CASCADE")
    await connection.close()


if __name__ == "__main__":
    main()
