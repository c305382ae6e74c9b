"""Every operation, asked by everybody: who may, may; who may not is told so, and nothing has changed.

The rules are those of the chapters (01-auth C and D, the rule of each operation), one line for each operation in
`operations.txt`. A new route fails here until it has its line.
"""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from tests.permissions.requests import ANSWERS, FRESH, ON_CLOSED, arguments
from tests.permissions.rules import RULES, Operation, table
from tests.permissions.world import MARK, PARAMETER, SPELLINGS, Cast, World

from multiplane.routes import ROUTES

TABLE = table()
SESSIONS = ("/auth/login", "/auth/logout", "/auth/refresh-token")
"""Asked in `tests/auth`: they end the session of who asks, or want another token."""


def ask(operation: Operation, world: World, name: str) -> httpx.Response:
    is_upload = operation.method == "POST" and "preview-background-files" in operation.path
    path = world.path(operation.path, **({"file_name": world.background["id"]} if is_upload else {}))
    answer = world.cast.clients[name].request(operation.method, path, **arguments(operation, world))
    assert not any(spelling in answer.text for spelling in SPELLINGS), f"{name} was told a secret"
    return answer


def test_every_operation_has_a_rule_and_every_rule_an_operation() -> None:
    served = {
        (str(getattr(method, "value", method)), PARAMETER.sub(r"{\1}", path))
        for route in ROUTES
        for path in route.paths
        for method in route.http_methods
        if method not in ("HEAD", "OPTIONS")
    }
    assert served - {operation.route for operation in TABLE} == set(), "add them to operations.txt"
    assert {operation.route for operation in TABLE} - served == set(), "they are no longer served"
    assert {operation.rule.removesuffix("~") for operation in TABLE} == set(RULES)


@pytest.mark.parametrize("operation", [row for row in TABLE if row.path not in SESSIONS], ids=str)
def test_who_may(
    operation: Operation, cast: Cast, world: World, closed_world: World, events_of_cast: Callable[[], int]
) -> None:
    place = closed_world if str(operation) in ON_CLOSED else world
    before = events_of_cast()
    assert unauthorized(operation, place) == (operation.rule != "public")
    assert unrefused(operation, place) == {}
    assert events_of_cast() == before
    assert unserved(operation, place, cast) == {}
    assert cast.secrets_told() == []


@pytest.mark.parametrize(
    "operation", [row for row in TABLE if row.method == "GET" and row.path not in SESSIONS], ids=str
)
def test_relations_tell_no_secret(operation: Operation, world: World) -> None:
    separator = "&" if "?" in operation.path else "?"
    for name in ("admin", "manager", "worker", "client"):
        ask(replace(operation, path=f"{operation.path}{separator}relations=true"), world, name)


def test_a_secret_would_be_seen(cast: Cast) -> None:
    """Administrators may ask for the hashes, to move a studio."""
    assert MARK in cast.clients["admin"].request("GET", "/data/persons?with_pass_hash=true").text


def unauthorized(operation: Operation, place: World) -> bool:
    """Whether a caller without a token is told to bring one."""
    return ask(operation, place, "anonymous").status_code in (401, 403)


def unrefused(operation: Operation, place: World) -> dict[str, int]:
    """Who should have been refused and was not, with the status; of a `~` operation, who got no plain answer."""
    answers = {name: ask(operation, place, name).status_code for name in operation.refused}
    return {name: status for name, status in answers.items() if (status >= 300 if operation.skips else status != 403)}


def unserved(operation: Operation, place: World, cast: Cast) -> dict[str, str]:
    """Who may and did not get the answer they should have. Writes are made in productions of their own."""
    failures: dict[str, str] = {}
    expected, _why = ANSWERS.get(str(operation), (None, ""))
    is_used_up = operation.method == "DELETE" or str(operation) in FRESH
    for number, name in enumerate(operation.allowed):
        if operation.method != "GET" and (number == 0 or is_used_up):
            place = World(cast, is_open=str(operation) not in ON_CLOSED)
        answer = ask(operation, place, name)
        if answer.status_code != expected if expected else answer.status_code >= 300:
            failures[name] = f"{answer.status_code} {answer.text[:160]}"
    return failures
