"""The one studio of the installation."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import Organisation
from multiplane.organisation import queries
from multiplane.organisation.policy import ADMIN_ONLY

DEFAULT_NAME = "Kitsu"


async def the_organisation(session: Session, *, for_admin: bool) -> Row:
    """The studio as its people see it; made on first sight, without an event (02-models 9.3).

    The session must be a transaction.
    """
    row = await session.one(queries.THE_ORGANISATION)
    if row is None:
        await session.run(queries.ONE_AT_A_TIME)
        row = await session.one(queries.THE_ORGANISATION)
    if row is None:
        row = await session.insert(Organisation, {"name": DEFAULT_NAME})
    hidden = frozenset() if for_admin else ADMIN_ONLY
    return {**{key: value for key, value in row.items() if key not in hidden}, "type": "Organisation"}
