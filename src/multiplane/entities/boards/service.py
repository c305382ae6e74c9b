"""Answers a board in the form that was asked for (03-entities 1.13)."""

from hashlib import sha256
from typing import Any

from litestar import Response

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.session import Database, Session
from multiplane.database.statements import Prepared
from multiplane.entities.boards import queries
from multiplane.entities.boards.fields import ASSETS, LINKED, SHOTS, Board
from multiplane.entities.boards.scope import Scope, read_scope, require_board
from multiplane.entities.service import readable_entity
from multiplane.errors import Forbidden, NotFound
from multiplane.ids import path_id
from multiplane.web.body import AnyRequest
from multiplane.web.query import exact_flag
from multiplane.web.responses import json_bytes
from multiplane.web.streaming import JSON, NDJSON, streamed

IN_EVERY_FORM = (ASSETS, SHOTS)
"""Boards that know `compact`, `stream` and conditional requests."""


async def answer_board(board: Board, request: AnyRequest) -> Response[Any]:
    """The board as a JSON array, or compact, or line by line; 304 when the client's copy is still right.

    The rights are checked on a connection that is given back before the rows take theirs, so that boards never
    wait for each other.
    """
    database: Database = request.app.state.database
    user: CurrentUser = request.scope["user"]
    scope = read_scope(board, request, user)
    compact = board in IN_EVERY_FORM and exact_flag(request, "compact")
    stream = board in IN_EVERY_FORM and exact_flag(request, "stream")
    headers: dict[str, str] = {}
    async with database.reading(user) as session:
        await require_board(session, scope)
    if board in IN_EVERY_FORM and scope.project_id is not None:
        tag = await tag_of(database, scope, (compact, stream))
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if tag in sent_tags(request):
            return Response(None, status_code=304, headers=headers)
    lines = database.lines(queries.board_rows(scope, compact=compact), **queries.board_values(scope))
    header = json_bytes(header_of(board) if compact else {"compact": False})
    if stream:
        return await streamed(lines, NDJSON, headers, before=header + b"\n")
    before, after = (header[:-1] + b',"rows":[', b"]}") if compact else (b"[", b"]")
    return await streamed(lines, JSON, headers, before=before, after=after, commas=True)


def header_of(board: Board) -> Row:
    """What tells a client how to read compact rows."""
    return {
        "compact": True,
        f"{board.kind.lower()}_fields": list(board.fields),
        "task_fields": list(board.task_fields),
    }


async def tag_of(database: Database, scope: Scope, form: tuple[bool, bool]) -> str:
    """The entity tag of a board of one project: for this caller, their role, these filters, this form and state."""
    user = scope.user
    project = await _mark(database, user, queries.PROJECT_MARK, "project_id", scope.project_id)
    subscriptions = await _mark(database, user, queries.SUBSCRIPTIONS_MARK, "user_id", user.id)
    asked = (scope.board.kind, scope.episode_id, scope.entity_id, scope.mine, *form)
    caller = (user.id, user.role_in(scope.project_id), sorted(user.departments))
    marks = [project.decode(), subscriptions.decode()]
    return f'"{sha256(json_bytes([scope.project_id, asked, caller, marks])).hexdigest()}"'


async def _mark(database: Database, user: CurrentUser, statement: Prepared, name: str, value: str | None) -> bytes:
    """What tells one state of some rows from any other; computed once for each state of the database."""

    async def compute() -> bytes:
        async with database.reading(user) as session:
            mark: str = await session.value(statement, **{name: value})
            return mark.encode()

    return await database.kept.get(user.state, (name, value), compute)


def sent_tags(request: AnyRequest) -> list[str]:
    """The entity tags of `If-None-Match`; a weak one counts as its strong one."""
    return [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]


async def full_entity(session: Session, board: Board, entity_id: str, *refused: str) -> bytes:
    """The JSON of one entity with its tasks, in one statement.

    404 when malformed, unknown or of another kind; 403 without ACCESS of its project, to a vendor who works on none
    of its tasks (ENTITY), and to the roles refused.
    """
    user = session.user
    row = await session.one(
        queries.full_row(board, queries.form_for(user)),
        **queries.caller_values(user),
        entity_id=path_id(entity_id),
        kind=board.kind,
        episode_id=None,
    )
    if row is None:
        raise NotFound
    role = user.role_in(row["project_id"])
    if not user.has_access(row["project_id"]) or role in refused or (role == "vendor" and not row["works_on"]):
        raise Forbidden
    return row["row"].encode()  # type: ignore[no-any-return]


async def linked_entities(session: Session, entity_id: str) -> bytes:
    """The JSON of the entities whose concept links hold one, with their tasks (ACCESS, ENTITY); none for clients."""
    user = session.user
    entity = await readable_entity(session, entity_id)
    if user.role_in(entity["project_id"]) == "client":
        return b"[]"
    statement = queries.linked_rows(LINKED, entity["id"], user)
    rows = await session.column(statement, **queries.caller_values(user), kind=LINKED.kind, episode_id=None)
    return f"[{','.join(rows)}]".encode()
