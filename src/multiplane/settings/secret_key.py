"""The key that signs tokens."""

import contextlib
import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from multiplane.settings.errors import Problem, SettingsError
from multiplane.settings.model import Settings


def ensure_secret_key(settings: Settings) -> Settings:
    """Settings that have a secret key: the given one, else that of the data folder, else a new one.

    Processes that start at once end with the same key. Raises SettingsError when it cannot be written.
    """
    if settings.secret_key is not None:
        return settings
    file = settings.secret_key_file
    try:
        _create(file)
        key = file.read_text(encoding="ascii").strip()
    except OSError as error:
        advice = "Make the data folder writable, or set MULTIPLANE_SECRET_KEY."
        raise SettingsError(Problem("secret_key", str(file), f"{error.strerror}.", advice)) from error
    return settings.model_copy(update={"secret_key": SecretStr(key)})


def _create(file: Path) -> None:
    """Write the key under another name first: the file is either absent or whole, and never replaced."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if file.exists():
        return
    draft = file.with_name(f".secret_key.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_hex(32) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    with contextlib.suppress(FileExistsError):
        file.hardlink_to(draft)
    draft.unlink()
