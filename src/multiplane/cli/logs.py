"""What the server logs: a line of time (UTC), level, place and text on the error stream."""

import logging
import time
from typing import Any

from multiplane.settings import Settings


class Line(logging.Formatter):
    """The form of a line."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")


HTTP_SERVER: dict[str, Any] = {
    "formatters": {"line": {"()": Line}},
    "handlers": {"console": {"formatter": "line", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}
"""The same for the messages of the HTTP server, in the form it wants."""


def configure_logs(settings: Settings) -> None:
    """Our own messages from the level of the settings on, those of libraries from warnings on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Line())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("multiplane").setLevel(settings.log_level.upper())
    # says once a second, with a traceback, that the database is away; we say it ourselves
    logging.getLogger("asyncpg.pool").setLevel(logging.ERROR)
