"""What the files and processes of a PostgreSQL cluster say about its server."""

from dataclasses import dataclass
from pathlib import Path

import psutil

PID_FILE = "postmaster.pid"


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The contents of postmaster.pid while its process lives."""

    pid: int
    port: int
    socket_folder: Path
    status: str


def running(cluster: Path) -> Postmaster | None:
    """The server that runs on the cluster folder, in whatever status; None when there is none.

    A file left by a server that was killed counts only if its process is still that PostgreSQL: after a
    restart of the machine the number may belong to anything.
    """
    try:
        lines = (cluster / PID_FILE).read_text().splitlines()
    except FileNotFoundError:
        return None
    if not lines or not lines[0].strip().isdigit() or int(lines[0]) not in processes(cluster):
        return None
    lines += [""] * (8 - len(lines))
    port = int(lines[3]) if lines[3].strip() else 0
    return Postmaster(int(lines[0]), port, Path(lines[4].strip()), lines[7].strip())


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not reaped does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def processes(cluster: Path) -> set[int]:
    """The processes of PostgreSQL that work in the cluster folder: postmaster and backends alike."""
    found = set()
    for process in psutil.process_iter():
        try:
            if process.name() == "postgres" and _works_in(process, cluster):
                found.add(process.pid)
        except psutil.Error:
            continue
    return found


def _works_in(process: psutil.Process, cluster: Path) -> bool:
    """PostgreSQL changes into its cluster folder at start and stays there."""
    try:
        return Path(process.cwd()) == cluster
    except OSError:
        return False
