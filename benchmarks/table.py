"""The table of results: in the terminal, and as Markdown."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

COLUMNS = ("path", "measured", "floor", "ratio", "goal", "")


@dataclass(frozen=True)
class Line:
    """One row of the table; without a goal, a figure to watch."""

    path: str
    measured: str
    floor: str = ""
    ratio: str = ""
    goal: str = ""
    kept: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = "" if self.kept is None else "kept" if self.kept else "missed"
        return (self.path, self.measured, self.floor, self.ratio, self.goal, verdict)


def markdown(title: str, lines: list[Line]) -> str:
    """A section of `RESULTS.md`."""
    rows = (COLUMNS, ("---",) * len(COLUMNS), *(line.cells for line in lines))
    return "\n".join([f"## {title}", "", *(f"| {' | '.join(cells)} |" for cells in rows), ""])


def show(title: str, lines: list[Line]) -> None:
    table = Table(*COLUMNS, title=title)
    for line in lines:
        table.add_row(*line.cells)
    Console(width=180).print(table)
