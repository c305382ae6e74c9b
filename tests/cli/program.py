"""Starting `multiplane`, reading what it says, and stopping it in every way a machine can."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil

from multiplane.database.embedded import EmbeddedPostgres
from multiplane.database.postmaster import processes

PROGRAM = Path(sys.executable).with_name("multiplane")
PASSWORD = "correct horse"
IN_A_TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"


class Running:
    """A started program. Its output and errors are in `said`; in a terminal, all it showed."""

    def __init__(
        self, folder: Path, arguments: tuple[str, ...], environment: dict[str, str], *, terminal: bool = False
    ) -> None:
        self._log = folder / f"{time.monotonic_ns()}.log"
        self._errors = self._log.with_suffix(".errors")
        command = [str(PROGRAM), *arguments]
        if terminal:
            command = [sys.executable, "-c", IN_A_TERMINAL, *command]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "BCRYPT_LOG_ROUNDS": "4", **environment},
            stdin=subprocess.PIPE if terminal else subprocess.DEVNULL,
            stdout=self._log.open("wb"),
            stderr=self._errors.open("wb"),
        )

    @property
    def output(self) -> str:
        return self._log.read_text()

    @property
    def errors(self) -> str:
        return self._errors.read_text()

    def wait_for(self, pattern: str, seconds: float = 300) -> re.Match[str]:
        """What the program said, as soon as it matches. The limit finds a program that hangs, not a busy machine."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if match := re.search(pattern, self.output):
                return match
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"never said {pattern!r}:\n{self.output}\n{self.errors}")

    def wait_for_url(self) -> str:
        return self.wait_for(r"ready at (http://\S+)")[1]

    def type(self, text: str) -> None:
        """Type into the terminal."""
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.exit_code()

    def exit_code(self) -> int:
        return self.process.wait(300)

    def server_processes(self) -> list[int]:
        """The processes that answer requests."""
        children = psutil.Process(self.process.pid).children()
        return [child.pid for child in children if "spawn_main" in " ".join(child.cmdline())]

    def end(self) -> None:
        """Stop the program if it still runs."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


def postgres_processes(data: Path) -> set[int]:
    """The PostgreSQL that works in a data folder."""
    return processes(data / "postgres")


def stop_postgres(data: Path) -> None:
    """Stop a PostgreSQL that a killed program left."""
    server = EmbeddedPostgres()
    server.start(data)
    server.stop()


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_until_gone(*pids: int, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < deadline, f"still there: {[pid for pid in pids if alive(pid)]}"
        time.sleep(0.05)


def login(url: str, email: str, password: str) -> httpx.Client:
    """A client signed in as a person."""
    answer = httpx.post(f"{url}/auth/login", json={"email": email, "password": password}, timeout=30)
    assert answer.status_code == 200, answer.text
    token = answer.json()["access_token"]
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
