"""What may be asked of the event log."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from multiplane.errors import BadRequest
from multiplane.ids import is_id
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.parameters import FLAG, ID, IDS, INTEGER, MOMENT, TEXT, TEXTS

LOGIN_LOG_QUERY = {
    "after": MOMENT,
    "before": MOMENT,
    "limit": INTEGER,
    "cursor_login_log_id": ID,
    "person_ids": IDS,
}
LOG_QUERY = {
    "project_id": ID,
    "after": MOMENT,
    "before": MOMENT,
    "limit": INTEGER,
    "cursor_event_id": ID,
    "name": TEXT,
    "name_prefixes": TEXTS,
    "name_suffixes": TEXTS,
    "person_ids": IDS,
    "only_files": FLAG,
}
NAME_PART = re.compile(r"[a-z0-9-]+")
MOST_EVENTS = 1000


@dataclass(frozen=True, slots=True)
class LogQuery:
    """The parameters of `GET /data/events/last`, checked."""

    after: str | None
    before: str | None
    limit: int
    cursor: str | None
    name: str | None
    prefixes: list[str]
    suffixes: list[str]
    person_ids: list[str]
    only_files: bool

    def filters(self) -> dict[str, Any]:
        """The filters that are set, by name."""
        return _set_filters(self)

    @classmethod
    def of(cls, request: AnyRequest) -> "LogQuery":
        """400 names the parameter that cannot be read."""
        return cls(
            after=query.date(request, "after"),
            before=query.date(request, "before"),
            limit=page_size(request),
            cursor=query.identifier(request, "cursor_event_id", "The cursor_event_id parameter is not a valid id"),
            name=query.text(request, "name"),
            prefixes=_name_parts(request, "name_prefixes"),
            suffixes=_name_parts(request, "name_suffixes"),
            person_ids=_person_ids(request),
            only_files=query.exact_flag(request, "only_files"),
        )


@dataclass(frozen=True, slots=True)
class LoginLogQuery:
    """The parameters of `GET /data/events/login-logs/last`; its ids are checked by `check_ids`."""

    after: str | None
    before: str | None
    limit: int
    cursor: str | None
    person_ids: list[str]

    def filters(self) -> dict[str, Any]:
        """The filters that are set, by name."""
        return _set_filters(self)

    @classmethod
    def of(cls, request: AnyRequest) -> "LoginLogQuery":
        """400 for a date or number that cannot be read."""
        return cls(
            after=query.date(request, "after"),
            before=query.date(request, "before"),
            limit=page_size(request),
            cursor=query.text(request, "cursor_login_log_id"),
            person_ids=_all_of(request, "person_ids"),
        )

    def check_ids(self) -> None:
        """400 for a malformed id; the role of the caller is checked before."""
        if self.cursor is not None and not is_id(self.cursor):
            raise BadRequest("The cursor_login_log_id parameter is not a valid id")
        _check_person_ids(self.person_ids)


def _set_filters(wanted: LogQuery | LoginLogQuery) -> dict[str, Any]:
    return {name: value for name, value in asdict(wanted).items() if value and name != "limit"}


def page_size(request: AnyRequest) -> int:
    """How many rows are wanted: 100 unless told, 1000 at most."""
    return max(0, min(query.integer(request, "limit", 100), MOST_EVENTS))


def _name_parts(request: AnyRequest, name: str) -> list[str]:
    values = _all_of(request, name)
    if not all(NAME_PART.fullmatch(value) for value in values):
        raise BadRequest(f"The {name} parameter contains an invalid value")
    return values


def _person_ids(request: AnyRequest) -> list[str]:
    values = _all_of(request, "person_ids")
    _check_person_ids(values)
    return values


def _check_person_ids(values: list[str]) -> None:
    if not all(is_id(value) for value in values):
        raise BadRequest("The person_ids parameter contains an invalid id")


def _all_of(request: AnyRequest, name: str) -> list[str]:
    return [str(value) for value in request.query_params.getall(name, [])]
