"""The kinds of values a setting may have, and how a setting is declared."""

import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import babel
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field


def setting(
    default: object = ...,
    description: str = "",
    *,
    names: tuple[str, ...] | None = None,
    default_text: str | None = None,
    **constraints: Any,
) -> Any:
    """Declare one setting.

    `names` are the environment names known to operators of Kitsu that are read besides `MULTIPLANE_<NAME>`,
    the first wins; not given, it is the field's own name in capitals; an empty tuple means there is none.
    A function as default receives the settings declared before; `default_text` describes it in the docs.
    """
    extra: dict[str, Any] = {"names": None if names is None else list(names), "default_text": default_text}
    if callable(default):
        return Field(default_factory=default, description=description, json_schema_extra=extra, **constraints)
    return Field(default=default, description=description, json_schema_extra=extra, **constraints)


def beside(folder: str) -> Callable[[dict[str, Any]], Path]:
    """Default of a folder: inside the data folder."""
    return lambda settings: Path(settings["data"]) / folder


def _split(separator: str) -> Callable[[object], object]:
    def split(value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(separator) if part.strip())
        return value

    return split


def _lower(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.lower() for value in values)


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _known_timezone(name: str) -> str:
    known = zoneinfo.available_timezones()
    if known and name not in known:
        raise ValueError("Write a time zone of the IANA list, for example Europe/Paris or UTC.")
    return name


def _known_locale(name: str) -> str:
    try:
        babel.Locale.parse(name)
    except (ValueError, babel.UnknownLocaleError) as error:
        raise ValueError("Write a language and country, for example en_US or fr_FR.") from error
    return name


def email_address(text: str) -> str:
    """An e-mail address as accounts store it. No look-up in the DNS: an operator may work without one.

    Raises ValueError that says what to write.
    """
    try:
        valid = validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise ValueError("Write an e-mail address, for example admin@example.com.") from error
    return valid.normalized.lower()


def _address_or_none(text: str | None) -> str | None:
    return None if text is None else email_address(text)


Folder = Annotated[Path, AfterValidator(_absolute)]
Names = Annotated[tuple[str, ...], BeforeValidator(_split(";"))]
Accounts = Annotated[tuple[str, ...], BeforeValidator(_split(";")), AfterValidator(_lower)]
CommaAccounts = Annotated[tuple[str, ...], BeforeValidator(_split(",")), AfterValidator(_lower)]
Timezone = Annotated[str, AfterValidator(_known_timezone)]
LocaleName = Annotated[str, AfterValidator(_known_locale)]
EmailAddress = AfterValidator(_address_or_none)
BlankIsNone = BeforeValidator(_blank_is_none)
