"""No value a client sends for any key of people, absences, equipment, filters or the studio is a failure of ours."""

import json
from typing import Any

import pytest
from tests.people.people import newcomer, path_of
from tests.support.studio import Studio, unique

from multiplane import models
from multiplane.models.base import Base

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2, 1.5, 2**31, 2**63, 10**40, "", " ", "x", "null", "\x00", "\ud800", "x" * 10_000, "🙂", "%",
    "[", "[1", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-01-01T00:00:00+14:00",
    "-infinity", "infinity", "NaN", [], [None], [[]], ["x"], [{"id": "x"}], {}, {"id": None}, {"a": {"b": [10**40]}},
)  # fmt: skip
SOMETHING: dict[str, tuple[type[Base], dict[str, Any]]] = {
    "organisations": (models.Organisation, {"name": ""}),
    "softwares": (models.Software, {"name": "", "short_name": "s", "file_extension": "f"}),
    "hardware-items": (models.HardwareItem, {"name": "", "short_name": "s"}),
    "search-filters": (models.SearchFilter, {"list_type": "asset"}),
    "search-filter-groups": (models.SearchFilterGroup, {"list_type": "asset"}),
    "plugins": (
        models.Plugin,
        {"plugin_id": "", "name": "", "version": "1", "maintainer_name": "m", "license": "MIT"},
    ),
    "departments": (models.Department, {"name": "", "color": "#000000"}),
    "studios": (models.Studio, {"name": "", "color": "#000000"}),
}


def send(studio: Studio, method: str, path: str, body: Any) -> int:
    headers = {"Content-Type": "application/json"}
    return studio.admin.request(method, path, content=json.dumps(body), headers=headers).status_code


def columns(model: type[Base]) -> list[str]:
    return [*(column.name for column in model.__table__.columns), *model.relations, "type", "full_name"]


def one_of_each_kind(model: type[Base]) -> list[str]:
    """A column of each type, and the keys that are no column."""
    found: dict[tuple[object, ...], str] = {}
    for column in model.__table__.columns:
        kind = (type(column.type), getattr(column.type, "item_type", None).__class__, *column.info)
        found.setdefault(kind, column.name)
    return [*found.values(), *model.relations, "type", "full_name"]


CHECKED = ("country", "locale", "display_date_format", "expiration_date", "role", "is_bot", "two_factor_authentication")
"""What has a rule of its own."""


@pytest.mark.parametrize("key", [*one_of_each_kind(models.Person), *CHECKED])
def test_of_people(studio: Studio, key: str) -> None:
    person = studio.person()
    for value in ODD:
        assert send(studio, "POST", "/data/persons", newcomer(**{key: value})) in (201, 400), (key, value)
        assert send(studio, "PUT", path_of(person), {key: value}) in (200, 400), (key, value)
        text = value if isinstance(value, str) else json.dumps(value)
        if "\ud800" not in text:
            response = studio.admin.request("GET", "/data/persons", params={"id": person["id"], key: text})
            assert response.status_code in (200, 400), (key, text)


@pytest.mark.parametrize("path", SOMETHING)
def test_of_plain_resources(studio: Studio, path: str) -> None:
    model, values = SOMETHING[path]
    studio.admin.get("/data/organisations")
    filled = {key: unique("x") if value == "" else value for key, value in values.items()}
    row = studio.rows.insert(model, **filled)
    for key in columns(model):
        for value in ODD:
            fresh = {name: unique("x") if given == "" else given for name, given in values.items()}
            assert send(studio, "POST", f"/data/{path}", {**fresh, key: value}) in (201, 400), (key, value)
            assert send(studio, "PUT", f"/data/{path}/{row['id']}", {key: value}) in (200, 400), (key, value)


def test_of_absences(studio: Studio) -> None:
    person = studio.person()
    row = studio.admin.post(
        "/data/day-offs", {"person_id": person["id"], "date": "2020-01-01", "end_date": "2020-01-01"}
    )
    for key in columns(models.DayOff):
        for value in ODD:
            body = {"person_id": studio.person()["id"], "date": "2026-01-01", "end_date": "2026-01-02", key: value}
            assert send(studio, "POST", "/data/day-offs", body) in (201, 400), (key, value)
            assert send(studio, "PUT", f"/data/day-offs/{row['id']}", {key: value}) in (200, 400), (key, value)


@pytest.mark.parametrize(
    "key", ["email", "password", "totp", "email_otp", "recovery_code", "fido_authentication_response"]
)
def test_of_logins(studio: Studio, key: str) -> None:
    for value in ODD:
        body = {"email": studio.person()["email"], "password": "wrong", key: value}
        assert send(studio, "POST", "/auth/login", body) == 400, (key, value)
