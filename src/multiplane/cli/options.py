"""Options that several commands share, and the settings made from them."""

import functools
import os
from collections.abc import Callable

import rich_click as click

from multiplane.cli.console import err, fail
from multiplane.settings import Settings, SettingsError, load_settings, unknown_names, unused_names

SETTING_OPTIONS = (
    *("config", "data", "host", "port", "workers", "ui", "admin_email", "admin_password"),
    *("database_url", "log_level"),
)


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--config` and `--data` to a command; it gets the settings in place of its setting options."""

    @click.option("--data", metavar="FOLDER", help="Folder of everything the server keeps: ./data (default).")
    @click.option("--config", metavar="FILE", help="Read this file in place of multiplane.toml.")
    @functools.wraps(command)
    def run(**options: object) -> None:
        given = {name: options.pop(name) for name in SETTING_OPTIONS if name in options}
        command(settings_or_exit(given), **options)

    return run


def settings_or_exit(given: dict[str, object]) -> Settings:
    """The settings; wrong ones are told and end the program."""
    try:
        return load_settings(given)
    except SettingsError as error:
        fail(refusal_text(error), 2)


def refusal_text(error: SettingsError) -> str:
    """A refusal for the operator to read."""
    title = "This setting is wrong:" if len(error.problems) == 1 else "These settings are wrong:"
    return "\n".join([title, *(f"  {problem}" for problem in error.problems)])


def report_names() -> None:
    """Tell, in a line each, which variables have no effect and which are no settings at all."""
    if unused := unused_names(os.environ):
        err.print(f"Settings of Kitsu that are not used here: {', '.join(unused)}")
    if unknown := unknown_names(os.environ):
        err.print(f"These variables are no settings, are they misspelt? {', '.join(unknown)}", style="yellow")
