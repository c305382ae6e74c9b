"""Which rows of a board are asked for (03-entities 1.13, 3, 4)."""

from dataclasses import dataclass

from multiplane.access.projects import require_access
from multiplane.access.user import CurrentUser
from multiplane.database.session import Session
from multiplane.entities.boards.fields import ASSETS, CONCEPTS, EDITS, SHOTS, Board
from multiplane.entities.service import find_entity
from multiplane.errors import BadRequest, Forbidden
from multiplane.ids import is_id
from multiplane.web import query
from multiplane.web.body import AnyRequest

ALL, MAIN = "all", "main"
"""The episodes that are none: no filter, and what belongs to no episode."""
WITH_ENTITY_FILTERS = (ASSETS, SHOTS, EDITS, CONCEPTS)
"""Boards filtered by `id`, and by `assigned_to` the caller; on the others it names a person."""
REFUSED = {"Scene": ("vendor",), "Concept": ("vendor", "client")}
"""The roles that have no such board."""


_ID = {"type": "string", "format": "uuid"}
QUERY = {"project_id": _ID, "episode_id": {"type": "string"}, "id": _ID, "assigned_to": {"type": "string"}}
"""The filters of a board, for the API documentation."""
FORMS = {"compact": {"type": "boolean"}, "stream": {"type": "boolean"}}
"""The forms of the boards that have several."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The filters of a board and who asks."""

    board: Board
    user: CurrentUser
    project_id: str | None = None
    episode_id: str | None = None
    """An id, `main` or `all`."""
    entity_id: str | None = None
    mine: bool = False
    """Only entities with a task assigned to the caller, and only those tasks."""
    assignee_id: str | None = None
    """Every entity, with the tasks of one person."""


def read_scope(board: Board, request: AnyRequest, user: CurrentUser) -> Scope:
    """The scope a query string describes; 400 when it holds something that is no id."""
    filtered = board in WITH_ENTITY_FILTERS
    return Scope(
        board,
        user,
        project_id=_identifier(request, "project_id"),
        episode_id=_episode(request) if board is not CONCEPTS else None,
        entity_id=_identifier(request, "id") if filtered else None,
        mine=filtered and "assigned_to" in request.query_params,
        assignee_id=None if filtered else _identifier(request, "assigned_to"),
    )


async def require_board(session: Session, scope: Scope) -> None:
    """The rights a board asks for; 403, or 404 of an episode or project that is not there.

    A board without project is for administrators. Only assets are served without: those of the episode's project,
    or of all the caller's.
    """
    project_id = scope.project_id
    if scope.board is ASSETS and project_id is None:
        if scope.episode_id is None:
            return
        project_id = (await find_entity(session, scope.episode_id, "Episode"))["project_id"]
    await require_access(session, project_id)
    if scope.user.role_in(project_id) in REFUSED.get(scope.board.kind, ()):
        raise Forbidden


def _episode(request: AnyRequest) -> str | None:
    value = query.text(request, "episode_id")
    return value if value in (None, ALL, MAIN) else _identifier(request, "episode_id")


def _identifier(request: AnyRequest, name: str) -> str | None:
    value = query.text(request, name)
    if value is not None and not is_id(value):
        raise BadRequest(f"Invalid UUID format for {name}: {value}")
    return value and value.lower()
