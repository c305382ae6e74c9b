"""Passwords: bcrypt, off the event loop (01-auth A.3)."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

import bcrypt

Result = TypeVar("Result")

BCRYPT_BYTES = 72
"""bcrypt reads no further; longer passwords are cut on both sides, never refused."""
DEFAULT_PASSWORD = "default"  # noqa: S105 - marks an account that must choose its password


async def hash_password(password: str, rounds: int = 12) -> bytes:
    """The bcrypt hash to store."""
    return await _hashing(lambda: bcrypt.hashpw(_bytes(password), bcrypt.gensalt(rounds)))


async def check_password(password: str, stored: bytes | None, rounds: int = 12) -> bool:
    """Whether a password fits a stored hash.

    Without a usable hash, as for unknown accounts and those of a directory, it takes as long and is false.
    """
    return await _hashing(lambda: _check(_bytes(password), stored, rounds))


async def _hashing(work: Callable[[], Result]) -> Result:
    """What a thread of their own returns: however many sign in, or guess, half of the machine stays for the others."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), work)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max(1, (os.cpu_count() or 1) // 2), "password")


def _check(password: bytes, stored: bytes | None, rounds: int) -> bool:
    if stored is not None and stored.startswith(b"$2"):
        try:
            return bcrypt.checkpw(password, stored)
        except ValueError:
            pass  # a damaged hash fits nothing
    bcrypt.checkpw(password, _decoy(rounds))
    return False


@cache
def _decoy(rounds: int) -> bytes:
    """A hash to check against when there is none, so that unknown accounts cost the same time."""
    return bcrypt.hashpw(b"nobody's password", bcrypt.gensalt(rounds))


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")[:BCRYPT_BYTES]
