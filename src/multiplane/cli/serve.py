"""`multiplane serve`"""

import secrets
from dataclasses import dataclass

import rich_click as click
from pydantic import SecretStr

from multiplane.cli import supervisor
from multiplane.cli.address import AddressRefused, claim
from multiplane.cli.console import Steps, can_ask, err, fail, out
from multiplane.cli.database import in_transaction, open_database, upgrade_schema
from multiplane.cli.logs import configure_logs
from multiplane.cli.options import refusal_text, report_names, with_settings
from multiplane.database.session import Session
from multiplane.people.accounts import AccountRefused, create_admin, has_administrator, has_people
from multiplane.settings import Settings, SettingsError, ensure_secret_key
from multiplane.settings.kinds import email_address
from multiplane.studio.seed import is_fresh, seed_studio

DEFAULT_EMAIL = "admin@example.com"


@dataclass(frozen=True)
class FirstAdmin:
    """Who will be the first administrator; `generated` when nobody chose the password."""

    email: str
    password: str
    generated: bool


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to listen on: 127.0.0.1 (default), or 0.0.0.0 for all.")
@click.option("--port", metavar="NUMBER", help="Port to listen on: 8080 (default).")
@click.option("--workers", metavar="NUMBER", help="Number of server processes: 1 (default).")
@click.option("--ui", metavar="FOLDER", help="Folder of a built web interface to serve.")
@click.option("--admin-email", metavar="EMAIL", help="First administrator of a fresh studio; asked for when absent.")
@click.option("--admin-password", metavar="TEXT", help="Its password; asked for, or generated, when absent.")
@with_settings
def serve(settings: Settings) -> None:
    """Run the server. The first time, set everything up.

    Without a database in the settings, PostgreSQL runs in the data folder. A fresh studio gets its usual
    departments, task types and statuses, and a first administrator. Ctrl-C stops everything that was started.

    Each option is also a setting: MULTIPLANE_PORT in the environment, or port in multiplane.toml. All of
    them: multiplane settings, and docs/settings.md.
    """
    report_names()
    try:
        address = claim(settings.host, settings.port)
        make_folders(settings)
        settings = ensure_secret_key(settings)
    except AddressRefused as error:
        fail(str(error))
    except SettingsError as error:
        fail(refusal_text(error), 2)
    with Steps(total=4) as steps:
        steps.next("Starting PostgreSQL" if settings.uses_embedded_database else "Opening the database")
        with open_database(settings) as database:
            ready = settings.model_copy(update={"database_url": SecretStr(database)})
            prepare(ready, database, steps)
            steps.next("Starting the server")
            steps.close()
            configure_logs(ready)
            supervisor.run(ready, address)


def prepare(settings: Settings, database: str, steps: Steps) -> None:
    """Bring the schema up to date and set up a fresh studio."""
    steps.next("Bringing the database schema up to date")
    upgrade_schema(database, steps)
    steps.next("Looking at the studio")
    named = settings.admin_email is not None
    if in_transaction(database, lambda session: set_up_studio(session, admin_is_named=named)):
        with steps.away():
            make_admin(settings, database, choose_admin(settings))


async def set_up_studio(session: Session, *, admin_is_named: bool) -> bool:
    """Seed the studio if it is fresh. True when an administrator must be made: there is nobody yet, or one is
    named and there is no other.
    """
    if await is_fresh(session):
        await seed_studio(session)
    return not await has_people(session) or (admin_is_named and not await has_administrator(session))


def choose_admin(settings: Settings) -> FirstAdmin:
    """The first administrator: given, asked for in a terminal, or by default."""
    given = settings.admin_password.get_secret_value() if settings.admin_password else ""
    email = settings.admin_email or ""
    if can_ask() and not (email and given):
        err.print("This studio is fresh. Who is its first administrator?")
        email = email or ask_email()
        given = given or ask_password(settings)
    return FirstAdmin(email or DEFAULT_EMAIL, given or secrets.token_urlsafe(12), generated=not given)


def ask_email() -> str:
    """An e-mail address, asked for until it is one."""
    while True:
        try:
            return email_address(str(click.prompt("E-mail", default=DEFAULT_EMAIL, err=True)))
        except ValueError as error:
            err.print(str(error))


def ask_password(settings: Settings) -> str:
    """A password typed twice; empty to have one generated."""
    while True:
        question = "Password (empty: generate one)"
        password = str(click.prompt(question, default="", hide_input=True, show_default=False, err=True))
        if not password:
            return ""
        if len(password) < settings.min_password_length:
            err.print(f"It needs {settings.min_password_length} characters or more.")
        elif password == click.prompt("Again", default="", hide_input=True, show_default=False, err=True):
            return password
        else:
            err.print("These were two different passwords.")


def make_admin(settings: Settings, database: str, admin: FirstAdmin) -> None:
    """Make the first administrator; say a generated password, this once."""
    try:
        outcome = in_transaction(database, lambda session: create_admin(session, settings, admin.email, admin.password))
    except AccountRefused as error:
        fail(f"The first administrator cannot be made. {error}")
    out.print(f"Administrator: {admin.email}")
    if admin.generated and outcome == "created":
        out.print(f"Password: {admin.password}   (shown only now; change it after signing in)")


def make_folders(settings: Settings) -> None:
    """The data folder, closed to others, and the scratch space of uploads."""
    for folder in (settings.data, settings.tmp_dir):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            fail(f"The folder {folder} cannot be made: {error.strerror}. Choose another data folder with --data.")
