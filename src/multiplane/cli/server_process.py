"""What runs in each server process: the application, and a guard that ends it with its supervisor."""

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import wait

from multiplane.app import create_app
from multiplane.web.front import ASGIApp

LAST_WORDS = 2.0
"""Seconds that an orphan gets to end its requests before it is gone, so that the port is free again."""


def application() -> ASGIApp:
    """The application, with the settings that the supervisor left in the environment."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    return create_app()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_WORDS)
    os._exit(1)
