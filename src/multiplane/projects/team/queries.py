"""The statements of teams."""

from sqlalchemy import any_, bindparam, select, text

from multiplane.database.statements import ids, prepare
from multiplane.models import Person, ProjectPersonLink
from multiplane.web.crud.resource import relation_ids

TEAM = prepare(
    select(Person.__table__, relation_ids(Person, "departments"), ProjectPersonLink.role.label("project_role"))
    .join(ProjectPersonLink, ProjectPersonLink.person_id == Person.id)
    .where(ProjectPersonLink.project_id == bindparam("project_id"))
    .order_by(Person.first_name, Person.last_name, Person.id)
)
PREVIEW_ACCOUNTS = prepare(
    select(Person.id).where(Person.id == any_(ids("person_ids")), Person.preview_project_id.is_not(None))
)
CANDIDATE = prepare(select(Person.id, Person.preview_project_id).where(Person.id == bindparam("person_id")))
ADD = prepare(
    text(
        """
        INSERT INTO project_person_link (project_id, person_id) VALUES (:project_id, :person_id)
        ON CONFLICT DO NOTHING
        """
    )
)
SET_ROLE = prepare(
    text("UPDATE project_person_link SET role = :role WHERE project_id = :project_id AND person_id = :person_id")
)
REMOVE = prepare(text("DELETE FROM project_person_link WHERE project_id = :project_id AND person_id = :person_id"))
