"""What a person's fields may hold (02-models 3.1)."""

import asyncio
import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from email_validator import EmailNotValidError, validate_email

from multiplane.database.errors import FormatRefused
from multiplane.database.rows import Row
from multiplane.errors import BadRequest
from multiplane.models import Person

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATE_FORMATS = ("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY")
SECOND_FACTORS = ("totp", "email_otp", "fido")
NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})
"""Territories of the CLDR that ISO 3166 does not know."""
NO_COUNTRY = "Invalid country code, expected an ISO 3166-1 alpha-2 code."
NO_LOCALE = "Invalid locale, expected a name available in Python Babel (e.g. en_US, fr_FR)."
NO_EMAIL = "An email address must have an @-sign."


def check_fields(data: Row) -> Row:
    """Check role, contract, country, locale, time zone and date format; returns the data as it is stored."""
    checked = dict(data)
    for name in ("role", "contract_type"):
        if name in data and data[name] not in Person.__table__.columns[name].info["choices"]:
            raise BadRequest(f"Invalid {name}")
    if "country" in data:
        checked["country"] = country(data["country"])
    if "locale" in data:
        checked["locale"] = locale(data["locale"])
    if data.get("display_date_format") is not None and data["display_date_format"] not in DATE_FORMATS:
        raise BadRequest(f"Invalid display_date_format, expected one of: {', '.join(DATE_FORMATS)}.")
    if "two_factor_authentication" in data and data["two_factor_authentication"] not in SECOND_FACTORS:
        raise BadRequest("Invalid two_factor_authentication")
    if data.get("timezone") is not None:
        check_timezone(data["timezone"])
    return checked


def country(value: Any) -> str | None:
    """An ISO 3166-1 alpha-2 code, upper-case; empty is none."""
    if value is None or value == "":
        return None
    code = value.strip().upper() if isinstance(value, str) else ""
    if code not in countries():
        raise BadRequest(NO_COUNTRY)
    return code


@cache
def countries() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-2, from the CLDR."""
    known = map(str, Locale("en").territories)
    return frozenset(code for code in known if len(code) == 2 and code.isalpha()) - NOT_COUNTRIES


def locale(value: Any) -> str | None:
    """A name the CLDR knows, kept as it was sent; empty is none."""
    if value is None or value == "":
        return None
    name = value.strip() if isinstance(value, str) else ""
    try:
        Locale.parse(name)
    except (ValueError, UnknownLocaleError, TypeError):
        raise BadRequest(NO_LOCALE) from None
    return name


def check_timezone(value: Any) -> None:
    """A name of the IANA list. Where the machine has no list, every name is taken."""
    known = timezones()
    if not isinstance(value, str) or (known and value not in known):
        raise FormatRefused


@cache
def timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def expiration(value: Any) -> date | None:
    """The last day of an API token; null is never."""
    if value is None:
        return None
    if not isinstance(value, str) or DAY.fullmatch(value) is None:
        raise BadRequest("Expiration date is not valid.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadRequest("Expiration date is not valid.") from None


def is_past(day: date | None) -> bool:
    """Whether a day has ended in UTC."""
    return day is not None and day < datetime.now(UTC).date()


async def email_address(value: Any, *, check_deliverability: bool) -> str:
    """An address as it is stored: normalised and lower-case. The look-up in the DNS runs in a thread.

    A studio that turns the look-up off may use addresses of a domain of its own, such as `studio.local`.
    """
    if not isinstance(value, str):
        raise BadRequest(NO_EMAIL)
    try:
        valid = await asyncio.to_thread(
            validate_email,
            value.strip(),
            check_deliverability=check_deliverability,
            globally_deliverable=check_deliverability,
        )
    except EmailNotValidError as error:
        raise BadRequest(str(error)) from error
    return valid.normalized.lower()
