"""The real server in a process of its own, on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

START = 120
"""Seconds a server may take to start on a machine that does much else."""
SECRET = "a secret for tests, long enough for any hash"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(dsn: str, data: Path, **settings: str) -> Iterator[str]:
    """Run the server on a database; yields its base URL. `settings` are names of `Settings`, as text."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": dsn,
        "SECRET_KEY": SECRET,
        "MULTIPLANE_DATA": str(data),
        "MULTIPLANE_PORT": str(port),
        "BCRYPT_LOG_ROUNDS": "4",
        "MAIL_ENABLED": "false",
        "MAIL_CHECK_DELIVERABILITY": "false",
        "USER_LIMIT": "100000",
        "MULTIPLANE_ENABLE_JOB_QUEUE": "true",
        **{f"MULTIPLANE_{name.upper()}": value for name, value in settings.items()},
    }
    log = (data / f"server-{port}.log").open("wb")
    command = [
        sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "tests.support.strict:create_app",
        "--host", "127.0.0.1", "--port", str(port), "--loop", "uvloop",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_it_answers(process, port, Path(log.name))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server did not start:\n{log.read_text()[-4000:]}")
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not answer within {START} s")
