"""What PostgreSQL refuses, as exceptions whose texts are safe to show (00-conventions 7.6)."""

import asyncpg


class DataRefused(Exception):
    """The database refused a write or a value; nothing was changed."""

    message = "The data conflicts with database integrity rules."

    def __init__(self, constraint: str | None = None) -> None:
        super().__init__(self.message)
        self.constraint = constraint


class DuplicateRefused(DataRefused):
    message = "A record with the same unique values already exists."


class ReferenceRefused(DataRefused):
    message = "The change conflicts with records referencing this one."


class MissingRefused(DataRefused):
    message = "A required field is missing."


class FormatRefused(DataRefused):
    message = "One of the provided values has an invalid format."


class DatabaseUnavailable(Exception):
    """No connection could be had, or it was lost; asking again may help."""


class LockTimedOut(DatabaseUnavailable):
    """Somebody else kept a row locked for longer than this transaction would wait."""


REFUSALS: tuple[tuple[type[Exception], type[DataRefused]], ...] = (
    (asyncpg.UniqueViolationError, DuplicateRefused),
    (asyncpg.ForeignKeyViolationError, ReferenceRefused),
    (asyncpg.NotNullViolationError, MissingRefused),
    (asyncpg.IntegrityConstraintViolationError, DataRefused),
    (asyncpg.DataError, FormatRefused),
    (asyncpg.exceptions.ProgramLimitExceededError, FormatRefused),
    (UnicodeEncodeError, FormatRefused),
)
# A deadlock is not a lost connection, but asking again helps as well. Of a connection that is lost while a statement
# is on its way the driver says that it is in no state for another one. A socket's folder may be gone, too.
LOST = (
    asyncpg.InternalClientError,
    asyncpg.DeadlockDetectedError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    OSError,
)


def translate(error: Exception) -> Exception:
    """The exception to raise in place of a driver's; the same one when there is nothing to say about it."""
    for driver_error, refusal in REFUSALS:
        if isinstance(error, driver_error):
            return refusal(getattr(error, "constraint_name", None))
    if isinstance(error, asyncpg.LockNotAvailableError):
        return LockTimedOut(str(error))
    if isinstance(error, LOST):
        return DatabaseUnavailable(str(error))
    return error
