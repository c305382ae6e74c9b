"""Whatever our own API document allows a client to send, and what it forbids, the answer is never a 5xx.

Schemathesis makes the requests from `/openapi.json`, as an administrator and as an artist; half of the ids in paths
are those of real objects, so that requests get past the look-ups. Set EXAMPLES for a longer run.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from tests.support.furnished import Furnished
from tests.support.studio import Studio

EXAMPLES = int(os.environ.get("EXAMPLES", "2"))
LEFT_OUT = ("/auth/logout", "/status/resources")
"""The first would end the session of the test, the second takes a second by contract."""
MODES = {"good": GenerationMode.POSITIVE, "bad": GenerationMode.NEGATIVE}


@pytest.fixture(scope="module")
def described(server: str) -> dict[str, Any]:
    """The API document of the running server."""
    document: dict[str, Any] = httpx.get(f"{server}/openapi.json").json()
    return document


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("role", ["admin", "user"])
def test_no_request_fails_the_server(studio: Studio, described: dict[str, Any], role: str, mode: str) -> None:
    furnished = Furnished(studio)
    sent, failures = try_everything(described, studio.base_url, furnished, role, MODES[mode])
    assert failures == [], "\n".join(failures[:40])
    if mode == "good":
        assert sent.keys() == {
            f"{method.upper()} {path}"
            for path, item in described["paths"].items()
            for method in item
            if path not in LEFT_OUT
        }
        assert min(sent.values()) >= 1


def test_a_failing_server_is_noticed(studio: Studio, described: dict[str, Any]) -> None:
    few = {path: described["paths"][path] for path in ("/data/departments", "/data/shots/{shot_id}")}
    with failing_server() as url:
        sent, failures = try_everything({**described, "paths": few}, url, Furnished(studio), "admin", MODES["good"])
    assert sent
    assert len(failures) == sum(sent.values())


def try_everything(
    described: dict[str, Any], url: str, furnished: Furnished, role: str, mode: GenerationMode
) -> tuple[dict[str, int], list[str]]:
    """Send a bounded number of requests to each operation; how many, and those that failed the server."""
    paths = {path: item for path, item in described["paths"].items() if path not in LEFT_OUT}
    config = SchemathesisConfig.from_dict({"base-url": url})
    document = schemathesis.openapi.from_dict({**described, "paths": paths}, config=config)
    sent: dict[str, int] = {}
    failures: list[str] = []
    for result in document.get_all_operations():
        operation = result.ok()
        sent[f"{operation.method.upper()} {operation.path}"] = run(operation, furnished, role, mode, failures)
    return sent, failures


def run(operation: Any, furnished: Furnished, role: str, mode: GenerationMode, failures: list[str]) -> int:
    """A bounded number of requests to one operation."""
    sent = count()
    token = furnished.callers[role].token

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        if next(sent) % 2 == 0:
            given_parts = case.path_parameters or {}
            case.path_parameters = {name: furnished.part(operation.path, name) for name in given_parts}
        response = case.call(headers={"Authorization": f"Bearer {token}"}, timeout=60)
        if response.status_code >= 500:
            failures.append(f"{response.status_code} {case.as_curl_command()[:600]}")

    try:
        send()
    except Unsatisfiable:
        # Nothing is bad for an operation without parameters.
        assert mode is GenerationMode.NEGATIVE
    return next(sent)


@contextmanager
def failing_server() -> Iterator[str]:
    """A server that answers 500 to everything."""

    class Failing(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.send_response(500)
            self.send_header("Content-Length", "0")
            self.end_headers()
            self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - names of http.server

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Failing) as httpd:
        Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
