"""Routes of boards that belong to no single kind (03-entities 7.3)."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.entities.boards import service
from multiplane.web.responses import raw_json
from multiplane.web.routing import SIGNED_IN, get

TAGS = ["entities"]


@get("/data/entities/{entity_id:str}/entities-linked/with-tasks", access=SIGNED_IN, tags=TAGS)
async def list_linked_entities(session: Session, entity_id: str) -> Response[bytes]:
    return raw_json(await service.linked_entities(session, entity_id))
