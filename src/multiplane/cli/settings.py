"""`multiplane settings`"""

import os
import sys
from collections.abc import Iterator

import rich_click as click

from multiplane.cli.console import fail, out
from multiplane.cli.options import refusal_text, report_names
from multiplane.settings import Settings, SettingsError, read_settings
from multiplane.settings.documentation import settings_page


@click.command("settings")
@click.option("--data", metavar="FOLDER", help="Folder of everything the server keeps: ./data (default).")
@click.option("--config", metavar="FILE", help="Read this file in place of multiplane.toml.")
@click.option("--markdown", is_flag=True, help="Write the documentation of every setting instead.")
def settings_command(data: str | None, config: str | None, markdown: bool) -> None:
    """Show the settings in force and where each comes from; secrets are hidden."""
    if markdown:
        sys.stdout.write(settings_page())
        return
    try:
        settings, sources = read_settings({"data": data, "config": config}, os.environ)
    except SettingsError as error:
        fail(refusal_text(error), 2)
    for line in _lines(settings, sources):
        out.print(line)
    report_names()


def _lines(settings: Settings, sources: dict[str, str]) -> Iterator[str]:
    for name in type(settings).model_fields:
        value = _shown(getattr(settings, name))
        yield f"{name:<34} {value:<38} {sources.get(name, 'default')}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    return "-" if value is None else str(value)
