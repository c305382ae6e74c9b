"""From the claims of a token to the person or bot behind it: one query."""

from typing import Any

from multiplane.access.tokens import Claims, revoked
from multiplane.access.user import CurrentUser, Membership
from multiplane.database.errors import translate
from multiplane.database.rows import Row, decoded
from multiplane.database.session import Database
from multiplane.errors import InactiveAccount, TwoFactorRequired, UnknownAccount
from multiplane.ids import is_id

IDENTITY = """
    SELECT person.id, person.role, person.active, person.is_bot, person.jti, person.studio_id,
        person.first_name, person.last_name, person.timezone, person.email,
        person.preview_project_id,
        extract(epoch FROM person.preview_opened_at) AS preview_opened_at,
        cast(pg_current_snapshot() AS text) AS state,
        person.preview_open_until > (now() AT TIME ZONE 'utc') AS preview_is_open,
        ARRAY(SELECT department_id FROM department_link WHERE person_id = person.id) AS departments,
        (
            SELECT jsonb_object_agg(link.project_id, jsonb_build_array(link.role, status.name = 'Open'))
            FROM project_person_link AS link
            JOIN project ON project.id = link.project_id
            LEFT JOIN project_status AS status ON status.id = project.project_status_id
            WHERE link.person_id = person.id
        ) AS teams,
        EXISTS (SELECT 1 FROM multiplane.revoked_token WHERE jti = ANY ($2::text[])) AS revoked
    FROM person
    WHERE person.id = $1
"""
BLOCK = """
    INSERT INTO multiplane.revoked_token (jti, expires_at)
    SELECT jti, (now() AT TIME ZONE 'utc') + interval '15 days' FROM unnest($1::text[]) AS jti
    ON CONFLICT DO NOTHING
"""


async def identify(database: Database, claims: Claims, *, allow_restricted: bool = False) -> CurrentUser:
    """The current state of the account a token belongs to.

    Checks, in order: revocation, existence, activity, the preview window, a pending second factor (01-auth A.2).
    `allow_restricted` lets a session through that must still set up its second factor. A session that was used
    while its account was inactive stays closed when the account is active again.
    """
    person_id = claims.get("sub")
    session_ids = [str(claims[name]) for name in ("jti", "refresh_jti") if claims.get(name)]
    row = await _read(database, person_id, session_ids) if is_id(person_id) else None
    if row is None:
        raise UnknownAccount
    if row["revoked"] or (claims["identity_type"] != "person" and row["jti"] != claims["jti"]):
        raise revoked()
    if not row["active"] and claims["identity_type"] == "person":
        await _run(database, BLOCK, session_ids)
    if not row["active"] or (row["preview_project_id"] and not _preview_accepts(row, claims)):
        raise InactiveAccount
    if claims.get("requires_2fa_setup") and not allow_restricted:
        raise TwoFactorRequired
    return current_user(row, claims)


async def _read(database: Database, person_id: str, session_ids: list[str]) -> Row | None:
    record = await _run(database, IDENTITY, person_id, session_ids)
    return None if record is None else dict(record)


async def _run(database: Database, sql: str, *arguments: Any) -> Any:
    try:
        return await database.pool.fetchrow(sql, *arguments)
    except Exception as error:
        raise translate(error) from error


def _preview_accepts(row: Row, claims: Claims) -> bool:
    """A preview account's token counts only in the window it was issued in (01-auth A.9)."""
    opened = row["preview_opened_at"]
    return bool(row["preview_is_open"]) and opened is not None and int(claims.get("iat", 0)) >= int(opened)


def current_user(row: Row, claims: Claims) -> CurrentUser:
    """The typed identity of a row of `IDENTITY`."""
    teams: dict[str, Any] = decoded(row["teams"]) or {}
    return CurrentUser(
        id=row["id"],
        role=row["role"],
        full_name=" ".join(part for part in (row["first_name"], row["last_name"]) if part),
        identity=claims["identity_type"],
        is_bot=row["is_bot"],
        is_preview_account=row["preview_project_id"] is not None,
        studio_id=row["studio_id"],
        timezone=row["timezone"] or "UTC",
        departments=frozenset(row["departments"]),
        teams={project: Membership(role, bool(is_open)) for project, (role, is_open) in teams.items()},
        token=claims,
        state=row["state"],
    )
