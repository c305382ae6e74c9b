"""Settings from the command line, the environment and `multiplane.toml`, in that order (docs/settings.md)."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import SecretStr, ValidationError

from multiplane.settings.advice import problem_of
from multiplane.settings.errors import Problem, SettingsError
from multiplane.settings.model import Settings
from multiplane.settings.sections import UNUSED_NAMES

FILE_NAME = "multiplane.toml"
PREFIX = "MULTIPLANE_"
CONFIG_VARIABLE = f"{PREFIX}CONFIG"
NOTHING: Mapping[str, object] = MappingProxyType({})
DATABASE_NAMES = ("db_host", "db_port", "db_username", "db_password", "db_database")


@dataclass(frozen=True)
class Given:
    """A value somebody gave: its source in words, and the folder a relative path in it starts from."""

    value: object
    source: str
    folder: Path


def load_settings(
    command_line: Mapping[str, object] = NOTHING,
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> Settings:
    """The settings, as `read_settings` does, without their sources."""
    return read_settings(command_line, environment, folder)[0]


def read_settings(
    command_line: Mapping[str, object] = NOTHING,
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> tuple[Settings, dict[str, str]]:
    """Read the settings: command line, then environment, then `multiplane.toml`, then the default.

    `command_line` maps field names (and `config`, a file) to values, None meaning not given. `folder` is
    where relative paths start and `multiplane.toml` is looked for first: the current folder unless given.
    Returns them and, for each that somebody gave, its source in words. Raises SettingsError naming every
    wrong value, its source and what to write.
    """
    folder = (folder or Path.cwd()).absolute()
    given = _from_command_line(command_line, folder)
    for name, value in _from_environment(environment, folder):
        given.setdefault(name, value)
    data = _data_folder(given, folder)
    file = _settings_file(command_line, environment, folder, data)
    unknown: list[Problem] = []
    if file is not None:
        values, unknown = _from_file(file)
        for name, value in values.items():
            if not (name == "database_url" and ("db_host" in given or "db_database" in given)):
                given.setdefault(name, value)
    given.setdefault("data", Given(str(folder / "data"), "default", folder))
    _imply_database_host(given, folder)
    _read_secret_key(given, folder)
    return _validated(given, unknown), {name: item.source for name, item in given.items()}


def environment_names(name: str) -> tuple[str, ...]:
    """Environment names of a setting, the one that wins first: ours, then those of Kitsu."""
    extra: Any = Settings.model_fields[name].json_schema_extra
    kitsu = (name.upper(),) if extra["names"] is None else tuple(extra["names"])
    return (f"{PREFIX}{name.upper()}", *kitsu)


def unused_names(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Names of Kitsu in the environment that have no meaning for this server."""
    return sorted(name for name in environment if name.removeprefix(PREFIX) in UNUSED_NAMES)


def unknown_names(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Our prefix with a name that is no setting: most likely a slip of the pen."""
    known = {ours for name in Settings.model_fields for ours in environment_names(name)} | {CONFIG_VARIABLE}
    return sorted(
        name
        for name in environment
        if name.startswith(PREFIX) and name not in known and name.removeprefix(PREFIX) not in UNUSED_NAMES
    )


def _from_command_line(command_line: Mapping[str, object], folder: Path) -> dict[str, Given]:
    return {
        name: Given(value, f"--{name.replace('_', '-')}", folder)
        for name, value in command_line.items()
        if value is not None and name != "config"
    }


def _from_environment(environment: Mapping[str, str], folder: Path) -> Iterator[tuple[str, Given]]:
    for name in Settings.model_fields:
        for variable in environment_names(name):
            value = environment.get(variable)
            if value is not None and not (value.strip() == "" and _empty_is_nothing(name)):
                yield name, Given(value, f"environment variable {variable}", folder)
                break


def _empty_is_nothing(name: str) -> bool:
    """Whether an empty variable counts as not set: yes, except for texts and lists, which can be empty."""
    return not isinstance(Settings.model_fields[name].get_default(), str | tuple | SecretStr)


def _data_folder(given: Mapping[str, Given], folder: Path) -> Path:
    return folder / Path(str(given["data"].value)).expanduser() if "data" in given else folder / "data"


def _settings_file(
    command_line: Mapping[str, object], environment: Mapping[str, str], folder: Path, data: Path
) -> Path | None:
    named = command_line.get("config") or environment.get(CONFIG_VARIABLE)
    if named:
        file = folder / Path(str(named)).expanduser()
        if not file.exists() or file.is_dir():
            source = "--config" if command_line.get("config") else f"environment variable {CONFIG_VARIABLE}"
            raise SettingsError(Problem("config", source, f"{file} is no file.", "Write the path of a TOML file."))
        return file
    return next((place / FILE_NAME for place in (folder, data) if _holds(place, FILE_NAME)), None)


def _holds(folder: Path, name: str) -> bool:
    """Whether a file is in a folder; raises SettingsError when the folder is closed to us."""
    try:
        return (folder / name).is_file()
    except OSError as error:
        advice = "Start as the user who owns the folder, or choose another one with --data."
        raise SettingsError(Problem("data", str(folder), f"{error.strerror}.", advice)) from error


def _from_file(file: Path) -> tuple[dict[str, Given], list[Problem]]:
    """The values of a file, and its keys that are no settings."""
    text = _text_of(file)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = Problem("config", str(file), f"The file is not valid TOML: {error}.", "Write lines like port = 8080")
        raise SettingsError(problem) from error
    values, unknown = {}, []
    for key, value in content.items():
        source = f"{file}, {_line_of(key, text)}key {key}"
        if key in Settings.model_fields:
            values[key] = Given(value, source, file.parent)
        else:
            unknown.append(Problem(key, source, "There is no such setting.", _did_you_mean(key)))
    return values, unknown


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem("config", str(file), f"The file cannot be read: {error}.", "Make it readable UTF-8 text.")
        raise SettingsError(problem) from error


def _line_of(key: str, text: str) -> str:
    pattern = re.compile(rf"""\s*\[?\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    lines = (number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line))
    number = next(lines, None)
    return "" if number is None else f"line {number}, "


def _did_you_mean(key: str) -> str:
    near = difflib.get_close_matches(key.lower(), Settings.model_fields, n=1)
    return f"Write {near[0]} instead." if near else "Remove it; docs/settings.md lists the names."


def _imply_database_host(given: dict[str, Given], folder: Path) -> None:
    """With a user, password, port or name given but no host, Kitsu means the server on this machine."""
    if "db_host" not in given and any(name in given for name in DATABASE_NAMES):
        given["db_host"] = Given("localhost", "default", folder)


def _read_secret_key(given: dict[str, Given], folder: Path) -> None:
    data = _data_folder(given, folder)
    file = data / "secret_key"
    if "secret_key" not in given and _holds(data, "secret_key"):
        given["secret_key"] = Given(_text_of(file).strip(), str(file), folder)


def _validated(given: Mapping[str, Given], unknown: list[Problem]) -> Settings:
    values = {name: _anchored(name, item) for name, item in given.items()}
    sources = {name: item.source for name, item in given.items()}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems = [problem_of(details, values, sources) for details in error.errors()]
        raise SettingsError(*unknown, *(problem for problem in problems if problem is not None)) from None
    if unknown:
        raise SettingsError(*unknown)
    return settings


def _anchored(name: str, item: Given) -> object:
    """A relative path starts at the folder of the source that gave it."""
    if "Path" in str(Settings.model_fields[name].annotation) and isinstance(item.value, str | Path):
        return item.folder / Path(item.value).expanduser() if str(item.value).strip() else None
    return item.value
