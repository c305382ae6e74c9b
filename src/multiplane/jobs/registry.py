"""Which jobs there are. A domain declares its own in its `jobs.py` with `@job("name")`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from multiplane.database.session import Database
from multiplane.settings import Settings


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job may use."""

    database: Database
    settings: Settings
    is_last_attempt: bool = False
    """Whether a failure now is final."""


Work = Callable[[JobContext, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of background work. It may run twice (a worker can die half-way), so it must bear that."""

    name: str
    work: Work
    attempts: int
    """How often a job is begun when it fails, with growing pauses, or when its worker dies over it."""
    at_once: int
    """How many of this kind run at the same time, over all workers; 0 for any number."""
    at_start: bool = False
    """Asked for whenever a worker starts."""


JOBS: dict[str, Job] = {}


def job(name: str, *, attempts: int = 5, at_once: int = 0, at_start: bool = False) -> Callable[[Work], Work]:
    """Declare the function that does a job: `async def work(context, payload)`."""

    def declare(work: Work) -> Work:
        if name in JOBS:
            raise ValueError(f"two jobs are named {name}")
        JOBS[name] = Job(name, work, attempts, at_once, at_start)
        return work

    return declare
