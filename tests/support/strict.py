"""The product as the tests serve it: reading a query parameter that is not documented is a failure."""

from typing import Any

from multiplane import app
from multiplane.web import query
from multiplane.web.body import AnyRequest


def create_app() -> Any:
    """The product, whose handlers read only what `/openapi.json` says they do."""
    read = query.text

    def documented(request: AnyRequest, name: str) -> str | None:
        handler = request.route_handler
        if name not in (handler.opt.get("query") or {}):
            raise AssertionError(f"{sorted(handler.paths)} reads the parameter {name!r} without documenting it")
        return read(request, name)

    query.text = documented
    return app.create_app()
