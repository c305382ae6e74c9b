"""The generic resource of playlists (02-models 8.3)."""

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import require_access, require_supervisor
from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_playlists
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden
from multiplane.ids import is_id
from multiplane.models import Playlist
from multiplane.playlists import entries, queries
from multiplane.playlists.policy import may_edit, may_read
from multiplane.playlists.service import ALL, FOR_ENTITIES, MAIN
from multiplane.storage.registry import discard
from multiplane.web.crud.resource import Resource, needed
from multiplane.web.routing import NO_VENDOR, SIGNED_IN

BAD_FOR_ENTITY = f"for_entity must be one of {', '.join(FOR_ENTITIES)}"


class PlaylistResource(Resource):
    """Playlists: staff of the project, clients what is for them, vendors nothing."""

    model = Playlist
    path = "playlists"
    lists = NO_VENDOR
    reads = creates = updates = deletes = SIGNED_IN
    protected = frozenset({"created_by", "build_jobs"})

    # -- who may

    def visible(self, user: CurrentUser) -> ColumnElement[bool] | None:
        return visible_playlists(user)

    async def check_read(self, session: Session, row: Row) -> None:
        if not may_read(session.user, row):
            raise Forbidden

    async def check_create(self, session: Session, data: Row) -> None:
        project_id = needed(data, "project_id")
        await require_supervisor(session, project_id.lower() if isinstance(project_id, str) else None)

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        if not may_edit(session.user, row):
            await require_access(session, row["project_id"])
            raise Forbidden

    async def check_delete(self, session: Session, row: Row) -> None:
        await self.check_update(session, row, {})

    # -- writes

    async def prepare_create(self, session: Session, data: Row) -> Row:
        _check_for_entity(data)
        new = {**data, "created_by": session.user.id, "build_jobs": []}
        if new.get("episode_id") in (MAIN, ALL):
            new["episode_id"] = None
        if not is_id(new.get("task_type_id")):
            new["task_type_id"] = None
        if "shots" in new:
            new["shots"] = await entries.given(session, new["shots"])
            await entries.refuse_foreign(session, new["project_id"], new["shots"])
        return new

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        _check_for_entity(data)
        if "shots" not in data:
            return data
        shots = await entries.rebuilt(session, data["shots"])
        await entries.refuse_foreign(session, row["project_id"], shots, row["shots"])
        return {**data, "shots": shots}

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        jobs = await session.column(queries.DELETE_BUILD_JOBS, playlist_id=row["id"])
        await discard(session, "movies", "playlists", jobs)
        for job_id in jobs:
            payload = {"build_job_id": job_id, "playlist_id": row["id"]}
            session.emit("build-job:delete", payload, row["project_id"])
        await session.run(queries.DELETE_NOTIFICATIONS, playlist_id=row["id"])
        await session.run(queries.DELETE_SHARE_LINKS, playlist_id=row["id"])


def _check_for_entity(data: Row) -> None:
    if data.get("for_entity") not in (None, *FOR_ENTITIES):
        raise BadRequest(BAD_FOR_ENTITY)
