"""The generic resource of comments (02-models 7.1)."""

from typing import ClassVar

from multiplane.comments import editing, removal, service
from multiplane.comments.posting import emit_comment
from multiplane.comments.tasks import lock_around
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import Comment
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.crud.resource import Resource
from multiplane.web.parameters import FLAG
from multiplane.web.routing import SIGNED_IN, Schema


class CommentResource(Resource):
    """Administrators list and insert rows; whoever reads, wrote or manages one gets at it by its id."""

    model = Comment
    path = "comments"
    read_parameters: ClassVar[Schema] = {"with_previews": FLAG}
    reads = updates = deletes = SIGNED_IN
    malformed_is_missing = frozenset({"GET", "DELETE"})

    async def before_lock(self, session: Session, object_id: str, data: Row) -> None:
        await lock_around(session, object_id, data.get("object_id"))

    async def check_read(self, session: Session, row: Row) -> None:
        await service.require_readable(session, row["id"])

    async def present_one(self, session: Session, request: AnyRequest, row: Row) -> Row:
        relations = query.flag(request, "relations", True)
        with_previews = query.flag(request, "with_previews")
        return await service.complete(session, row, with_previews=with_previews, relations=relations)

    async def prepare_create(self, session: Session, data: Row) -> Row:
        return {**data, "checklist": []} if data.get("checklist", []) is None else data

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        await editing.check_change(session, row, data)

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        return editing.stored_change(session, data)

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        await editing.follow_change(session, before, after)

    async def check_delete(self, session: Session, row: Row) -> None:
        await removal.check_removal(session, row)

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        await removal.remove(session, row)

    def emit(self, session: Session, action: str, row: Row) -> None:
        """A raw row announces itself without project; changes and removals have announced themselves already."""
        if action == "new":
            emit_comment(session, "comment:new", row, None)
