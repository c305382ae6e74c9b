"""The live stream's own process, when several workers share it."""

import asyncio
import multiprocessing
import signal
import tempfile
import threading
from multiprocessing.process import BaseProcess
from pathlib import Path

from multiplane.cli.server_process import end_with_the_supervisor

PAUSE = 1.0
"""Seconds before a process that died is started again."""


class RealtimeProcess:
    """Keeps the process alive until it is stopped."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="multiplane-")
        self.socket = Path(self._folder.name) / "realtime.sock"
        self._process: BaseProcess | None = None
        self._stopping = threading.Event()
        self._guard = threading.Thread(target=self._keep_alive, daemon=True)

    def start(self) -> None:
        """Start it and come back; until it takes clients the workers answer 503."""
        self._guard.start()

    def stop(self) -> None:
        """End it and remove its socket."""
        self._stopping.set()
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join(10)
        self._folder.cleanup()

    def _keep_alive(self) -> None:
        context = multiprocessing.get_context("spawn")
        while not self._stopping.is_set():
            self.socket.unlink(missing_ok=True)
            self._process = context.Process(target=serve_live_stream, args=(str(self.socket),), daemon=True)
            self._process.start()
            self._process.join()
            self._stopping.wait(PAUSE)


def serve_live_stream(socket: str) -> None:
    """What runs in the process."""
    end_with_the_supervisor()
    asyncio.run(_serve(socket))


async def _serve(socket: str) -> None:
    # Imported late: the process is already under its guard when it loads the application.
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.server.embed import Server  # noqa: PLC0415

    from multiplane.cli.logs import configure_logs  # noqa: PLC0415
    from multiplane.realtime.stream import create_live_stream  # noqa: PLC0415
    from multiplane.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    configure_logs(settings)
    server = Server(
        create_live_stream(settings), uds=Path(socket), interface=Interfaces.ASGI, websockets=True, log_enabled=False
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    await server.serve()
