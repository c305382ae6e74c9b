"""Days, weeks, months and years, as they come in paths and queries. What is none of them raises ValueError."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included, as ISO text."""

    start: str
    end: str


def day(text: str) -> str:
    """`2024-6-1` or `2024-06-01` as `2024-06-01`."""
    found = DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, number = map(int, found.groups())
    return date(year, month, number).isoformat()


def of_year(year: str) -> Period:
    """A calendar year."""
    number = _number(year)
    return Period(date(number, 1, 1).isoformat(), date(number, 12, 31).isoformat())


def of_month(year: str, month: str) -> Period:
    """A calendar month."""
    first = date(_number(year), _number(month), 1)
    last = calendar.monthrange(first.year, first.month)[1]
    return Period(first.isoformat(), first.replace(day=last).isoformat())


def of_week(year: str, week: str) -> Period:
    """An ISO week, Monday to Sunday."""
    monday = date.fromisocalendar(_number(year), _number(week), 1)
    try:
        return Period(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    except OverflowError:
        raise ValueError(week) from None


def of_day(year: str, month: str, number: str) -> Period:
    """One day."""
    only = date(_number(year), _number(month), _number(number)).isoformat()
    return Period(only, only)


def _number(text: str) -> int:
    if NUMBER.fullmatch(text) is None:
        raise ValueError(text)
    return int(text)
