"""The generic resources of people (02-models 3)."""

from typing import ClassVar
from uuid import uuid4

from sqlalchemy import func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.auth.passwords import hash_password
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.database.statements import among
from multiplane.errors import ApiError, Forbidden, SimpleBadRequest
from multiplane.models import Department, Person, ProjectPersonLink, Studio
from multiplane.people import deletion, fields, forms, policy, queries, service
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.crud.resource import Resource
from multiplane.web.parameters import FLAG
from multiplane.web.routing import SIGNED_IN, Schema

SEATING = frozenset({"active", "is_bot", "is_guest", "role"})
"""What decides whether a person counts in the user limit, or administers."""


class DepartmentResource(Resource):
    """Everybody reads departments (02-models 3.2)."""

    model = Department
    path = "departments"
    lists = reads = SIGNED_IN


class StudioResource(Resource):
    """Everybody reads studios (02-models 3.3)."""

    model = Studio
    path = "studios"
    lists = reads = SIGNED_IN


class PersonResource(Resource):
    """People: everybody reads them, in the form their role may see; administrators write them (02-models 3.1)."""

    model = Person
    path = "persons"
    forced_deletes = True
    list_parameters: ClassVar[Schema] = {"with_pass_hash": FLAG}
    lists = reads = SIGNED_IN
    protected = policy.NEVER_UPDATED
    updated_relations = ("departments",)

    def visible(self, user: CurrentUser) -> ColumnElement[bool]:
        listed = Person.preview_project_id.is_(None)
        if user.role != "client":
            return listed
        teams = select(ProjectPersonLink.person_id).where(
            among(ProjectPersonLink.project_id, user.projects(open_only=True))
        )
        return listed & Person.id.in_(teams)

    def hidden_from(self, user: CurrentUser) -> frozenset[str]:
        return frozenset() if user.is_admin else frozenset(self.served) - policy.FILTERABLE

    def extra_filters(self) -> frozenset[str]:
        return frozenset({"full_name"})

    async def filter_on(self, session: Session, name: str, value: str) -> ColumnElement[bool]:
        first, last = func.nullif(Person.first_name, ""), func.nullif(Person.last_name, "")
        return func.concat_ws(" ", first, last) == literal(value)

    async def prepare_list(self, session: Session, request: AnyRequest, rows: list[Row]) -> None:
        if session.user.is_admin and query.flag(request, "with_pass_hash"):
            found = await session.all(queries.PASSWORDS, person_ids=[row["id"] for row in rows])
            passwords = {row["id"]: row["password"] for row in found}
            for row in rows:
                row["password"] = passwords.get(row["id"])

    def present(self, user: CurrentUser, row: Row) -> Row:
        if user.is_admin:
            shown = forms.safe(row)
            return {**shown, "password": row["password"]} if "password" in row else shown
        return forms.pick(row, forms.CLIENT if user.role == "client" else forms.MINIMAL)

    async def present_one(self, session: Session, request: AnyRequest, row: Row) -> Row:
        return forms.safe(row) if session.user.role == "manager" else self.present(session.user, row)

    def present_written(self, user: CurrentUser, row: Row) -> Row:
        shown = forms.safe(row)
        return {**shown, "access_token": row["access_token"]} if "access_token" in row else shown

    # -- who may

    async def check_read(self, session: Session, row: Row) -> None:
        user = session.user
        if user.role != "client" or user.id == row["id"]:
            return
        mates = {"person_id": row["id"], "project_ids": user.projects(open_only=True)}
        if not await session.value(queries.TEAMMATES, **mates):
            raise Forbidden

    async def check_create(self, session: Session, data: Row) -> None:
        if service.wants_seat(data):
            await service.check_user_limit(session, self._limit(session))
        await super().check_create(session, data)

    async def before_lock(self, session: Session, object_id: str, data: Row) -> None:
        if session.user.is_admin and (not data or data.keys() & SEATING):
            await service.lock_accounts(session)

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        if not session.user.is_admin and session.user.id != row["id"]:
            raise Forbidden
        if row["preview_project_id"] is not None:
            raise Forbidden
        policy.check_protected_update(session.settings, session.user, row, data)

    async def check_delete(self, session: Session, row: Row) -> None:
        policy.check_deletion(session.settings, session.user, row)
        await service.keep_an_admin(session, row)

    # -- writes

    async def prepare_create(self, session: Session, data: Row) -> Row:
        given = {key: value for key, value in data.items() if key not in policy.NEVER_CREATED}
        checked = fields.check_fields(given)
        service.expiration_to_set(checked, None)
        await service.check_email(session, checked, None, is_bot=bool(given.get("is_bot")))
        checked.setdefault("timezone", session.settings.default_timezone)
        checked.setdefault("locale", session.settings.default_locale)
        if isinstance(checked.get("password"), str):
            checked["password"] = await hash_password(checked["password"], session.settings.bcrypt_log_rounds)
        if given.get("is_bot"):
            checked["jti"] = str(uuid4())
        elif service.wants_seat(given):
            await service.lock_accounts(session)
            await service.check_user_limit(session, self._limit(session))
        return checked

    async def created(self, session: Session, row: Row, data: Row) -> None:
        if row["is_bot"]:
            row["access_token"] = service.api_token(session, row, row["jti"])

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        given = policy.updatable(session.settings, session.user, row, data)
        checked = fields.check_fields(given)
        if "expiration_date" in given:
            expires = service.expiration_to_set(given, row)
            if not fields.is_past(expires):
                checked["jti"] = str(uuid4())
        await service.check_email(session, checked, row, is_bot=bool(given.get("is_bot", row["is_bot"])))
        await service.check_seat(session, row, given)
        await service.keep_an_admin(session, row, given)
        return checked

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        if "jti" in data:
            after["access_token"] = service.api_token(session, after, data["jti"])

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        if force:
            await deletion.forget(session, row)

    def delete_refusal(self, message: str) -> ApiError:
        return SimpleBadRequest(deletion.STILL_LINKED)

    @staticmethod
    def _limit(session: Session) -> Row:
        return {"limit": session.settings.user_limit}
