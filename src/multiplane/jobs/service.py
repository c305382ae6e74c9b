"""What an operator may know of the queue, and do about it."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.jobs import queries


async def counts(session: Session) -> list[Row]:
    """By kind of job: how many wait, run and have failed."""
    return await session.all(queries.COUNTS)


async def failed(session: Session) -> list[Row]:
    """The jobs that were given up, oldest first, each with the error of its last try."""
    return await session.all(queries.FAILED)


async def retry_failed(session: Session) -> int:
    """Let every job that was given up wait again, with all its tries. How many there were."""
    return await session.run(queries.RETRY_FAILED)


async def remove_old_history(session: Session, days: int) -> int:
    """Forget the history of jobs that ended longer ago; those that failed are kept. How many entries there were."""
    await session.run(queries.OLD_STATISTICS, days=days)
    return await session.run(queries.OLD_HISTORY, days=days)
