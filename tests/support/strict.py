"""The product as the tests serve it: reading what is not documented is a failure."""

from typing import Any

from multiplane import app
from multiplane.web import body, query
from multiplane.web.body import AnyRequest
from multiplane.web.multipart import TextParts


def create_app() -> Any:
    """The product, whose handlers read only the parameters and bodies that `/openapi.json` says they do."""
    read_text, read_whole, receive_parts = query.text, body._whole, TextParts.receive

    def text(request: AnyRequest, name: str) -> str | None:
        require(request, name in (request.route_handler.opt.get("query") or {}), f"the parameter {name!r}")
        return read_text(request, name)

    async def whole(request: AnyRequest) -> bytes:
        require(request, has_body(request), "a body")
        return await read_whole(request)

    async def receive(parts: TextParts, request: AnyRequest) -> None:
        require(request, has_body(request), "a form")
        await receive_parts(parts, request)

    query.text, body._whole, TextParts.receive = text, whole, receive  # type: ignore[method-assign]
    return app.create_app()


def has_body(request: AnyRequest) -> bool:
    opt = request.route_handler.opt
    return any(opt.get(key) is not None for key in ("body", "body_schema", "files"))


def require(request: AnyRequest, documented: bool, what: str) -> None:
    if not documented:
        raise AssertionError(f"{sorted(request.route_handler.paths)} reads {what} without documenting it")
