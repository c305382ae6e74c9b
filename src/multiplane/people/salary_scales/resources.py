"""The generic resource of salary scales (02-models 3.6)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.models import SalaryScale
from multiplane.people.salary_scales import queries
from multiplane.web.body import AnyRequest
from multiplane.web.crud.resource import Resource


class SalaryScaleResource(Resource):
    """One scale per department, position and seniority. A list makes the missing ones, without events."""

    model = SalaryScale
    path = "salary-scales"
    protected = frozenset({"department_id"})
    list_writes = True
    list_is_whole = True

    async def check_list(self, session: Session, request: AnyRequest) -> None:
        await super().check_list(session, request)
        await session.run(queries.ONE_AT_A_TIME)
        await session.run(queries.ADD_MISSING)

    async def prepare_create(self, session: Session, data: Row) -> Row:
        raise BadRequest("Salary scales cannot be created")
