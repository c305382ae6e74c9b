"""`multiplane init-data`"""

import rich_click as click

from multiplane.cli.console import Steps, out
from multiplane.cli.database import in_transaction, open_database, upgrade_schema
from multiplane.cli.options import with_settings
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
