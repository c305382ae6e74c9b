"""The selects of people."""

from sqlalchemy import any_, bindparam, func, select, text

from multiplane.database.statements import ids, prepare
from multiplane.models import Person
from multiplane.web.crud.resource import relation_ids

PERSON = prepare(
    select(Person.__table__, relation_ids(Person, "departments")).where(Person.id == bindparam("person_id"))
)
EMAIL_TAKEN = prepare(
    text(
        """
        SELECT EXISTS (
            SELECT 1 FROM person
            WHERE is_bot IS NOT TRUE AND lower(email) = :email AND id IS DISTINCT FROM cast(:person_id AS uuid)
        )
        """
    )
)
ADMINS_LEFT = prepare(
    text(
        """
        SELECT count(*) FROM person
        WHERE role = 'admin' AND active IS TRUE AND is_bot IS NOT TRUE AND is_guest IS NOT TRUE
            AND id <> cast(:person_id AS uuid)
        """
    )
)
PASSWORDS = prepare(
    select(Person.id, func.encode(Person.password, "escape").label("password")).where(
        Person.id == any_(ids("person_ids"))
    )
)
TEAMMATES = prepare(
    text(
        """
        SELECT EXISTS (
            SELECT 1 FROM project_person_link
            WHERE person_id = cast(:person_id AS uuid) AND project_id = ANY (cast(:project_ids AS uuid[]))
        )
        """
    )
)
