"""The rules of people."""

from datetime import date

from multiplane.access.tokens import issue_api_token
from multiplane.access.user import IdentityType
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, NotFound, SimpleBadRequest
from multiplane.people import account_queries, fields, forms, queries

LAST_ADMIN = "The last administrator can't be removed."


async def safe_person(session: Session, person_id: str) -> Row:
    """A person with departments and without secrets. 404 when unknown."""
    row = await session.one(queries.PERSON, person_id=person_id)
    if row is None:
        raise NotFound
    return forms.safe(row)


async def lock_accounts(session: Session) -> None:
    """From here on no other transaction changes how many people are active, or who administers."""
    await session.run(account_queries.ONE_AT_A_TIME)


async def check_user_limit(session: Session, data: Row | None = None) -> None:
    """Refuse one more active human past the limit. It holds for good only after `lock_accounts`."""
    if await session.value(account_queries.ACTIVE_HUMANS) >= session.settings.user_limit:
        raise BadRequest("User limit reached.", data)


def wants_seat(data: Row) -> bool:
    """Whether a creation asks for one more active human (02-models 3.1)."""
    return not data.get("is_bot") and data.get("active") not in (False, 0)


def takes_seat(person: Row) -> bool:
    """Whether a person counts in the user limit (01-auth A.1)."""
    counts = person["active"] and not person["is_bot"] and not person["is_guest"]
    return bool(counts) and person["preview_project_id"] is None


def is_admin(person: Row) -> bool:
    """Whether a person is an active administrator who can sign in: neither a bot nor a guest."""
    return bool(person["role"] == "admin" and person["active"] and not person["is_bot"] and not person["is_guest"])


async def check_seat(session: Session, person: Row, changes: Row) -> None:
    """Refuse an update that makes one more active human past the limit, by activation or otherwise."""
    if takes_seat({**person, **changes}) and not takes_seat(person):
        await check_user_limit(session)


async def keep_an_admin(session: Session, person: Row, changes: Row | None = None) -> None:
    """Refuse an update, or without `changes` a deletion, that takes the last active administrator away.

    After `lock_accounts` this also holds against two requests at once.
    """
    stays = changes is not None and is_admin({**person, **changes})
    if is_admin(person) and not stays and not await session.value(queries.ADMINS_LEFT, person_id=person["id"]):
        raise SimpleBadRequest(LAST_ADMIN)


async def check_email(session: Session, data: Row, person: Row | None, *, is_bot: bool) -> None:
    """Normalise `data["email"]` and refuse one that another human has. Only bots may be told to have none.

    An address that stays as it is is not looked at: clients send back whole persons.
    """
    if "email" not in data:
        return
    if person is not None and same_address(data["email"], person["email"]):
        data["email"] = person["email"]
        return
    if data["email"] is None:
        if not is_bot:
            raise BadRequest(fields.NO_EMAIL)
        return
    check_deliverability = session.settings.mail_check_deliverability
    data["email"] = await fields.email_address(data["email"], check_deliverability=check_deliverability)
    person_id = person["id"] if person is not None else None
    if not is_bot and await session.value(queries.EMAIL_TAKEN, email=data["email"], person_id=person_id):
        raise BadRequest("Email already in use.")


def same_address(given: object, stored: str | None) -> bool:
    """Whether an update repeats the address, which is stored lower-case."""
    return given == stored or (isinstance(given, str) and given.strip().lower() == stored)


def expiration_to_set(data: Row, person: Row | None) -> date | None:
    """The end of life asked for. One that has passed is a mistake, unless the person has it already."""
    expires = fields.expiration(data.get("expiration_date"))
    repeated = person is not None and str(expires) == person["expiration_date"]
    if fields.is_past(expires) and not repeated:
        raise BadRequest("Expiration date can't be in the past.")
    return expires


def api_token(session: Session, person: Row, token_id: str) -> str:
    """The token of a bot, or the personal API token of a human; only the newest one is valid (01-auth A.12)."""
    expires = date.fromisoformat(person["expiration_date"]) if person["expiration_date"] else None
    identity: IdentityType = "bot" if person["is_bot"] else "person_api"
    return issue_api_token(session.settings.signing_key, person["id"], identity, token_id, expires)
