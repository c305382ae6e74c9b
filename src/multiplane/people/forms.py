"""The JSON forms of a person; which one is served depends on who asks (01-auth C.4)."""

from multiplane.database.rows import Row
from multiplane.models import Person

SAFE = tuple(column.name for column in Person.__table__.columns if not column.info.get("hidden"))
MINIMAL = (
    "id", "type", "first_name", "last_name", "full_name", "has_avatar", "active",
    "departments", "studio_id", "role", "desktop_login", "is_bot",
)  # fmt: skip
CLIENT = (
    "id", "type", "first_name", "last_name", "full_name", "has_avatar", "active", "role", "is_bot",
)  # fmt: skip
SHORT = ("id", "first_name", "last_name", "full_name", "has_avatar", "role")


def full_name(row: Row) -> str:
    """First and last name, or the one that is not empty."""
    return " ".join(part for part in (row["first_name"], row["last_name"]) if part)


def safe(row: Row) -> Row:
    """The whole person without secrets, with `departments` when the row has them."""
    kept = {key: row[key] for key in SAFE}
    if "departments" in row:
        kept["departments"] = row["departments"]
    return {**kept, "full_name": full_name(row), "type": "Person"}


def pick(row: Row, keys: tuple[str, ...]) -> Row:
    """A smaller form of a person; `departments` is empty unless the row has them."""
    known = {"departments": [], **row, "full_name": full_name(row), "type": "Person"}
    return {key: known[key] for key in keys}
