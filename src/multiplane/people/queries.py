"""The selects of people."""

from sqlalchemy import bindparam, select

from multiplane.database.statements import prepare
from multiplane.models import Person
from multiplane.web.crud.resource import relation_ids

PERSON = prepare(
    select(Person.__table__, relation_ids(Person, "departments")).where(Person.id == bindparam("person_id"))
)
