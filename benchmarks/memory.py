"""How much memory a server takes while it works."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

MEGABYTE = 2**20


class Memory:
    """The resident memory of the server that listens on a port, with its worker processes."""

    def __init__(self, port: int) -> None:
        parents = [process for process in psutil.process_iter(["cmdline"]) if _serves(process, port)]
        self._processes = {process for parent in parents for process in (parent, *parent.children(recursive=True))}

    def now(self) -> int:
        """Bytes."""
        return sum(process.memory_info().rss for process in self._processes if process.is_running())

    @contextmanager
    def peak(self) -> Iterator[list[int]]:
        """Yields a list that holds the extra bytes of the block once it ends."""
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


def _serves(process: psutil.Process, port: int) -> bool:
    command = process.info["cmdline"] or ()
    return "granian" in " ".join(command) and str(port) in command
