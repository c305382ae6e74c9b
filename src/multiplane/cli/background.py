"""`multiplane jobs`"""

import rich_click as click

from multiplane.cli.console import out
from multiplane.cli.database import in_transaction, open_database
from multiplane.cli.options import with_settings
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.jobs.service import counts, failed, retry_failed
from multiplane.settings import Settings


@click.command("jobs")
@click.option("--retry", is_flag=True, help="Let every job that was given up be tried again.")
@with_settings
def jobs_command(settings: Settings, retry: bool) -> None:
    """Tell which background jobs wait, run, or were given up, and why.

    A job that fails is tried again, with growing pauses, and then kept here until --retry.
    """
    with open_database(settings) as address:
        if retry:
            out.print(f"{in_transaction(address, retry_failed)} jobs will be tried again.")
        kinds, given_up = in_transaction(address, _look)
    for kind in kinds:
        out.print("{name}: {waiting} waiting, {running} running, {failed} failed".format(**kind))
    for job in given_up:
        out.print("Failed: {name} (number {id}, {failed_at}): {error}: {message}".format(**job))
    if not kinds:
        out.print("There are no jobs.")


async def _look(session: Session) -> tuple[list[Row], list[Row]]:
    return await counts(session), await failed(session)
