"""`multiplane demo`"""

import asyncio

import httpx
import rich_click as click
from pydantic import SecretStr

from multiplane.cli.console import Steps, fail, out
from multiplane.cli.database import open_database, told_refusals
from multiplane.cli.options import with_settings
from multiplane.cli.serve import make_folders, prepare
from multiplane.demo import story
from multiplane.demo.client import NoAdministrator, api_of
from multiplane.demo.production import Demo, Exists
from multiplane.settings import Settings, ensure_secret_key

PARTS = 6


@click.command()
@with_settings
def demo(settings: Settings) -> None:
    """Make a small production to look at.

    A TV show with episodes, shots, assets, casting, tasks, comments, pictures and movies. It is made through the
    API, as any client would. A server may run on the same data meanwhile.
    """
    make_folders(settings)
    settings = ensure_secret_key(settings)
    with Steps(total=3 + PARTS) as steps:
        steps.next("Opening the database")
        with open_database(settings) as address:
            # nobody of the demo has a real mailbox
            quiet = {"database_url": SecretStr(address), "mail_check_deliverability": False, "mail_enabled": False}
            ready = settings.model_copy(update=quiet)
            prepare(ready, address, steps)
            with told_refusals():
                _make(ready, steps)
    out.print(f"There is a production to look at: {story.TITLE}")
    out.print("Start multiplane serve on the same data to open it, with --ui FOLDER for a built web interface.")


def _show(steps: Steps, what: str, done: int, total: int) -> None:
    if done == 0:
        steps.next(f"Making {what} ({total})")
    else:
        steps.count(f"Making {what} ({done} of {total})")


def _make(settings: Settings, steps: Steps) -> None:
    async def run() -> None:
        async with api_of(settings) as api:
            await Demo(api, lambda what, done, total: _show(steps, what, done, total)).make()

    try:
        asyncio.run(run())
    except Exists:
        fail(f"There is a production named {story.TITLE} already. Delete it first to have it made again.")
    except NoAdministrator:
        fail("There is no active administrator. Make one: multiplane create-admin EMAIL --password PASSWORD")
    except httpx.HTTPStatusError as error:
        fail(f"{error.request.method} {error.request.url.path} was refused: {error.response.text[:300]}")
