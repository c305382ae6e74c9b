"""What is said when a setting is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One wrong setting: its name, where the value came from, what is wrong with it and what to write."""

    name: str
    source: str
    complaint: str
    advice: str

    def __str__(self) -> str:
        return f"{self.name} (from {self.source}): {self.complaint} {self.advice}"


class SettingsError(ValueError):
    """Settings that the server cannot start with; `problems` holds all of them, never a secret value."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    @property
    def name(self) -> str:
        """Name of the first wrong setting."""
        return self.problems[0].name

    @property
    def source(self) -> str:
        """Where the first wrong value came from."""
        return self.problems[0].source

    @property
    def advice(self) -> str:
        """What to write instead of the first wrong value."""
        return self.problems[0].advice
