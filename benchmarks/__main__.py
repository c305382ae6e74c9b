"""`make benchmark`: big studios in a PostgreSQL of their own, the real server, a table for each.

The tables go to the terminal and, with `--save`, to `benchmarks/RESULTS.md`. Measure on a quiet machine.
"""

import argparse
import asyncio
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from tests.conftest import administer, database_at
from tests.support.server import SECRET, serving

from benchmarks import paths
from benchmarks.paths import Server
from benchmarks.studio import Size, build
from benchmarks.table import Line, markdown, show
from multiplane.access.tokens import issue_pair
from multiplane.database.embedded import EmbeddedPostgres
from multiplane.database.migrate import upgrade

RESULTS = Path(__file__).parent / "RESULTS.md"
FULL = Size()
TENTH = Size(shots=1_000, assets=200, people=30)
WIDE = Size(shots=100, assets=5_000, asset_task_types=15)
"""A production of assets: few shots beside many of them."""
WIDE_TENTH = Size(shots=100, assets=500, asset_task_types=15)


@contextmanager
def studio_server(dsn: str, name: str, size: Size, folder: Path) -> Iterator[Server]:
    """A server on a new database filled to a size."""
    console, start = Console(), time.perf_counter()
    administer(dsn, f"CREATE DATABASE {name}")
    own = database_at(dsn, name)
    with console.status(f"building {describe(size)}"):
        asyncio.run(upgrade(own))
        studio = asyncio.run(build(own, size))
    console.print(f"built {size.tasks:,} tasks in {time.perf_counter() - start:.0f} s")
    data = folder / name
    data.mkdir()
    with serving(own, data) as url:
        yield Server(int(url.rsplit(":", 1)[1]), own, issue_pair(SECRET, studio.admin_id).access, studio)


async def measure(server: Server) -> list[Line]:
    """Every hot path of one studio."""
    return [
        *await paths.boards(server, "shots"),
        *await paths.boards(server, "assets"),
        *await paths.reads(server),
        *await paths.after_changes(server),
    ]


def sections(dsn: str, folder: Path, *, small: bool) -> Iterator[tuple[str, list[Line]]]:
    """The parts of the result: the big studio, the wide one, and how time grows with the rows."""
    with ExitStack() as stack:
        big = stack.enter_context(studio_server(dsn, "big", TENTH if small else FULL, folder))
        yield describe(TENTH if small else FULL), asyncio.run(measure(big))
        tenth = Size(shots=100, assets=20, people=30) if small else TENTH
        little = stack.enter_context(studio_server(dsn, "little", tenth, folder))
        yield "Ten times the rows", asyncio.run(paths.growth(little, big))
    wide = WIDE_TENTH if small else WIDE
    with studio_server(dsn, "wide", wide, folder) as server:
        yield describe(wide), asyncio.run(measure(server))


def describe(size: Size) -> str:
    return f"{size.shots:,} shots, {size.assets:,} assets, {size.tasks:,} tasks, {size.people} people"


def machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--save", action="store_true", help="write benchmarks/RESULTS.md")
    parser.add_argument("--small", action="store_true", help="a tenth of everything, to try the harness")
    options = parser.parse_args()
    parts = [f"# Measured\n\n{datetime.now(UTC):%Y-%m-%d}, {machine()}. Client and server share the machine.\n"]
    with tempfile.TemporaryDirectory(prefix="multiplane-benchmark-") as folder:
        postgres = EmbeddedPostgres()
        dsn = postgres.start(Path(folder))
        try:
            for title, lines in sections(dsn, Path(folder), small=options.small):
                show(title, lines)
                parts.append(markdown(title, lines))
        finally:
            postgres.stop()
    if options.save:
        RESULTS.write_text("\n".join(parts))


if __name__ == "__main__":
    main()
