"""The time of people (04-tasks 4.11)."""

from typing import Any

from litestar import Response

from multiplane.database.session import Session
from multiplane.timesheets import periods
from multiplane.timesheets.periods import Period
from multiplane.timesheets.persons import service
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.responses import answer
from multiplane.web.routing import PERSON, SIGNED_IN, get

OF_PERSON = "/data/persons/{person_id:str}/time-spents"
TABLES = "/data/persons/time-spents"
RANGE = {name: {"type": "string", "format": "date"} for name in ("start_date", "end_date")}
ID = {"type": "string", "format": "uuid"}
FILTERS = dict.fromkeys(("project_id", "department_id", "studio_id"), ID)
WRONG_ID = "Wrong UUID format."


@get("/data/user/time-spents", access=PERSON, query=RANGE)
async def get_my_time_spents(request: AnyRequest, session: Session) -> Response[Any]:
    """The caller's time spents of a range of days."""
    return answer(await service.mine_in_range(session, _range(request)))


@get("/data/user/time-spents/{date:str}", access=PERSON)
async def get_my_time_spents_of_day(session: Session, date: str) -> Response[Any]:
    """The caller's time spents of a day."""
    return answer(await service.mine_of_day(session, date))


@get("/data/user/tasks/{task_id:str}/time-spents/{date:str}", access=PERSON)
async def get_my_time_spent_on_task(session: Session, task_id: str, date: str) -> Response[Any]:
    """The caller's time spent on a task on a day, or null."""
    return answer(await service.mine_on_task(session, task_id, date))


@get("/data/user/day-offs/{date:str}", access=PERSON)
async def get_my_day_off(session: Session, date: str) -> Response[Any]:
    """The caller's absence on a day, or an empty object."""
    return answer(await service.my_day_off(session, date))


@get(OF_PERSON, access=SIGNED_IN, query=RANGE)
async def get_time_spents(request: AnyRequest, session: Session, person_id: str) -> Response[Any]:
    """A person's time spents of a range of days."""
    return answer(await service.in_range(session, person_id, _range(request)))


@get(OF_PERSON + "/{date:str}", access=SIGNED_IN)
async def get_time_spents_of_day(session: Session, person_id: str, date: str) -> Response[Any]:
    """A person's time spents of a day."""
    return answer(await service.of_day(session, person_id, date))


@get(OF_PERSON + "/year/{year:str}", access=SIGNED_IN, query={"project_id": ID})
async def get_year(request: AnyRequest, session: Session, person_id: str, year: str) -> Response[Any]:
    """A person's minutes by task over a year."""
    period = service.period_of("Invalid date format.", periods.of_year, year)
    return await _by_task(request, session, person_id, period)


@get(OF_PERSON + "/month/{year:str}/{month:str}", access=SIGNED_IN, query={"project_id": ID})
async def get_month(request: AnyRequest, session: Session, person_id: str, year: str, month: str) -> Response[Any]:
    """A person's minutes by task over a month."""
    period = service.period_of("Invalid date format.", periods.of_month, year, month)
    return await _by_task(request, session, person_id, period)


@get(OF_PERSON + "/week/{year:str}/{week:str}", access=SIGNED_IN, query={"project_id": ID})
async def get_week(request: AnyRequest, session: Session, person_id: str, year: str, week: str) -> Response[Any]:
    """A person's minutes by task over an ISO week."""
    period = service.period_of(service.WRONG_PERIOD, periods.of_week, year, week)
    return await _by_task(request, session, person_id, period)


@get(OF_PERSON + "/day/{year:str}/{month:str}/{day:str}", access=SIGNED_IN, query={"project_id": ID})
async def get_day(
    request: AnyRequest, session: Session, person_id: str, year: str, month: str, day: str
) -> Response[Any]:
    """A person's minutes by task on a day."""
    period = service.period_of(service.WRONG_PERIOD, periods.of_day, year, month, day)
    return await _by_task(request, session, person_id, period)


@get(OF_PERSON + "/month/all/{year:str}/{month:str}", access=SIGNED_IN)
async def get_all_of_month(session: Session, person_id: str, year: str, month: str) -> Response[Any]:
    """A person's time spents of a month."""
    period = service.period_of(service.WRONG_PERIOD, periods.of_month, year, month)
    return answer(await service.of_month(session, person_id, period))


@get(TABLES + "/year-table", access=SIGNED_IN, query=FILTERS)
async def get_year_table(request: AnyRequest, session: Session) -> Response[Any]:
    """Everybody's minutes by year."""
    return await _table(request, session, "year", None)


@get(TABLES + "/month-table/{year:str}", access=SIGNED_IN, query=FILTERS)
async def get_month_table(request: AnyRequest, session: Session, year: str) -> Response[Any]:
    """Everybody's minutes by month of a year."""
    return await _table(request, session, "month", service.period_of(service.WRONG_PERIOD, periods.of_year, year))


@get(TABLES + "/week-table/{year:str}", access=SIGNED_IN, query=FILTERS)
async def get_week_table(request: AnyRequest, session: Session, year: str) -> Response[Any]:
    """Everybody's minutes by ISO week, of the dates of a calendar year."""
    return await _table(request, session, "week", service.period_of(service.WRONG_PERIOD, periods.of_year, year))


@get(TABLES + "/day-table/{year:str}/{month:str}", access=SIGNED_IN, query=FILTERS)
async def get_day_table(request: AnyRequest, session: Session, year: str, month: str) -> Response[Any]:
    """Everybody's minutes by day of a month."""
    period = service.period_of(service.WRONG_PERIOD, periods.of_month, year, month)
    return await _table(request, session, "day", period)


def _range(request: AnyRequest) -> Period | None:
    return service.range_of(query.text(request, "start_date"), query.text(request, "end_date"))


async def _by_task(request: AnyRequest, session: Session, person_id: str, period: Period) -> Response[Any]:
    return answer(await service.by_task(session, person_id, period, _identifier(request, "project_id")))


async def _table(request: AnyRequest, session: Session, unit: str, period: Period | None) -> Response[Any]:
    filters = {name: _identifier(request, name) for name in FILTERS}
    return answer(await service.table(session, unit, period, **filters))


def _identifier(request: AnyRequest, name: str) -> str | None:
    """An id of the query string; an empty one is none."""
    return query.identifier(request, name, WRONG_ID) if query.text(request, name) else None
