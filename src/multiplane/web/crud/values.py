"""What a JSON value becomes in a column (02-models 1.8), and which values are refused."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, LargeBinary, String
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from multiplane.database.errors import FormatRefused
from multiplane.errors import BadRequest
from multiplane.ids import is_id

AnyColumn = Column[Any]


def column_value(column: AnyColumn, value: Any) -> Any:
    """The value to store; raises `FormatRefused` or, for an unknown choice, `BadRequest`."""
    if value is None:
        return None
    choices = column.info.get("choices")
    if choices is not None:
        return _choice(column, choices, value)
    for column_type, convert in CONVERSIONS:
        if isinstance(column.type, column_type):
            return convert(value)
    raise FormatRefused


def iso_datetime(text: str) -> datetime:
    """An ISO 8601 date or datetime; an offset is dropped, not converted (00-conventions 4). Raises ValueError."""
    return datetime.fromisoformat(text).replace(tzinfo=None)


def check_dates(columns: dict[str, AnyColumn], data: dict[str, Any]) -> None:
    """Updates name the date they cannot read (00-conventions 7.7)."""
    for key, value in data.items():
        column = columns.get(key)
        if column is None or not isinstance(column.type, Date | DateTime) or not isinstance(value, str) or not value:
            continue
        try:
            iso_datetime(value)
        except ValueError:
            raise BadRequest(
                f"Invalid date format for '{key}': '{value}'. Expected an ISO 8601 date or datetime."
            ) from None


def _choice(column: AnyColumn, choices: tuple[str, ...], value: Any) -> Any:
    codes = value if isinstance(column.type, ARRAY) else [value]
    if not isinstance(codes, list) or not all(isinstance(code, str) and code in choices for code in codes):
        raise BadRequest(f"Invalid {column.name}")
    return value


def _identifier(value: Any) -> str:
    if not is_id(value):
        raise FormatRefused
    text: str = value
    return text.lower()


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise FormatRefused


def _integer(value: Any) -> int:
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and value == value and abs(value) < 2**63:  # noqa: PLR0124 - not NaN
        return round(value)
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            pass
    raise FormatRefused


def _number(value: Any) -> float:
    if isinstance(value, int | float | str):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            raise FormatRefused from None
        if abs(number) != float("inf") and number == number:  # noqa: PLR0124 - not NaN
            return number
    raise FormatRefused


def _boolean(value: Any) -> bool:
    if value in (0, 1) and not isinstance(value, float | str):
        return bool(value)
    raise FormatRefused


def _date(value: Any) -> str:
    return _timestamp(value)[:10]


def _timestamp(value: Any) -> str:
    if not isinstance(value, str):
        raise FormatRefused
    try:
        return iso_datetime(value).isoformat()
    except ValueError:
        raise FormatRefused from None


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise FormatRefused
    return value


def _json(value: Any) -> Any:
    return value


def _binary(value: Any) -> bytes:
    """Bytes are made by hooks, such as a hash; JSON has none."""
    if not isinstance(value, bytes):
        raise FormatRefused
    return value


CONVERSIONS: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (UUID, _identifier),
    (JSONB, _json),
    (ARRAY, _array),
    (Boolean, _boolean),
    (Integer, _integer),
    (Float, _number),
    (DateTime, _timestamp),
    (Date, _date),
    (LargeBinary, _binary),
    (String, _text),
)
