"""From tasks to shares of work, and from shares to sums by day, week, month and year. No database, no web."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

SATURDAY = 5
AMOUNTS = ("frames", "seconds", "count", "drawings")

Sums = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Work:
    """One task with what counts of it."""

    task_type_id: str
    frames: int
    drawings: int
    duration: float
    day: date
    started_on: date | None
    whole_days: int
    assignees: tuple[str, ...]
    spent: tuple[tuple[str, date, float], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one person did of a task on one day."""

    person_id: str
    task_type_id: str
    day: date
    frames: int
    drawings: int
    count: float


def shares(works: Iterable[Work], *, weighted: bool, person_id: str | None = None) -> Iterator[Share]:
    """The shares of each task; of one person only when given."""
    for work in works:
        made = weighted_shares(work) if weighted else raw_shares(work)
        yield from (share for share in made if person_id is None or share.person_id == person_id)


def raw_shares(work: Work) -> Iterator[Share]:
    """The whole task, for each assignee, on its day."""
    for person_id in work.assignees:
        yield Share(person_id, work.task_type_id, work.day, work.frames, work.drawings, 1)


def weighted_shares(work: Work) -> Iterator[Share]:
    """By time spent; without any, spread over the working days from the real start to the date."""
    if work.spent:
        for person_id, day, duration in work.spent:
            if work.duration:
                part = duration / work.duration
                frames, drawings = round(work.frames * part), round(work.drawings * part)
                yield Share(person_id, work.task_type_id, day, frames, drawings, part)
        return
    if work.started_on is None:
        return
    days = [work.started_on + timedelta(days=number) for number in range(max(work.whole_days, 0) + 1)]
    working = sum(is_working_day(day) for day in days[1:]) + 1
    frames, drawings = round(work.frames / working), round(work.drawings / working)
    for day in filter(is_working_day, days):
        for person_id in work.assignees:
            yield Share(person_id, work.task_type_id, day, frames, drawings, 1 / working)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY


@dataclass(slots=True)
class Quota:
    """The sums of one person, of one task type, or of all."""

    sums: dict[str, Sums] = field(default_factory=lambda: defaultdict(lambda: defaultdict(lambda: defaultdict(float))))
    days: set[date] = field(default_factory=set)

    def add(self, share: Share, fps: float) -> None:
        amounts = (share.frames, share.frames / fps, share.count, share.drawings)
        for unit, key in keys(share.day).items():
            for name, amount in zip(AMOUNTS, amounts, strict=True):
                self.sums[unit][name][key] += amount
        self.days.add(share.day)

    def content(self, *, weighted: bool) -> dict[str, Any]:
        """As it is served: whole numbers of frames, counts to two decimals, and how many entries there are."""
        shown: dict[str, Any] = {
            unit: {name: served(name, sums, weighted=weighted) for name, sums in amounts.items()}
            for unit, amounts in self.sums.items()
        }
        found = [keys(day) for day in self.days]
        iso_years = [(key["week"], str(day.isocalendar().year)) for key, day in zip(found, self.days, strict=True)]
        shown["day"]["entries"] = distinct((key["day"], key["month"]) for key in found)
        shown["week"]["entries"] = distinct(iso_years)
        shown["month"]["entries"] = distinct((key["month"], key["year"]) for key in found)
        return shown


def keys(day: date) -> dict[str, str]:
    """The buckets of a day: `2026-01-05`, `2026-2`, `2026-01`, `2026`."""
    iso = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{iso.year}-{iso.week}",
        "month": day.isoformat()[:7],
        "year": str(day.year),
    }


def served(name: str, sums: dict[str, float], *, weighted: bool) -> dict[str, float]:
    if name == "seconds":
        return {key: round(value, 6) for key, value in sums.items()}
    if name == "count" and weighted:
        return {key: round(value, 2) for key, value in sums.items()}
    return {key: round(value) for key, value in sums.items()}


def distinct(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many distinct buckets each larger one holds."""
    counted: dict[str, int] = defaultdict(int)
    for _small, large in set(pairs):
        counted[large] += 1
    return dict(counted)


def quotas(found: Iterable[Share], key: str, fps: float, *, weighted: bool) -> dict[str, Any]:
    """The quota of each value of `key` (`person_id` or `task_type_id`) and `total`; empty without work."""
    made: dict[str, Quota] = defaultdict(Quota)
    for share in found:
        made[getattr(share, key)].add(share, fps)
        made["total"].add(share, fps)
    return {name: quota.content(weighted=weighted) for name, quota in made.items()}
