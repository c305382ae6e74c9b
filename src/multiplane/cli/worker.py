"""`multiplane worker`"""

import asyncio
import signal

import rich_click as click

from multiplane.background import JOBS
from multiplane.cli.console import Steps, out
from multiplane.cli.database import open_database, told_refusals, upgrade_schema
from multiplane.cli.logs import configure_logs
from multiplane.cli.options import report_names, with_settings
from multiplane.database.session import Database
from multiplane.jobs.registry import JobContext
from multiplane.jobs.worker import work
from multiplane.settings import Settings, ensure_secret_key


@click.command()
@with_settings
def worker(settings: Settings) -> None:
    """Do background jobs, beside the ones the server does itself.

    Start it on other machines with the same settings as the server: database, secret_key and file store.
    Ctrl-C lets it finish the jobs it has begun.
    """
    report_names()
    ready = ensure_secret_key(settings)
    configure_logs(ready)
    ready.tmp_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Steps(total=2) as steps:
        steps.next("Opening the database")
        with open_database(ready) as address:
            steps.next("Checking the database schema")
            upgrade_schema(address, steps)
            steps.close()
            with told_refusals():
                asyncio.run(_work(ready, address))


async def _work(settings: Settings, address: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    database = await Database.connect(address, size=settings.db_pool_size)
    try:
        out.print("Waiting for jobs. Stop with Ctrl-C.")
        await work(JobContext(database, settings), JOBS, address, stop)
    finally:
        await database.close()
