"""The hot paths, measured: each returns lines of the table."""

import statistics
from dataclasses import dataclass

from benchmarks import floors, load
from benchmarks.memory import MEGABYTE, Memory
from benchmarks.studio import Studio
from benchmarks.table import Line

ROUNDS = 5
MOST_MEMORY = 60 * MEGABYTE
LEAST_SHARE = 1 / 3
"""Of the requests per second of an empty route, what a single read must reach."""
FORMS = (("streamed compact", "&stream=true&compact=true", 1.5), ("compact", "&compact=true", None), ("plain", "", 2.5))
"""The forms of a board: name, query, and the most times its floor it may take."""


@dataclass(frozen=True)
class Server:
    """A server on a studio of some size."""

    port: int
    dsn: str
    token: str
    studio: Studio


async def boards(server: Server, kind: str) -> list[Line]:
    """A board (`shots`, `assets`) in its forms, against the floor of its rows."""
    memory = Memory(server.port)
    rows = [await floors.floor(server.dsn, server.studio.project_id, shots=kind == "shots") for _ in range(ROUNDS)]
    return [await _board(server, kind, form, statistics.median(rows), memory) for form in FORMS]


async def _board(server: Server, kind: str, form: tuple[str, str, float | None], floor: float, memory: Memory) -> Line:
    name, query, most = form
    path = board_path(server, kind, query)
    await load.download(server.port, path, server.token)
    with memory.peak() as extra:
        runs = [await load.download(server.port, path, server.token) for _ in range(ROUNDS)]
    seconds = statistics.median(run.seconds for run in runs)
    streams = "stream" in query
    measured = (
        f"{seconds * 1000:.0f} ms, first byte {runs[-1].first * 1000:.0f} ms, {runs[-1].size / MEGABYTE:.1f} MB, "
        f"+{extra[0] / MEGABYTE:.0f} MB memory"
    )
    return Line(
        f"{kind}/with-tasks {name}",
        measured,
        f"{floor * 1000:.0f} ms",
        f"{seconds / floor:.2f}x",
        "" if most is None else f"<= {most}x" + (", < 60 MB" if streams else ""),
        None if most is None else seconds <= most * floor and (not streams or extra[0] < MOST_MEMORY),
    )


def board_path(server: Server, kind: str, query: str) -> str:
    return f"/data/{kind}/with-tasks?project_id={server.studio.project_id}{query}"


async def reads(server: Server) -> list[Line]:
    """Single reads, against an authenticated route that does nothing."""
    studio = server.studio
    empty = await load.rate(server.port, "/rooms", server.token)
    lines = [Line("/rooms (empty, authenticated)", str(empty))]
    for path, has_goal in (
        (f"/data/shots/{studio.shot_id}", True),
        (f"/data/tasks/{studio.task_id}/full", True),
        ("/data/user/context", True),
        (f"/data/entities/{studio.shot_id}", True),
        ("/data/departments", False),
    ):
        measured = await load.rate(server.port, path, server.token)
        share = measured.per_second / empty.per_second
        goal, kept = (">= 0.33x", share >= LEAST_SHARE) if has_goal else ("", None)
        name = path.replace(studio.shot_id, "{id}").replace(studio.task_id, "{id}")
        lines.append(Line(name, str(measured), f"{empty.per_second:.0f}/s", f"{share:.2f}x", goal, kept))
    return lines


async def after_changes(server: Server) -> list[Line]:
    """What is kept while nothing changes, when something did: one request after each commit of another program."""
    paths = {
        "/data/user/context": "/data/user/context",
        "shots/with-tasks, not modified": board_path(server, "shots", "&stream=true&compact=true"),
    }
    lines = []
    for name, path in paths.items():
        seconds = await load.after_changes(server.port, path, server.token, server.dsn)
        lines.append(Line(f"{name}, after a change", f"{seconds * 1000:.1f} ms"))
    return lines


async def growth(small: Server, large: Server) -> list[Line]:
    """A board of ten times the rows, against ten times the time of the small one."""
    lines = []
    for kind in ("shots", "assets"):
        for name, query, _ in FORMS:
            times = []
            for server in (small, large):
                path = board_path(server, kind, query)
                runs = [await load.download(server.port, path, server.token) for _ in range(ROUNDS)]
                times.append(statistics.median(run.seconds for run in runs))
            ratio = times[1] / times[0]
            measured = f"{times[0] * 1000:.0f} ms -> {times[1] * 1000:.0f} ms"
            lines.append(Line(f"{kind}/with-tasks {name}", measured, "", f"{ratio:.1f}x", "<= 15x", ratio <= 15))
    return lines
