"""The rules of people."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.people import forms, queries


async def safe_person(session: Session, person_id: str) -> Row:
    """A person with departments and without secrets. 404 when unknown."""
    row = await session.one(queries.PERSON, person_id=person_id)
    if row is None:
        raise NotFound
    return forms.safe(row)
