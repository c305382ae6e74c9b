"""How bodies are read: what is JSON, what a form may hold, and how much of it (00-conventions 3.1, 11.3)."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar import Litestar, Request
from litestar import post as litestar_post
from tests.support.studio import Studio, unique

from multiplane.web.errors import handle

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=y"
TOO_LARGE = {"error": True, "message": "The data value transmitted exceeds the capacity limit."}
UNREADABLE = "The browser (or proxy) sent a request that this server could not understand."
LOGIN = "/auth/login"


@pytest.fixture
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server) as client:
        yield client


def text_part(name: str, value: bytes, kind: str = "text/plain") -> bytes:
    head = f'--y\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def posted(http: httpx.Client, content: bytes, kind: str) -> httpx.Response:
    """The answer to a login with this body."""
    return http.post(LOGIN, content=content, headers={"content-type": kind})


class TestJson:
    @pytest.mark.parametrize(
        "value",
        [
            b"NaN", b"-Infinity", b"1e999", b"-1e999", rb'"\ud800"', rb'"\udfff x"', rb'{"\ud83d": 1}', b'"\xff"',
            b"[1,]", b"[" * 20_000, b'["\\ud800", ' + b"[" * 950 + b"]" * 951, b"1" * 5000,
        ],
    )  # fmt: skip
    def test_what_is_none_is_refused(self, studio: Studio, value: bytes) -> None:
        body = b'{"name": "x", "color": "#000", "archived": ' + value + b"}"
        answer = studio.admin.http.post("/data/departments", content=body, headers={"content-type": JSON})
        assert (answer.status_code, answer.json()) == (400, {"error": True, "message": UNREADABLE})

    def test_whole_characters_may_be_escaped(self, studio: Studio) -> None:
        body = b'{"name": "' + unique("D").encode() + rb' \ud83d\ude00", "color": "#000"}'
        answer = studio.admin.http.post("/data/departments", content=body, headers={"content-type": JSON})
        assert answer.json()["name"].endswith(" 😀")

    def test_the_last_of_two_keys_counts(self, studio: Studio) -> None:
        name = unique("D")
        body = f'{{"name": "first", "color": "#000", "name": "{name}"}}'
        answer = studio.admin.http.post("/data/departments", content=body, headers={"content-type": JSON})
        assert answer.json()["name"] == name


class TestForms:
    def test_forms_stand_in_for_json(self, http: httpx.Client) -> None:
        for content, kind in (
            (b"email=nobody%40example.com&password=x", FORM),
            (text_part("email", b"nobody@example.com") + text_part("password", b"x") + b"--y--\r\n", MULTIPART),
        ):
            assert posted(http, content, kind).json()["login"] is False

    def test_files_are_no_values(self, http: httpx.Client) -> None:
        body = text_part("email", b"x").replace(b'"email"', b'"email"; filename="a"') + b"--y--\r\n"
        errors = posted(http, body, MULTIPART).json()["data"]["errors"]
        assert errors == [{"field": "email", "message": "Field required"}]

    @pytest.mark.parametrize(
        "body",
        [
            b"no part", b"--y", b"--y\r\n\r\n", text_part("email", b"\xff") + b"--y--\r\n", text_part("email", b"x"),
            text_part("email", b"\xff\xfe", "text/plain; charset=nonsense") + b"--y--\r\n",
        ],
    )  # fmt: skip
    def test_malformed_parts_are_refused(self, http: httpx.Client, body: bytes) -> None:
        answer = posted(http, body, MULTIPART)
        assert (answer.status_code, answer.json()) == (400, {"error": True, "message": UNREADABLE})

    def test_a_boundary_is_needed(self, http: httpx.Client) -> None:
        assert posted(http, b"--y--", "multipart/form-data").status_code == 400


def test_a_client_that_leaves_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    @litestar_post("/")
    async def reading(request: Request[Any, Any, Any]) -> None:
        await request.body()

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    sent: list[Any] = []
    api = Litestar([reading], exception_handlers={Exception: handle}, openapi_config=None)
    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b"", "raw_path": b"/"}
    asyncio.run(api(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 400
    assert caplog.records == []


class TestLimits:
    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"&".join(b"a%d=1" % number for number in range(1100)), FORM),
            (text_part("a", b"x") * 1100 + b"--y--\r\n", MULTIPART),
            (text_part("a", b"x" * 600_000) + b"--y--\r\n", MULTIPART),
            (text_part("a", b"x" * 300_000) * 2 + b"--y--\r\n", MULTIPART),
            (b'{"email": "' + b"x" * 1_100_000 + b'"}', JSON),
            (b"email=" + b"x" * 1_100_000, FORM),
        ],
        ids=["fields", "parts", "one text", "texts", "json", "form"],
    )
    def test_strangers_send_little(self, http: httpx.Client, body: bytes, kind: str) -> None:
        answer = posted(http, body, kind)
        assert (answer.status_code, answer.json()) == (413, TOO_LARGE)

    def test_people_send_more(self, studio: Studio) -> None:
        body = {"name": unique("D"), "color": "#000", "nonsense": "x" * 2_000_000}
        assert "nonsense" in studio.admin.post("/data/departments", body, 400)["message"]
