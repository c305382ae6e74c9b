"""What the program says: results on the output, everything else on the error stream."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import NoReturn, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what is wrong and end the program."""
    err.print(message, style="red")
    sys.exit(code)


def can_ask() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


class Steps:
    """The steps of a long work: a bar in a terminal, one line each elsewhere."""

    def __init__(self, total: int) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=20))
        self._bar = Progress(*columns, MofNCompleteColumn(), TimeElapsedColumn(), console=err, transient=True)
        self._task = self._bar.add_task("Starting", total=total)
        self._begun = False

    def __enter__(self) -> Self:
        if err.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take the bar away: somebody else uses the terminal now. Later steps are not shown."""
        if err.is_terminal:
            self._bar.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Take the bar away for a while: somebody else uses the terminal."""
        self.close()
        try:
            yield
        finally:
            self.__enter__()

    def next(self, description: str) -> None:
        """The step before is done; this one begins."""
        if self._begun:
            self._bar.advance(self._task)
        self._begun = True
        self.detail(description)

    def count(self, description: str) -> None:
        """How far the current step is; shown in a terminal only."""
        self._bar.update(self._task, description=description)

    def detail(self, description: str) -> None:
        """What the current step is doing."""
        self.count(description)
        if not err.is_terminal:
            err.print(description)
