"""The JSON forms of a person; which one is served depends on who asks (01-auth C.4)."""

from typing import Any

from sqlalchemy import func, literal

from multiplane.database.rows import Row
from multiplane.database.statements import json_object
from multiplane.models import Person
from multiplane.web.crud.resource import relation_ids

SAFE = tuple(column.name for column in Person.__table__.columns if not column.info.get("hidden"))
MINIMAL = (
    "id", "type", "first_name", "last_name", "full_name", "has_avatar", "active",
    "departments", "studio_id", "role", "desktop_login", "is_bot",
)  # fmt: skip
CLIENT = (
    "id", "type", "first_name", "last_name", "full_name", "has_avatar", "active", "role", "is_bot",
)  # fmt: skip
SHORT = ("id", "first_name", "last_name", "full_name", "has_avatar", "role")
FULL_NAME = func.concat_ws(" ", func.nullif(Person.first_name, ""), func.nullif(Person.last_name, ""))
"""The name of a person in a select, as `full_name` gives it."""


def full_name(row: Row) -> str:
    """First and last name, or the one that is not empty."""
    return " ".join(part for part in (row["first_name"], row["last_name"]) if part)


def safe(row: Row) -> Row:
    """The whole person without secrets, with `departments` when the row has them."""
    kept = {key: row[key] for key in SAFE}
    if "departments" in row:
        kept["departments"] = row["departments"]
    return {**kept, "full_name": full_name(row), "type": "Person"}


def safe_json(*left_out: str) -> Any:
    """The JSON of the whole person, with `departments`, in a select that has `Person` in its FROM."""
    columns = Person.__table__.c
    computed = {
        "departments": relation_ids(Person, "departments").element,
        "full_name": FULL_NAME,
        "type": literal("Person"),
    }
    return json_object(
        *(columns[key] for key in SAFE if key not in left_out),
        **{key: value for key, value in computed.items() if key not in left_out},
    )


def pick(row: Row, keys: tuple[str, ...]) -> Row:
    """A smaller form of a person; `departments` is empty unless the row has them."""
    known = {"departments": [], **row, "full_name": full_name(row), "type": "Person"}
    return {key: known[key] for key in keys}
