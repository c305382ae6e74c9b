"""Scratch folders that a killed process left behind."""

import asyncio
import shutil
import time
from pathlib import Path
from typing import Final

PREFIXES: Final = ("upload-", "preview-", "object-")
FORGOTTEN: Final = 24 * 3600
"""Seconds after which no upload and no encoder still uses a folder."""


async def remove_leftovers(folder: Path) -> None:
    """Remove the scratch folders of uploads and encoders that nobody has touched for a day."""
    await asyncio.to_thread(_remove_leftovers, folder)


def _remove_leftovers(folder: Path) -> None:
    oldest = time.time() - FORGOTTEN
    for prefix in PREFIXES:
        for left in folder.glob(f"{prefix}*"):
            if left.is_dir() and left.stat().st_mtime < oldest:
                shutil.rmtree(left, ignore_errors=True)
