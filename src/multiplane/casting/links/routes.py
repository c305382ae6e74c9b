"""Routes of casting links."""

from typing import Any

from litestar import Response

from multiplane.casting.links import service
from multiplane.database.session import Session
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.crud.pages import Page
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, delete, get

QUERY = {"page": {"type": "integer"}, "limit": {"type": "integer"}, "cursor_created_at": {"type": "string"}}


@get("/data/projects/{project_id:str}/entity-links", access=SIGNED_IN, query=QUERY)
async def list_entity_links(request: AnyRequest, session: Session, project_id: str) -> Response[Any]:
    """The links of a production: a page of them, those after a moment, or all."""
    number, limit = query.integer(request, "page", -1), query.integer(request, "limit", 0)
    cursor = query.text(request, "cursor_created_at")
    usual = session.settings.nb_records_per_page
    if number >= 1:
        page = Page(number, limit if limit > 0 else usual)
        return answer(await service.page_of_links(session, project_id, page))
    if cursor is not None:
        return answer(await service.links_after(session, project_id, cursor, limit if limit > 0 else usual))
    return answer(await service.list_links(session, project_id, limit if limit > 0 else None))


@delete("/data/projects/{project_id:str}/entity-links/{entity_link_id:str}", access=SIGNED_IN, status=200)
async def delete_entity_link(session: Session, project_id: str, entity_link_id: str) -> Response[Any]:
    """Take an asset out of a casting; the link that was removed."""
    return answer(await service.remove_link(session, project_id, entity_link_id))
