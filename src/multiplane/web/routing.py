"""Route decorators that cannot be used without an access rule: deny is the default.

`@get("/data/departments", access=SIGNED_IN)` is a Litestar handler. The rule given here is the part that needs only
the caller (01-auth C.3); rules that need the object (its project, its task) are applied by the service.
A handler may ask for:

    request: AnyRequest     the request, for the readers of `web.body` and `web.query`
    session: Session        reads on GET; one transaction, committed before the answer is sent, on other methods
    user: CurrentUser       who asks
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import delete as litestar_delete
from litestar import get as litestar_get
from litestar import post as litestar_post
from litestar import put as litestar_put
from litestar.handlers import HTTPRouteHandler
from pydantic import BaseModel

from multiplane.access.user import CurrentUser

Handler = Callable[[Any], HTTPRouteHandler]
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Access:
    """A rule on the caller alone. `rule` None: public, no token is read."""

    name: str
    rule: Callable[[CurrentUser], bool] | None
    restricted: bool = False
    """Open to sessions that must still set up their second factor (01-auth A.6)."""
    token: str = "access"  # noqa: S105 - the type of token, not a token


PUBLIC = Access("public", None)
SIGNED_IN = Access("signed in", lambda _user: True)
PERSON = Access("person", lambda user: user.is_person)
ADMIN = Access("admin", lambda user: user.is_admin)
MANAGER = Access("manager", lambda user: user.role in ("admin", "manager"))
NO_VENDOR = Access("not vendor", lambda user: user.role != "vendor")


def get(
    path: str | list[str],
    *,
    access: Access,
    writes: bool = False,
    status: int = 200,
    query: Schema | None = None,
    **options: Any,
) -> Handler:
    """A read. `writes=True` for the few GET operations that change something.

    `query` is the documentation of the query string: each parameter the handler reads, and its JSON schema.
    """
    opt = {"access": access, "writes": writes, "query": query or {}}
    return litestar_get(path, opt=opt, status_code=status, **options)


def post(
    path: str,
    *,
    access: Access,
    body: type[BaseModel] | None = None,
    body_schema: Schema | None = None,
    files: Sequence[str] | None = None,
    query: Schema | None = None,
    status: int = 201,
    **options: Any,
) -> Handler:
    """A creation or an action.

    `body` (or its JSON schema), `files` and `query` are documentation. `files` are the fields of a multipart body
    that hold files; an empty one stands for fields of any name.
    """
    opt = {
        "access": access,
        "writes": True,
        "body": body,
        "body_schema": body_schema,
        "files": files,
        "query": query or {},
    }
    return litestar_post(path, opt=opt, status_code=status, **options)


def put(
    path: str,
    *,
    access: Access,
    body: type[BaseModel] | None = None,
    body_schema: Schema | None = None,
    query: Schema | None = None,
    status: int = 200,
    **options: Any,
) -> Handler:
    """An update."""
    opt = {"access": access, "writes": True, "body": body, "body_schema": body_schema, "query": query or {}}
    return litestar_put(path, opt=opt, status_code=status, **options)


def delete(
    path: str,
    *,
    access: Access,
    body: type[BaseModel] | None = None,
    query: Schema | None = None,
    status: int = 204,
    **options: Any,
) -> Handler:
    """A removal."""
    opt = {"access": access, "writes": True, "body": body, "query": query or {}}
    return litestar_delete(path, opt=opt, status_code=status, **options)


def allow(methods: Iterable[str]) -> str:
    """The value of an `Allow` header: what answers GET answers HEAD."""
    known = set(methods)
    return ", ".join(sorted(known | {"HEAD"} if "GET" in known else known))
