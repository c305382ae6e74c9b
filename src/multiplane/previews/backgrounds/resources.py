"""The generic resource of preview backgrounds (02-models 8.2)."""

from typing import Any

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.models import PreviewBackgroundFile
from multiplane.previews.backgrounds import queries
from multiplane.previews.backgrounds.service import discard_files
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN

SIMILAR = "A preview background file with similar name already exists"


class PreviewBackgroundFileResource(Resource):
    """Everybody sees them, administrators keep them; one at most is the default."""

    model = PreviewBackgroundFile
    path = "preview-background-files"
    lists = reads = SIGNED_IN

    async def prepare_create(self, session: Session, data: Row) -> Row:
        await _refuse_similar(session, data.get("name"), None)
        return data

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        await _refuse_similar(session, data.get("name"), row["id"])
        return data

    async def created(self, session: Session, row: Row, data: Row) -> None:
        await _keep_one_default(session, row)

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        await _keep_one_default(session, after)

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        await discard_files(session, row["id"])


async def _refuse_similar(session: Session, name: Any, except_id: str | None) -> None:
    if not isinstance(name, str):
        return
    await session.run(queries.ONE_AT_A_TIME)
    if await session.value(queries.SAME_NAME, name=name, except_id=except_id) is not None:
        raise BadRequest(SIMILAR)


async def _keep_one_default(session: Session, row: Row) -> None:
    if row["is_default"]:
        await session.run(queries.ONE_AT_A_TIME)
        await session.run(queries.ONLY_DEFAULT, background_id=row["id"])
