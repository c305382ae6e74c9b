"""From a failed validation to a sentence that tells the operator what to write."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import SecretStr
from pydantic_core import ErrorDetails

from multiplane.settings.errors import Problem
from multiplane.settings.model import Settings

_BOOLEANS = "Write yes or no (true/false, on/off, t/f, y/n and 1/0 work too)."


def problem_of(details: ErrorDetails, values: Mapping[str, object], sources: Mapping[str, str]) -> Problem | None:
    """The problem behind one validation error; None for an error that only follows from another one."""
    if details["type"] == "default_factory_not_called":
        return None
    name = str(details["loc"][0]) if details["loc"] else str(details.get("ctx", {}).get("setting", "settings"))
    source = sources.get(name, "default")
    if details["type"] == "extra_forbidden":
        return Problem(name, source, "There is no such setting.", "Leave it out.")
    return Problem(name, source, _complaint(name, values), _advice(name, details))


def _complaint(name: str, values: Mapping[str, object]) -> str:
    if is_secret(name):
        return "The value is not acceptable."
    return f"{values.get(name)!s:.200} is not acceptable."


def _advice(name: str, details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    if details["type"] == "value_error":
        return str(context["error"])
    if details["type"] == "literal_error":
        return f"Write one of {context['expected']}."
    return _advice_by_type(name)


def _advice_by_type(name: str) -> str:
    field = Settings.model_fields[name]
    kinds = {field.annotation, *get_args(field.annotation)}
    if bool in kinds:
        return _BOOLEANS
    if int in kinds or float in kinds:
        return f"Write a {'whole ' if int in kinds else ''}number{_range(field.metadata)}."
    return "Write a text." if str in kinds or SecretStr in kinds else "Write a path, or a list of texts."


def _range(metadata: list[Any]) -> str:
    low = next((item for item in (getattr(m, "ge", None) for m in metadata) if item is not None), None)
    high = next((item for item in (getattr(m, "le", None) for m in metadata) if item is not None), None)
    if low is not None and high is not None:
        return f" from {low} to {high}"
    return "" if low is None else f", {low} or more"


def is_secret(name: str) -> bool:
    """Whether a setting holds a secret, so that its value may not be shown."""
    return "SecretStr" in str(Settings.model_fields[name].annotation) if name in Settings.model_fields else False
