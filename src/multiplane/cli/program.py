"""The commands of the program; each is imported when it is called."""

from importlib import import_module

import rich_click as click
from rich_click import RichCommand, RichGroup

from multiplane.version import VERSION

COMMANDS = {
    "serve": "serve:serve",
    "worker": "worker:worker",
    "migrate": "migrate:migrate",
    "demo": "demo:demo",
    "init-data": "studio:init_data",
    "create-admin": "accounts:create_admin_command",
    "create-bot": "accounts:create_bot_command",
    "change-password": "accounts:change_password_command",
    "set-person-as-active": "accounts:set_person_as_active",
    "disable-two-factor-authentication": "accounts:disable_two_factor_authentication",
    "jobs": "background:jobs_command",
    "remove-old-data": "studio:remove_old_data_command",
    "settings": "settings:settings_command",
}


class Commands(RichGroup):
    """A group whose commands live in modules of their own."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> RichCommand | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: RichCommand = getattr(import_module(f"multiplane.cli.{module}"), attribute)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="multiplane")
def program() -> None:
    """Multiplane, the production tracker for animation, VFX and games.

    Start with `multiplane serve`: it sets everything up in the folder ./data, tells the address and the
    password to sign in with, and runs until Ctrl-C. Every command has its own --help.
    """
