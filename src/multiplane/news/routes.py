"""Routes of the news feed (04-tasks 4.8)."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.news import service
from multiplane.news.schemas import QUERY, FeedQuery, project_of
from multiplane.web.body import AnyRequest
from multiplane.web.parameters import ID
from multiplane.web.responses import answer
from multiplane.web.routing import SIGNED_IN, get


@get("/data/projects/news", access=SIGNED_IN, tags=["news"], query={**QUERY, "project_id": ID})
async def open_projects_news(request: AnyRequest, session: Session) -> Response[bytes]:
    wanted = FeedQuery.of(request)
    return answer(await service.open_projects_feed(session, project_of(request), wanted))


@get("/data/projects/{project_id:str}/news", access=SIGNED_IN, tags=["news"], query=QUERY)
async def project_news(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.project_feed(session, project_id, FeedQuery.of(request)))


@get("/data/projects/{project_id:str}/news/{news_id:str}", access=SIGNED_IN, tags=["news"])
async def one_news(session: Session, project_id: str, news_id: str) -> Response[bytes]:
    return answer(await service.one(session, project_id, news_id))


@get("/data/entities/{entity_id:str}/news", access=SIGNED_IN, tags=["news"])
async def entity_news(session: Session, entity_id: str) -> Response[bytes]:
    return answer(await service.entity_feed(session, entity_id))
