"""`multiplane init-data` and `multiplane remove-old-data`"""

import rich_click as click

from multiplane.cli.console import Steps, out
from multiplane.cli.database import in_transaction, open_database, upgrade_schema
from multiplane.cli.options import with_settings
from multiplane.database.session import Session
from multiplane.events.service import remove_old_data
from multiplane.jobs.service import remove_old_history
from multiplane.settings import Settings
from multiplane.studio.seed import DOMAINS, seed_studio


@click.command()
@click.option(
    "--domain",
    type=click.Choice(list(DOMAINS), case_sensitive=False),
    default="3d",
    show_default=True,
    help="Kind of studio: decides its departments, asset types and task types.",
)
@with_settings
def init_data(settings: Settings, domain: str) -> None:
    """Add the usual departments, asset types, task types and statuses.

    What is there already stays as it is. `serve` does this for a fresh studio, with the domain 3d.
    """
    with Steps(total=3) as steps:
        steps.next("Opening the database")
        with open_database(settings) as address:
            steps.next("Bringing the schema up to date")
            upgrade_schema(address, steps)
            steps.next("Adding what is missing")
            in_transaction(address, lambda session: seed_studio(session, domain))
    out.print(f"The studio has everything a {domain} studio starts with.")


@click.command("remove-old-data")
@click.option("--days", type=click.IntRange(min=0), default=90, show_default=True, help="What is older goes.")
@with_settings
def remove_old_data_command(settings: Settings, days: int) -> None:
    """Delete old events, login logs and notifications, and the history of background jobs.

    They grow with every change and nothing else deletes them: run this now and then, for instance every night.
    """

    async def remove(session: Session) -> dict[str, int]:
        removed = await remove_old_data(session, days)
        return {**removed, "entries of the jobs' history": await remove_old_history(session, days)}

    with Steps(total=1) as steps:
        steps.next("Deleting old data")
        with open_database(settings) as address:
            removed = in_transaction(address, remove)
    for name, count in removed.items():
        out.print(f"{count} {name} deleted.")
