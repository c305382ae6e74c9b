"""Running the server processes and saying when they answer."""

import multiprocessing
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from multiplane.cli.address import Address
from multiplane.cli.console import out
from multiplane.cli.logs import HTTP_SERVER
from multiplane.cli.realtime_process import RealtimeProcess
from multiplane.settings import Settings
from multiplane.settings.loading import CONFIG_VARIABLE

LIVE_STREAM = "/socket.io/?EIO=4&transport=polling"
LAST_REQUESTS = 10
"""Seconds that a stopping server process gets to end its requests."""


def run(settings: Settings, address: Address) -> None:
    """Serve until Ctrl-C or SIGTERM. Raises SystemExit(1) when the server processes cannot be kept alive."""
    if settings.workers == 1:
        _serve(settings, address)
        return
    realtime = RealtimeProcess()
    settings = settings.model_copy(update={"realtime_socket": realtime.socket})
    _hand_over(settings)
    realtime.start()
    try:
        _serve(settings, address)
    finally:
        realtime.stop()


def _serve(settings: Settings, address: Address) -> None:
    _hand_over(settings)
    hang_up = signal.getsignal(signal.SIGHUP)
    # Started afresh, a server process inherits neither locks nor open files of this one.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "multiplane.cli.server_process:application",
        factory=True,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        address=address.ip,
        port=address.port,
        workers=settings.workers,
        websockets=True,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_REQUESTS,
        log_level=LogLevels.debug if settings.debug else LogLevels.warning,
        log_dictconfig=HTTP_SERVER,
        log_access=False,
    )
    announcement = Announcement(address)
    server.on_startup(lambda: _stop_with_the_terminal(server.signal_handler_interrupt, hang_up))
    server.on_startup(announcement.start)
    server.on_shutdown(announcement.cancel)
    server.serve()


def _stop_with_the_terminal(stop: Callable[..., None], before: object) -> None:
    """A closed terminal stops the server, unless it was started with nohup."""
    ignored = before is signal.SIG_IGN
    signal.signal(signal.SIGHUP, signal.SIG_IGN if ignored else stop)


def _hand_over(settings: Settings) -> None:
    """Leave the settings in the environment, where the server processes read them."""
    for name in ("MULTIPLANE_ADMIN_EMAIL", "MULTIPLANE_ADMIN_PASSWORD"):
        os.environ.pop(name, None)
    os.environ.update(settings.to_environment())
    os.environ[CONFIG_VARIABLE] = os.devnull  # all is in the environment now; no file may add to it


class Announcement:
    """Prints the address as soon as the server, live stream included, really answers there."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._cancelled = threading.Event()

    def start(self) -> None:
        """Begin to wait, beside the server."""
        threading.Thread(target=self._wait, daemon=True).start()

    def cancel(self) -> None:
        """The server stops: there is nothing to announce any more."""
        self._cancelled.set()

    def _wait(self) -> None:
        while not self._cancelled.wait(0.1):
            if all(_answers(self._address.url + path) for path in ("/", LIVE_STREAM)):
                out.print(f"Multiplane is ready at {self._address.url}")
                if self._address.network_url:
                    out.print(f"On the network, try {self._address.network_url}")
                out.print("Stop it with Ctrl-C.")
                return


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        time.sleep(0.1)
        return False
