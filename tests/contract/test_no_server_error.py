"""Whatever our own API document allows a client to send, the answer is never a 5xx.

Schemathesis makes the requests from `/openapi.json`, as an administrator and as an artist; half of the ids in paths
are those of real objects, so that requests get past the look-ups. Set EXAMPLES for a longer run.
"""

import os
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from tests.support.studio import Studio

EXAMPLES = int(os.environ.get("EXAMPLES", "4"))
LEFT_OUT = ("/auth/logout", "/status/resources")
"""The first would end the session of the test, the second takes a second by contract."""


@pytest.fixture
def pool(studio: Studio) -> dict[str, str]:
    """Ids of real objects, by the names paths give them."""
    project = studio.project()
    episode = studio.episode(project)
    sequence = studio.sequence(project, episode)
    shot = studio.shot(project, sequence)
    asset = studio.asset(project)
    task = studio.task(shot)
    person = studio.member(project)
    return {
        "project_id": project["id"],
        "episode_id": episode["id"],
        "sequence_id": sequence["id"],
        "shot_id": shot["id"],
        "asset_id": asset["id"],
        "entity_id": shot["id"],
        "task_id": task["id"],
        "task_type_id": task["task_type_id"],
        "person_id": person["id"],
        "department_id": studio.department()["id"],
        "asset_type_id": asset["entity_type_id"],
    }


@pytest.fixture
def document(server: str) -> Any:
    """The API document of the running server, without the operations left out."""
    described = httpx.get(f"{server}/openapi.json").json()
    described["paths"] = {path: item for path, item in described["paths"].items() if path not in LEFT_OUT}
    return schemathesis.openapi.from_dict(described, config=SchemathesisConfig.from_dict({"base-url": server}))


@pytest.mark.parametrize("role", ["admin", "user"])
def test_no_request_fails_the_server(studio: Studio, document: Any, pool: dict[str, str], role: str) -> None:
    client = studio.client_of(studio.person(role)) if role == "admin" else studio.client_of(member_of(studio, pool))
    failures: list[str] = []
    for operation in operations_of(document):
        run(operation, client.token or "", pool, failures)
    assert failures == [], "\n".join(failures[:40])


def operations_of(document: Any) -> Iterator[Any]:
    for result in document.get_all_operations():
        yield result.ok()


def run(operation: Any, token: str, pool: dict[str, str], failures: list[str]) -> None:
    """A bounded number of requests to one operation."""
    turn = iter(range(10**6))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case: Case) -> None:
        if next(turn) % 2 == 0:
            known = {name: pool[name] for name in case.path_parameters or {} if name in pool}
            case.path_parameters = {**(case.path_parameters or {}), **known}
        response = case.call(headers={"Authorization": f"Bearer {token}"}, timeout=60)
        if response.status_code >= 500:
            failures.append(f"{response.status_code} {case.as_curl_command()[:600]}")

    send()


def member_of(studio: Studio, pool: dict[str, str]) -> dict[str, Any]:
    return studio.member({"id": pool["project_id"]}, "user")
