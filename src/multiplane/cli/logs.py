"""What the server logs: a line of time (UTC), level, place and text on the error stream."""

import logging
import time

from multiplane.settings import Settings


def configure_logs(settings: Settings) -> None:
    """Our own messages from the level of the settings on, those of libraries from warnings on."""
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("multiplane").setLevel(settings.log_level.upper())
