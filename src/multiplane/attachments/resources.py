"""The generic resource of attachments."""

from multiplane.attachments import service
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import AttachmentFile
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN


class AttachmentFileResource(Resource):
    """Administrators handle the rows; whoever reads the comment or the chat reads one (02-models 7.2)."""

    model = AttachmentFile
    path = "attachment-files"
    reads = SIGNED_IN

    async def check_read(self, session: Session, row: Row) -> None:
        await service.require_readable(session, row)

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        await service.discard_file(session, row["id"])
