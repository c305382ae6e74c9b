"""How the server is doing, and what it tells anybody of its configuration."""

import asyncio
import os
import time
from datetime import UTC, datetime

import psutil

from multiplane.database.errors import DatabaseUnavailable
from multiplane.database.rows import Row
from multiplane.database.session import Database, Session
from multiplane.organisation.service import the_organisation
from multiplane.settings import Settings
from multiplane.status import queries
from multiplane.version import API_VERSION

NAME = "Multiplane"


async def health(database: Database) -> dict[str, bool]:
    """What is up. Tokens and events live in the database, so these follow it; there is no other search server."""
    try:
        async with database.reading() as session:
            await session.value(queries.IS_UP)
            workers = await session.value(queries.WORKERS)
    except DatabaseUnavailable:
        workers = None
    return {
        "database-up": workers is not None,
        "key-value-store-up": workers is not None,
        "event-stream-up": workers is not None,
        "job-queue-up": bool(workers),
        "indexer-up": False,
    }


async def status(database: Database) -> Row:
    """The health by name."""
    return {"name": NAME, "version": API_VERSION, **await health(database)}


async def status_lines(database: Database) -> str:
    """The health as text, one line each."""
    found = await health(database)
    order = ("database", "event-stream", "key-value-store", "job-queue", "indexer")
    lines = [f"{name}-up: {'up' if found[f'{name}-up'] else 'down'}" for name in order]
    return "\n".join([f"name: {NAME}", f"version: {API_VERSION}", *lines])


async def status_numbers(database: Database) -> Row:
    """The health as numbers, for a time series database."""
    return {**{name: int(up) for name, up in (await health(database)).items()}, "time": time.time()}


async def resources(session: Session) -> Row:
    """Load of the machine over one second, and the jobs being done."""
    percent = await asyncio.to_thread(psutil.cpu_percent, 1, percpu=True)
    load = os.getloadavg()
    memory = psutil.virtual_memory()
    return {
        "date": datetime.now(UTC).astimezone().replace(tzinfo=None).isoformat(timespec="microseconds"),
        "cpu": {
            "percent": percent,
            "loadavg": {"last 1 min": load[0], "last 5 min": load[1], "last 10 min": load[2]},
        },
        "memory": {
            "total": memory.total,
            "used": memory.used,
            "available": memory.available,
            "percent": memory.percent,
        },
        "jobs": {"running_jobs": await session.value(queries.RUNNING_JOBS)},
    }


async def statistics(session: Session) -> Row:
    """How much the studio holds."""
    return await session.one(queries.STATISTICS) or {}


async def configuration(session: Session, settings: Settings) -> Row:
    """What a client needs to know before anybody signs in (01-auth B.10)."""
    organisation = await the_organisation(session, for_admin=False)
    configuration: Row = {
        "is_self_hosted": settings.is_self_hosted,
        "crisp_token": settings.crisp_token,
        "dark_theme_by_default": organisation["dark_theme_by_default"],
        "indexer_configured": True,
        "saml_enabled": settings.saml_enabled,
        "saml_idp_name": settings.saml_idp_name,
        "oidc_enabled": settings.oidc_enabled,
        "oidc_idp_name": settings.oidc_idp_name,
        "default_locale": settings.default_locale,
        "default_timezone": settings.default_timezone,
        "enforce_2fa": settings.enforce_2fa,
        "movie_highdef_bitrate": settings.movie_highdef_bitrate,
        "movie_lowdef_bitrate": settings.movie_lowdef_bitrate,
        "preview_accounts_enabled": settings.auth_strategy == "auth_local_classic",
    }
    if settings.sentry_kitsu_enabled:
        configuration["sentry"] = {"dsn": settings.sentry_kitsu_dsn, "sampleRate": settings.sentry_kitsu_sr}
    return configuration
