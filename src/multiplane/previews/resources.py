"""The generic resource of preview files (02-models 8.1)."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_preview_files
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.ids import is_id
from multiplane.models import PreviewFile, Task
from multiplane.previews.deletion import detach
from multiplane.previews.policy import may_manage, may_read_row, may_update, require
from multiplane.previews.revisions import move_siblings, refuse_taken
from multiplane.previews.service import find_preview, lock_tasks_of
from multiplane.web.crud.resource import Resource
from multiplane.web.crud.values import column_value
from multiplane.web.routing import SIGNED_IN


class PreviewFileResource(Resource):
    """Rows of previews: files come and go by their own routes."""

    model = PreviewFile
    path = "preview-files"
    forced_deletes = True
    lists = reads = updates = deletes = SIGNED_IN
    protected = frozenset({"task_id", "person_id"})

    # -- who may

    def visible(self, user: CurrentUser) -> ColumnElement[bool] | None:
        return visible_preview_files(user)

    async def check_read(self, session: Session, row: Row) -> None:
        _, task = await find_preview(session, row["id"])
        require(may_read_row(session.user, task))

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        _, task = await find_preview(session, row["id"])
        require(may_update(session.user, task))

    async def check_delete(self, session: Session, row: Row) -> None:
        _, task = await find_preview(session, row["id"])
        require(may_manage(session.user, task))

    # -- lists

    def extra_filters(self) -> frozenset[str]:
        return frozenset({"project_id"})

    async def filter_on(self, session: Session, name: str, value: str) -> ColumnElement[bool] | None:
        if not is_id(value):
            raise BadRequest("Invalid project_id.")
        project_id = value.lower()
        return exists(select(Task.id).where(Task.id == PreviewFile.task_id, Task.project_id == project_id))

    # -- writes

    async def before_lock(self, session: Session, object_id: str, data: Row) -> None:
        await lock_tasks_of(session, [object_id])

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        """The other files of a revision follow its main preview. Only administrators hang it on other comments."""
        if not session.user.is_admin:
            data = {key: value for key, value in data.items() if key != "comments"}
        if "revision" not in data or row["position"] != 1 or row["task_id"] is None:
            return data
        revision = self._revision(data["revision"])
        if revision is not None and revision != row["revision"]:
            await refuse_taken(session, row["task_id"], revision, except_id=row["id"])
            await move_siblings(session, row, revision)
        return data

    def _revision(self, value: Any) -> int | None:
        found: int | None = column_value(self.columns["revision"], value)
        return found

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        await detach(session, [row["id"]], forced=force)
