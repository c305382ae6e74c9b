"""docs/settings.md, written from the settings themselves (`multiplane settings --markdown`)."""

from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from multiplane.settings.loading import environment_names
from multiplane.settings.model import Settings
from multiplane.settings.sections import SECTIONS, UNUSED_NAMES

INTRODUCTION = """# Settings

Every setting has one name. It can be given in four places; the first one that has it wins:

1. the command line, where the command has an option of that name (`--port 8090`);
2. the environment: `MULTIPLANE_<NAME>` (`MULTIPLANE_PORT=8090`), then the name that operators of Kitsu
   know, when there is one (`DB_HOST`, `SECRET_KEY`);
3. `multiplane.toml`: the file named by `--config` or `MULTIPLANE_CONFIG`, else the one in the current
   folder, else the one in the data folder. Its keys are the names below: `port = 8090`;
4. the default.

A wrong value stops the program before anything is started. The message gives the name, where the value
came from and what to write. An unknown key in `multiplane.toml` is refused in the same way; an unknown
`MULTIPLANE_*` variable is reported in the log. `multiplane settings` prints the values in force and their
sources, secrets hidden.

- Yes or no: `y yes t true on 1` or `n no f false off 0`, in any case.
- Lists are written with `;` (or `,` where said); in the file also as a TOML list.
- An empty variable counts as not set, except for texts and lists, which can be empty.
- A relative path starts at the current folder; one from `multiplane.toml`, at the folder of that file.
- Secrets never appear in logs or answers.

This page is made by `multiplane settings --markdown > docs/settings.md`.
"""

UNUSED = """
## Names of Kitsu without effect

Multiplane needs no Redis, no Nomad, no search server and no Swift, and reports nothing to anybody. These
names are accepted, so that an environment made for Kitsu works unchanged; the ones found are listed in
one line at start:

"""


def settings_page() -> str:
    """The whole of docs/settings.md."""
    seen: set[str] = set()
    parts = [INTRODUCTION]
    for section in SECTIONS:
        names = [name for name in section.model_fields if name not in seen]
        seen.update(names)
        parts += [f"\n## {section.__doc__}\n\n", _table(names)]
    parts += [UNUSED, ", ".join(f"`{name}`" for name in sorted(UNUSED_NAMES)), "\n"]
    return "".join(parts)


def _table(names: list[str]) -> str:
    rows = [_row(name, Settings.model_fields[name]) for name in names]
    return "| name | environment | values | default | meaning |\n| --- | --- | --- | --- | --- |\n" + "".join(rows)


def _row(name: str, field: FieldInfo) -> str:
    variables = "<br>".join(f"`{variable}`" for variable in environment_names(name))
    cells = (f"`{name}`", variables, _values(field), _default(field), field.description or "")
    return f"| {' | '.join(cells)} |\n"


def _default(field: FieldInfo) -> str:
    extra: Any = field.json_schema_extra
    if extra["default_text"]:
        return str(extra["default_text"])
    default = field.get_default()
    if default is None:
        return "none"
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"`{default}`" if default not in ((), "") else "empty"


def _values(field: FieldInfo) -> str:
    kinds = [field.annotation, *get_args(field.annotation)]
    choices = next((get_args(kind) for kind in kinds if get_origin(kind) is Literal), None)
    if choices:
        return ", ".join(f"`{choice}`" for choice in choices)
    words = {bool: "yes or no", int: "whole number", float: "number", SecretStr: "secret", str: "text"}
    if "Path" in str(field.annotation):
        return "path"
    if get_origin(field.annotation) is tuple:
        return "list"
    return next((word for kind, word in words.items() if kind in kinds), "text")
