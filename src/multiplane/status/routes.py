"""What the server says of itself to anybody (01-auth B.10, B.12)."""

from importlib.resources import files

from litestar import MediaType, Response

from multiplane.database.session import Session
from multiplane.status import service
from multiplane.version import API_VERSION
from multiplane.web.authentication import database_of
from multiplane.web.body import AnyRequest
from multiplane.web.openapi import document
from multiplane.web.responses import answer, json_bytes, raw_json
from multiplane.web.routing import ADMIN, PUBLIC, get

VIEWER = files("multiplane.status").joinpath("viewer.html").read_text("utf-8")


@get("/", access=PUBLIC, tags=["status"])
async def index() -> Response[bytes]:
    return answer({"api": service.NAME, "version": API_VERSION})


@get("/status", access=PUBLIC, tags=["status"])
async def status(request: AnyRequest) -> Response[bytes]:
    return answer(await service.status(database_of(request)))


@get("/status.txt", access=PUBLIC, tags=["status"])
async def status_lines(request: AnyRequest) -> Response[str]:
    return Response(await service.status_lines(database_of(request)), media_type=MediaType.TEXT)


@get("/status/influx", access=PUBLIC, tags=["status"])
async def status_numbers(request: AnyRequest) -> Response[bytes]:
    return answer(await service.status_numbers(database_of(request)))


@get("/status/resources", access=PUBLIC, tags=["status"])
async def resources(session: Session) -> Response[bytes]:
    return answer(await service.resources(session))


@get("/status/test-event", access=PUBLIC, writes=True, tags=["status"])
async def test_event(session: Session) -> Response[bytes]:
    session.emit("main:test", {}, stored=False)
    return answer({"success": True})


@get("/stats", access=ADMIN, tags=["status"])
async def statistics(session: Session) -> Response[bytes]:
    return answer(await service.statistics(session))


@get("/config", access=PUBLIC, writes=True, tags=["status"])
async def configuration(request: AnyRequest, session: Session) -> Response[bytes]:
    return answer(await service.configuration(session, request.app.state.settings))


@get(["/openapi.json", "/openapi-raw.json"], access=PUBLIC, tags=["documentation"])
async def openapi(request: AnyRequest) -> Response[bytes]:
    """This document."""
    state = request.app.state
    if "openapi" not in state:
        state.openapi = json_bytes(document(request.app))
    return raw_json(state.openapi)


@get(["/docs", "/apidocs"], access=PUBLIC, tags=["documentation"])
async def viewer() -> Response[str]:
    return Response(VIEWER, media_type=MediaType.HTML)
