"""`multiplane migrate`"""

import rich_click as click

from multiplane.cli.console import Steps, out
from multiplane.cli.database import in_transaction, open_database, upgrade_schema
from multiplane.cli.options import with_settings
from multiplane.settings import Settings
from multiplane.studio.seed import seed_schema


@click.command()
@with_settings
def migrate(settings: Settings) -> None:
    """Create the database schema, or bring it up to date.

    `serve` does this by itself; use it to upgrade before the servers start. A Kitsu 1.0.x database keeps its
    tables and rows as they are.
    """
    with Steps(total=3) as steps:
        steps.next("Opening the database")
        with open_database(settings) as address:
            steps.next("Bringing the schema up to date")
            upgrade_schema(address, steps)
            steps.next("Checking the first rows")
            in_transaction(address, seed_schema)
    out.print("The schema is up to date.")
