"""What runs in each server process: the application, and a guard that ends it with its supervisor."""

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiplane.web.front import ASGIApp

LAST_WORDS = 2.0
"""Seconds that an orphan gets to end its requests before it is gone, so that the port is free again."""


def application() -> "ASGIApp":
    """The application, with the settings that the supervisor left in the environment."""
    end_with_the_supervisor()
    return _create()


def end_with_the_supervisor() -> None:
    """Leave the terminal's reach, and end when the supervisor does, however that happens."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        os.setpgid(0, 0)  # a Ctrl-C in the terminal is for the supervisor, which ends its processes in order
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _create() -> "ASGIApp":
    # Imported late: the second this takes, the process is already out of the terminal's reach.
    from multiplane.app import create_app  # noqa: PLC0415
    from multiplane.cli.logs import configure_logs  # noqa: PLC0415
    from multiplane.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    configure_logs(settings)
    return create_app(settings)


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_WORDS)
    os._exit(1)
