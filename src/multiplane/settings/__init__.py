"""Every setting of the server: typed, documented (docs/settings.md), from one place."""

from multiplane.settings.errors import Problem, SettingsError
from multiplane.settings.loading import (
    environment_names,
    load_settings,
    read_settings,
    unknown_names,
    unused_names,
)
from multiplane.settings.model import Settings
from multiplane.settings.secret_key import ensure_secret_key

__all__ = [
    "Problem",
    "Settings",
    "SettingsError",
    "ensure_secret_key",
    "environment_names",
    "load_settings",
    "read_settings",
    "unknown_names",
    "unused_names",
]
