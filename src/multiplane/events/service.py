"""Who reads which part of the event log (00-conventions 14)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden
from multiplane.events import queries
from multiplane.events.schemas import LoginLogQuery, LogQuery


async def last_events(session: Session, wanted: LogQuery, projects: list[str] | None) -> list[Row]:
    """The newest events of the projects given by `readable_projects`. 400 for a cursor that is no event."""
    if wanted.cursor and await session.value(queries.EVENT_EXISTS, cursor=wanted.cursor) is None:
        raise BadRequest(f"No event found with id: {wanted.cursor}")
    filters = {**wanted.filters(), **({} if projects is None else {"projects": projects})}
    return await session.all(queries.last_events(frozenset(filters)), limit=wanted.limit, **filters)


def readable_projects(session: Session, project_id: str | None) -> list[str] | None:
    """The projects whose events the caller reads, one or all of theirs; None when nothing is hidden.

    An administrator reads everything; others need the role of manager, on the project when one is asked for. 403.
    """
    user = session.user
    if project_id is not None:
        if not user.manages(project_id):
            raise Forbidden
        return [project_id]
    if user.is_admin:
        return None
    if user.role != "manager":
        raise Forbidden
    return user.projects("manager")


async def names(session: Session) -> list[str]:
    """Every name of an event ever stored, sorted."""
    return await session.column(queries.NAMES)


async def last_logins(session: Session, wanted: LoginLogQuery) -> list[Row]:
    """The newest logins, for administrators. 403 for others, 400 for a cursor that is no login."""
    if not session.user.is_admin:
        raise Forbidden
    wanted.check_ids()
    if wanted.cursor and await session.value(queries.LOGIN_LOG_EXISTS, cursor=wanted.cursor) is None:
        raise BadRequest(f"No login log found with id: {wanted.cursor}")
    filters = wanted.filters()
    return await session.all(queries.last_logins(frozenset(filters)), limit=wanted.limit, **filters)


async def remove_old_data(session: Session, days: int) -> dict[str, int]:
    """Forget what is older: events, logins and notifications (00-conventions 14). How many of each there were."""
    return {name: await session.run(statement, days=days) for name, statement in queries.OLD.items()}
