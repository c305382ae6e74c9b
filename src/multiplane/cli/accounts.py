"""`multiplane create-admin` and the other account commands"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import rich_click as click

from multiplane.cli.console import can_ask, fail, out
from multiplane.cli.database import in_transaction, open_database
from multiplane.cli.options import with_settings
from multiplane.database.session import Session
from multiplane.models.choices import ROLES
from multiplane.people.accounts import (
    AccountRefused,
    change_password,
    create_admin,
    create_bot,
    disable_two_factor,
    set_active,
)
from multiplane.settings import Settings, ensure_secret_key

Result = TypeVar("Result")

ADMIN_MESSAGES = {
    "created": "{email} is an administrator now.",
    "upgraded": "{email} was there already and is an administrator now; the password is unchanged.",
    "unchanged": "{email} is an administrator already; nothing was changed.",
}

email_argument = click.argument("email")
password_option = click.option("--password", help="The password; asked for in a terminal when absent.")


@click.command("create-admin")
@email_argument
@password_option
@with_settings
def create_admin_command(settings: Settings, email: str, password: str | None) -> None:
    """Make an administrator, or make an existing person one."""
    chosen = _password(settings, password)
    outcome = _do(settings, lambda session: create_admin(session, settings, email, chosen))
    out.print(ADMIN_MESSAGES[outcome].format(email=email))


@click.command("create-bot")
@click.option("--email", required=True, help="Address of the bot; another account may have the same.")
@click.option("--name", required=True, help="Its name.")
@click.option(
    "--expiration-date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Last day of its token; without it, the token never expires.",
)
@click.option("--role", type=click.Choice(ROLES), default="user", show_default=True, help="What it may do.")
@with_settings
def create_bot_command(settings: Settings, email: str, name: str, expiration_date: datetime | None, role: str) -> None:
    """Make a bot and print its token, which is shown only this once."""
    ready = ensure_secret_key(settings)
    expires_on = expiration_date.date() if expiration_date else None
    bot = _do(
        ready,
        lambda session: create_bot(session, ready, email=email, name=name, role=role, expires_on=expires_on),
    )
    out.print(bot.token)


@click.command("change-password")
@email_argument
@password_option
@with_settings
def change_password_command(settings: Settings, email: str, password: str | None) -> None:
    """Give a person a new password."""
    chosen = _password(settings, password)
    _do(settings, lambda session: change_password(session, settings, email, chosen))
    out.print(f"The password of {email} is changed.")


@click.command()
@email_argument
@click.option("--unactive", is_flag=True, help="Deactivate the person instead.")
@with_settings
def set_person_as_active(settings: Settings, email: str, unactive: bool) -> None:
    """Activate a person, or deactivate one."""
    _do(settings, lambda session: set_active(session, settings, email, active=not unactive))
    out.print(f"{email} is {'inactive' if unactive else 'active'} now.")


@click.command()
@click.argument("email_or_desktop_login")
@with_settings
def disable_two_factor_authentication(settings: Settings, email_or_desktop_login: str) -> None:
    """Remove every second factor of a person who lost them."""
    _do(settings, lambda session: disable_two_factor(session, email_or_desktop_login))
    out.print(f"{email_or_desktop_login} signs in with the password alone now.")


def _do(settings: Settings, work: Callable[[Session], Awaitable[Result]]) -> Result:
    """Run one account command in a transaction; its refusal ends the program."""
    with open_database(settings) as address:
        try:
            return in_transaction(address, work)
        except AccountRefused as error:
            fail(str(error))


def _password(settings: Settings, given: str | None) -> str:
    """The password of the option, else of the environment, else asked for."""
    if given:
        return given
    if settings.admin_password is not None:
        return settings.admin_password.get_secret_value()
    if not can_ask():
        fail("Give the password with --password, or in MULTIPLANE_ADMIN_PASSWORD.")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
