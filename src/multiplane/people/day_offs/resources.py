"""The generic resource of absences (02-models 3.5)."""

from typing import Any

from multiplane.database.errors import MissingRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import Forbidden
from multiplane.models import DayOff
from multiplane.people.day_offs import service
from multiplane.web.body import AnyRequest
from multiplane.web.crud.resource import Resource, needed
from multiplane.web.crud.values import check_dates, column_value
from multiplane.web.routing import SIGNED_IN

PERIOD = ("person_id", "date", "end_date")


class DayOffResource(Resource):
    """People write their own absences, administrators everybody's.

    Managers read those of their teams, supervisors without the reason.
    """

    model = DayOff
    path = "day-offs"
    reads = creates = updates = deletes = SIGNED_IN

    async def check_read(self, session: Session, row: Row) -> None:
        row["sight"] = await service.sight(session, row["person_id"])
        if row["sight"] is None:
            raise Forbidden

    async def check_create(self, session: Session, data: Row) -> None:
        self._require_own(session, needed(data, "person_id"))

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        self._require_own(session, row["person_id"])
        if "person_id" in data:
            self._require_own(session, data["person_id"])

    async def check_delete(self, session: Session, row: Row) -> None:
        self._require_own(session, row["person_id"])

    async def prepare_create(self, session: Session, data: Row) -> Row:
        for key in PERIOD:
            needed(data, key)
        return await self._in_its_place(session, data, data)

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        check_dates(self.columns, data)
        return await self._in_its_place(session, {**row, **data}, data, row["id"])

    async def created(self, session: Session, row: Row, data: Row) -> None:
        await service.forget_time_spent(session, row)

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        await service.forget_time_spent(session, after)

    async def present_one(self, session: Session, request: AnyRequest, row: Row) -> Row:
        hidden = {"sight"} if row["sight"] == "all" else {"sight", "description"}
        return {key: value for key, value in row.items() if key not in hidden}

    async def _in_its_place(self, session: Session, whole: Row, data: Row, day_off_id: str | None = None) -> Row:
        """The data with its period as it is stored, once that is known to be free."""
        period = {key: column_value(self.columns[key], whole[key]) for key in PERIOD}
        if None in period.values():
            raise MissingRefused
        await service.claim_period(session, period, day_off_id)
        return {**data, **{key: period[key] for key in PERIOD if key in data}}

    @staticmethod
    def _require_own(session: Session, person_id: Any) -> None:
        """DAYOFF-WRITE: oneself or an administrator."""
        if not session.user.is_admin and str(person_id).lower() != session.user.id:
            raise Forbidden
